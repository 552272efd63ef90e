/* The line editor: rows of keys and the text they make, and the drawing. */
#include <stdlib.h>
#include <string.h>
#include "menu/edit.h"
#include "base/key.h"
#include "unit.h"

#define ROOM 12

/* Keys in a row: a letter is itself; others are written by these. */
static int key_of(char c)
{
	switch (c) {
	case '<':
		return KEY_LEFT;
	case '>':
		return KEY_RIGHT;
	case '[':
		return KEY_HOME;
	case ']':
		return KEY_END;
	case '#':
		return KEY_DELETE;
	case '~':
		return KEY_BACKSPACE;
	}
	return c >= 'A' && c <= 'Z' ? c - '@' : c; /* A: Ctrl-A */
}

static void test_keys(void **state)
{
	static const struct {
		const char *before, *keys, *after;
		size_t cursor;
	} rows[] = {
		{"", "", "", 0},
		{"abc", "", "abc", 3},
		{"", "ab c", "ab c", 4},
		{"abc", "<<x", "axbc", 2},
		{"abc", "[x", "xabc", 1},
		{"abc", "[x]y", "xabcy", 5},
		{"abc", "Ax", "xabc", 1},
		{"abc", "AxEy", "xabcy", 5},
		{"abc", "[>x", "axbc", 2},
		{"abc", ">>x", "abcx", 4},
		{"abc", "[<<x", "xabc", 1},
		{"abc", "BFBx", "abxc", 3},
		{"abc", "~", "ab", 2},
		{"abc", "~~~~", "", 0},
		{"abc", "<~", "ac", 1},
		{"abc", "#", "abc", 3},
		{"abc", "[#", "bc", 0},
		{"abc", "[D", "bc", 0},
		{"abc", "[####", "", 0},
		{"abc", "<U", "c", 0},
		{"abc", "<K", "ab", 2},
		{"abc", "[K", "", 0},
		{"ab cd", "W", "ab ", 3},
		{"ab cd", "WW", "", 0},
		{"ab cd  ", "W", "ab ", 3},
		{"ab cd", "<W", "ab d", 3},
		{"  ", "W", "", 0},
		{"12345678901", "x", "12345678901", 11},
		{"12345678901", "[x", "12345678901", 0},
		{"1234567890", "[xy", "x1234567890", 1},
	};
	struct edit e;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		char *text = malloc(ROOM);
		const char *k;

		strcpy(text, rows[i].before);
		edit_start(&e, text, ROOM);
		for (k = rows[i].keys; *k; k++)
			assert_true(edit_key(&e, key_of(*k)));
		assert_string_equal(text, rows[i].after);
		assert_int_equal(e.len, strlen(text));
		assert_int_equal(e.cursor, rows[i].cursor);
		free(text);
	}
}

/* Keys that belong to others leave the text alone. */
static void test_other_keys(void **state)
{
	static const int keys[] = {KEY_NONE, KEY_ENTER,	  KEY_ESC, KEY_TAB,
				   KEY_UP,   KEY_PAGE_UP, KEY_F1,  KEY_F12,
				   0,	     0x1F,	  0x7F,	   0x18};
	char text[ROOM] = "ab";
	struct edit e;
	size_t i;

	(void)state;
	edit_start(&e, text, sizeof(text));
	for (i = 0; i < COUNT(keys); i++)
		assert_false(edit_key(&e, keys[i]));
	assert_string_equal(text, "ab");
	assert_true(edit_key(&e, 0xE4));
	assert_string_equal(text, "ab\xE4");
}

/* The text in a field of five columns between two others. */
static void test_draw(void **state)
{
	static const struct {
		const char *text, *keys, *field;
		int cursor;
	} rows[] = {
		{"", "", "     ", 0},
		{"ab", "", "ab   ", 2},
		{"abcd", "", "abcd ", 4},
		{"abcde", "", "bcde ", 4},
		{"abcdefg", "", "defg ", 4},
		{"abcdefg", "[", "abcde", 0},
		{"abcdefg", "<<<<<", "defg ", -1},
		{"a\tb\033", "", "a.b. ", 4},
	};
	static struct canvas c = {.cols = 40, .rows = 15};
	struct edit e;
	size_t i;
	int col;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		char text[ROOM], shown[8] = "";
		const char *k;

		strcpy(text, rows[i].text);
		edit_start(&e, text, sizeof(text));
		for (k = rows[i].keys; *k; k++)
			edit_key(&e, key_of(*k));
		canvas_clear(&c, 0x07);
		canvas_text(&c, 3, 0, 0, 0x07, "xxxxxxxxxxxx");
		edit_draw(&e, &c, 3, 2, 5, 0x0F);
		for (col = 0; col < 5; col++)
			shown[col] = (char)c.cell[3 * 40 + 2 + col].ch;
		if (rows[i].cursor >= 0) {
			assert_string_equal(shown, rows[i].field);
			assert_int_equal(c.cursor_col, 2 + rows[i].cursor);
		}
		assert_int_equal(c.cell[3 * 40 + 1].ch, 'x');
		assert_int_equal(c.cell[3 * 40 + 7].ch, 'x');
		assert_int_equal(c.cell[3 * 40 + 2].attr, 0x0F);
		assert_int_equal(c.cursor_row, 3);
		assert_true(c.cursor_on);
	}
}

/* The field follows the cursor to the left as well. */
static void test_scroll(void **state)
{
	static struct canvas c = {.cols = 40, .rows = 15};
	char text[ROOM] = "abcdefg";
	struct edit e;
	int i;

	(void)state;
	edit_start(&e, text, sizeof(text));
	edit_draw(&e, &c, 0, 0, 4, 0x07);
	assert_int_equal(c.cell[0].ch, 'e');
	for (i = 0; i < 5; i++) {
		edit_key(&e, KEY_LEFT);
		edit_draw(&e, &c, 0, 0, 4, 0x07);
	}
	assert_int_equal(c.cell[0].ch, 'c');
	assert_int_equal(c.cursor_col, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_other_keys),
		cmocka_unit_test(test_draw),
		cmocka_unit_test(test_scroll),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
