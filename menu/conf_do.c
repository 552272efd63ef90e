/*
 * The directives of the config language: the tables of them, and the functions
 * of those that are not about menus (conf_menu.c). What each means is in
 * docs/CONFIG.md.
 */
#include "base/err.h"
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

/* Where a member of the config, or of the menu's look, is: p->detail. */
#define CONF_IN_LOOK	0x8000
#define CONF_AT(member) offsetof(struct config, member)
#define LOOK_AT(member) (CONF_IN_LOOK | offsetof(struct conf_look, member))

static void *conf_do_member(const struct conf_parser *p)
{
	char *base = (char *)p->c;

	if (p->detail & CONF_IN_LOOK)
		base = (char *)&p->menu->look;
	return base + (p->detail & ~CONF_IN_LOOK);
}

/* The rest of the line; its first word; and the same for what is shown. */
static int conf_do_rest(struct conf_parser *p, char *rest)
{
	return conf_keep_shown(p, rest, conf_do_member(p));
}

static int conf_do_word(struct conf_parser *p, char *rest)
{
	return conf_keep(p, conf_word_take(&rest), conf_do_member(p));
}

static int conf_do_set(struct conf_parser *p, char *rest)
{
	(void)rest;
	*(bool *)conf_do_member(p) = true;
	return 0;
}

/* PROMPT and the like: 0 or another number. */
static int conf_do_flag(struct conf_parser *p, char *rest)
{
	uint32_t n;

	if (conf_number(p, rest, UINT32_MAX, &n))
		*(bool *)conf_do_member(p) = n != 0;
	return 0;
}

/* IMPLICIT and the like: 0 forbids. */
static int conf_do_unless(struct conf_parser *p, char *rest)
{
	uint32_t n;

	if (conf_number(p, rest, UINT32_MAX, &n))
		*(bool *)conf_do_member(p) = n == 0;
	return 0;
}

static int conf_do_timeout(struct conf_parser *p, char *rest)
{
	conf_number(p, rest, CONF_TIMEOUT_MAX, conf_do_member(p));
	return 0;
}

/* F1 and the like: a text and a picture. */
static int conf_do_fkey(struct conf_parser *p, char *rest)
{
	struct conf_fkey *f = &p->menu->look.fkey[p->detail];

	*f = (struct conf_fkey){NULL, NULL};
	TRY(conf_keep(p, conf_word_take(&rest), &f->file));
	rest = conf_word_take(&rest);
	return *rest ? conf_keep(p, rest, &f->background) : 0;
}

static int conf_do_label(struct conf_parser *p, char *rest)
{
	const char *name = conf_word_take(&rest);

	if (*str_skip(rest, true))
		conf_note(p, "LABEL %s ends at the blank", name);
	return conf_label_begin(p, name);
}

/* False if a line can not belong to a LABEL that boots; without one, a note. */
static bool conf_do_in_label(struct conf_parser *p)
{
	if (!p->label)
		conf_pass_over(p);
	return p->label && p->label->action == CONF_BOOTS;
}

/* KERNEL and its kin: a path, and perhaps options. */
static int conf_do_kernel(struct conf_parser *p, char *rest)
{
	const char *path = conf_word_take(&rest);

	if (!conf_do_in_label(p))
		return 0;
	if (!*path) {
		conf_warn(p, "%s has no file name; it is ignored", p->keyword);
		return 0;
	}
	p->label->kind = p->detail;
	TRY(conf_keep(p, path, &p->label->kernel));
	return conf_keep(p, str_skip(rest, true), &p->options);
}

static int conf_do_localboot(struct conf_parser *p, char *rest)
{
	int n = 0;

	if (!conf_do_in_label(p))
		return 0;
	if (*rest && !conf_signed(p, rest, 0xFFFF, &n))
		return 0;
	p->label->kind = CONF_LOCALBOOT;
	p->label->localboot = n;
	p->label->kernel = NULL;
	p->options = "";
	return 0;
}

static int conf_do_initrd(struct conf_parser *p, char *rest)
{
	const char *word = conf_word_take(&rest);

	if (!conf_do_in_label(p))
		return 0;
	if (*str_skip(rest, true))
		conf_warn(p, "INITRD takes commas and no blanks; what follows "
			     "the blank is ignored");
	return conf_format(p, &p->initrd, "%s%s%s", p->initrd,
			   *p->initrd ? "," : "", word);
}

static int conf_do_append(struct conf_parser *p, char *rest)
{
	return conf_keep(p, rest, p->label ? &p->append : &p->global_append);
}

static int conf_do_sysappend(struct conf_parser *p, char *rest)
{
	conf_number(p, rest, UINT32_MAX,
		    p->label ? &p->label->sysappend : &p->global_sysappend);
	return 0;
}

/* DEFAULT, ONTIMEOUT, ONERROR. */
static int conf_do_command(struct conf_parser *p, char *rest)
{
	struct conf_command *d;

	if (!*rest) {
		conf_warn(p, "%s names nothing; it is ignored", p->keyword);
		return 0;
	}
	d = arena_alloc(p->env->arena, sizeof(*d));
	if (!d)
		return conf_no_memory(p);
	TRY(conf_keep(p, rest, &d->text));
	d->at = conf_do_member(p);
	*d->at = d->text;
	d->file = p->file;
	d->line = p->line;
	d->next = p->commands;
	p->commands = d;
	return 0;
}

bool conf_is_menu(struct conf_parser *p, const char *command)
{
	size_t len = conf_word_len(command), from = len;
	int program;

	while (from && command[from - 1] != '/' && command[from - 1] != ':')
		from--;
	program = conf_word_index("vesamenu.c32 vesamenu menu.c32 menu",
				  command + from);
	if (program < 0)
		return false;
	p->c->graphic |= program < 2;
	return p->c->menu = true;
}

static int conf_do_ui(struct conf_parser *p, char *rest)
{
	if (conf_is_menu(p, rest))
		return conf_keep(p, rest, &p->ui);
	conf_warn(p, "UI %.*s is not known; the menu is shown",
		  (int)conf_word_len(rest), rest);
	p->c->menu = true;
	return 0;
}

static int conf_do_say(struct conf_parser *p, char *rest)
{
	return conf_add_line(p, &p->say, rest);
}

static int conf_do_text(struct conf_parser *p, char *rest)
{
	p->in_text = true;
	p->in_help =
		p->label && !conf_word_index("help", conf_word_take(&rest));
	return 0;
}

static int conf_do_serial(struct conf_parser *p, char *rest)
{
	static const uint32_t max[] = {0xFFFF, 115200, 0xFFF};
	uint32_t n[] = {0, 9600, 0};
	const char *word = conf_word_take(&rest);
	bool off = !conf_word_index("off", word);
	unsigned i;

	for (i = 0; !off && i < 3 && (*word || !i); i++) {
		if (!conf_number(p, word, max[i], &n[i]))
			return 0;
		word = conf_word_take(&rest);
	}
	p->c->serial = (struct conf_serial){
		.given = true,
		.off = off || n[1] < 75, /* as PXELINUX */
		.port = (uint16_t)n[0],
		.baud = n[1],
		.flow = (uint16_t)n[2],
	};
	return 0;
}

/* Ours: PXELINUX has one road. */
static int conf_do_road(struct conf_parser *p, char *rest)
{
	int road = conf_word_index("AUTO UNDI UDP", conf_word_take(&rest));

	if (road < 0)
		conf_warn(p, "ROAD is auto, undi or udp; the line is ignored");
	else
		p->c->road = (enum conf_road)road;
	return 0;
}

static int conf_do_menu(struct conf_parser *p, char *rest);

/* X(keyword, function's name without conf_, p->detail) */
#define CONF_DIRECTIVES                                                        \
	X("label", do_label, 0)                                                \
	X("kernel", do_kernel, CONF_KERNEL)                                    \
	X("linux", do_kernel, CONF_LINUX)                                      \
	X("boot", do_kernel, CONF_BOOT)                                        \
	X("bss", do_kernel, CONF_BOOT)                                         \
	X("pxe", do_kernel, CONF_PXE)                                          \
	X("fdimage", do_kernel, CONF_FDIMAGE)                                  \
	X("comboot", do_kernel, CONF_COM32)                                    \
	X("com32", do_kernel, CONF_COM32)                                      \
	X("config", do_kernel, CONF_CONFIG)                                    \
	X("localboot", do_localboot, 0)                                        \
	X("initrd", do_initrd, 0)                                              \
	X("append", do_append, 0)                                              \
	X("sysappend", do_sysappend, 0)                                        \
	X("ipappend", do_sysappend, 0)                                         \
	X("menu", do_menu, 0)                                                  \
	X("text", do_text, 0)                                                  \
	X("include", include, 0)                                               \
	X("default", do_command, CONF_AT(default_name))                        \
	X("ontimeout", do_command, LOOK_AT(ontimeout))                         \
	X("onerror", do_command, LOOK_AT(onerror))                             \
	X("ui", do_ui, 0)                                                      \
	X("prompt", do_flag, CONF_AT(prompt))                                  \
	X("noescape", do_flag, CONF_AT(noescape))                              \
	X("nocomplete", do_flag, CONF_AT(no_complete))                         \
	X("implicit", do_unless, CONF_AT(no_implicit))                         \
	X("prefetch", do_unless, CONF_AT(no_prefetch))                         \
	X("allowoptions", do_unless, CONF_AT(no_options))                      \
	X("console", do_unless, CONF_AT(no_screen))                            \
	X("timeout", do_timeout, LOOK_AT(timeout_ds))                          \
	X("totaltimeout", do_timeout, CONF_AT(total_timeout_ds))               \
	X("say", do_say, 0)                                                    \
	X("serial", do_serial, 0)                                              \
	X("road", do_road, 0)                                                  \
	X("kbdmap", do_word, CONF_AT(keymap))                                  \
	X("display", do_word, CONF_AT(display))                                \
	X("syslog", do_word, CONF_AT(syslog))                                  \
	X("path", do_rest, CONF_AT(path))                                      \
	X("f1", do_fkey, 0)                                                    \
	X("f2", do_fkey, 1)                                                    \
	X("f3", do_fkey, 2)                                                    \
	X("f4", do_fkey, 3)                                                    \
	X("f5", do_fkey, 4)                                                    \
	X("f6", do_fkey, 5)                                                    \
	X("f7", do_fkey, 6)                                                    \
	X("f8", do_fkey, 7)                                                    \
	X("f9", do_fkey, 8)                                                    \
	X("f10", do_fkey, 9)                                                   \
	X("f11", do_fkey, 10)                                                  \
	X("f12", do_fkey, 11)                                                  \
	X("f0", do_fkey, 9)

/* The same behind MENU. */
#define CONF_MENU_DIRECTIVES                                                   \
	X("label", menu_label, 0)                                              \
	X("title", menu_title, 0)                                              \
	X("default", menu_default, 0)                                          \
	X("include", include, 0)                                               \
	X("begin", menu_begin, 0)                                              \
	X("end", menu_end, 0)                                                  \
	X("separator", menu_separator, 0)                                      \
	X("hide", menu_hide, 0)                                                \
	X("indent", menu_indent, 0)                                            \
	X("disable", menu_action, CONF_DISABLED)                               \
	X("disabled", menu_action, CONF_DISABLED)                              \
	X("quit", menu_action, CONF_QUIT)                                      \
	X("help", menu_action, CONF_HELP)                                      \
	X("goto", menu_action, CONF_SUBMENU)                                   \
	X("exit", menu_exit, CONF_SUBMENU)                                     \
	X("passwd", menu_passwd, 0)                                            \
	X("master", menu_master, 0)                                            \
	X("start", menu_start, 0)                                              \
	X("immediate", menu_immediate, 1)                                      \
	X("noimmediate", menu_immediate, 0)                                    \
	X("onerror", do_command, LOOK_AT(onerror))                             \
	X("hidden", do_set, CONF_AT(hidden))                                   \
	X("shiftkey", do_set, CONF_AT(shiftkey))                               \
	X("background", do_word, LOOK_AT(background))                          \
	X("autoboot", do_rest, LOOK_AT(autoboot))                              \
	X("tabmsg", do_rest, LOOK_AT(tabmsg))                                  \
	X("notabmsg", do_rest, LOOK_AT(notabmsg))                              \
	X("passprompt", do_rest, LOOK_AT(passprompt))                          \
	X("color", color, 0)                                                   \
	X("colour", color, 0)                                                  \
	X("resolution", menu_resolution, 0)                                    \
	X("width", menu_number, CONF_WIDTH)                                    \
	X("margin", menu_number, CONF_MARGIN)                                  \
	X("passwordmargin", menu_number, CONF_PASSWORDMARGIN)                  \
	X("rows", menu_number, CONF_ROWS)                                      \
	X("tabmsgrow", menu_number, CONF_TABMSGROW)                            \
	X("cmdlinerow", menu_number, CONF_CMDLINEROW)                          \
	X("endrow", menu_number, CONF_ENDROW)                                  \
	X("passwordrow", menu_number, CONF_PASSWORDROW)                        \
	X("timeoutrow", menu_number, CONF_TIMEOUTROW)                          \
	X("helpmsgrow", menu_number, CONF_HELPMSGROW)                          \
	X("helpmsgendrow", menu_number, CONF_HELPMSGENDROW)                    \
	X("hshift", menu_number, CONF_HSHIFT)                                  \
	X("vshift", menu_number, CONF_VSHIFT)                                  \
	X("hiddenrow", menu_number, CONF_HIDDENROW)

struct conf_directive {
	int (*run)(struct conf_parser *p, char *rest);
	uint16_t detail;
};

/* Known to PXELINUX, accepted, and without effect: they end the lists. */
#define CONF_IGNORED	  "font sendcookies nohalt pxeretry endtext"
#define CONF_MENU_IGNORED "save nosave clear hiddenkey msgcolor msgcolour"

#define X(keyword, function, what) keyword " "
static const char conf_keywords[] = CONF_DIRECTIVES CONF_IGNORED;
static const char conf_menu_keywords[] = CONF_MENU_DIRECTIVES CONF_MENU_IGNORED;
#undef X

#define X(keyword, function, what) {conf_##function, what},
static const struct conf_directive conf_directives[] = {CONF_DIRECTIVES};
static const struct conf_directive conf_menu_directives[] = {
	CONF_MENU_DIRECTIVES};
#undef X

#define COUNT(array) ((int)(sizeof(array) / sizeof(*(array))))

/*
 * Find the keyword in a list and run its entry of the table; what the list has
 * beyond the table is ignored. menu: the word before the keyword, or "".
 */
static int conf_do_one(struct conf_parser *p, const char *menu,
		       const char *list, const struct conf_directive *table,
		       int count, char *rest)
{
	int i = conf_word_index(list, p->keyword);

	if (i < 0)
		conf_warn(p, "unknown directive \"%s%s\"; the line is ignored",
			  menu, p->keyword);
	if (i < 0 || i >= count)
		return 0;
	p->detail = table[i].detail;
	/* SAY keeps the blanks it begins with. */
	return table[i].run(
		p, table[i].run == conf_do_say ? rest : str_skip(rest, true));
}

static int conf_do_menu(struct conf_parser *p, char *rest)
{
	p->keyword = conf_word_take(&rest);
	return conf_do_one(p, "MENU ", conf_menu_keywords, conf_menu_directives,
			   COUNT(conf_menu_directives), rest);
}

int conf_do(struct conf_parser *p, char *rest)
{
	return conf_do_one(p, "", conf_keywords, conf_directives,
			   COUNT(conf_directives), rest);
}
