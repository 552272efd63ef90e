/*
 * The menu: scripts of keys and times, and the screens and choices they lead
 * to.
 */
#include <stdlib.h>
#include <string.h>
#include "menu/menu.h"
#include "conf_text.h"
#include "unit.h"

static struct conf_text conf;
static struct menu menu;
static struct canvas canvas;
static uint32_t now_ms;

static void begin(const char *text, const char *message)
{
	conf_text_free(&conf);
	assert_int_equal(conf_text_parse(&conf, text, strlen(text), 1 << 20),
			 0);
	now_ms = UINT32_MAX - 500; /* the clock wraps soon */
	menu_start(&menu, &conf.conf, message, now_ms);
}

static int key_of(const char *word)
{
	static const struct {
		const char *word;
		int key;
	} keys[] = {
		{"up", KEY_UP},		{"down", KEY_DOWN},
		{"left", KEY_LEFT},	{"right", KEY_RIGHT},
		{"pgup", KEY_PAGE_UP},	{"pgdn", KEY_PAGE_DOWN},
		{"home", KEY_HOME},	{"end", KEY_END},
		{"tab", KEY_TAB},	{"esc", KEY_ESC},
		{"enter", KEY_ENTER},	{"lf", '\n'},
		{"leave", 0x18},	{"none", KEY_NONE},
		{"ctrl-p", 0x10},	{"ctrl-n", 0x0E},
		{"del", KEY_BACKSPACE}, {"blank", ' '},
		{"f1", KEY_F1},
	};
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (!strcmp(keys[i].word, word))
			return keys[i].key;
	return 0;
}

/*
 * Do a script: words of keys, "+ms" for time that passes, other words are
 * typed. Ends at the first action that is not MENU_WAIT, and returns it.
 */
static enum menu_action play(const char *script)
{
	enum menu_action action = MENU_WAIT;
	char copy[256], *word;

	strcpy(copy, script);
	for (word = strtok(copy, " "); word && action == MENU_WAIT;
	     word = strtok(NULL, " ")) {
		if (*word == '+') {
			now_ms += (uint32_t)atoi(word + 1);
			action = menu_tick(&menu, now_ms);
		} else if (key_of(word)) {
			action = menu_key(&menu, key_of(word), now_ms);
		} else {
			for (; *word; word++)
				menu_key(&menu, (uint8_t)*word, now_ms);
		}
	}
	assert_null(word);
	return action;
}

/*
 * The screen as text: frames in ASCII, '*' before a row with the selected
 * entry, '_' at the cursor, blank rows together as one "~", without the blanks
 * at the ends.
 */
static const char *screen(int cols, int rows)
{
	static char text[CANVAS_ROWS_MAX * (CANVAS_COLS_MAX + 1) + 1];
	char *to = text;
	int row, col;

	canvas.cols = (uint8_t)cols;
	canvas.rows = (uint8_t)rows;
	memset(canvas.cell, 0xFF, sizeof(canvas.cell));
	menu_draw(&menu, &canvas, now_ms);
	for (row = 0; row < rows; row++) {
		char *line = to;

		for (col = 0; col < cols; col++) {
			const struct cell *c = &canvas.cell[row * cols + col];
			uint8_t ch = c->ch;

			if (ch > 0x7F)
				ch = ch == 0xC4 ? '-' : ch == 0xB3 ? '|' : '+';
			if ((c->attr & 0x70) && col == 2)
				line[0] = '*';
			if (canvas.cursor_on && canvas.cursor_row == row &&
			    canvas.cursor_col == col)
				ch = '_';
			*to++ = (char)ch;
		}
		while (to > line && to[-1] == ' ')
			to--;
		if (to == line) {
			if (to - text >= 2 && to[-2] == '~')
				continue;
			*to++ = '~';
		}
		*to++ = '\n';
	}
	*to = '\0';
	return text;
}

#define SITE                                                                   \
	"UI menu.c32\nMENU TITLE Site menu\nTIMEOUT 70\nDEFAULT inst auto\n"   \
	"LABEL disk\nMENU LABEL Boot from the ^disk\nLOCALBOOT -1\n"           \
	"LABEL inst\nMENU LABEL ^Install Debian\nKERNEL k\nINITRD i\n"         \
	"APPEND quiet\n"                                                       \
	"LABEL secret\nMENU HIDE\nKERNEL s\n"                                  \
	"LABEL deb\nMENU LABEL Rescue ^Debian\nKERNEL r\n"

static void test_screen_80(void **state)
{
	(void)state;
	begin(SITE, NULL);
	assert_string_equal(
		screen(80, 25),
		" +------------------------------------------------------------"
		"----------------+\n"
		" |                                 Site menu                  "
		"                |\n"
		" +------------------------------------------------------------"
		"----------------+\n"
		" | Boot from the disk                                         "
		"                |\n"
		"*| Install Debian                                             "
		"                |\n"
		" | Rescue Debian                                              "
		"                |\n"
		" +------------------------------------------------------------"
		"----------------+\n"
		"~\n"
		"  Automatic boot in 7 seconds...\n"
		" Enter boots, Tab edits, Esc: boot prompt, Ctrl-X: next boot "
		"device\n");
	/* The hot keys stand out. */
	assert_int_equal(canvas.cell[3 * 80 + 17].ch, 'd');
	assert_int_equal(canvas.cell[3 * 80 + 17].attr, 0x0F);
	assert_int_equal(canvas.cell[4 * 80 + 3].attr, 0x74);
	assert_int_equal(canvas.cell[4 * 80 + 4].attr, 0x70);
	assert_false(canvas.cursor_on);
}

#define MANY                                                                   \
	"LABEL n01\nLABEL n02\nLABEL n03\nLABEL n04\nLABEL n05\nLABEL n06\n"   \
	"LABEL n07\nLABEL n08\nLABEL n09\nLABEL n10\nLABEL n11\nLABEL n12\n"   \
	"LABEL n13\nLABEL n14\nLABEL n15\nLABEL n16\nLABEL n17\nLABEL n18\n"   \
	"LABEL n19\nLABEL n20\n"

/* A small screen with a long list, scrolled, and a long message. */
static void test_screen_40(void **state)
{
	(void)state;
	begin("MENU TITLE A title that is longer than the line of this "
	      "screen\n" MANY,
	      "n01: The TFTP server does not have this file. Check the name, "
	      "the path prefix and the server's root folder. (n01) [T02]");
	menu_fall_back(&menu, 60, now_ms);
	assert_int_equal(play("+3001"), MENU_WAIT);
	assert_string_equal(screen(40, 15),
			    " +------------------------------------+\n"
			    " |A title that is longer than the line|\n"
			    " +------------------------------------+\n"
			    "*| n01                                |\n"
			    " | n02                                |\n"
			    " | n03                                |\n"
			    " | n04                                |\n"
			    " | n05                                v\n"
			    " +------------------------------------+\n"
			    "  n01: The TFTP server does not have\n"
			    "  this file. Check the name, the path\n"
			    "  prefix and the server's root folder.\n"
			    "  (n01) [T02]\n"
			    "  Next boot device in 57 seconds...\n"
			    " Tab edits, Esc: boot prompt, ^X: leave\n");
	play("end");
	assert_string_equal(screen(40, 15),
			    " +------------------------------------+\n"
			    " |A title that is longer than the line|\n"
			    " +------------------------------------+\n"
			    " | n16                                ^\n"
			    " | n17                                |\n"
			    " | n18                                |\n"
			    " | n19                                |\n"
			    "*| n20                                |\n"
			    " +------------------------------------+\n"
			    "  n01: The TFTP server does not have\n"
			    "  this file. Check the name, the path\n"
			    "  prefix and the server's root folder.\n"
			    "  (n01) [T02]\n"
			    "~\n"
			    " Tab edits, Esc: boot prompt, ^X: leave\n");
	play("up up up up up up");
	assert_string_equal(screen(40, 15),
			    " +------------------------------------+\n"
			    " |A title that is longer than the line|\n"
			    " +------------------------------------+\n"
			    " | n12                                ^\n"
			    " | n13                                |\n"
			    "*| n14                                |\n"
			    " | n15                                |\n"
			    " | n16                                v\n"
			    " +------------------------------------+\n"
			    "  n01: The TFTP server does not have\n"
			    "  this file. Check the name, the path\n"
			    "  prefix and the server's root folder.\n"
			    "  (n01) [T02]\n"
			    "~\n"
			    " Tab edits, Esc: boot prompt, ^X: leave\n");
}

static void test_screen_132(void **state)
{
	const char *text;

	(void)state;
	begin(MANY, NULL);
	text = screen(132, 60);
	assert_non_null(strstr(text, "Boot menu"));
	assert_non_null(strstr(text, "\n*| n01 "));
	assert_non_null(strstr(text, "\n | n20 "));
	assert_int_equal(canvas.cell[131].ch, ' ');
	assert_int_equal(canvas.cell[130].ch, 0xBF);
	assert_int_equal(canvas.cell[23 * 132 + 1].ch, 0xC0);
}

/* The editor of an entry, in place of the count-down. */
static void test_screen_edit(void **state)
{
	(void)state;
	begin(SITE, NULL);
	play("tab left left x");
	assert_string_equal(screen(40, 15),
			    " +------------------------------------+\n"
			    " |             Site menu              |\n"
			    " +------------------------------------+\n"
			    " | Boot from the disk                 |\n"
			    "*| Install Debian                     |\n"
			    " | Rescue Debian                      |\n"
			    " +------------------------------------+\n"
			    "~\n"
			    " > quiet initrdx_i\n"
			    " Esc: menu, ^X: leave\n");
}

static void test_screen_prompt(void **state)
{
	(void)state;
	begin("PROMPT 1\nSAY Welcome to the boot of this site: type a name "
	      "and press Enter\nSAY\nSAY   Tab helps\nTIMEOUT 15\n" MANY
	      "LABEL other-longer-name\n",
	      NULL);
	assert_string_equal(screen(40, 15),
			    "  Welcome to the boot of this site:\n"
			    "  type a name and press Enter\n"
			    "~\n"
			    "    Tab helps\n"
			    "~\n"
			    "  Automatic boot in 2 seconds...\n"
			    " boot: _\n"
			    " Tab: labels, ^X: leave\n");
	play("tab");
	assert_string_equal(screen(40, 15),
			    "  Welcome to the boot of this site:\n"
			    "  type a name and press Enter\n"
			    "~\n"
			    "    Tab helps\n"
			    "  n01  n02  n03  n04  n05  n06  n07\n"
			    "  n08  n09  n10  n11  n12  n13  n14\n"
			    "  n15  n16  n17  n18  n19  n20\n"
			    "  other-longer-name\n"
			    "~\n"
			    " boot: _\n"
			    " Tab: labels, ^X: leave\n");
	/* Only what begins with the typed letters. */
	play("N2");
	assert_string_equal(screen(40, 15),
			    "  Welcome to the boot of this site:\n"
			    "  type a name and press Enter\n"
			    "~\n"
			    "    Tab helps\n"
			    "  n20\n"
			    "~\n"
			    " boot: N2_\n"
			    " Tab: labels, ^X: leave\n");
}

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

		begin(r->conf, NULL);
		action = play(r->script);
		l = action == MENU_BOOT ? menu.chosen
					: menu_entry(&conf.conf, menu.at);
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
		assert_string_equal(menu.cmdline, r->cmdline);
		assert_int_equal(menu.by_timeout, r->by_timeout);
	}
}

/* After an error nothing boots by itself, but the machine can move on. */
static void test_after_error(void **state)
{
	(void)state;
	begin(SITE, "k: it failed [T01]");
	assert_int_equal(play("+99999"), MENU_WAIT);
	begin(DIRECT, "k: it failed [T01]");
	assert_int_equal(play("+99999 b enter"), MENU_BOOT);

	begin(SITE, "k: it failed [T01]");
	menu_fall_back(&menu, 60, now_ms);
	assert_int_equal(play("+59999"), MENU_WAIT);
	assert_non_null(strstr(screen(80, 25), "Next boot device in 1 "
					       "second...\n"));
	assert_int_equal(play("+1"), MENU_LEAVE);
	begin(SITE, "k: it failed [T01]");
	menu_fall_back(&menu, 60, now_ms);
	assert_int_equal(play("+5000 up +99999"), MENU_WAIT);

	/* The selection stays, and what came from outside is printable. */
	menu_again(&menu, "bad\033[2J\nname", now_ms);
	assert_string_equal(menu_entry(&conf.conf, menu.at)->name, "disk");
	assert_string_equal(menu.message, "bad.[2J.name");
}

static void test_no_labels(void **state)
{
	(void)state;
	begin("MENU TITLE x\n", NULL);
	assert_non_null(strstr(screen(80, 25), "no LABEL"));
	assert_int_equal(play("up down pgdn home tab esc enter x +99999"),
			 MENU_WAIT);
	assert_int_equal(play("esc k enter"), MENU_BOOT);
	assert_null(menu.chosen);
	assert_string_equal(menu.cmdline, "k");
	begin("UI menu.c32\nTIMEOUT 1\nLABEL a\nMENU HIDE\n", NULL);
	assert_int_equal(play("+100"), MENU_WAIT);
	assert_int_equal(play("a enter"), MENU_BOOT);
	assert_string_equal(menu.chosen->name, "a");
}

/* A typed line that makes the command line too long is refused. */
static void test_too_long(void **state)
{
	static char text[CONF_LINE_MAX + 64] = "LABEL a\nAPPEND ";
	int i;

	(void)state;
	memset(text + strlen(text), 'x', CONF_LINE_MAX - 10);
	begin(text, NULL);
	assert_int_equal(play("esc a blank y enter"), MENU_BOOT);
	begin(text, NULL);
	play("esc a blank");
	for (i = 0; i < 2000; i++)
		play("y");
	assert_int_equal(strlen(menu.typed), sizeof(menu.typed) - 1);
	assert_int_equal(play("enter"), MENU_WAIT);
	assert_non_null(strstr(menu.message, "4095"));
	assert_int_equal(menu.state, MENU_PROMPT);
	/* In the editor the text stops at the room. */
	play("esc tab");
	for (i = 0; i < 20; i++)
		play("y");
	assert_int_equal(play("enter"), MENU_BOOT);
	assert_int_equal(strlen(menu.cmdline), CONF_LINE_MAX - 1);
}

/* Any state is drawn within any size of screen, to the last cell. */
static void test_sizes(void **state)
{
	static const char *const scripts[] = {"none", "tab", "esc", "esc tab",
					      "end"};
	static const char *const configs[] = {
		SITE, "MENU TITLE x\n" MANY, "PROMPT 1\nSAY x\n" MANY, "",
		"PROMPT 1\nSAY a\nSAY b\nSAY c\nSAY d\nSAY e\nSAY f\nSAY g\n"
		"SAY h\nSAY i\nSAY j\nSAY k\nSAY l\nSAY m\nSAY n\nLABEL a\n"};
	static char message[1000];
	size_t i, j;
	int rows, cols;

	(void)state;
	memset(message, 'm', sizeof(message) - 1);
	message[50] = ' ';
	for (i = 0; i < COUNT(configs); i++)
		for (j = 0; j < COUNT(scripts); j++)
			for (rows = 15; rows <= 60; rows += 9)
				for (cols = 40; cols <= 132; cols += 23) {
					begin(configs[i],
					      j & 1 ? message : NULL);
					play(scripts[j]);
					screen(cols, rows);
				}
	conf_text_free(&conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_screen_80),
		cmocka_unit_test(test_screen_40),
		cmocka_unit_test(test_screen_132),
		cmocka_unit_test(test_screen_edit),
		cmocka_unit_test(test_screen_prompt),
		cmocka_unit_test(test_plays),
		cmocka_unit_test(test_after_error),
		cmocka_unit_test(test_no_labels),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
