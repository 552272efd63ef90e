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
	case '{':
		return KEY_WORD_LEFT;
	case '}':
		return KEY_WORD_RIGHT;
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
		{"ab cd", "{x", "ab xcd", 4},
		{"ab cd", "{{x", "xab cd", 1},
		{"ab  cd", "<<{{{x", "xab  cd", 1},
		{"ab  cd ", "[}x", "abx  cd ", 3},
		{"ab  cd ", "[}}x", "ab  cdx ", 7},
		{"ab  cd ", "[}}}}x", "ab  cd x", 8},
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

/* The text in fields of five columns, in one row and in two. */
static void test_draw(void **state)
{
	static const struct {
		const char *text, *keys, *field[2];
		int cursor[2];
		bool stars;
	} rows[] = {
		{"", "", {"     ", "          "}, {0, 0}, false},
		{"ab", "", {"ab   ", "ab        "}, {2, 2}, false},
		{"abcd", "", {"abcd ", "abcd      "}, {4, 4}, false},
		{"abcde", "", {"     ", "abcde     "}, {0, 5}, false},
		{"abcdefg", "", {"fg   ", "abcdefg   "}, {2, 7}, false},
		{"abcdefg", "[", {"abcde", "abcdefg   "}, {0, 0}, false},
		{"abcdefg", "<<<", {"abcde", "abcdefg   "}, {4, 4}, false},
		{"abcdefghijk", "", {"k    ", "fghijk    "}, {1, 6}, false},
		{"a\tb\033", "", {"a.b. ", "a.b.      "}, {4, 4}, false},
		{"abc", "<", {"***  ", "***       "}, {2, 2}, true},
	};
	static struct canvas c = {.cols = 40, .rows = 15};
	struct edit e;
	size_t i;
	int n, at;

	(void)state;
	for (i = 0; i < COUNT(rows) * 2; i++) {
		char text[ROOM], shown[16] = "";
		const struct pager_area area = {.row = 3,
						.rows = 1 + (int)(i % 2),
						.col = 2,
						.width = 5,
						.ink = CANVAS_RAW | 0x0F};
		const char *k;

		n = (int)(i % 2);
		strcpy(text, rows[i / 2].text);
		edit_start(&e, text, sizeof(text));
		for (k = rows[i / 2].keys; *k; k++)
			edit_key(&e, key_of(*k));
		canvas_clear(&c, CANVAS_RAW | 0x07);
		edit_draw(&e, &c, &area, rows[i / 2].stars);
		for (at = 0; at < 5 * (n + 1); at++)
			shown[at] =
				(char)c.cell[(3 + at / 5) * 40 + 2 + at % 5].ch;
		assert_string_equal(shown, rows[i / 2].field[n]);
		assert_int_equal((c.cursor_row - 3) * 5 + c.cursor_col - 2,
				 rows[i / 2].cursor[n]);
		assert_true(c.cursor_on);
		assert_int_equal(c.cell[3 * 40 + 1].attr, 0x07);
		assert_int_equal(c.cell[3 * 40 + 2].attr, 0x0F);
		assert_int_equal(c.cell[3 * 40 + 7].attr, 0x07);
		assert_int_equal(c.cell[(4 + n) * 40 + 2].attr, 0x07);
	}
}

static void test_set(void **state)
{
	char text[ROOM] = "ab";
	struct edit e;

	(void)state;
	edit_start(&e, text, sizeof(text));
	edit_set(&e, "longer than the room");
	assert_string_equal(text, "longer than");
	assert_int_equal(e.cursor, ROOM - 1);
	edit_set(&e, "");
	assert_int_equal(e.len, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_other_keys),
		cmocka_unit_test(test_draw),
		cmocka_unit_test(test_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
