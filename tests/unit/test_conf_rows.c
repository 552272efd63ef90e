/* The config language: rows of text and what they mean. */
#include <string.h>
#include "conf_text.h"
#include "unit.h"

#define ROOM (1 << 20)

struct conf_row {
	const char *text;
	const char *shown;    /* by conf_text_show */
	const char *warnings; /* and what is logged; NULL: none */
};

static const struct conf_row rows[] = {
	/* Nothing. */
	{"", "menu \n", NULL},
	{"\n\n# DEFAULT x\n   # LABEL y\n", "menu \n", NULL},

	/* An entry and what it is. */
	{"DEFAULT a\nLABEL a\nKERNEL k",
	 "default 'a' menudefault 'a' \na kernel k {} cfg:2\n", NULL},
	{"DEFAULT a\nLABEL a",
	 "default 'a' menudefault 'a' \na kernel a {} cfg:2\n", NULL},
	{"label a\nlinux k\nlabel b\nboot k\nlabel c\nbss k\nlabel d\npxe k\n"
	 "label e\nfdimage k\nlabel f\ncom32 k\nlabel g\ncomboot k\n"
	 "label h\nconfig k\n",
	 "menu \n"
	 "a linux k {} cfg:1\nb boot k {} cfg:3\nc boot k {} cfg:5\n"
	 "d pxe k {} cfg:7\ne fdimage k {} cfg:9\nf com32 k {} cfg:11\n"
	 "g com32 k {} cfg:13\nh config k {} cfg:15\n",
	 NULL},
	{"LABEL a\nKERNEL k x  y\nAPPEND z",
	 "menu \na kernel k {x  y z} cfg:1\n", NULL},
	{"LABEL a b\nKERNEL\n", "menu \na kernel a {} cfg:1\n",
	 "cfg:2: KERNEL has no file name; it is ignored\n"
	 "log: cfg:1: LABEL a ends at the blank\n"},
	{"LABEL\nKERNEL k", "menu \n kernel k {} cfg:1\n",
	 "log: cfg:1: LABEL is passed over\n"},
	{"KERNEL k\nINITRD i\nLOCALBOOT 0\n", "menu \n",
	 "log: cfg:1: KERNEL is passed over\n"
	 "log: cfg:2: INITRD is passed over\n"
	 "log: cfg:3: LOCALBOOT is passed over\n"},
	{"LABEL a\nKERNEL k\nLABEL A\nLABEL a\nKERNEL l",
	 "menu \na kernel k {} cfg:1\nA kernel A {} cfg:3\na kernel l {} "
	 "cfg:4\n",
	 "log: cfg:4: LABEL a was already in cfg:1, and the name means that "
	 "one; "
	 "choose another name\n"},

	/* LOCALBOOT. */
	{"LABEL a\nLOCALBOOT -1\nLABEL b\nLOCALBOOT 0x80\nLABEL c\nLOCALBOOT\n"
	 "LABEL d\nKERNEL k o\nLOCALBOOT x\n",
	 "menu \na localboot -1 {} cfg:1\nb localboot 128 {} cfg:3\n"
	 "c localboot 0 {} cfg:5\nd kernel k {o} cfg:7\n",
	 "cfg:9: \"x\" is not a number up to 65535; the line is ignored\n"},

	/* APPEND: the global one, its end, none. */
	{"APPEND g\nLABEL a\nLABEL b\nAPPEND x  y\nLABEL c\nAPPEND -\n"
	 "LABEL d\nAPPEND\nLABEL e\nAPPEND - x\n",
	 "menu \na kernel a {g} cfg:2\nb kernel b {x  y} cfg:3\n"
	 "c kernel c {} cfg:5\nd kernel d {} cfg:7\ne kernel e {- x} cfg:9\n",
	 NULL},
	{"APPEND g\nLABEL a\nMENU SEPARATOR\nAPPEND h\nLABEL b\n",
	 "menu \na kernel a {g} cfg:2\nb kernel b {h} cfg:5\n", NULL},

	/* The initrd files. */
	{"LABEL a\nINITRD i\nAPPEND x",
	 "menu \na kernel a {x initrd=i} cfg:1\n", NULL},
	{"LABEL a\nINITRD i,j\nINITRD k\n",
	 "menu \na kernel a {initrd=i,j,k} cfg:1\n", NULL},
	{"LABEL a\nAPPEND x initrd=i,,j, y initrd=z noinitrd=q",
	 "menu \na kernel a {x initrd=i,,j, y initrd=z noinitrd=q} "
	 "cfg:1\n",
	 NULL},
	{"LABEL a\nAPPEND noinitrd=q rd.initrd=z initrd",
	 "menu \na kernel a "
	 "{noinitrd=q rd.initrd=z initrd} cfg:1\n",
	 NULL},
	{"APPEND initrd=g\nLABEL a\nINITRD i j",
	 "menu \na kernel a {initrd=g initrd=i} cfg:2\n",
	 "cfg:3: INITRD takes commas and no blanks; what follows "
	 "the blank is ignored\n"
	 "cfg:3: INITRD of a has no effect: its command line has an initrd= "
	 "already\n"},

	/* SYSAPPEND. */
	{"IPAPPEND 2\nLABEL a\nLABEL b\nSYSAPPEND 0x3\nLABEL c\nIPAPPEND 0\n",
	 "menu \na kernel a {} sys 0x2 cfg:2\nb kernel b {} sys 0x3 cfg:3\n"
	 "c kernel c {} cfg:5\n",
	 NULL},

	/* What is booted unasked, and what is shown. */
	{"DEFAULT a q  r\nONTIMEOUT b\nONERROR c d\nLABEL a",
	 "default 'a q  r' onerror 'c d' ontimeout 'b' menudefault 'a' \na "
	 "kernel a {} cfg:4\n",
	 "cfg:3: there is no LABEL c; it is taken as a file\n"
	 "cfg:2: there is no LABEL b; it is taken as a file\n"},
	{"DEFAULT\nONTIMEOUT \nONERROR\t\n", "menu \n",
	 "cfg:1: DEFAULT names nothing; it is ignored\n"
	 "cfg:2: ONTIMEOUT names nothing; it is ignored\n"
	 "cfg:3: ONERROR names nothing; it is ignored\n"},
	{"DEFAULT menu.c32", "menu \n", NULL},
	{"DEFAULT /boot/VESAMENU.C32 two", "menu \nt kernel t {} two:1\n",
	 "two:2: unknown directive \"X\"; the line is ignored\n"},
	{"DEFAULT a\nUI vesamenu.c32", "default 'a' menu \n", NULL},
	{"DEFAULT a\nUI gfxboot.c32 x", "default 'a' menu \n",
	 "cfg:2: UI gfxboot.c32 is not known; the menu is shown\n"},
	{"DEFAULT menu\nUI pxe/vesamenu", "menu \n", NULL},
	{"DEFAULT xmenu.c32", "default 'xmenu.c32' \n", NULL},
	{"DEFAULT menu.c32\nDEFAULT a\nLABEL a",
	 "default 'a' menudefault 'a' \na kernel a {} cfg:3\n", NULL},
	{"DEFAULT m\nLABEL a\nLABEL m\nCOM32 menu.c32",
	 "menu \na kernel a {} cfg:2\nm com32 menu.c32 {} cfg:3\n", NULL},
	{"DEFAULT m\nLABEL m\nCOM32 menu.c32\nAPPEND x",
	 "default 'm' menudefault 'm' \nm com32 menu.c32 {x} cfg:2\n", NULL},
	{"PROMPT 1\nLABEL a", "prompt \na kernel a {} cfg:2\n", NULL},
	{"ROAD udp\nLABEL a", "menu road 2 \na kernel a {} cfg:2\n", NULL},
	{"road UNDI\nLABEL a", "menu road 1 \na kernel a {} cfg:2\n", NULL},
	{"ROAD undi\nROAD auto\nLABEL a", "menu \na kernel a {} cfg:3\n", NULL},
	{"ROAD\nROAD dirt\nLABEL a", "menu \na kernel a {} cfg:3\n",
	 "cfg:1: ROAD is auto, undi or udp; the line is ignored\n"
	 "cfg:2: ROAD is auto, undi or udp; the line is ignored\n"},
	{"DEFAULT a\nMENU ROWS 9", "default 'a' \n", NULL},

	/* Numbers. */
	{"PROMPT 2\nNOESCAPE 1\nIMPLICIT 0\nALLOWOPTIONS 0\nTIMEOUT 50\n"
	 "TOTALTIMEOUT 9000",
	 "prompt noesc noopt noimp timeout 50 total 9000 \n", NULL},
	{"PROMPT 0\nNOESCAPE 0\nIMPLICIT 1\nALLOWOPTIONS 1\nTIMEOUT 0",
	 "menu \n", NULL},
	{"TIMEOUT 50s\nTIMEOUT -1\nTIMEOUT 21474837\nTIMEOUT\nPROMPT yes\n"
	 "IMPLICIT no\nTIMEOUT 21474836",
	 "menu timeout 21474836 \n",
	 "cfg:1: \"50s\" is not a number up to 21474836; the line is ignored\n"
	 "cfg:2: \"-1\" is not a number up to 21474836; the line is ignored\n"
	 "cfg:3: \"21474837\" is not a number up to 21474836; the line is "
	 "ignored\n"
	 "cfg:4: \"\" is not a number up to 21474836; the line is ignored\n"
	 "cfg:5: \"yes\" is not a number up to 4294967295; the line is "
	 "ignored\n"
	 "cfg:6: \"no\" is not a number up to 4294967295; the line is "
	 "ignored\n"},

	/* SERIAL. */
	{"SERIAL 0", "menu serial 0 9600 0 \n", NULL},
	{"SERIAL 1 115200", "menu serial 0x1 115200 0 \n", NULL},
	{"SERIAL 0x3F8 38400 0x303", "menu serial 0x3f8 38400 0x303 \n", NULL},
	{"SERIAL 0 50", "menu serial 0 50 0 off \n", NULL},
	{"SERIAL 0\nSERIAL OFF", "menu serial 0 9600 0 off \n", NULL},
	{"SERIAL 0,115200\nSERIAL 0 115201\nSERIAL 0 9600 0x1000\nSERIAL",
	 "menu \n",
	 "cfg:1: \"0,115200\" is not a number up to 65535; the line is "
	 "ignored\n"
	 "cfg:2: \"115201\" is not a number up to 115200; the line is "
	 "ignored\n"
	 "cfg:3: \"0x1000\" is not a number up to 4095; the line is ignored\n"
	 "cfg:4: \"\" is not a number up to 65535; the line is ignored\n"},

	/* SAY keeps blanks before, and empty lines. */
	{"SAY Hello\nSAY\nSAY    you  \n", "say 'Hello\n\n   you' menu \n",
	 NULL},

	/* TEXT to ENDTEXT says nothing. */
	{"LABEL a\nTEXT HELP\nKERNEL no\n endtext\nKERNEL k",
	 "menu \na kernel k {} cfg:1\n", NULL},
	{"LABEL a\nTEXT HELP\nKERNEL no\n", "menu \na kernel a {} cfg:1\n",
	 "cfg:3: the file ends inside TEXT; add ENDTEXT\n"},

	/* Known and unknown. */
	{"FONT a\nNOHALT 1\nSENDCOOKIES 1\nPXERETRY 1\nENDTEXT\n"
	 "MENU SAVE\nMENU NOSAVE\nMENU CLEAR\nMENU HIDDENKEY a b\n"
	 "MENU MSGCOLOR #fff\nMENU MSGCOLOUR\n",
	 "menu \n", NULL},
	{"FROB\nF13 x\nLABELa\nMENU FROB\nMENU\n", "menu \n",
	 "cfg:1: unknown directive \"FROB\"; the line is ignored\n"
	 "cfg:2: unknown directive \"F13\"; the line is ignored\n"
	 "cfg:3: unknown directive \"LABELa\"; the line is ignored\n"
	 "cfg:4: unknown directive \"MENU FROB\"; the line is ignored\n"
	 "cfg:5: unknown directive \"MENU \"; the line is ignored\n"},

	/* INCLUDE is as if the text stood there. */
	{"LABEL a\nINCLUDE sub\nKERNEL k\nMENU INCLUDE two\nFROB\n",
	 "menu \na kernel k {s} cfg:1\nt kernel t {} two:1\n",
	 "two:2: unknown directive \"X\"; the line is ignored\n"
	 "cfg:5: unknown directive \"FROB\"; the line is ignored\n"},
	{"INCLUDE\nINCLUDE nothing\nLABEL a\n", "menu \na kernel a {} cfg:3\n",
	 "cfg:1: INCLUDE has no file name\n"
	 "log: cfg:2: INCLUDE nothing is left out: the TFTP server does not "
	 "have this file; check the name, the path prefix and the server's "
	 "root folder (no file nothing) [T02]\n"},
	{"INCLUDE open\nLABEL b\n",
	 "menu \na kernel a {} open:1\nb kernel b {} cfg:2\n",
	 "open:2: the file ends inside TEXT; add ENDTEXT\n"},
};

static const struct conf_text_file files[] = {
	{"sub", "append s"},
	{"two", "LABEL t\nX\n"},
	{"open", "LABEL a\nTEXT HELP"},
	{NULL, NULL},
};

/* Parse text, which may hold NULs, and compare with what a row expects. */
static void check_row(const struct conf_row *row, const char *text, size_t len)
{
	static struct conf_text t;
	static char shown[16384], told[8192];

	t.files = files;
	assert_int_equal(conf_text_parse(&t, text, len, ROOM), 0);
	conf_text_show(&t.conf, shown, sizeof(shown));
	snprintf(told, sizeof(told), "%s%s", t.warnings, t.notes);
	if (strcmp(shown, row->shown) ||
	    strcmp(told, row->warnings ? row->warnings : ""))
		print_error("row: %s\n", row->text);
	assert_string_equal(shown, row->shown);
	assert_string_equal(told, row->warnings ? row->warnings : "");
	conf_text_free(&t);
}

static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++)
		check_row(&rows[i], rows[i].text, strlen(rows[i].text));
}

/* The same config with other line ends and blanks means the same. */
static void test_forms(void **state)
{
	static const char *const forms[] = {
		"APPEND g\nLABEL a\nKERNEL k x\nINITRD i\n",
		"APPEND g\nLABEL a\nKERNEL k x\nINITRD i",
		"APPEND g\r\nLABEL a\r\nKERNEL k x\r\nINITRD i\r\n",
		"APPEND g\r\nLABEL a\r\nKERNEL k x\r\nINITRD i\r",
		"APPEND g\rLABEL a\rKERNEL k x\rINITRD i",
		"\xEF\xBB\xBF"
		"APPEND g\nLABEL a\nKERNEL k x\nINITRD i\n",
		"\tappend\t g \n label \ta\t\n\tKernel \tk\t x\n  "
		"initrd i \t\v\f\n",
	};
	static const struct conf_row row = {
		"forms", "menu \na kernel k {x g initrd=i} cfg:2\n", NULL};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(forms); i++)
		check_row(&row, forms[i], strlen(forms[i]));
}

static void test_nul_bytes(void **state)
{
	static const char text[] = "LABEL a\0\nKERNEL\0k\0x\n\0\0\n";
	static const struct conf_row row = {
		"nul", "menu \na kernel k {x} cfg:1\n",
		"cfg:0: the file has NUL bytes, taken as blanks; save it as "
		"plain text\n"};

	(void)state;
	check_row(&row, text, sizeof(text) - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_nul_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
