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
	{"MENU TITLE x\n" MANY, "right right left", MENU_WAIT, "n10", NULL,
	 false},
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
	/* Leaving. */
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
		l = action == MENU_BOOT
			    ? play_menu.chosen
			    : menu_entry(&play_conf.conf, play_menu.at);
		if (action != r->action ||
		    (r->chosen && strcmp(l ? l->name : "", r->chosen)))
			print_error("play %d: %s\n", (int)(r - plays),
				    r->script);
		assert_int_equal(action, r->action);
		if (action == MENU_LEAVE)
			continue;
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
	assert_non_null(strstr(play_screen(80, 25), "Next boot device in 1 "
						    "second...\n"));
	assert_int_equal(play("+1"), MENU_LEAVE);
	play_begin(SITE, "k: it failed [T01]");
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_int_equal(play("+5000 up +99999"), MENU_WAIT);

	/* The selection stays, and what came from outside is printable. */
	menu_again(&play_menu, "bad\033[2J\nname", play_now_ms);
	assert_string_equal(menu_entry(&play_conf.conf, play_menu.at)->name,
			    "disk");
	assert_string_equal(play_menu.message, "bad.[2J.name");
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
		cmocka_unit_test(test_no_labels),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
