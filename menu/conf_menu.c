/*
 * MENU: what stands behind that word in a config, and the tree of menus. Not
 * here: colours (conf_color.c), drawing (menu_draw.c).
 */
#include "base/err.h"
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

/* As in menu.c32, in the order of enum conf_number. */
static const int8_t conf_menu_numbers[CONF_NUMBERS] = {
	80, 10, 3, 12, 18, 18, -1, 11, 20, 22, -1, 0, 0, -2};

/* A menu inside the one being described, or the first. */
static int conf_menu_new(struct conf_parser *p, struct conf_menu **menu,
			 const char *tag)
{
	struct conf_menu *m = arena_alloc(p->env->arena, sizeof(*m));

	if (!m)
		return conf_no_memory(p);
	if (p->newest) {
		p->newest->next = m;
		m->look = p->menu->look;
	}
	m->tag = tag;
	m->parent = p->menu;
	p->newest = *menu = m;
	return 0;
}

int conf_menu_first(struct conf_parser *p)
{
	struct conf_look *look;
	unsigned i;

	TRY(conf_menu_new(p, &p->menu, ".top"));
	p->c->menus = p->c->start = p->menu;
	look = &p->menu->look;
	for (i = 0; i < CONF_NUMBERS; i++)
		look->number[i] = conf_menu_numbers[i];
	look->autoboot = "Automatic boot in # second{,s}...";
	look->tabmsg = "Press [Tab] to edit options";
	look->notabmsg = "";
	look->passprompt = "Password required";
	conf_color_default(look);
	return 0;
}

int conf_menu_begin(struct conf_parser *p, char *rest)
{
	struct conf_label *row, **slot;

	if (p->submenus == CONF_MENU_DEPTH)
		return fail(ERR_CONF_SUBMENUS, "%s:%u", p->file, p->line);
	TRY(conf_row(p, rest, &row));
	row->action = CONF_SUBMENU;
	TRY(conf_menu_new(p, &row->target, row->name));
	p->menu = row->target;
	p->menu->row = row;
	p->submenus++;
	slot = conf_slot(p->names->tag, row->name);
	row->same_hash = *slot;
	*slot = row;
	return 0;
}

int conf_menu_end(struct conf_parser *p, char *rest)
{
	(void)rest;
	TRY(conf_label_finish(p));
	if (p->menu->parent) {
		p->menu = p->menu->parent;
		p->submenus--;
	}
	return 0;
}

int conf_menu_separator(struct conf_parser *p, char *rest)
{
	struct conf_label *row;

	(void)rest;
	TRY(conf_row(p, "", &row));
	row->action = CONF_SEPARATOR;
	return 0;
}

/* What a line is about: the entry, or before the first LABEL of a submenu the
   row that leads there. NULL in the config's own menu. */
static struct conf_label *conf_menu_row(const struct conf_parser *p)
{
	return p->label ? p->label : p->menu->row;
}

/* The title of a row: the letter behind the first ^ is the hot key. */
static int conf_menu_name(struct conf_parser *p, struct conf_label *l,
			  const char *text)
{
	char *to;

	TRY(conf_keep_shown(p, text, &l->title));
	l->hotkey = 0;
	for (to = (char *)l->title, text = to; *text; text++) {
		if (*text != '^') {
			*to++ = *text;
		} else if (!l->hotkey && text[1] != '^' &&
			   to - l->title <= UINT8_MAX) {
			l->hotkey = str_lower((uint8_t)text[1]);
			l->hotkey_at = (uint8_t)(to - l->title);
		}
	}
	*to = '\0';
	return 0;
}

int conf_menu_label(struct conf_parser *p, char *rest)
{
	struct conf_label *l = conf_menu_row(p);

	if (!l)
		return 0;
	TRY(conf_menu_name(p, l, rest));
	if (!p->label && !p->menu->title)
		p->menu->title = l->title;
	return 0;
}

int conf_menu_title(struct conf_parser *p, char *rest)
{
	struct conf_label *l = p->menu->row;

	TRY(conf_keep_shown(p, rest, &p->menu->title));
	if (l && l->title == l->name)
		l->title = p->menu->title;
	return 0;
}

int conf_menu_default(struct conf_parser *p, char *rest)
{
	struct conf_label *l = conf_menu_row(p);

	(void)rest;
	if (l)
		l->menu->first = l;
	return 0;
}

int conf_menu_passwd(struct conf_parser *p, char *rest)
{
	struct conf_label *l = conf_menu_row(p);

	return l ? conf_keep(p, rest, &l->passwd) : 0;
}

int conf_menu_master(struct conf_parser *p, char *rest)
{
	if (conf_word_index("passwd", conf_word_take(&rest)))
		return 0; /* there is nothing else */
	return conf_keep(p, str_skip(rest, true), &p->menu->look.master);
}

int conf_menu_start(struct conf_parser *p, char *rest)
{
	(void)rest;
	p->c->start = p->menu;
	return 0;
}

int conf_menu_immediate(struct conf_parser *p, char *rest)
{
	(void)rest;
	*(p->label ? &p->label->immediate : &p->menu->look.immediate) =
		p->detail;
	return 0;
}

int conf_menu_number(struct conf_parser *p, char *rest)
{
	struct conf_look *look = &p->menu->look;

	if (conf_signed(p, rest, 9999, &look->number[p->detail]))
		look->is_set |= 1u << p->detail;
	return 0;
}

int conf_menu_resolution(struct conf_parser *p, char *rest)
{
	uint32_t width, height;

	if (conf_number(p, conf_word_take(&rest), 0xFFFF, &width) &&
	    conf_number(p, conf_word_take(&rest), 0xFFFF, &height)) {
		p->c->width = (uint16_t)width;
		p->c->height = (uint16_t)height;
	}
	return 0;
}

int conf_menu_hide(struct conf_parser *p, char *rest)
{
	(void)rest;
	if (p->label)
		p->label->hidden = true;
	return 0;
}

/* What is no number is 0: many configs have "indent count 5". */
int conf_menu_indent(struct conf_parser *p, char *rest)
{
	uint32_t n = 0;

	str_number(rest, UINT8_MAX, &n);
	if (p->label)
		p->label->indent = (uint8_t)n;
	return 0;
}

/* What choosing the entry does instead of booting, p->detail. */
int conf_menu_action(struct conf_parser *p, char *rest)
{
	struct conf_label *l = p->label;

	if (!l || l->action == CONF_DISABLED)
		return 0;
	l->action = p->detail;
	if (l->action == CONF_SUBMENU) /* its tag; the target is found later */
		return conf_keep(p, rest, &l->kernel);
	if (l->action != CONF_HELP)
		return 0;
	TRY(conf_keep(p, conf_word_take(&rest), &l->kernel));
	return conf_keep(p, conf_word_take(&rest), &l->append);
}

int conf_menu_exit(struct conf_parser *p, char *rest)
{
	if (!p->menu->parent)
		return 0;
	TRY(conf_menu_action(p, rest));
	if (p->label && !*rest)
		p->label->target = p->menu->parent;
	return 0;
}

/* The menu that a GOTO or EXIT means; the last of the same tag. */
static void conf_menu_find(struct conf_parser *p, struct conf_label *l)
{
	struct conf_label *row = *conf_slot(p->names->tag, l->kernel);

	if (row)
		l->target = row->target;
	else if (!strcmp(l->kernel, ".top"))
		l->target = p->c->menus;
	if (l->target)
		return;
	l->action = CONF_DISABLED;
	p->file = l->file;
	p->line = l->line;
	conf_warn(p, "LABEL %s leads to MENU BEGIN %s, and there is none",
		  l->name, l->kernel);
}

int conf_menu_finish(struct conf_parser *p)
{
	struct config *c = p->c;
	struct conf_label *l;
	struct conf_menu *m;

	for (l = c->labels; l; l = l->next)
		if (l->action == CONF_SUBMENU && !l->target)
			conf_menu_find(p, l);
	for (m = c->menus; m; m = m->next) {
		c->graphic |= m->look.background != NULL;
		conf_color_finish(&m->look);
		if (m->row && m->row->title == m->row->name)
			TRY(conf_menu_name(p, m->row, m->row->name));
	}
	l = c->default_name ? conf_find(c, c->default_name) : NULL;
	if (l && conf_is_choice(l)) {
		l->menu->first = l;
		c->start = l->menu;
	}
	return 0;
}
