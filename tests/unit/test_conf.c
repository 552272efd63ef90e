/*
 * The config parser: limits, hostile input, and what its result is asked. The
 * language itself is in test_conf_rows.c.
 */
#include <string.h>
#include "base/err.h"
#include "conf_text.h"
#include "unit.h"

#define ROOM (1 << 20)

static const struct conf_text_file files[] = {
	{"sub", "append s"},
	{"deep", "INCLUDE deep"},
	{"empty", ""},
	{"bomb", "INCLUDE bomb2\nINCLUDE bomb2"},
	{"bomb2", "INCLUDE bomb3\nINCLUDE bomb3"},
	{"bomb3", "INCLUDE bomb4\nINCLUDE bomb4"},
	{"bomb4", "INCLUDE bomb5\nINCLUDE bomb5"},
	{"bomb5", "INCLUDE bomb6\nINCLUDE bomb6"},
	{"bomb6", "INCLUDE bomb7\nINCLUDE bomb7"},
	{"bomb7", "INCLUDE bomb8\nINCLUDE bomb8"},
	{"bomb8", "INCLUDE empty\nINCLUDE empty"},
	{NULL, NULL},
};

/* What must fail, with which code and detail. */
static void check_failure(const char *text, size_t len, size_t room,
			  const char *code, const char *detail)
{
	static struct conf_text t;
	int rc;

	t.files = files;
	rc = conf_text_parse(&t, text, len, room);
	assert_in_range(-rc, 1, ERR_COUNT - 1);
	assert_string_equal(err_code(rc), code);
	assert_string_equal(err_detail(), detail);
	conf_text_free(&t);
}

static void test_include_limits(void **state)
{
	(void)state;
	check_failure("\nINCLUDE deep", 13, ROOM, "C04", "deep:1");
	check_failure("INCLUDE bomb", 12, ROOM, "C05", "bomb:2");
}

/* An INCLUDE that fails is left out; or nothing may be left out. */
static void test_whole(void **state)
{
	static const char text[] = "LABEL a\nINCLUDE none\nLABEL b\nINCLUDE ns";
	static struct conf_text t;

	(void)state;
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM), 0);
	assert_int_equal(t.conf.label_count, 2);
	assert_int_equal(t.included, 2);
	conf_text_free(&t);
	t.env.is_whole = true;
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM),
			 -ERR_TFTP_NOT_FOUND);
	assert_string_equal(err_detail(), "no file none");
	assert_int_equal(t.included, 1);
	conf_text_free(&t);
	assert_int_equal(conf_text_parse(&t, text, 8, ROOM), 0);
	conf_text_free(&t);
}

/* A line of one directive and as many x as fill len bytes, then "\nLABEL b". */
static void long_line(char *text, const char *begin, size_t len)
{
	memset(text, 'x', len);
	memcpy(text, begin, strlen(begin));
	strcpy(text + len, "\nLABEL b");
}

static void test_long_lines(void **state)
{
	static char text[2 * CONF_LINE_MAX];
	static struct conf_text t;

	(void)state;
	long_line(text, "LABEL a\nAPPEND ", 8 + 4095);
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM), 0);
	assert_int_equal(strlen(t.conf.labels->append), 4095 - 7);
	assert_int_equal(t.conf.label_count, 2);
	conf_text_free(&t);
	long_line(text, "LABEL a\nAPPEND ", 8 + 4096);
	check_failure(text, strlen(text), ROOM, "C02", "cfg:2");
	long_line(text, "# ", 4096);
	check_failure(text, strlen(text), ROOM, "C02", "cfg:1");
}

/* Parts that fit a line each, and together do not fit a command line. */
static void test_long_command_line(void **state)
{
	static char text[3 * CONF_LINE_MAX];
	static struct conf_text t;
	size_t len;

	(void)state;
	for (len = 4090; len < 4100; len++) {
		size_t append = 2000, initrd = len - append - 8;

		memset(text, 'x', sizeof(text));
		memcpy(text, "LABEL a\nAPPEND ", 15);
		memcpy(text + 15 + append, "\nINITRD ", 8);
		text[15 + append + 8 + initrd] = '\0';
		if (len > 4095) {
			check_failure(text, strlen(text), ROOM, "C03", "cfg:3");
			continue;
		}
		assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM),
				 0);
		assert_int_equal(strlen(t.conf.labels->append), len);
		conf_text_free(&t);
	}
}

static const char good[] =
	"# a config with everything\n"
	"SERIAL 0 115200\nUI vesamenu.c32\nPROMPT 0\nTIMEOUT 50\n"
	"MENU TITLE Site menu\nSAY Hello\nINCLUDE sub\nDEFAULT deb quiet\n"
	"ONTIMEOUT deb\nONERROR disk\nAPPEND console=ttyS0\nF1 help.txt\n"
	"LABEL deb\r\n\tMENU LABEL ^Debian 12\r\n\tMENU DEFAULT\r\n"
	"\tTEXT HELP\r\n\tInstalls.\r\n\tENDTEXT\r\n"
	"\tKERNEL deb/linux fb=false\r\n\tINITRD deb/a,deb/b\r\n"
	"\tINITRD deb/c\r\n\tSYSAPPEND 0x3\r\n\tAPPEND auto=true\r\n"
	"MENU SEPARATOR\nLABEL disk\n LOCALBOOT -1\n";

/* Every beginning of a good config parses; with any byte damaged, too. */
static void test_truncated_and_damaged(void **state)
{
	static const char damage[] = {0, '\n', '\r', ' ', '^', '-', 'z', -1};
	static struct conf_text t;
	char text[sizeof(good)];
	size_t i, j;

	(void)state;
	t.files = files;
	for (i = 0; i < sizeof(good); i++) {
		assert_int_equal(conf_text_parse(&t, good, i, ROOM), 0);
		conf_text_free(&t);
		for (j = 0; j < sizeof(damage); j++) {
			memcpy(text, good, sizeof(good));
			text[i] = damage[j];
			assert_int_equal(
				conf_text_parse(&t, text, sizeof(good), ROOM),
				0);
			conf_text_free(&t);
		}
	}
}

/* Any size of arena: enough, or an error that says so. */
static void test_small_arenas(void **state)
{
	static struct conf_text t;
	size_t room;
	int rc = -1;

	(void)state;
	t.files = files;
	for (room = 0; rc < 0 && room < ROOM; room += 8) {
		rc = conf_text_parse(&t, good, sizeof(good) - 1, room);
		if (rc < 0 && rc != -ERR_CONF_INITRD_ROOM)
			assert_int_equal(rc, -ERR_CONF_MEMORY);
		conf_text_free(&t);
	}
	assert_int_equal(rc, 0);
	assert_true(room > CONF_LINE_MAX);
}

#define MANY 10000

static void test_many_labels(void **state)
{
	static char text[MANY * 64];
	static struct conf_text t;
	const struct conf_label *l;
	char name[32];
	size_t len = 0;
	unsigned i;

	(void)state;
	for (i = 0; i < MANY; i++)
		len += (size_t)sprintf(text + len, "LABEL n%u\nAPPEND %u\n", i,
				       i);
	assert_int_equal(conf_text_parse(&t, text, len, 16 * ROOM), 0);
	assert_int_equal(t.conf.label_count, MANY);
	assert_string_equal(t.warnings, "");
	for (i = 0; i < MANY; i += 999) {
		sprintf(name, "n%u", i);
		l = conf_find(&t.conf, name);
		assert_non_null(l);
		assert_string_equal(l->append, name + 1);
		assert_int_equal(l->line, 2 * i + 1);
	}
	conf_text_free(&t);
}

/* A megabyte of junk: little is shown. */
static void test_megabyte(void **state)
{
	static char text[1 << 20];
	static struct conf_text t;
	unsigned lines = 0;
	const char *p;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(text); i++)
		text[i] = "junk\n"[i % 5];
	assert_int_equal(conf_text_parse(&t, text, sizeof(text), ROOM), 0);
	for (p = t.warnings; (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, CONF_WARNINGS_SHOWN + 1);
	assert_non_null(strstr(t.warnings, "cfg:20: further warnings are not "
					   "shown\n"));
	conf_text_free(&t);
}

static void test_find(void **state)
{
	static const char text[] = "LABEL abc\nLABEL ABC\nLABEL x\nLABEL\n";
	static const struct {
		const char *name;
		unsigned line; /* 0: not found */
	} cases[] = {
		{"abc", 1},  {"ABC", 2}, {"aBc", 1}, {"abc d", 1}, {"ab", 0},
		{"abcd", 0}, {"", 0},	 {" ", 0},   {"X\ty", 3},  {"y", 0},
	};
	static struct conf_text t;
	const struct conf_label *l;
	size_t i;

	(void)state;
	assert_int_equal(conf_text_parse(&t, text, sizeof(text) - 1, ROOM), 0);
	for (i = 0; i < COUNT(cases); i++) {
		l = conf_find(&t.conf, cases[i].name);
		assert_int_equal(l ? l->line : 0, cases[i].line);
	}
	conf_text_free(&t);
}

static void test_resolve(void **state)
{
	static const char text[] = "LABEL a\nAPPEND x y\nLABEL b\n";
	static const struct {
		const char *line, *name, *cmdline;
	} cases[] = {
		{"a", "a", "x y"},   {" a  q r", "a", "x y q r"},
		{"a  ", "a", "x y"}, {"b", "b", ""},
		{"b q", "b", "q"},   {"k q", NULL, "k q"},
		{"", NULL, ""},	     {"  k ", NULL, "k "},
	};
	static struct conf_text t;
	struct conf_label *l;
	char cmdline[8];
	size_t i;

	(void)state;
	assert_int_equal(conf_text_parse(&t, text, sizeof(text) - 1, ROOM), 0);
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(conf_resolve(&t.conf, cases[i].line, &l,
					      cmdline, sizeof(cmdline)),
				 0);
		assert_string_equal(cmdline, cases[i].cmdline);
		assert_string_equal(l ? l->name : "-",
				    cases[i].name ? cases[i].name : "-");
	}
	assert_int_equal(conf_resolve(&t.conf, "a 1234", &l, cmdline, 8),
			 -ERR_CONF_TYPED);
	conf_text_free(&t);
}

static void test_initrds(void **state)
{
	static char text[256] = "initrd=0";
	const char *initrd[CONF_INITRD_MAX];
	struct arena arena;
	char memory[1024];
	int i;

	(void)state;
	for (i = 1; i < CONF_INITRD_MAX; i++)
		sprintf(text + strlen(text), ",%d", i);
	arena_init(&arena, memory, sizeof(memory));
	assert_int_equal(conf_initrds(text, &arena, initrd), CONF_INITRD_MAX);
	assert_string_equal(initrd[31], "31");
	strcat(text, ",");
	arena_init(&arena, memory, sizeof(memory));
	assert_int_equal(conf_initrds(text, &arena, initrd), CONF_INITRD_MAX);
	strcat(text, "x y");
	arena_init(&arena, memory, sizeof(memory));
	assert_int_equal(conf_initrds(text, &arena, initrd), -ERR_CONF_INITRDS);
	assert_string_equal(err_detail(), "x y");
	arena_init(&arena, memory, 40);
	assert_int_equal(conf_initrds(text, &arena, initrd),
			 -ERR_CONF_INITRD_ROOM);
}

static void test_check(void **state)
{
	static const char text[] = "LABEL a\nDEFAULT a q\nONTIMEOUT b q\n"
				   "ONERROR k/b\n"
				   "MENU BEGIN\nONERROR c\nMENU BEGIN\n"
				   "MENU END\n";
	static struct conf_text t;

	(void)state;
	assert_int_equal(conf_text_parse(&t, text, sizeof(text) - 1, ROOM), 0);
	assert_string_equal(t.warnings,
			    "cfg:6: there is no LABEL c; it is taken as a "
			    "file\n"
			    "cfg:3: there is no LABEL b; it is taken as a "
			    "file\n");
	conf_text_free(&t);
	/* An old config of one line has no labels to name. */
	assert_int_equal(conf_text_parse(&t, "DEFAULT k q", 11, ROOM), 0);
	assert_string_equal(t.warnings, "");
	conf_text_free(&t);
}

/* Which entry is selected first. */
static void test_default(void **state)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{"LABEL a\nLABEL b", "a"},
		{"LABEL a\nLABEL b\nMENU DEFAULT", "b"},
		{"LABEL a\nMENU DEFAULT\nLABEL b\nMENU DEFAULT", "b"},
		{"DEFAULT a q\nLABEL a\nLABEL b\nMENU DEFAULT", "a"},
		{"DEFAULT z\nLABEL a\nLABEL b\nMENU DEFAULT", "b"},
		{"LABEL a\nMENU HIDE\nMENU DEFAULT\nLABEL b", "b"},
		{"DEFAULT a\nLABEL a\nMENU HIDE\nLABEL b", "b"},
		{"LABEL a\nMENU HIDE", NULL},
		{"", NULL},
	};
	static struct conf_text t;
	const struct conf_label *l;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_int_equal(conf_text_parse(&t, cases[i].text,
						 strlen(cases[i].text), ROOM),
				 0);
		l = conf_first(t.conf.start);
		assert_string_equal(l ? l->name : "-",
				    cases[i].name ? cases[i].name : "-");
		conf_text_free(&t);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_include_limits),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_long_command_line),
		cmocka_unit_test(test_truncated_and_damaged),
		cmocka_unit_test(test_small_arenas),
		cmocka_unit_test(test_many_labels),
		cmocka_unit_test(test_megabyte),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_initrds),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
