/* The menu: scripts of keys and times, and the choices they lead to. */
#include <string.h>
#include "base/key.h"
#include "menu_play.h"
#include "unit.h"

/* A script, and what it must lead to. */
struct play_row {
	const char *conf, *script;
	enum menu_action action;
	const char *chosen; /* MENU_BOOT: label or NULL; MENU_WAIT: selected */
	const char *cmdline;
	bool by_timeout;
};

#define THREE                                                                  \
	"UI menu.c32\nLABEL a\nAPPEND x\nMENU LABEL ^one\nLABEL b\n"           \
	"MENU LABEL tw^o\nLABEL c\nMENU LABEL thr^ee\n"
#define GAPS                                                                   \
	"UI menu.c32\nMENU SEPARATOR\nLABEL a\nLABEL -\nMENU LABEL ^x\n"       \
	"MENU DISABLE\nMENU SEPARATOR\nLABEL h\nMENU HIDE\nLABEL b\nLABEL c\n" \
	"MENU SEPARATOR\n"
#define SUB                                                                    \
	"MENU BEGIN sub\nMENU LABEL ^sub\nLABEL s\nAPPEND y\nLABEL t\n"        \
	"LABEL e\nMENU EXIT\nMENU END\n"
#define LOCKED "UI menu.c32\nLABEL a\nAPPEND x\nMENU PASSWD pw\nLABEL c\n"
#define MASTERED                                                               \
	"UI menu.c32\nMENU MASTER PASSWD mm\nLABEL a\nAPPEND x\n"              \
	"MENU PASSWD pw\nLABEL b\nMENU PASSWD\nLABEL c\n"
#define DIRECT "DEFAULT a q\nLABEL a\nAPPEND x\nLABEL b\n"

static const struct play_row plays[] = {
	/* Choosing. */
	{THREE, "enter", MENU_BOOT, "a", "x", false},
	{THREE, "lf", MENU_BOOT, "a", "x", false},
	{THREE, "down enter", MENU_BOOT, "b", "", false},
	{THREE, "down down down down up enter", MENU_BOOT, "b", "", false},
	{THREE, "up enter", MENU_BOOT, "a", "x", false},
	{THREE, "ctrl-n ctrl-n ctrl-p enter", MENU_BOOT, "b", "", false},
	{THREE, "end enter", MENU_BOOT, "c", "", false},
	{THREE, "end home enter", MENU_BOOT, "a", "x", false},
	{THREE, "pgdn enter", MENU_BOOT, "c", "", false},
	{THREE, "pgdn pgup enter", MENU_BOOT, "a", "x", false},
	{THREE, "right left enter", MENU_BOOT, "a", "x", false},
	{"MENU TITLE x\n" MANY, "pgdn down pgup", MENU_WAIT, "n02", NULL,
	 false},
	{"MENU ROWS 8\n" MANY, "right right left", MENU_WAIT, "n09", NULL,
	 false},
	{"MENU ROWS 8\n" MANY, "> > <", MENU_WAIT, "n09", NULL, false},
	/* Hot keys select, round and round, and do not boot. */
	{THREE, "e", MENU_WAIT, "c", NULL, false},
	{THREE, "E enter", MENU_BOOT, "c", "", false},
	{THREE, "o", MENU_WAIT, "b", NULL, false},
	{THREE, "o o", MENU_WAIT, "a", NULL, false},
	{THREE, "o z f1 blank", MENU_WAIT, "b", NULL, false},
	/* The default. */
	{SITE, "enter", MENU_BOOT, "inst", "quiet initrd=i", false},
	{SITE, "down", MENU_WAIT, "deb", NULL, false},
	/* Time: the seconds, not before, not after a key. */
	{SITE, "+6999", MENU_WAIT, "inst", NULL, false},
	{SITE, "+6999 +1", MENU_BOOT, "inst", "quiet initrd=i auto", true},
	{SITE, "+100 +6899", MENU_WAIT, "inst", NULL, false},
	{SITE, "+9999", MENU_BOOT, "inst", "quiet initrd=i auto", true},
	{SITE, "+6999 none +1", MENU_BOOT, "inst", "quiet initrd=i auto", true},
	{SITE, "+6999 f1 +90000", MENU_WAIT, "inst", NULL, false},
	{THREE, "+9999999", MENU_WAIT, "a", NULL, false},
	{SITE "ONTIMEOUT deb z\n", "+7000", MENU_BOOT, "deb", "z", true},
	{SITE "ONTIMEOUT file z\n", "+7000", MENU_BOOT, NULL, "file z", true},
	{SITE "TOTALTIMEOUT 90\n", "down +8999", MENU_WAIT, "deb", NULL, false},
	{SITE "TOTALTIMEOUT 90\n", "down +9000", MENU_BOOT, "inst",
	 "quiet initrd=i auto", false},
	{SITE "TOTALTIMEOUT 20\n", "+2000", MENU_BOOT, "inst",
	 "quiet initrd=i auto", true},
	/* In the list, a DEFAULT that is no label is not booted. */
	{"UI menu.c32\nTIMEOUT 1\nDEFAULT z\nLABEL a\nLABEL b\nMENU DEFAULT",
	 "+100", MENU_BOOT, "b", "", true},
	/* The editor. */
	{THREE, "tab y enter", MENU_BOOT, "a", "xy", false},
	{THREE, "tab y esc", MENU_WAIT, "a", NULL, false},
	{THREE, "tab y esc enter", MENU_BOOT, "a", "x", false},
	{THREE, "tab blank down y enter", MENU_BOOT, "a", "x y", false},
	{THREE "ALLOWOPTIONS 0", "tab y enter", MENU_BOOT, "a", "x", false},
	/* The prompt, from the list. */
	{THREE, "esc b blank q enter", MENU_BOOT, "b", "q", false},
	{THREE, "esc blank B enter", MENU_BOOT, "b", "", false},
	{THREE, "esc k blank q enter", MENU_BOOT, NULL, "k q", false},
	{THREE, "esc b esc down", MENU_WAIT, "b", NULL, false},
	{THREE, "esc enter down", MENU_WAIT, "b", NULL, false},
	{THREE, "esc blank enter down", MENU_WAIT, "b", NULL, false},
	{THREE "ALLOWOPTIONS 0", "esc b enter", MENU_BOOT, "a", "x", false},
	{THREE "IMPLICIT 0", "esc k enter", MENU_WAIT, "a", NULL, false},
	{THREE "IMPLICIT 0", "esc b blank q enter", MENU_BOOT, "b", "q", false},
	/* The prompt that is home. */
	{"PROMPT 1\n" DIRECT, "+99999", MENU_WAIT, "a", NULL, false},
	{"PROMPT 1\n" DIRECT, "b enter", MENU_BOOT, "b", "", false},
	{"PROMPT 1\n" DIRECT, "enter", MENU_BOOT, "a", "x q", false},
	{"PROMPT 1\n" DIRECT, "b esc enter", MENU_BOOT, "a", "x q", false},
	{"PROMPT 1\n" DIRECT "ALLOWOPTIONS 0", "b blank q enter", MENU_BOOT,
	 "b", "", false},
	{"PROMPT 1\nTIMEOUT 10\n" DIRECT, "+1000", MENU_BOOT, "a", "x q", true},
	{"PROMPT 1\nTIMEOUT 10\nONTIMEOUT b\n" DIRECT, "+1000", MENU_BOOT, "b",
	 "", true},
	{"PROMPT 1\nTIMEOUT 10\n" DIRECT, "b +1000", MENU_WAIT, "a", NULL,
	 false},
	{"PROMPT 1\nTIMEOUT 10\nLABEL a\n", "+1000", MENU_WAIT, "a", NULL,
	 false},
	{"PROMPT 1\nLABEL a\n", "enter", MENU_WAIT, "a", NULL, false},
	{"DEFAULT k q", "+0", MENU_BOOT, NULL, "k q", true},
	/* Neither menu nor prompt: at once, unless a key came before. */
	{DIRECT, "+0", MENU_BOOT, "a", "x q", true},
	{DIRECT "ONTIMEOUT b\n", "+0", MENU_BOOT, "a", "x q", true},
	{DIRECT, "blank +99999 b enter", MENU_BOOT, "b", "", false},
	{DIRECT "NOESCAPE 1", "blank +0", MENU_BOOT, "a", "x q", true},
	/* What can not be chosen is passed over. */
	{GAPS, "none", MENU_WAIT, "a", NULL, false},
	{GAPS, "down", MENU_WAIT, "b", NULL, false},
	{GAPS, "down up", MENU_WAIT, "a", NULL, false},
	{GAPS, "down down", MENU_WAIT, "c", NULL, false},
	{GAPS, "end", MENU_WAIT, "c", NULL, false},
	{GAPS, "end home", MENU_WAIT, "a", NULL, false},
	{GAPS, "down x", MENU_WAIT, "b", NULL, false},
	{"UI menu.c32\nMENU SEPARATOR\nLABEL a\nMENU DISABLE\n",
	 "enter down end tab x +999999", MENU_WAIT, "-", NULL, false},
	/* Hot keys that boot at once. */
	{"MENU IMMEDIATE\n" THREE, "o", MENU_BOOT, "b", "", false},
	{"MENU IMMEDIATE\n" THREE, "x e", MENU_BOOT, "c", "", false},
	/* Submenus: each has its selection. */
	{THREE SUB, "end enter", MENU_WAIT, "s", NULL, false},
	{THREE SUB, "end enter enter", MENU_BOOT, "s", "y", false},
	{THREE SUB, "end enter down enter", MENU_BOOT, "t", "", false},
	{THREE SUB, "end enter down esc", MENU_WAIT, "sub", NULL, false},
	{THREE SUB, "end enter down esc enter", MENU_WAIT, "t", NULL, false},
	{THREE SUB, "end enter end enter", MENU_WAIT, "sub", NULL, false},
	{THREE SUB, "end enter esc home enter", MENU_BOOT, "a", "x", false},
	{THREE SUB, "end enter tab z enter", MENU_BOOT, "s", "yz", false},
	{THREE SUB, "end enter esc esc c enter", MENU_BOOT, "c", "", false},
	{THREE SUB "LABEL g\nMENU GOTO sub\n", "end enter enter", MENU_BOOT,
	 "s", "y", false},
	{THREE SUB "LABEL g\nMENU GOTO sub\n", "esc g enter down", MENU_WAIT,
	 "t", NULL, false},
	{"TIMEOUT 20\n" THREE SUB "DEFAULT t q\n", "+2000", MENU_BOOT, "t", "q",
	 true},
	{THREE SUB "TOTALTIMEOUT 20\n", "end enter +2000", MENU_BOOT, "s", "y",
	 false},
	/* The menu that is left for good. */
	{THREE "LABEL q\nMENU QUIT\n", "end enter b enter", MENU_BOOT, "b", "",
	 false},
	{THREE "LABEL q\nMENU QUIT\n", "end enter esc", MENU_WAIT, "q", NULL,
	 false},
	/* Nothing is shown until a key; that key does nothing else. */
	{"MENU HIDDEN\nTIMEOUT 20\n" THREE, "+1999", MENU_WAIT, "a", NULL,
	 false},
	{"MENU HIDDEN\nTIMEOUT 20\n" THREE, "+2000", MENU_BOOT, "a", "x", true},
	{"MENU HIDDEN\nTIMEOUT 20\n" THREE, "enter +9999 down", MENU_WAIT, "b",
	 NULL, false},
	{"MENU HIDDEN\n" THREE, "enter", MENU_BOOT, "a", "x", false},
	{"MENU SHIFTKEY\n" THREE, "+0", MENU_BOOT, "a", "x", true},
	{"MENU SHIFTKEY\n" THREE, "down down +9999", MENU_WAIT, "b", NULL,
	 false},
	/* Passwords: right, wrong, none, the master's. */
	{LOCKED, "enter pw enter", MENU_BOOT, "a", "x", false},
	{LOCKED, "enter pW enter +99999", MENU_WAIT, "a", NULL, false},
	{LOCKED, "enter pW enter pw enter", MENU_BOOT, "a", "x", false},
	{LOCKED, "enter 1 enter 2 enter 3 enter pw enter pw enter", MENU_BOOT,
	 "a", "x", false},
	{LOCKED, "enter 1 enter 2 enter 3 enter down enter", MENU_BOOT, "c", "",
	 false},
	{LOCKED, "enter enter down", MENU_WAIT, "c", NULL, false},
	{LOCKED, "enter pw esc down", MENU_WAIT, "c", NULL, false},
	{LOCKED, "enter pww del enter", MENU_BOOT, "a", "x", false},
	{LOCKED, "tab pw enter y enter", MENU_BOOT, "a", "xy", false},
	{LOCKED, "tab down enter enter", MENU_WAIT, "a", NULL, false},
	{LOCKED "TIMEOUT 10\n", "+1000", MENU_BOOT, "a", "x", true},
	{MASTERED, "enter pw enter", MENU_BOOT, "a", "x", false},
	{MASTERED, "enter mm enter", MENU_BOOT, "a", "x", false},
	{MASTERED, "tab pw enter ctrl-c down", MENU_WAIT, "b", NULL, false},
	{MASTERED, "tab pw enter y enter", MENU_WAIT, "a", NULL, false},
	{MASTERED, "tab mm enter y enter", MENU_BOOT, "a", "xy", false},
	{MASTERED, "down enter mm enter", MENU_BOOT, "b", "", false},
	{MASTERED, "down enter pw enter", MENU_WAIT, "b", NULL, false},
	{MASTERED, "end enter", MENU_BOOT, "c", "", false},
	{MASTERED, "end tab mm enter y enter", MENU_BOOT, "c", "y", false},
	{MASTERED, "esc mm enter c enter", MENU_BOOT, "c", "", false},
	{MASTERED, "esc pw enter esc end", MENU_WAIT, "c", NULL, false},
	{MASTERED, "esc pw enter c enter", MENU_WAIT, "a", NULL, false},
	{"MENU IMMEDIATE\n" MASTERED "LABEL d\nMENU LABEL ^q\n"
	 "MENU PASSWD q\n",
	 "q q enter", MENU_BOOT, "d", "", false},
	{"MENU IMMEDIATE\nUI menu.c32\nMENU BEGIN\nMENU LABEL ^s\n"
	 "MENU PASSWD q\nLABEL t\nMENU END\n",
	 "s enter q enter enter", MENU_BOOT, "t", "", false},
	/* Texts come back to where one was. */
	{THREE "F1 x\n", "down f1 esc", MENU_WAIT, "b", NULL, false},
	{THREE "F1 x\n", "down f1 enter enter", MENU_BOOT, "b", "", false},
	{THREE "F1 x\nF2 y\n", "tab f1 down f2 esc y enter", MENU_BOOT, "a",
	 "xy", false},
	{THREE "F1 x\n", "esc b f1 esc blank y enter", MENU_BOOT, "b", "y",
	 false},
	{THREE "F1 x\n", "f2 f12 down", MENU_WAIT, "b", NULL, false},
	{THREE "LABEL h\nMENU HELP no\n", "end enter home", MENU_WAIT, "a",
	 NULL, false},
	{THREE "LABEL h\nMENU HELP x\n", "end enter esc up", MENU_WAIT, "c",
	 NULL, false},
	{THREE, "info log down info esc down", MENU_WAIT, "b", NULL, false},
	{"PROMPT 1\nF1 x\n" DIRECT, "b f1 blank y enter", MENU_BOOT, "b", "y",
	 false},
	{"PROMPT 1\nF1 x\n" DIRECT, "b f1 info esc blank y enter", MENU_BOOT,
	 "b", "y", false},
	/* The lines typed before. */
	{THREE "IMPLICIT 0\n", "esc k1 enter ctrl-u k2 enter ctrl-u b~z enter",
	 MENU_BOOT, "b", "z", false},
	{THREE "IMPLICIT 0\n", "esc k enter ctrl-u x up del b~z enter",
	 MENU_BOOT, "b", "z", false},
	{THREE "IMPLICIT 0\n", "esc k enter k enter up up del del b~z enter",
	 MENU_BOOT, "b", "z", false},
	{THREE "IMPLICIT 0\n", "esc k enter up down b~z enter", MENU_BOOT, "b",
	 "z", false},
	/* What Tab adds. */
	{"PROMPT 1\nLABEL lone\nLABEL linux-a\nLABEL linux-b\n",
	 "li tab b enter", MENU_BOOT, "linux-b", "", false},
	{"PROMPT 1\nLABEL lone\nLABEL linux-a\nLABEL linux-b\n",
	 "LO tab q enter", MENU_BOOT, "lone", "q", false},
	{"PROMPT 1\nNOCOMPLETE 1\nLABEL lone\n", "lo tab ne enter", MENU_BOOT,
	 "lone", "", false},
	/* Leaving. */
	{THREE, "redraw", MENU_REDRAW, NULL, NULL, false},
	{LOCKED, "enter leave", MENU_LEAVE, NULL, NULL, false},
	{THREE, "leave", MENU_LEAVE, NULL, NULL, false},
	{THREE, "tab y leave", MENU_LEAVE, NULL, NULL, false},
	{THREE, "esc y leave", MENU_LEAVE, NULL, NULL, false},
	{"PROMPT 1\n" DIRECT, "leave", MENU_LEAVE, NULL, NULL, false},
};

static void test_plays(void **state)
{
	const struct play_row *r;

	(void)state;
	for (r = plays; r < plays + COUNT(plays); r++) {
		const struct conf_label *l;
		enum menu_action action;

		play_begin(r->conf, NULL);
		action = play(r->script);
		l = action == MENU_BOOT ? play_menu.chosen : play_menu.menu->at;
		assert_int_equal(action, r->action);
		if (action == MENU_LEAVE || action == MENU_REDRAW)
			continue;
		if (strcmp(l ? l->name : "-", r->chosen ? r->chosen : "-"))
			print_error("play %d: %s\n", (int)(r - plays),
				    r->script);
		assert_string_equal(l ? l->name : "-",
				    r->chosen ? r->chosen : "-");
		if (action == MENU_WAIT)
			continue;
		assert_string_equal(play_menu.cmdline, r->cmdline);
		assert_int_equal(play_menu.by_timeout, r->by_timeout);
	}
}

/* After an error nothing boots by itself, but the machine can move on. */
static void test_after_error(void **state)
{
	(void)state;
	play_begin(SITE, "k: it failed [T01]");
	assert_int_equal(play("+99999"), MENU_WAIT);
	play_begin(DIRECT, "k: it failed [T01]");
	assert_int_equal(play("+99999 b enter"), MENU_BOOT);

	play_begin(SITE, "k: it failed [T01]");
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_int_equal(play("+59999"), MENU_WAIT);
	assert_non_null(
		strstr(play_screen(80, 25), "Next boot device in 1 second..."));
	assert_int_equal(play("+1"), MENU_LEAVE);
	play_begin(SITE, "k: it failed [T01]");
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_int_equal(play("+5000 up +99999"), MENU_WAIT);

	/* The selection stays, and what came from outside is printable. */
	menu_again(&play_menu, "bad\033[2J\nname");
	assert_string_equal(play_menu.menu->at->name, "disk");
	assert_string_equal(play_menu.message, "bad.[2J.name");
}

/* What will boot is known while the count-down runs, and nothing changes. */
static void test_foresee(void **state)
{
	static char before[32 * 1024];

	(void)state;
	play_begin(SITE, NULL);
	play("+1000");
	strncpy(before, play_screen(80, 25), sizeof(before) - 1);
	assert_true(menu_foresee(&play_menu));
	assert_string_equal(play_menu.chosen->name, "inst");
	assert_string_equal(play_menu.cmdline, "quiet initrd=i auto");
	play_draw(80, 25);
	assert_string_equal(play_screen(80, 25), before);
	assert_int_equal(play("+5999"), MENU_WAIT);
	assert_int_equal(play("+1"), MENU_BOOT);
	assert_true(play_menu.by_timeout);
	assert_string_equal(play_menu.cmdline, "quiet initrd=i auto");

	/* No time runs, or not to a boot. */
	play_begin(SITE, NULL);
	play("up");
	assert_false(menu_foresee(&play_menu));
	play_begin("LABEL a\n", NULL);
	assert_false(menu_foresee(&play_menu));
	play_begin(SITE, "k: it failed [T01]");
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_false(menu_foresee(&play_menu));
	play_begin("TIMEOUT 9\nMENU BEGIN s\nMENU LABEL S\nLABEL x\nMENU END\n",
		   NULL);
	assert_false(menu_foresee(&play_menu));
	assert_ptr_equal(play_menu.menu, play_menu.conf->menus);
}

static void test_no_labels(void **state)
{
	(void)state;
	play_begin("MENU TITLE x\n", NULL);
	assert_non_null(strstr(play_screen(80, 25), "no LABEL"));
	assert_int_equal(play("up down pgdn home tab esc enter x +99999"),
			 MENU_WAIT);
	assert_int_equal(play("esc k enter"), MENU_BOOT);
	assert_null(play_menu.chosen);
	assert_string_equal(play_menu.cmdline, "k");
	play_begin("UI menu.c32\nTIMEOUT 1\nLABEL a\nMENU HIDE\n", NULL);
	assert_int_equal(play("+100"), MENU_WAIT);
	assert_int_equal(play("a enter"), MENU_BOOT);
	assert_string_equal(play_menu.chosen->name, "a");
}

/* A typed line that makes the command line too long is refused. */
static void test_too_long(void **state)
{
	static char text[CONF_LINE_MAX + 64] = "LABEL a\nAPPEND ";
	int i;

	(void)state;
	memset(text + strlen(text), 'x', CONF_LINE_MAX - 10);
	play_begin(text, NULL);
	assert_int_equal(play("esc a blank y enter"), MENU_BOOT);
	play_begin(text, NULL);
	play("esc a blank");
	for (i = 0; i < 2000; i++)
		play("y");
	assert_int_equal(strlen(play_menu.typed), sizeof(play_menu.typed) - 1);
	assert_int_equal(play("enter"), MENU_WAIT);
	assert_non_null(strstr(play_menu.message, "4095"));
	assert_int_equal(play_menu.state, MENU_PROMPT);
	/* In the editor the text stops at the room. */
	play("esc tab");
	for (i = 0; i < 20; i++)
		play("y");
	assert_int_equal(play("enter"), MENU_BOOT);
	assert_int_equal(strlen(play_menu.cmdline), CONF_LINE_MAX - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plays),
		cmocka_unit_test(test_after_error),
		cmocka_unit_test(test_foresee),
		cmocka_unit_test(test_no_labels),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
