/*
 * The directives of the config language, one function each, and the table of
 * them. What each means is in docs/CONFIG.md. Not here: MENU (conf_menu.c).
 */
#include "base/err.h"
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

/* A directive; member or kind is for functions that serve several. */
struct conf_directive {
	char name[13];
	uint8_t detail; /* offset in struct config, or enum conf_kind */
	int (*run)(struct conf_parser *p, const struct conf_directive *d,
		   char *rest);
};

#define CONF_MEMBER(c, d, type) ((type *)(void *)((char *)(c) + (d)->detail))

/* Known to PXELINUX, accepted, and without effect. */
static const char conf_do_ignored[] =
	"display font kbdmap path sendcookies nocomplete nohalt console "
	"pxeretry f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f0 endtext";

/* False, with a warning, if there is no LABEL to which a line could belong. */
static bool conf_do_in_label(struct conf_parser *p,
			     const struct conf_directive *d)
{
	if (!p->label)
		conf_warn(p, "%s stands before the first LABEL; it is ignored",
			  d->name);
	return p->label;
}

static int conf_do_label(struct conf_parser *p, const struct conf_directive *d,
			 char *rest)
{
	const char *name = conf_word_take(&rest);

	(void)d;
	if (*conf_word_skip(rest))
		conf_warn(p, "a LABEL is one word; what follows %s is ignored",
			  name);
	return conf_label_begin(p, name);
}

/* KERNEL and its kin: a path, and perhaps options. */
static int conf_do_kernel(struct conf_parser *p, const struct conf_directive *d,
			  char *rest)
{
	const char *path = conf_word_take(&rest);

	if (!conf_do_in_label(p, d))
		return 0;
	if (!*path) {
		conf_warn(p, "%s has no file name; it is ignored", d->name);
		return 0;
	}
	p->label->kind = d->detail;
	TRY(conf_keep(p, path, &p->label->kernel));
	return conf_keep(p, conf_word_skip(rest), &p->options);
}

static int conf_do_localboot(struct conf_parser *p,
			     const struct conf_directive *d, char *rest)
{
	uint32_t n = 0;
	bool minus = *rest == '-';

	if (!conf_do_in_label(p, d))
		return 0;
	if (*rest && !conf_number(p, rest + minus, 0xFFFF, &n))
		return 0;
	p->label->kind = CONF_LOCALBOOT;
	p->label->localboot = minus ? -(int)n : (int)n;
	p->label->kernel = NULL;
	p->options = NULL;
	return 0;
}

static int conf_do_initrd(struct conf_parser *p, const struct conf_directive *d,
			  char *rest)
{
	const char *part[] = {p->initrd, conf_word_take(&rest)};

	if (!conf_do_in_label(p, d))
		return 0;
	if (*conf_word_skip(rest))
		conf_warn(p, "INITRD takes a list with commas and no blanks; "
			     "what follows the blank is ignored");
	return conf_join(p, part, 2, ',', &p->initrd);
}

static int conf_do_append(struct conf_parser *p, const struct conf_directive *d,
			  char *rest)
{
	(void)d;
	return conf_keep(p, rest, p->label ? &p->append : &p->global_append);
}

static int conf_do_sysappend(struct conf_parser *p,
			     const struct conf_directive *d, char *rest)
{
	(void)d;
	conf_number(p, rest, UINT32_MAX,
		    p->label ? &p->label->sysappend : &p->global_sysappend);
	return 0;
}

/* True if a command starts PXELINUX's menu.c32 or vesamenu.c32. */
static bool conf_do_is_menu(const char *command)
{
	static const char menu[] = "menu.c32";
	size_t len = conf_word_len(command);

	return len >= sizeof(menu) - 1 &&
	       str_caseprefix(command + len - (sizeof(menu) - 1), menu);
}

/* DEFAULT, ONTIMEOUT, ONERROR: a command line, and where it stood. */
static int conf_do_command(struct conf_parser *p,
			   const struct conf_directive *d, char *rest)
{
	struct config *c = p->c;
	struct conf_look *look = &p->menu->look;
	const char **command = &look->onerror;
	struct conf_place *at = &look->onerror_at;

	if (!*rest) {
		conf_warn(p, "%s names nothing; it is ignored", d->name);
		return 0;
	}
	if (d->detail == 1) {
		command = &look->ontimeout;
		at = &look->ontimeout_at;
	}
	if (d->detail == 2) {
		command = &c->default_name;
		at = &c->default_at;
		*command = NULL;
		if (conf_do_is_menu(rest)) {
			c->menu = true;
			return 0;
		}
	}
	*at = (struct conf_place){p->file, p->line};
	return conf_keep(p, rest, command);
}

static int conf_do_ui(struct conf_parser *p, const struct conf_directive *d,
		      char *rest)
{
	const char *program = conf_word_take(&rest);

	(void)d;
	p->c->menu = true;
	if (!conf_do_is_menu(program))
		conf_warn(p, "UI %s is not known; the menu is shown", program);
	else if (*conf_word_skip(rest))
		conf_warn(p, "UI takes no further files; use INCLUDE");
	return 0;
}

/* PROMPT and the like: 0 or another number. */
static int conf_do_flag(struct conf_parser *p, const struct conf_directive *d,
			char *rest)
{
	uint32_t n;

	if (conf_number(p, rest, UINT32_MAX, &n))
		*CONF_MEMBER(p->c, d, bool) = n != 0;
	return 0;
}

/* IMPLICIT and ALLOWOPTIONS: 0 forbids. */
static int conf_do_unless(struct conf_parser *p, const struct conf_directive *d,
			  char *rest)
{
	uint32_t n;

	if (conf_number(p, rest, UINT32_MAX, &n))
		*CONF_MEMBER(p->c, d, bool) = n == 0;
	return 0;
}

static int conf_do_timeout(struct conf_parser *p,
			   const struct conf_directive *d, char *rest)
{
	conf_number(p, rest, CONF_TIMEOUT_MAX,
		    d->detail ? CONF_MEMBER(p->c, d, uint32_t)
			      : &p->menu->look.timeout_ds);
	return 0;
}

static int conf_do_say(struct conf_parser *p, const struct conf_directive *d,
		       char *rest)
{
	struct conf_say *s = arena_alloc(p->env->arena, sizeof(*s));

	(void)d;
	if (!s)
		return conf_no_memory(p);
	*p->say_tail = s;
	p->say_tail = &s->next;
	TRY(conf_keep(p, rest, &s->text));
	p->say_len += strlen(s->text) + 1;
	return 0;
}

static int conf_do_serial(struct conf_parser *p, const struct conf_directive *d,
			  char *rest)
{
	struct conf_serial s = {.given = true, .baud = 9600};
	const char *word = conf_word_take(&rest);
	uint32_t n = 0;

	(void)d;
	if (!str_casecmp(word, "off")) {
		s.off = true;
		p->c->serial = s;
		return 0;
	}
	if (!conf_number(p, word, 0xFFFF, &n))
		return 0;
	s.port = (uint16_t)n;
	word = conf_word_take(&rest);
	if (*word && !conf_number(p, word, 115200, &s.baud))
		return 0;
	n = 0;
	word = conf_word_take(&rest);
	if (*word && !conf_number(p, word, 0xFFF, &n))
		return 0;
	s.flow = (uint16_t)n;
	if (s.baud < 75) /* as PXELINUX */
		s.off = true;
	p->c->serial = s;
	return 0;
}

/* Ours: PXELINUX has one road. */
static int conf_do_road(struct conf_parser *p, const struct conf_directive *d,
			char *rest)
{
	int road = conf_word_index("AUTO UNDI UDP", conf_word_take(&rest));

	(void)d;
	if (road < 0)
		conf_warn(p, "ROAD is auto, undi or udp; the line is ignored");
	else
		p->c->road = (enum conf_road)road;
	return 0;
}

static int conf_do_text(struct conf_parser *p, const struct conf_directive *d,
			char *rest)
{
	(void)d;
	(void)rest;
	p->in_text = true;
	return 0;
}

static int conf_do_include(struct conf_parser *p,
			   const struct conf_directive *d, char *rest)
{
	(void)d;
	return conf_include(p, rest);
}

static int conf_do_menu(struct conf_parser *p, const struct conf_directive *d,
			char *rest)
{
	(void)d;
	return conf_menu(p, rest);
}

#define CONF_AT(member) offsetof(struct config, member)

static const struct conf_directive conf_directives[] = {
	{"LABEL", 0, conf_do_label},
	{"KERNEL", CONF_KERNEL, conf_do_kernel},
	{"LINUX", CONF_LINUX, conf_do_kernel},
	{"BOOT", CONF_BOOT, conf_do_kernel},
	{"BSS", CONF_BOOT, conf_do_kernel},
	{"PXE", CONF_PXE, conf_do_kernel},
	{"FDIMAGE", CONF_FDIMAGE, conf_do_kernel},
	{"COMBOOT", CONF_COM32, conf_do_kernel},
	{"COM32", CONF_COM32, conf_do_kernel},
	{"CONFIG", CONF_CONFIG, conf_do_kernel},
	{"LOCALBOOT", 0, conf_do_localboot},
	{"INITRD", 0, conf_do_initrd},
	{"APPEND", 0, conf_do_append},
	{"SYSAPPEND", 0, conf_do_sysappend},
	{"IPAPPEND", 0, conf_do_sysappend},
	{"MENU", 0, conf_do_menu},
	{"TEXT", 0, conf_do_text},
	{"INCLUDE", 0, conf_do_include},
	{"DEFAULT", 2, conf_do_command},
	{"ONTIMEOUT", 1, conf_do_command},
	{"ONERROR", 0, conf_do_command},
	{"UI", 0, conf_do_ui},
	{"PROMPT", CONF_AT(prompt), conf_do_flag},
	{"NOESCAPE", CONF_AT(noescape), conf_do_flag},
	{"IMPLICIT", CONF_AT(no_implicit), conf_do_unless},
	{"ALLOWOPTIONS", CONF_AT(no_options), conf_do_unless},
	{"TIMEOUT", 0, conf_do_timeout},
	{"TOTALTIMEOUT", CONF_AT(total_timeout_ds), conf_do_timeout},
	{"SAY", 0, conf_do_say},
	{"SERIAL", 0, conf_do_serial},
	{"ROAD", 0, conf_do_road},
};

int conf_do(struct conf_parser *p, const char *keyword, char *rest)
{
	const struct conf_directive *d = conf_directives;
	const struct conf_directive *end =
		d + sizeof(conf_directives) / sizeof(*d);

	for (; d < end; d++)
		if (!str_casecmp(d->name, keyword))
			/* SAY keeps the blanks it begins with. */
			return d->run(p, d,
				      d->run == conf_do_say
					      ? rest
					      : conf_word_skip(rest));
	if (conf_word_index(conf_do_ignored, keyword) < 0)
		conf_warn(p, "unknown directive \"%s\"; the line is ignored",
			  keyword);
	return 0;
}
