/* Terminal bytes to keys: rows of bytes, whole and with pauses everywhere. */
#include <string.h>
#include "menu/vtkeys.h"
#include "unit.h"

#define F(n) (KEY_F1 + (n)-1)
#define MAX  12

struct row {
	const char *bytes;
	int keys[MAX]; /* ended by 0 */
};

static const struct row rows[] = {
	{"a", {'a'}},
	{"A \x01\x18", {'A', ' ', 1, 0x18}},
	{"\t\b\x7F", {KEY_TAB, KEY_BACKSPACE, KEY_BACKSPACE}},
	{"\xC3\xA4", {0xC3, 0xA4}},
	{"\r", {KEY_ENTER}},
	{"\n", {KEY_ENTER}},
	{"\r\n", {KEY_ENTER}},
	{"\r\n\n\r\r", {KEY_ENTER, KEY_ENTER, KEY_ENTER, KEY_ENTER}},
	{"\ra\n", {KEY_ENTER, 'a', KEY_ENTER}},
	/* Arrows, in both modes of the terminal, and with modifiers. */
	{"\033[A\033[B\033[C\033[D", {KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT}},
	{"\033OA\033OB\033OC\033OD", {KEY_UP, KEY_DOWN, KEY_RIGHT, KEY_LEFT}},
	{"\033[1;5A\033[1;2D", {KEY_UP, KEY_LEFT}},
	{"\033[1;5D\033[1;3C\033[5C\033[1;2C",
	 {KEY_WORD_LEFT, KEY_WORD_RIGHT, KEY_WORD_RIGHT, KEY_RIGHT}},
	/* Home and End: xterm, VT220, rxvt. */
	{"\033[H\033[F\033OH\033OF", {KEY_HOME, KEY_END, KEY_HOME, KEY_END}},
	{"\033[1~\033[4~\033[7~\033[8~",
	 {KEY_HOME, KEY_END, KEY_HOME, KEY_END}},
	{"\033[2~\033[3~\033[5~\033[6~",
	 {KEY_INSERT, KEY_DELETE, KEY_PAGE_UP, KEY_PAGE_DOWN}},
	{"\033[3;5~", {KEY_DELETE}},
	/* F1 to F12: xterm and VT100, VT220, Linux. */
	{"\033OP\033OQ\033OR\033OS", {F(1), F(2), F(3), F(4)}},
	{"\033[1;2P", {F(1)}},
	{"\033[11~\033[12~\033[13~\033[14~\033[15~",
	 {F(1), F(2), F(3), F(4), F(5)}},
	{"\033[17~\033[18~\033[19~\033[20~\033[21~",
	 {F(6), F(7), F(8), F(9), F(10)}},
	{"\033[23~\033[24~", {F(11), F(12)}},
	{"\033[[A\033[[B\033[[C\033[[D\033[[E", {F(1), F(2), F(3), F(4), F(5)}},
	{"\033OM", {KEY_ENTER}},
	/* What is not known is swallowed whole. */
	{"\033[Zx\033[16~y\033[22~\033[25~\033[9~\033[0~\033[~z",
	 {'x', 'y', 'z'}},
	{"\033[[Fx\033Ozy\033[?1;2cz", {'x', 'y', 'z'}},
	{"\033[1234567890123456789012~x", {'x'}},
	{"\033[4294967298~x", {'x'}},
	/* A control character ends a sequence. */
	{"\033[1\rx", {KEY_ENTER, 'x'}},
	{"\033[\033[A", {KEY_UP}},
	{"\033O\x7F", {KEY_BACKSPACE}},
	/* ESC and then typed text, at once. */
	{"\033x", {KEY_ESC, 'x'}},
	{"\033linux\r", {KEY_ESC, 'l', 'i', 'n', 'u', 'x', KEY_ENTER}},
	{"\033\033[A", {KEY_ESC, KEY_UP}},
	{"\033ab\033[Ac", {KEY_ESC, 'a', 'b', KEY_UP, 'c'}},
	{"\033\r\n", {KEY_ESC, KEY_ENTER}},
	{"\033\033\033", {KEY_ESC, KEY_ESC, KEY_ESC}},
	{"\033", {KEY_ESC}},
	{"\033[", {KEY_ESC}},
	{"\033[1;", {KEY_ESC}},
	{"\033O", {KEY_ESC}},
};

static void note(int *keys, int *n, int key)
{
	if (key != KEY_NONE && *n < MAX - 1)
		keys[(*n)++] = key;
}

/*
 * Feed a row with pause_ms before each byte, asking for idle keys meanwhile
 * or not, and compare.
 */
static void check_row(const struct row *r, uint32_t pause_ms, bool idle,
		      uint32_t now_ms)
{
	struct vtkeys v = {0};
	int keys[MAX] = {0}, n = 0, i;
	size_t at;

	for (at = 0; r->bytes[at]; at++) {
		now_ms += pause_ms;
		if (idle)
			note(keys, &n, vtkeys_idle(&v, now_ms));
		note(keys, &n, vtkeys_byte(&v, (uint8_t)r->bytes[at], now_ms));
	}
	for (i = 0; i < 3; i++)
		note(keys, &n, vtkeys_idle(&v, now_ms + VTKEYS_ESC_MS));
	assert_int_equal(vtkeys_idle(&v, now_ms + 1000), KEY_NONE);
	for (i = 0; i < MAX; i++) {
		if (keys[i] != r->keys[i])
			print_error("row %d, key %d: %#x\n", (int)(r - rows), i,
				    (unsigned)keys[i]);
		assert_int_equal(keys[i], r->keys[i]);
	}
}

static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		check_row(&rows[i], 0, false, 5);
		/* Split everywhere, but in time: at most five bytes follow. */
		if (strlen(rows[i].bytes) < 20)
			check_row(&rows[i], 5, true, UINT32_MAX - 20);
	}
}

/* Too slow: an ESC alone, and then letters. */
static void test_slow(void **state)
{
	struct vtkeys v = {0};

	(void)state;
	assert_int_equal(vtkeys_byte(&v, 0x1B, 1000), KEY_NONE);
	assert_int_equal(vtkeys_idle(&v, 1000 + VTKEYS_ESC_MS - 1), KEY_NONE);
	assert_int_equal(vtkeys_idle(&v, 1000 + VTKEYS_ESC_MS), KEY_ESC);
	assert_int_equal(vtkeys_idle(&v, 1000 + VTKEYS_ESC_MS), KEY_NONE);
	assert_int_equal(vtkeys_byte(&v, '[', 1200), '[');
	assert_int_equal(vtkeys_byte(&v, 'A', 1200), 'A');
	/* A line feed long after a carriage return is a key of its own. */
	assert_int_equal(vtkeys_byte(&v, '\r', 2000), KEY_ENTER);
	assert_int_equal(vtkeys_idle(&v, 2000 + VTKEYS_ESC_MS), KEY_NONE);
	assert_int_equal(vtkeys_byte(&v, '\n', 2000 + VTKEYS_ESC_MS),
			 KEY_ENTER);
	/* NUL is what a line break looks like; it is nothing. */
	assert_int_equal(vtkeys_byte(&v, 0, 3000), KEY_NONE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_slow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
