/* The menu's screen, as text for several sizes. */
#include <string.h>
#include "menu_play.h"
#include "unit.h"

static void test_screen_80(void **state)
{
	(void)state;
	play_begin(SITE, NULL);
	assert_string_equal(
		play_screen(80, 25),
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
	assert_int_equal(play_canvas.cell[3 * 80 + 17].ch, 'd');
	assert_int_equal(play_canvas.cell[3 * 80 + 17].attr, 0x0F);
	assert_int_equal(play_canvas.cell[4 * 80 + 3].attr, 0x74);
	assert_int_equal(play_canvas.cell[4 * 80 + 4].attr, 0x70);
	assert_false(play_canvas.cursor_on);
}

/* A small screen with a long list, scrolled, and a long message. */
static void test_screen_40(void **state)
{
	(void)state;
	play_begin(
		"MENU TITLE A title that is longer than the line of this "
		"screen\n" MANY,
		"n01: The TFTP server does not have this file. Check the name, "
		"the path prefix and the server's root folder. (n01) [T02]");
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_int_equal(play("+3001"), MENU_WAIT);
	assert_string_equal(play_screen(40, 15),
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
	assert_string_equal(play_screen(40, 15),
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
	assert_string_equal(play_screen(40, 15),
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
	play_begin(MANY, NULL);
	text = play_screen(132, 60);
	assert_non_null(strstr(text, "Boot menu"));
	assert_non_null(strstr(text, "\n*| n01 "));
	assert_non_null(strstr(text, "\n | n20 "));
	assert_int_equal(play_canvas.cell[131].ch, ' ');
	assert_int_equal(play_canvas.cell[130].ch, 0xBF);
	assert_int_equal(play_canvas.cell[23 * 132 + 1].ch, 0xC0);
}

/* The editor of an entry, in place of the count-down. */
static void test_screen_edit(void **state)
{
	(void)state;
	play_begin(SITE, NULL);
	play("tab left left x");
	assert_string_equal(play_screen(40, 15),
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
	play_begin(
		"PROMPT 1\nSAY Welcome to the boot of this site: type a name "
		"and press Enter\nSAY\nSAY   Tab helps\nTIMEOUT 15\n" MANY
		"LABEL other-longer-name\n",
		NULL);
	assert_string_equal(play_screen(40, 15),
			    "  Welcome to the boot of this site:\n"
			    "  type a name and press Enter\n"
			    "~\n"
			    "    Tab helps\n"
			    "~\n"
			    "  Automatic boot in 2 seconds...\n"
			    " boot: _\n"
			    " Tab: labels, ^X: leave\n");
	play("tab");
	assert_string_equal(play_screen(40, 15),
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
	assert_string_equal(play_screen(40, 15),
			    "  Welcome to the boot of this site:\n"
			    "  type a name and press Enter\n"
			    "~\n"
			    "    Tab helps\n"
			    "  n20\n"
			    "~\n"
			    " boot: N2_\n"
			    " Tab: labels, ^X: leave\n");
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
					play_begin(configs[i],
						   j & 1 ? message : NULL);
					play(scripts[j]);
					play_screen(cols, rows);
				}
	conf_text_free(&play_conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_screen_80),
		cmocka_unit_test(test_screen_40),
		cmocka_unit_test(test_screen_132),
		cmocka_unit_test(test_screen_edit),
		cmocka_unit_test(test_screen_prompt),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
