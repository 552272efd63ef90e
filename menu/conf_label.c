/*
 * The entries of a config: made while it is parsed, found by name, and put
 * together with words typed behind the name. Documented in conf.h.
 */
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

struct conf_label **conf_slot(struct conf_label **table, const char *name)
{
	const char *c;
	unsigned hash = 0;

	for (c = name; *c; c++)
		hash = hash * 31 + (uint8_t)*c;
	table += hash % CONF_BUCKETS;
	while (*table && strcmp((*table)->name, name))
		table = &(*table)->same_hash;
	return table;
}

/* Enter the label by its name; the first of a name stays the one found. */
static void conf_label_enter(struct conf_parser *p, struct conf_label *l)
{
	struct conf_label **slot = conf_slot(p->names->label, l->name);

	if (!*slot)
		*slot = l;
	else
		conf_note(p,
			  "LABEL %s was already in %s:%u, and the name means "
			  "that one; choose another name",
			  l->name, (*slot)->file, (*slot)->line);
}

int conf_row(struct conf_parser *p, const char *name, struct conf_label **row)
{
	struct conf_label *l;
	struct conf_menu *m = p->menu;

	TRY(conf_label_finish(p));
	l = arena_alloc(p->env->arena, sizeof(*l));
	if (!l)
		return conf_no_memory(p);
	TRY(conf_keep(p, name, &l->name));
	l->title = l->name;
	l->append = "";
	l->file = p->file;
	l->line = p->line;
	l->menu = m;
	*(m->rows ? &m->last_row->row_below : &m->rows) = l;
	m->last_row = *row = l;
	return 0;
}

int conf_label_begin(struct conf_parser *p, const char *name)
{
	struct conf_label *l;

	TRY(conf_row(p, name, &l));
	l->kernel = l->name;
	l->sysappend = p->global_sysappend;
	l->immediate = p->menu->look.immediate;
	if (*name)
		conf_label_enter(p, l);
	else
		conf_pass_over(p);
	*p->tail = l;
	p->tail = &l->next;
	p->c->label_count++;
	p->label = l;
	p->append = NULL;
	p->options = p->initrd = "";
	p->help = (struct conf_lines){0};
	return 0;
}

/* What follows the first "initrd=" that begins a word, or NULL. */
static const char *conf_label_initrd(const char *cmdline)
{
	while (*cmdline) {
		if (!strncmp(cmdline, "initrd=", 7))
			return cmdline + 7;
		cmdline = str_skip(str_skip(cmdline, false), true);
	}
	return NULL;
}

int conf_label_finish(struct conf_parser *p)
{
	struct conf_label *l = p->label;

	if (!l)
		return 0;
	p->label = NULL;
	TRY(conf_join_lines(p, &p->help, &l->help));
	if (l->action == CONF_DISABLED)
		l->hotkey = 0;
	if (l->action != CONF_BOOTS)
		return 0;
	if (!p->append)
		p->append = p->global_append;
	if (!p->append || !strcmp(p->append, "-"))
		p->append = "";
	if (*p->initrd && conf_label_initrd(p->append))
		conf_warn(p,
			  "INITRD of %s has no effect: its command line has an "
			  "initrd= already",
			  l->name);
	return conf_format(p, &l->append, "%s%s%s%s%s%s", p->options,
			   *p->options && *p->append ? " " : "", p->append,
			   *p->initrd && (*p->options || *p->append) ? " " : "",
			   *p->initrd ? "initrd=" : "", p->initrd);
}

struct conf_label *conf_find(const struct config *c, const char *name)
{
	struct conf_label *l, *alike = NULL;
	size_t len = conf_word_len(name);

	for (l = len ? c->labels : NULL; l; l = l->next) {
		if (strlen(l->name) != len || !str_caseprefix(name, l->name))
			continue;
		if (!memcmp(l->name, name, len))
			return l;
		if (!alike)
			alike = l;
	}
	return alike;
}

bool conf_is_choice(const struct conf_label *l)
{
	return !l->hidden && l->action != CONF_SEPARATOR &&
	       l->action != CONF_DISABLED;
}

struct conf_label *conf_first(const struct conf_menu *menu)
{
	struct conf_label *l = menu->first;

	if (!l || !conf_is_choice(l))
		for (l = menu->rows; l && !conf_is_choice(l); l = l->row_below)
			;
	return l;
}

int conf_resolve(const struct config *c, const char *line,
		 struct conf_label **label, char *cmdline, size_t room)
{
	const char *append = "";
	size_t len;

	line = str_skip(line, true);
	*label = conf_find(c, line);
	if (*label) {
		append = (*label)->append;
		line = str_skip(str_skip(line, false), true);
	}
	len = fmt(cmdline, room, "%s%s%s", append, *append && *line ? " " : "",
		  line);
	if (len >= room)
		return fail(ERR_CONF_TYPED, "%u bytes", (unsigned)len);
	return 0;
}

int conf_initrds(const char *cmdline, struct arena *arena,
		 const char *initrd[CONF_INITRD_MAX])
{
	const char *word = conf_label_initrd(cmdline);
	size_t len;
	int n = 0;

	if (!word)
		return 0;
	for (; conf_word_len(word); word += len + (word[len] == ',')) {
		for (len = 0; len < conf_word_len(word) && word[len] != ',';)
			len++;
		if (!len)
			continue;
		if (n == CONF_INITRD_MAX)
			return fail(ERR_CONF_INITRDS, "%s", word);
		initrd[n] = arena_text(arena, word, len);
		if (!initrd[n++])
			return fail(ERR_CONF_INITRD_ROOM, "%s", word);
	}
	return n;
}
