/* Texts on the canvas: codes and wrapping in rows, and paging. */
#include <string.h>
#include "base/key.h"
#include "menu/history.h"
#include "menu/pager.h"
#include "unit.h"

#define COLS  12
#define BLANK '.'

static struct canvas canvas = {.cols = 40, .rows = 15};

/* Rows of an area of COLS columns, without blanks at their ends, by |. */
static void shown(int rows, char *to)
{
	int row, col;

	for (row = 0; row < rows; row++) {
		char *line = to;

		for (col = 0; col < COLS; col++)
			*to++ = (char)canvas.cell[(2 + row) * 40 + 3 + col].ch;
		while (to > line && to[-1] == BLANK)
			to--;
		*to++ = '|';
	}
	to[-1] = '\0';
}

static void clear(void)
{
	int i;

	for (i = 0; i < 40 * 15; i++)
		canvas.cell[i] = (struct cell){BLANK, 0x07, 0};
}

static void test_text(void **state)
{
	static const struct {
		const char *text, *shown;
		int lines, skip;
	} rows[] = {
		{"", "|||", 0, 0},
		{"a", "a|||", 1, 0},
		{"a\n", "a|||", 1, 0},
		{"\na\r\n\r\nb", "|a||b", 4, 0},
		/* Wrapping. */
		{"one two three four", "one two |three four||", 2, 0},
		{"one two  three", "one two  |three||", 2, 0},
		{"twelve chars", "twelve chars|||", 1, 0},
		{"twelve chars yes", "twelve chars|yes||", 2, 0},
		{"twelve chars\nyes", "twelve chars|yes||", 2, 0},
		{"twelve chars  \nyes", "twelve chars|yes||", 2, 0},
		{"averylongword and", "averylongwor|d and||", 2, 0},
		{"a averylongword", "a |averylongwor|d|", 3, 0},
		{"  indented by two", "  indented |by two||", 2, 0},
		{"a\tb", "a.......b|||", 1, 0},
		{"a\tb\tc", "a.......b|c||", 2, 0},
		/* Only four rows of it. */
		{"1\n2\n3\n4\n5", "1|2|3|4", 5, 0},
		{"1\n2\n3\n4\n5", "2|3|4|5", 5, 1},
		{"1\n2\n3\n4\n5", "5|||", 5, 4},
		{"1\n2", "|||", 2, 7},
		/* Codes. */
		{"a\0170eb\01707c", "abc|||", 1, 0},
		{"a\017zzb", "ab|||", 1, 0},
		{"a\017", "a|||", 1, 0},
		{"a\0171", "a1|||", 1, 0},
		{"a\fb", "b           |            |            |            ",
		 1, 0},
		{"a\x18pic.lss\nb", "ab|||", 1, 0},
		{"a\x18pic.lss", "a|||", 1, 0},
		{"a\032b", "a|||", 1, 0},
		{"\020a\021b\022c\023d\024e\025f\026g\027h", "bdfh|||", 1, 0},
		{"\020a\n\021b", "b|||", 1, 0},
		{"\020\fa\021b", "b|||", 1, 0},
		{"a\033[2J\007\001b\x7F", "a[2Jb\x7F|||", 1, 0},
		{"\xB3\xC4\xFF", "\xB3\xC4\xFF|||", 1, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		size_t len = strlen(rows[i].text);
		char *text = guard_copy(rows[i].text, len), got[80];
		const struct pager_area area = {.row = 2,
						.rows = 4,
						.col = 3,
						.width = COLS,
						.skip = rows[i].skip,
						.ink = CANVAS_RAW | 0x1F};

		clear();
		assert_int_equal(pager_text(NULL, &area, text, len),
				 rows[i].lines);
		assert_int_equal(canvas.cell[2 * 40 + 3].ch, BLANK);
		assert_int_equal(pager_text(&canvas, &area, text, len),
				 rows[i].lines);
		shown(4, got);
		assert_string_equal(got, rows[i].shown);
		/* Nothing beside it. */
		assert_int_equal(canvas.cell[1 * 40 + 3].ch, BLANK);
		assert_int_equal(canvas.cell[6 * 40 + 3].ch, BLANK);
		assert_int_equal(canvas.cell[2 * 40 + 2].ch, BLANK);
		assert_int_equal(canvas.cell[2 * 40 + 3 + COLS].ch, BLANK);
		guard_free(text, len);
	}
}

static void test_colours(void **state)
{
	static const char text[] = "a\0170eb\0179Fc\fd\01707e";
	static const struct ink inks[] = {{0x11, 0, 0}, {0x22, 0, 0}};
	const struct pager_area area = {.rows = 2, .width = COLS, .ink = 1};
	int i;

	(void)state;
	canvas.inks = inks;
	clear();
	pager_text(&canvas, &area, text, strlen(text) - 6);
	assert_int_equal(canvas.cell[0].attr, 0x22);
	assert_int_equal(canvas.cell[0].ink, 2);
	assert_int_equal(canvas.cell[1].attr, 0x0E);
	assert_int_equal(canvas.cell[1].ink, 0);
	assert_int_equal(canvas.cell[2].attr, 0x9F);
	/* Clearing fills with the colour set last. */
	pager_text(&canvas, &area, text, strlen(text));
	assert_int_equal(canvas.cell[0].ch, 'd');
	assert_int_equal(canvas.cell[1].attr, 0x07);
	for (i = 2; i < 2 * COLS; i++)
		assert_int_equal(canvas.cell[i / COLS * 40 + i % COLS].attr,
				 0x9F);
	assert_int_equal(canvas.cell[COLS].attr, 0x07);
}

static void test_pages(void **state)
{
	static const struct {
		int key, top;
	} rows[] = {
		{KEY_DOWN, 1},	    {KEY_UP, 0},    {KEY_UP, 0},
		{KEY_PAGE_DOWN, 4}, {KEY_RIGHT, 6}, {KEY_PAGE_DOWN, 6},
		{KEY_PAGE_UP, 2},   {KEY_END, 6},   {KEY_HOME, 0},
		{'>', 4},	    {'<', 0},	    {'N' - '@', 1},
		{'P' - '@', 0},	    {'E' - '@', 6}, {'A' - '@', 0},
		{'F' - '@', 4},	    {KEY_LEFT, 0},  {KEY_END, 6},
		{'B' - '@', 2},
	};
	static const char text[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\nA";
	struct pager_area area = {
		.row = 2, .rows = 4, .col = 3, .width = COLS, .ink = 0x107};
	struct pager p;
	char got[80];
	size_t i;

	(void)state;
	pager_open(&p, text, strlen(text));
	pager_draw(&p, &canvas, &area);
	for (i = 0; i < COUNT(rows); i++) {
		assert_true(pager_key(&p, rows[i].key));
		clear();
		pager_draw(&p, &canvas, &area);
		assert_int_equal(p.top, rows[i].top);
		shown(4, got);
		assert_int_equal(got[0], text[2 * rows[i].top]);
		assert_int_equal(got[6], text[2 * rows[i].top + 6]);
	}
	assert_false(pager_key(&p, KEY_ENTER));
	assert_false(pager_key(&p, 'q'));
	/* A larger screen shows all of it again. */
	pager_key(&p, KEY_END);
	pager_draw(
		&p, &canvas,
		&(struct pager_area){.rows = 12, .width = COLS, .ink = 0x107});
	assert_int_equal(pager_top(&p), 0);
	pager_open(&p, "", 0);
	pager_draw(&p, &canvas, &area);
	assert_int_equal(p.lines, 0);
}

static void test_history(void **state)
{
	static struct history h;
	static char line[HISTORY_BYTES + 1], name[16];
	int i;

	(void)state;
	assert_null(history_go(&h, true));
	assert_null(history_go(&h, false));
	for (i = 1; i <= 20; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		history_add(&h, name);
		history_add(&h, name);
	}
	for (i = 20; i > 20 - HISTORY_LINES; i--) {
		snprintf(name, sizeof(name), "l%d", i);
		assert_string_equal(history_go(&h, true), name);
	}
	assert_null(history_go(&h, true));
	assert_string_equal(history_go(&h, false), "l6");
	/* A new line, and one shows the newest first again. */
	history_add(&h, "new");
	assert_string_equal(history_go(&h, true), "new");
	assert_string_equal(history_go(&h, true), "l20");
	assert_string_equal(history_go(&h, false), "new");
	assert_string_equal(history_go(&h, false), "");
	assert_null(history_go(&h, false));
	/* Long lines leave room for fewer. */
	memset(line, 'x', sizeof(line) - 1);
	history_add(&h, line);
	assert_string_equal(history_go(&h, true), "new");
	line[HISTORY_BYTES - 8] = '\0';
	history_add(&h, line);
	assert_string_equal(history_go(&h, true), line);
	assert_string_equal(history_go(&h, true), "new");
	assert_null(history_go(&h, true));
	line[HISTORY_BYTES - 8] = 'y';
	line[HISTORY_BYTES - 1] = '\0';
	history_add(&h, line);
	assert_string_equal(history_go(&h, true), line);
	assert_null(history_go(&h, true));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
