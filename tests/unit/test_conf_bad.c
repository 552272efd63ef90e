/*
 * The config parser and what no one should write: every directive with every
 * kind of wrong value, in every place, and large configs of one thing.
 */
#include <string.h>
#include "base/err.h"
#include "conf_text.h"
#include "unit.h"

#define MEGABYTE (1 << 20)

static const char *const directives[] = {
	"ALLOWOPTIONS", "APPEND",      "BOOT",
	"BSS",		"COM32",       "COMBOOT",
	"CONFIG",	"CONSOLE",     "DEFAULT",
	"DISPLAY",	"F1",	       "F12",
	"FDIMAGE",	"FONT",	       "IMPLICIT",
	"INCLUDE",	"INITRD",      "IPAPPEND",
	"KBDMAP",	"KERNEL",      "LABEL",
	"LINUX",	"LOCALBOOT",   "MENU",
	"NOCOMPLETE",	"NOESCAPE",    "NOHALT",
	"ONERROR",	"ONTIMEOUT",   "PATH",
	"PROMPT",	"PXE",	       "PXERETRY",
	"ROAD",		"SAY",	       "SENDCOOKIES",
	"SERIAL",	"SERIAL 0",    "SERIAL 0 9600",
	"SYSAPPEND",	"SYSLOG",      "TEXT",
	"TEXT HELP",	"TIMEOUT",     "TOTALTIMEOUT",
	"UI",		"UI menu.c32", "ENDTEXT",
};

static const char *const menu_directives[] = {
	"AUTOBOOT",
	"BACKGROUND",
	"BEGIN",
	"CLEAR",
	"CMDLINEROW",
	"COLOR",
	"COLOR title",
	"COLOR title 0",
	"COLOUR sel * *",
	"DEFAULT",
	"DISABLE",
	"DISABLED",
	"END",
	"ENDROW",
	"EXIT",
	"GOTO",
	"HELP",
	"HELPMSGENDROW",
	"HELPMSGROW",
	"HIDDEN",
	"HIDDENKEY",
	"HIDDENROW",
	"HIDE",
	"HSHIFT",
	"IMMEDIATE",
	"INCLUDE",
	"INDENT",
	"LABEL",
	"MARGIN",
	"MASTER",
	"MASTER PASSWD",
	"MSGCOLOR",
	"NOIMMEDIATE",
	"NOSAVE",
	"NOTABMSG",
	"ONERROR",
	"PASSPROMPT",
	"PASSWD",
	"PASSWORDMARGIN",
	"PASSWORDROW",
	"QUIT",
	"RESOLUTION",
	"RESOLUTION 640",
	"ROWS",
	"SAVE",
	"SEPARATOR",
	"SHIFTKEY",
	"START",
	"TABMSG",
	"TABMSGROW",
	"TIMEOUTROW",
	"TITLE",
	"VSHIFT",
	"WIDTH",
};

static const char *const values[] = {
	"",
	"-",
	"-1",
	"--1",
	"0",
	"0x",
	"0xg",
	"00",
	"1",
	"1 2",
	"1x",
	"x",
	"^",
	"^^",
	"x^",
	"#",
	"##",
	"#fffffg",
	"*",
	",",
	",,a",
	"=",
	"~",
	"~ ~",
	"x y z",
	"\t\t",
	"\"",
	"%s%n",
	"-2147483648",
	"2147483648",
	"4294967295",
	"4294967296",
	"-99999999999999999999",
	"99999999999999999999",
	"\xEF\xBB\xBF",
	"\xFF\xFE",
	"\x1B[2J",
	"\x7F",
	"${",
	"${mac}",
	"initrd=,",
	"http://",
	"::",
	"/",
	"..",
	"|",
};

/* Where a directive may stand, before and behind it. */
static const char *const places[][2] = {
	{"", "\n"},
	{"LABEL a\nKERNEL k\n", "\n"},
	{"MENU BEGIN s\n", "\nMENU END\n"},
	{"MENU BEGIN s\nLABEL a\n", "\r\nENDTEXT\r\nMENU END\r\n"},
};

/* One line must be understood or reported, and the next ones read. */
static void check_line(const char *menu, const char *directive,
		       const char *value)
{
	static struct conf_text t;
	static char text[2 * CONF_LINE_MAX];
	size_t i, len;
	int rc;

	for (i = 0; i < COUNT(places); i++) {
		len = (size_t)snprintf(
			text, sizeof(text), "%s%s%s %s%sENDTEXT\nLABEL after\n",
			places[i][0], menu, directive, value, places[i][1]);
		rc = conf_text_parse(&t, text, len, MEGABYTE);
		if (rc < 0)
			print_error("%.40s: %s (%s)\n", text, err_code(rc),
				    err_detail());
		assert_int_equal(rc, 0);
		if (!conf_find(&t.conf, "after"))
			print_error("%s\n", text);
		assert_non_null(conf_find(&t.conf, "after"));
		conf_text_free(&t);
	}
}

static void check_directive(const char *menu, const char *directive)
{
	static char value[4000];
	size_t i;

	for (i = 0; i < COUNT(values); i++)
		check_line(menu, directive, values[i]);
	memset(value, 'x', sizeof(value) - 1);
	check_line(menu, directive, value);
	memset(value, '9', sizeof(value) - 1);
	check_line(menu, directive, value);
	for (i = 1; i < 400; i += 2)
		value[i] = ' ';
	check_line(menu, directive, value);
}

static void test_every_directive(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(directives); i++)
		check_directive("", directives[i]);
	for (i = 0; i < COUNT(menu_directives); i++)
		check_directive("MENU ", menu_directives[i]);
}

/* A megabyte of the same lines, numbered. Returns conf_parse's result. */
static int parse_many(struct conf_text *t, const char *format, size_t room)
{
	static char text[MEGABYTE + 256];
	size_t len = 0;
	unsigned i;

	for (i = 0; len < MEGABYTE; i++)
		len += (size_t)snprintf(text + len, 128, format, i, i);
	return conf_text_parse(t, text, len, room);
}

static void test_megabytes(void **state)
{
	static const char *const formats[] = {
		"LABEL n%u\n",
		"LABEL -\n",
		"LABEL n%u\nMENU LABEL ^Entry %u\nMENU INDENT 2\n",
		"LABEL n%u\nMENU GOTO n%u\n",
		"MENU BEGIN n%u\nLABEL m%u\nMENU EXIT\nMENU END\n",
		"MENU BEGIN\nMENU END\n",
		"MENU SEPARATOR\n",
		"SAY %u\n",
		"TEXT HELP\n%u\nENDTEXT\n",
		"LABEL a\nTEXT HELP\n%u\nENDTEXT\n",
		"MENU COLOR sel 7;37;40 #80%06x #20%06x std\n",
		"DEFAULT n%u\nONERROR n%u\n",
	};
	static struct conf_text t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		assert_int_equal(parse_many(&t, formats[i], 256 * MEGABYTE), 0);
		conf_text_free(&t);
		/* Or it says that it is too much. */
		assert_in_range(-parse_many(&t, formats[i], MEGABYTE / 8), 0,
				ERR_CONF_MEMORY);
		conf_text_free(&t);
	}
}

/* All of them together, each found and each leading somewhere. */
static void test_many_gotos(void **state)
{
	static struct conf_text t;
	const struct conf_label *l;
	char tag[16];
	unsigned i = 0;

	(void)state;
	assert_int_equal(parse_many(&t,
				    "LABEL l%u\nMENU GOTO m%u\n"
				    "MENU BEGIN m%1$u\nMENU END\n",
				    256 * MEGABYTE),
			 0);
	assert_true(t.conf.label_count > 10000);
	for (l = t.conf.labels; l; l = l->next, i++) {
		snprintf(tag, sizeof(tag), "m%u", i);
		assert_string_equal(l->target->tag, tag);
	}
	assert_int_equal(i, t.conf.label_count);
	conf_text_free(&t);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_directive),
		cmocka_unit_test(test_megabytes),
		cmocka_unit_test(test_many_gotos),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
