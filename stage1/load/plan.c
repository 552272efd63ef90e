/*
 * What an entry comes to: by the directive, by the name's ending. Documented in
 * plan.h; the programs are in plan_c32.c, plan_chain.c and plan_pxechn.c.
 */
#include "load/plan_job.h"
#include "base/err.h"
#include "base/str.h"

#define BOOT_SECTOR_AT 0x7C00
#define HD0	       0x80

int plan_copy(const struct plan_job *j, const char *text, char **copy)
{
	*copy = arena_text(j->arena, text, strlen(text));
	return *copy ? 0 : fail(ERR_PLAN_MEMORY, "%s", text);
}

char *plan_word(struct plan_job *j)
{
	char *word = str_skip(j->rest, true), *end = str_skip(word, false);

	j->rest = str_skip(end, true);
	*end = '\0';
	return word;
}

char *plan_cut(struct plan_job *j, const char *by, bool *has)
{
	char *start = str_skip(j->rest, true), *word = start, *end;
	size_t len = strlen(by);

	for (; *word; word = str_skip(end, true)) {
		end = str_skip(word, false);
		*has = (size_t)(end - word) == len && !memcmp(word, by, len);
		if (*has) {
			j->rest = str_skip(end, true);
			while (word > start && str_isspace((uint8_t)word[-1]))
				word--;
			*word = '\0';
			return start;
		}
	}
	*has = false;
	j->rest = word;
	return start;
}

bool plan_take(char **word, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(*word, prefix, len))
		return false;
	*word += len;
	return true;
}

bool plan_lists(const char *list, const char *word, size_t len)
{
	for (; *list; list++)
		if (*list == ' ' && !strncmp(list + 1, word, len) &&
		    list[len + 1] == ' ')
			return true;
	return false;
}

int plan_add(const struct plan_job *j, const char *file, const char *args)
{
	struct plan *p = j->plan;

	if (p->file_count == PLAN_FILES_MAX)
		return fail(ERR_PLAN_FILES, "%s", file);
	p->files[p->file_count++] = (struct plan_file){file, args};
	return 0;
}

/* Where an initrd's file name ends and its place in an archive begins; NULL if
   it has none. A URL's query may have a '=' of its own. */
static char *plan_place(char *item, bool wrap)
{
	if (wrap)
		return strchr(item, '@');
	return strchr(item, '?') ? NULL : strrchr(item, '=');
}

/* Add the initrds of a comma list; wrap: put each into an archive. */
static int plan_initrds(const struct plan_job *j, char *list, bool wrap)
{
	char *item, *place;

	while (*(item = list)) {
		while (*list && *list != ',')
			list++;
		if (*list)
			*list++ = '\0';
		if (!*item)
			continue;
		place = plan_place(item, wrap);
		if (place)
			*place++ = '\0';
		else if (wrap)
			place = strrchr(item, '/') ? strrchr(item, '/') + 1
						   : item;
		TRY(plan_add(j, item, place));
	}
	return 0;
}

int plan_kernel(struct plan_job *j, bool is_program)
{
	bool has_any = false;

	TRY(plan_copy(j, j->plan->cmdline, &j->rest));
	while (*j->rest) {
		char *word = plan_word(j);

		if (!has_any && plan_take(&word, "initrd=")) {
			has_any = true;
			TRY(plan_initrds(j, word, false));
		} else if (is_program && plan_take(&word, "initrd+=")) {
			TRY(plan_initrds(j, word, false));
		} else if (is_program && plan_take(&word, "initrdfile=")) {
			TRY(plan_initrds(j, word, true));
		}
	}
	return 0;
}

/* The file of a typed line is its first word, or the one behind ".linux". */
static int plan_line(struct plan_job *j, enum plan_by *by)
{
	static const char type[][9] = {"kernel", "linux",   " ",     "pxe",
				       "boot",	 "fdimage", "com32", "config"};
	char *line;

	TRY(plan_copy(j, j->ask->cmdline, &line));
	j->rest = line;
	j->plan->file = plan_word(j);
	*by = PLAN_BY_KERNEL;
	if (*j->plan->file == '.')
		for (unsigned i = 0; i < sizeof(type) / sizeof(*type); i++)
			if (!strcmp(j->plan->file + 1, type[i])) {
				*by = (enum plan_by)i;
				j->plan->file = plan_word(j);
			}
	if (plan_is_program(j->plan->file))
		*by = PLAN_BY_COM32;
	j->plan->cmdline = j->rest;
	return 0;
}

/* The kind of a file by the ending of its name. */
static enum plan_by plan_ending(const char *file)
{
	static const struct {
		char ending[7];
		uint8_t by;
	} row[] = {
		{".c32", PLAN_BY_COM32}, {".com", PLAN_BY_COM32},
		{".cbt", PLAN_BY_COM32}, {".bss", PLAN_BY_BOOT},
		{".bin", PLAN_BY_BOOT},	 {".bs", PLAN_BY_BOOT},
		{".0", PLAN_BY_PXE},	 {".pxe", PLAN_BY_PXE},
		{".kpxe", PLAN_BY_PXE},	 {".kkpxe", PLAN_BY_PXE},
	};
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot && i < sizeof(row) / sizeof(*row); i++)
		if (!str_casecmp(dot, row[i].ending))
			return (enum plan_by)row[i].by;
	return PLAN_BY_KERNEL;
}

int plan_make(struct plan *p, const struct plan_ask *ask, struct arena *arena)
{
	static const uint8_t kind[] = {PLAN_KERNEL, PLAN_LINUX,	 PLAN_LOCAL,
				       PLAN_NBP,    PLAN_SECTOR, PLAN_IMAGE,
				       PLAN_ENTRY,  PLAN_CONFIG};
	struct plan_job j = {p, ask, arena, NULL};
	enum plan_by by = ask->by;

	memset(p, 0, sizeof(*p));
	p->file = ask->kernel;
	p->cmdline = ask->cmdline;
	p->number = ask->number;
	p->disk = (struct plan_disk){.drive = HD0,
				     .is_boot = true,
				     .off = BOOT_SECTOR_AT,
				     .ip = BOOT_SECTOR_AT};
	if (by == PLAN_BY_LINE)
		TRY(plan_line(&j, &by));
	if (by == PLAN_BY_KERNEL)
		by = plan_ending(p->file);
	p->kind = (enum plan_kind)kind[by];
	if (by == PLAN_BY_COM32) {
		TRY(plan_copy(&j, p->cmdline, &j.rest));
		j.rest = str_skip(j.rest, true);
		return plan_program(&j, p->file);
	}
	if (by == PLAN_BY_KERNEL || by == PLAN_BY_LINUX)
		return plan_kernel(&j, false);
	return 0;
}
