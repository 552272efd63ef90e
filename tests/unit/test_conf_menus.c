/*
 * The MENU directives: texts and the tree of menus they make, with what is
 * wrong about each. Whole configs are in tests/corpus.
 */
#include <string.h>
#include "base/err.h"
#include "conf_text.h"
#include "conf_tree.h"
#include "unit.h"

#define ROOM (1 << 20)

static const struct {
	const char *text;
	const char *tree; /* perhaps without the lines of behind_plain */
	const char *told; /* warnings, and behind them what is logged */
} rows[] = {
	/* Titles and hot keys. */
	{"MENU TITLE The  title \nLABEL a\nMENU LABEL ^Debian ^12\n"
	 "LABEL b\nMENU LABEL In^stall\nMENU DEFAULT\n",
	 "config menu\nmenu .top \"The  title\" start\n"
	 "   a \"Debian 12\" d@0 kernel a\n"
	 ">  b \"Install\" s@2 kernel b\n",
	 NULL},
	{"LABEL a\nMENU LABEL ^^\nLABEL b\nMENU LABEL ^^x^y\n",
	 ">  a \"\" kernel a\n   b \"xy\" x@0 kernel b\n", NULL},
	{"LABEL a\nMENU LABEL x^\nLABEL b\nMENU LABEL\n",
	 ">  a \"x\" kernel a\n   b \"\" kernel b\n", NULL},
	{"LABEL a\nMENU LABEL one\033[2Jtwo\tthree\n",
	 ">  a \"one.[2Jtwo three\" kernel a\n", NULL},
	{"MENU LABEL nobody\nLABEL a\n", ">  a kernel a\n", NULL},

	/* What a row does. */
	{"LABEL a\nMENU HIDE\nLABEL b\nMENU DISABLE\nMENU LABEL ^B\nLABEL c\n"
	 "MENU GOTO s\nLABEL d\nMENU QUIT\nLABEL e\nMENU HELP t p q\n"
	 "LABEL f\nMENU HELP t\nMENU SEPARATOR\nLABEL g\nMENU EXIT\n"
	 "MENU BEGIN s\nMENU END\n",
	 " # a kernel a\n   (b \"B\")\n>  c -> s\n   d quit\n   e help t p\n"
	 "   f help t\n   --\n   g kernel g\n   [s\n    s\n   ]\n",
	 NULL},
	{"LABEL a\nMENU GOTO .top\nLOCALBOOT 0\nLABEL b\nMENU HELP t p\n"
	 "LOCALBOOT 0\nLABEL c\nMENU HELP t\nKERNEL k o\nAPPEND x\n",
	 ">  a -> .top\n   b help t p\n   c help t\n", NULL},
	{"LABEL a\nMENU DISABLED\nMENU QUIT\nKERNEL k\nLABEL b\nMENU QUIT\n"
	 "MENU DISABLE\n",
	 "   (a)\n   (b)\n", NULL},
	{"LABEL a\nMENU DISABLE\nMENU DEFAULT\nLABEL b\nMENU HIDE\nMENU "
	 "DEFAULT\n"
	 "MENU SEPARATOR\nLABEL c\nLABEL d\n",
	 "   (a)\n # b kernel b\n   --\n>  c kernel c\n   d kernel d\n", NULL},
	{"DEFAULT a\nLABEL a\nMENU HIDE\nLABEL b\n",
	 "config default \"a\"\nmenu .top start\n # a kernel a\n>  b kernel "
	 "b\n",
	 NULL},
	{"LABEL a\nMENU HELP\nAPPEND x\nTEXT HELP\nx\nENDTEXT\nMENU GOTO .top\n"
	 "TEXT help\n y\n\nENDTEXT\n",
	 ">  a -> .top\n        ? x\n        ?  y\n        ?\n", NULL},
	{"TEXT HELP\nno\nENDTEXT\nLABEL a\nTEXT OTHER\nKERNEL no\n endtext\n"
	 "KERNEL k\n",
	 ">  a kernel k\n", NULL},
	{"MENU IMMEDIATE\nLABEL a\nLABEL b\nMENU NOIMMEDIATE\nMENU SEPARATOR\n"
	 "MENU NOIMMEDIATE\nLABEL c\nLABEL d\nMENU IMMEDIATE\n",
	 ">  a immediate kernel a\n   b kernel b\n   --\n   c kernel c\n"
	 "   d immediate kernel d\n",
	 NULL},
	{"LABEL a\nMENU INDENT 3\nLABEL b\nMENU INDENT -1\nLABEL c\n"
	 "MENU INDENT 300\nLABEL d\nMENU INDENT count 5\nLABEL e\nMENU INDENT\n"
	 "MENU SEPARATOR\nMENU INDENT 1\nMENU INDENT 99999\n",
	 ">  a indent 3 kernel a\n   b kernel b\n   c kernel c\n"
	 "   d kernel d\n   e kernel e\n   --\n",
	 NULL},
	{"LABEL a\nMENU PASSWD $1$x$y\nLABEL b\nMENU PASSWD\nLABEL c\n"
	 "MENU BEGIN s\nMENU PASSWD two words\nMENU MASTER PASSWD m\n"
	 "MENU MASTER KEY\nMENU MASTER\nMENU END\n",
	 ">  a passwd \"$1$x$y\" kernel a\n   b passwd \"\" kernel b\n"
	 "   c kernel c\n   [s passwd \"two words\"\n    s\n    master \"m\"\n"
	 "   ]\n",
	 NULL},

	/* The tree. */
	{"MENU BEGIN\nMENU BEGIN x\nMENU BEGIN ^Why\nMENU END\nMENU END\n"
	 "LABEL a\nMENU END\nLABEL b\nMENU END\nMENU END\nLABEL c\n",
	 ">  [\n    \n    >  [x\n        x\n        >  [^Why \"Why\" w@0\n"
	 "            ^Why\n           ]\n       ]\n       a kernel a\n   ]\n"
	 "   b kernel b\n   c kernel c\n",
	 NULL},
	{"MENU BEGIN s\nMENU TITLE T\nMENU END\nMENU BEGIN t\nMENU LABEL ^L\n"
	 "MENU END\nMENU BEGIN u\nMENU LABEL L^L\nMENU TITLE T\nMENU END\n"
	 "MENU BEGIN v\nMENU TITLE T\nMENU LABEL L\nMENU DEFAULT\nMENU END\n",
	 "   [s \"T\"\n    s \"T\"\n   ]\n   [t \"L\" l@0\n    t \"L\"\n   ]\n"
	 "   [u \"LL\" l@1\n    u \"T\"\n   ]\n>  [v \"L\"\n    v \"T\"\n   "
	 "]\n",
	 NULL},
	{"LABEL a\nMENU GOTO x\nLABEL b\nMENU GOTO .top\nLABEL c\nMENU GOTO\n"
	 "MENU BEGIN x y\nMENU END\nMENU BEGIN x\nLABEL d\nMENU EXIT\n"
	 "LABEL e\nMENU EXIT no\nLABEL f\nMENU EXIT x y\nMENU END\n"
	 "MENU BEGIN x\nMENU TITLE 2\nMENU END\n",
	 ">  a -> x\n   b -> .top\n   (c)\n   [x y\n    x y\n   ]\n   [x\n    "
	 "x\n"
	 "    >  d -> .top\n       (e)\n       f -> x y\n   ]\n   [x \"2\"\n"
	 "    x \"2\"\n   ]\n",
	 "cfg:5: LABEL c leads to MENU BEGIN , and there is none\n"
	 "cfg:12: LABEL e leads to MENU BEGIN no, and there is none\n"},
	{"MENU BEGIN s\nMENU START\nMENU BEGIN t\nLABEL a\nMENU END\n",
	 "config menu\nmenu .top\n>  [s\n    s start\n    >  [t\n        t\n"
	 "        >  a kernel a\n       ]\n   ]\n",
	 NULL},
	{"DEFAULT a\nMENU BEGIN s\nLABEL b\nMENU DEFAULT\nLABEL a\nMENU END\n",
	 "config default \"a\"\nmenu .top\n>  [s\n    s start\n       b kernel "
	 "b\n"
	 "    >  a kernel a\n   ]\n",
	 NULL},
	{"MENU INCLUDE two tag\nINCLUDE two x y\nLABEL b\nMENU INCLUDE no no\n",
	 ">  [tag \"Two\"\n    tag \"Two\"\n    >  t kernel t\n   ]\n"
	 "   [x y \"Two\"\n    x y \"Two\"\n    >  t kernel t\n   ]\n"
	 "   b kernel b\n",
	 "log: two:2: LABEL t was already in two:2, and the name means that "
	 "one; choose another name\n"
	 "log: cfg:4: INCLUDE no is left out: the TFTP server does not have "
	 "this file; check the name, the path prefix and the server's root "
	 "folder (no file no) [T02]\n"},

	/* Looks, and who has them. */
	{"MENU ROWS 9\nMENU BEGIN a\nMENU BEGIN b\nMENU ROWS 8\nMENU END\n"
	 "MENU END\nMENU ROWS 12\nMENU WIDTH\nMENU MARGIN x\nMENU ENDROW -1\n"
	 "MENU HSHIFT -20 y\nMENU VSHIFT 10000\nMENU BEGIN c\nMENU END",
	 "config menu\nmenu .top start\nrows 12\nendrow -1\nhshift -20\n>  "
	 "[a\n    a\n"
	 "    rows 9\n    endrow -1\n    hshift 0\n    >  [b\n        b\n"
	 "        rows 8\n       ]\n   ]\n   [c\n    c\n   ]\n",
	 "cfg:8: \"\" is not a number up to 9999; the line is ignored\n"
	 "cfg:9: \"x\" is not a number up to 9999; the line is ignored\n"
	 "cfg:12: \"10000\" is not a number up to 9999; the line is ignored\n"},
	{"MENU AUTOBOOT #\nMENU TABMSG\nMENU NOTABMSG a b\nMENU "
	 "PASSPROMPT\ta\tb\n"
	 "F1\nF2 a b c\nF0 z\nMENU ONERROR x\nMENU ONERROR\nONTIMEOUT y z\n",
	 "config menu\nmenu .top start\nautoboot \"#\"\ntabmsg \"\"\nnotabmsg "
	 "\"a b\"\n"
	 "passprompt \"a b\"\nonerror \"x\"\nontimeout \"y z\"\nf1 \nf2 a b\n"
	 "f10 z\n",
	 "cfg:9: ONERROR names nothing; it is ignored\n"},
	{"MENU HIDDEN\nMENU SHIFTKEY\nMENU BACKGROUND a b\n"
	 "MENU RESOLUTION 800 600 16\nMENU BEGIN s\nMENU BACKGROUND #fff\n",
	 "config menu graphic hidden shiftkey 800 x 600\nmenu .top start\n"
	 "background \"a\"\n>  [s\n    s\n    background \"#fff\"\n   ]\n",
	 NULL},
	{"MENU RESOLUTION\nMENU RESOLUTION 800\nMENU RESOLUTION 800 x\n"
	 "MENU RESOLUTION -1 600\nMENU RESOLUTION 65536 0\n",
	 "",
	 "cfg:1: \"\" is not a number up to 65535; the line is ignored\n"
	 "cfg:2: \"\" is not a number up to 65535; the line is ignored\n"
	 "cfg:3: \"x\" is not a number up to 65535; the line is ignored\n"
	 "cfg:4: \"-1\" is not a number up to 65535; the line is ignored\n"
	 "cfg:5: \"65536\" is not a number up to 65535; the line is "
	 "ignored\n"},
	{"CONSOLE 0\nKBDMAP de x\nDISPLAY a b\nSYSLOG log.example 514\n"
	 "PATH a:b c\nNOCOMPLETE 1\n",
	 "config menu no_complete no_screen keymap \"de\" display \"a\" "
	 "path \"a:b c\" syslog \"log.example\"\nmenu .top start\n",
	 NULL},

	/* Colours. */
	{"MENU COLOR border 1;34 #fff #1234\nMENU COLOUR TITLE * * #102030\n"
	 "MENU COLOR sel 7;31;42 80ff0000 *\nMENU COLOR unsel\n"
	 "MENU COLOR msg07 37;40\nMENU COLOR\n"
	 "MENU COLOR help 0;31;1;22;27;49;5;4;99;100;33 red\n",
	 "config menu\nmenu .top start\ncolor border 09 #ffffffff #11223344\n"
	 "color title 1B #c00090f0 #ff102030\n"
	 "color sel 42 #80ff0000 #20ff8000\n"
	 "color help 04 #ffff0000 #00000000\n",
	 "log: cfg:5: COLOR is passed over\nlog: cfg:6: COLOR is passed "
	 "over\n"},
	/* The selected entry can be told from the others. */
	{"MENU COLOR sel 0\nMENU COLOR unsel 1;33;41\nMENU COLOR hotsel 0\n"
	 "MENU BEGIN x\nMENU COLOR unsel 0\n",
	 "config menu\nmenu .top start\n"
	 "color unsel 4E #90ffffff #00000000\n"
	 "color sel 07 #e0000000 #20ff8000\n"
	 "color hotsel 07 #e0400000 #20ff8000\n"
	 ">  [x\n    x\n"
	 "    color unsel 07 #90ffffff #00000000\n"
	 "    color sel 70 #e0000000 #20ff8000\n"
	 "    color hotsel 70 #e0400000 #20ff8000\n   ]\n",
	 NULL},
};

static const struct conf_text_file files[] = {
	{"two", "MENU TITLE Two\nLABEL t\n"},
	{NULL, NULL},
};

/* What a tree begins with if the text says nothing about it. */
static const char *behind_plain(const char *shown)
{
	static const char plain[] = "config menu\nmenu .top start\n";
	size_t len = sizeof(plain) - 1;

	return strncmp(shown, plain, len) ? shown : shown + len;
}

static void check_row(const char *text, const char *expected, const char *tell)
{
	static struct conf_text t;
	static char shown[1 << 16], told[8192];

	t.files = files;
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM), 0);
	conf_tree(&t.conf, shown, sizeof(shown));
	snprintf(told, sizeof(told), "%s%s", t.warnings, t.notes);
	if (strcmp(behind_plain(shown), behind_plain(expected)) ||
	    strcmp(told, tell))
		print_error("row: %s\n", text);
	assert_string_equal(behind_plain(shown), behind_plain(expected));
	assert_string_equal(told, tell);
	conf_text_free(&t);
}

static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++)
		check_row(rows[i].text, rows[i].tree,
			  rows[i].told ? rows[i].told : "");
}

/* Menus in menus: 16 deep, and any number beside each other. */
static void test_depth(void **state)
{
	static struct conf_text t;
	static char text[65536];
	unsigned i;

	(void)state;
	for (i = 0; i < CONF_MENU_DEPTH; i++)
		strcat(text, "MENU BEGIN\n");
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM), 0);
	conf_text_free(&t);
	strcat(text, "MENU END\nMENU BEGIN\nMENU BEGIN\n");
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM),
			 -ERR_CONF_SUBMENUS);
	assert_string_equal(err_code(-ERR_CONF_SUBMENUS), "C09");
	assert_string_equal(err_detail(), "cfg:19");
	conf_text_free(&t);
	text[0] = '\0';
	for (i = 0; i < 1000; i++)
		strcat(text, "MENU BEGIN\nMENU END\n");
	assert_int_equal(conf_text_parse(&t, text, strlen(text), ROOM), 0);
	conf_text_free(&t);
}

static void test_argb(void **state)
{
	static const struct {
		const char *text;
		uint32_t argb;
	} cases[] = {
		{"#123", 0xFF112233},
		{"123", 0xFF112233},
		{"#1234", 0x11223344},
		{"#a0B1c2", 0xFFA0B1C2},
		{"#80102030", 0x80102030},
		{"#801020300", 0xFFFF0000},
		{"#801020304050", 0xFFFF0000},
		{"#8011203040506070", 0xFFFF0000},
		{"#12", 0xFFFF0000},
		{"#12345", 0xFFFF0000},
		{"#", 0xFFFF0000},
		{"", 0xFFFF0000},
		{"red", 0xFFFF0000},
		{"#123 x", 0xFF112233},
		{"#80102030405060708", 0xFFFF0000},
		{"#8010203040506070801020304050607080102030", 0xFFFF0000},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (conf_argb(cases[i].text) != cases[i].argb) {
			print_error("%s\n", cases[i].text);
			assert_int_equal(conf_argb(cases[i].text),
					 cases[i].argb);
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_argb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
