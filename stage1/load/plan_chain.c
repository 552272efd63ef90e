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

/* Words without a value. */
#define AT(member) offsetof(struct plan_disk, member)
static const struct chain_switch {
	char name[10];
	uint8_t at; /* a bool; 0: it only checks more, or is done anyway */
} chain_switch[] = {
	{"swap", AT(swap)},
	{"hide", AT(hide)},
	{"keeppxe", AT(keep_pxe)},
	{"setbpb", AT(set_bpb)},
	{"sethidden", AT(set_bpb)},
	{"filebpb", AT(set_bpb)},
	{"maps", 0},
	{"hand", 0},
	{"hptr", 0},
	{"warn", 0},
	{"strict", 0},
	{"relax", 0},
	{"prefmbr", 0},
	{"gpthcrc", 0},
	{"gptlcrc", 0},
	{"nofixchs", 0},
	{"nosave", 0},
	{"nobreak", 0},
	{"nosect", 0},
};

/* "no" before a word says the opposite. False: there is no such word. */
static bool chain_set(struct plan_disk *d, const char *word)
{
	for (size_t i = 0; i < sizeof(chain_switch) / sizeof(*chain_switch);
	     i++) {
		const struct chain_switch *s = &chain_switch[i];
		bool is_no = !strncmp(word, "no", 2) && *s->name != 'n';

		if (strcmp(word + (is_no ? 2 : 0), s->name))
			continue;
		if (s->at)
			*(bool *)((uint8_t *)d + s->at) = !is_no;
		return true;
	}
	return false;
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
