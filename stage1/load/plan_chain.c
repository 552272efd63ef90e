/*
 * chain.c32's arguments: which disk, which partition or file, where to. Not
 * here: what changes a disk for good, and loaders that come from a file system
 * on it; they are refused.
 */
#include "load/plan_job.h"
#include "base/err.h"
#include "base/str.h"

#define CHAIN_DRIVES 128 /* hd0 to hd127 */

/* All of text as a number up to max. */
static bool chain_number(const char *text, uint32_t max, uint32_t *n)
{
	const char *end = str_number(text, max, n);

	return end && !*end;
}

/* "segment:offset:ip"; what is left out is 0. */
static bool chain_address(struct plan_disk *d, const char *text)
{
	uint32_t n[3] = {0};

	for (unsigned i = 0; *text; i++) {
		if (i == 3)
			return false;
		if (*text != ':' && !(text = str_number(text, 0xFFFF, &n[i])))
			return false;
		if (*text && *text++ != ':')
			return false;
	}
	d->seg = (uint16_t)n[0];
	d->off = (uint16_t)n[1];
	d->ip = (uint16_t)n[2];
	return true;
}

/* "hd1": a drive, with this number for the first. */
static bool chain_drive(struct plan_disk *d, const char *number, uint8_t first)
{
	uint32_t n;

	if (!chain_number(number, CHAIN_DRIVES - 1, &n))
		return false;
	d->drive = (uint8_t)(first + n);
	return true;
}

/* mbr:id and the like: what is behind the ':' or '='. */
static bool chain_named(char **word, const char *name)
{
	char *p = *word;

	if (!plan_take(&p, name) || (*p != ':' && *p != '='))
		return false;
	*word = p + 1;
	return true;
}

/* "no" before a word says the opposite. False: there is no such word. */
static bool chain_set(struct plan_disk *d, const char *word)
{
	static const struct {
		char name[8];
		uint8_t at; /* a bool of plan_disk */
	} row[] = {{"swap", offsetof(struct plan_disk, swap)},
		   {"hide", offsetof(struct plan_disk, hide)},
		   {"keeppxe", offsetof(struct plan_disk, keep_pxe)}};
	/* Passed over: docs/ENTRIES.md. */
	static const char other[] =
		" maps hand hptr warn strict relax prefmbr gpthcrc gptlcrc "
		"setbpb sethidden filebpb nosave nobreak nofixchs nosect ";
	bool is_no = !strncmp(word, "no", 2);
	const char *name = word + (is_no ? 2 : 0);

	for (unsigned i = 0; i < sizeof(row) / sizeof(*row); i++)
		if (!strcmp(name, row[i].name)) {
			*(bool *)((uint8_t *)d + row[i].at) = !is_no;
			return true;
		}
	return plan_lists(other, word, strlen(word)) ||
	       plan_lists(other, name, strlen(name));
}

/* Which drive or partition; false if the word is none. */
static bool chain_drive_word(struct plan_disk *d, char *word)
{
	d->is_boot = !strcmp(word, "boot");
	if (d->is_boot)
		return true;
	if (plan_take(&word, "hd"))
		return chain_drive(d, word, 0x80);
	if (plan_take(&word, "fd"))
		return chain_drive(d, word, 0);
	if (chain_named(&word, "mbr"))
		return chain_number(word, UINT32_MAX, &d->mbr_id);
	if (chain_named(&word, "guid"))
		return *(d->guid = word);
	return chain_named(&word, "label") && *(d->label = word);
}

/* The same with its partition: behind a comma, or the next word. */
static bool chain_disk(struct plan_job *j, char *word)
{
	struct plan_disk *d = &j->plan->disk;
	char *number = strncmp(word, "label", 5) ? strchr(word, ',') : NULL;
	uint32_t n;

	if (number)
		*number++ = '\0';
	else if (str_digit((uint8_t)*j->rest) < 10)
		number = plan_word(j);
	if (!chain_drive_word(d, word))
		return false;
	if (!number)
		return true;
	if (!chain_number(number, UINT8_MAX, &n))
		return false;
	d->partition = (uint8_t)n;
	return true;
}

/* One argument. False if it is none of those. */
static bool chain_argument(struct plan_job *j, char *word)
{
	struct plan *p = j->plan;

	if (!strcmp(word, "nofile")) {
		p->file = NULL;
		return true;
	}
	if (plan_take(&word, "file=") || plan_take(&word, "bs="))
		return *(p->file = word);
	if (plan_take(&word, "seg="))
		return *word && chain_address(&p->disk, word);
	return chain_set(&p->disk, word) || chain_disk(j, word);
}

int plan_chain(struct plan_job *j)
{
	struct plan *p = j->plan;
	char *word;

	p->file = NULL;
	p->cmdline = "";
	while (*(word = plan_word(j)) && strcmp(word, "exit"))
		if (!chain_argument(j, word))
			return fail(ERR_CHAIN_ARGUMENT, "%s", word);
	p->kind = p->file ? PLAN_SECTOR : PLAN_DISK;
	return 0;
}
