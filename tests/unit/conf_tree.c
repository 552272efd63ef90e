/* A config's tree of menus as text. Documented in conf_tree.h. */
#include "conf_tree.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *out;
static size_t left;

static void add(const char *format, ...)
{
	va_list args;
	size_t n;

	va_start(args, format);
	n = (size_t)vsnprintf(out, left, format, args);
	va_end(args);
	if (n >= left)
		abort(); /* a larger buffer, please */
	out += n;
	left -= n;
}

static void add_depth(unsigned depth)
{
	while (depth--)
		add("    ");
}

static const char *const colors[CONF_COLORS] = {
	"screen",      "border",  "title",     "unsel",	    "hotkey",
	"sel",	       "hotsel",  "disabled",  "scrollbar", "tabmsg",
	"cmdmark",     "cmdline", "pwdborder", "pwdheader", "pwdentry",
	"timeout_msg", "timeout", "help",      "alarm",
};

static const char *const numbers[CONF_NUMBERS] = {
	"width",	 "margin", "passwordmargin", "rows",	   "tabmsgrow",
	"cmdlinerow",	 "endrow", "passwordrow",    "timeoutrow", "helpmsgrow",
	"helpmsgendrow", "hshift", "vshift",	     "hiddenrow",
};

static void add_text(unsigned depth, const char *name, const char *text,
		     const char *was)
{
	if (text == was || (text && was && !strcmp(text, was)))
		return;
	add_depth(depth);
	add("%s \"%s\"\n", name, text ? text : "(none)");
}

static void add_fkeys(unsigned depth, const struct conf_look *l,
		      const struct conf_look *was)
{
	int i;

	for (i = 0; i < 12; i++) {
		const struct conf_fkey *f = &l->fkey[i];

		if (f->file == was->fkey[i].file)
			continue;
		add_depth(depth);
		add("f%d %s%s%s\n", i + 1, f->file ? f->file : "(none)",
		    f->background ? " " : "",
		    f->background ? f->background : "");
	}
}

static void add_look(unsigned depth, const struct conf_look *l,
		     const struct conf_look *was)
{
	int i;

	add_text(depth, "background", l->background, was->background);
	add_text(depth, "autoboot", l->autoboot, was->autoboot);
	add_text(depth, "tabmsg", l->tabmsg, was->tabmsg);
	add_text(depth, "notabmsg", l->notabmsg, was->notabmsg);
	add_text(depth, "passprompt", l->passprompt, was->passprompt);
	add_text(depth, "master", l->master, was->master);
	add_text(depth, "onerror", l->onerror, was->onerror);
	add_text(depth, "ontimeout", l->ontimeout, was->ontimeout);
	if (l->timeout_ds != was->timeout_ds) {
		add_depth(depth);
		add("timeout %u\n", l->timeout_ds);
	}
	if (l->immediate != was->immediate) {
		add_depth(depth);
		add("immediate %d\n", l->immediate);
	}
	for (i = 0; i < CONF_NUMBERS; i++) {
		if (l->number[i] == was->number[i] &&
		    ((l->is_set ^ was->is_set) >> i & 1) == 0)
			continue;
		add_depth(depth);
		add("%s %d\n", numbers[i], l->number[i]);
	}
	for (i = 0; i < CONF_COLORS; i++) {
		const struct ink *a = &l->ink[i], *b = &was->ink[i];

		if (a->attr == b->attr && a->fg == b->fg && a->bg == b->bg)
			continue;
		add_depth(depth);
		add("color %s %02X #%08x #%08x\n", colors[i], a->attr, a->fg,
		    a->bg);
	}
	add_fkeys(depth, l, was);
}

static void add_kernel(const struct conf_label *l)
{
	static const char *const kinds[] = {
		"kernel", "linux",   "localboot", "pxe",
		"boot",	  "fdimage", "com32",	  "config",
	};

	add(" %s", kinds[l->kind]);
	if (l->kind == CONF_LOCALBOOT)
		add(" %d", l->localboot);
	else
		add(" %s", l->kernel);
	if (*l->append)
		add(" {%s}", l->append);
	if (l->sysappend)
		add(" sys %#x", l->sysappend);
}

static void add_menu(unsigned depth, const struct config *c,
		     const struct conf_menu *m, const struct conf_look *was);

/* A row, without what may follow: help, and the rows of a submenu. */
static void add_row(const struct conf_label *l)
{
	if (l->action == CONF_SEPARATOR) {
		add("--");
		return;
	}
	if (l->action == CONF_DISABLED)
		add("(");
	if (l->action == CONF_SUBMENU && l->target->row == l)
		add("[");
	add("%s", l->name);
	if (strcmp(l->title, l->name))
		add(" \"%s\"", l->title);
	if (l->hotkey)
		add(" %c@%u", l->hotkey, l->hotkey_at);
	if (l->indent)
		add(" indent %u", l->indent);
	if (l->immediate)
		add(" immediate");
	if (l->passwd)
		add(" passwd \"%s\"", l->passwd);
	if (l->action == CONF_DISABLED)
		add(")");
	if (l->action == CONF_BOOTS)
		add_kernel(l);
	if (l->action == CONF_QUIT)
		add(" quit");
	if (l->action == CONF_HELP)
		add(" help %s%s%s", l->kernel, *l->append ? " " : "",
		    l->append);
	if (l->action == CONF_SUBMENU && l->target->row != l)
		add(" -> %s", l->target->tag);
}

static void add_help(unsigned depth, const char *text)
{
	int len;

	for (;; text += len + 1) {
		len = (int)strcspn(text, "\n");
		add_depth(depth);
		add("?%s%.*s\n", len ? " " : "", len, text);
		if (!text[len])
			break;
	}
}

static void add_rows(unsigned depth, const struct config *c,
		     const struct conf_menu *m)
{
	const struct conf_label *l, *first = conf_first(m);

	for (l = m->rows; l; l = l->row_below) {
		add_depth(depth);
		add("%c%c ", l == first ? '>' : ' ', l->hidden ? '#' : ' ');
		add_row(l);
		add("\n");
		if (l->help)
			add_help(depth + 2, l->help);
		if (l->action != CONF_SUBMENU || l->target->row != l)
			continue;
		add_menu(depth + 1, c, l->target, &m->look);
		add_depth(depth);
		add("   ]\n");
	}
}

static void add_menu(unsigned depth, const struct config *c,
		     const struct conf_menu *m, const struct conf_look *was)
{
	add_depth(depth);
	add("%s%s%s%s%s%s\n", depth ? "" : "menu ", m->tag,
	    m->title ? " \"" : "", m->title ? m->title : "",
	    m->title ? "\"" : "", m == c->start ? " start" : "");
	add_look(depth, &m->look, was);
	add_rows(depth, c, m);
}

static void add_flag(const char *name, bool is_set)
{
	if (is_set)
		add(" %s", name);
}

static void add_word(const char *name, const char *value)
{
	if (value)
		add(" %s \"%s\"", name, value);
}

static void add_settings(const struct config *c)
{
	add("config");
	add_word("default", c->default_name);
	add_flag("menu", c->menu);
	add_flag("graphic", c->graphic);
	add_flag("hidden", c->hidden);
	add_flag("shiftkey", c->shiftkey);
	add_flag("prompt", c->prompt);
	add_flag("noescape", c->noescape);
	add_flag("no_implicit", c->no_implicit);
	add_flag("no_options", c->no_options);
	add_flag("no_complete", c->no_complete);
	add_flag("no_screen", c->no_screen);
	if (c->width)
		add(" %u x %u", c->width, c->height);
	if (c->total_timeout_ds)
		add(" total %u", c->total_timeout_ds);
	if (c->serial.given)
		add(" serial %#x %u %#x%s", c->serial.port, c->serial.baud,
		    c->serial.flow, c->serial.off ? " off" : "");
	add_word("keymap", c->keymap);
	add_word("display", c->display);
	add_word("path", c->path);
	add_word("syslog", c->syslog);
	add_word("say", c->say);
	add("\n");
}

void conf_tree(const struct config *c, char *buf, size_t room)
{
	static struct conf_look none;
	struct arena arena;
	struct config empty;
	struct conf_env env = {.arena = &arena};
	static char memory[1 << 16];

	arena_init(&arena, memory, sizeof(memory));
	conf_parse(&empty, &env, "", "", 0);
	none = empty.menus->look;
	out = buf;
	left = room;
	add_settings(c);
	add_menu(0, c, c->menus, &none);
}
