/* Tests of stage1/base, all but mem.c: tables of what goes in and comes out. */
#include "base/arena.h"
#include "base/canvas.h"
#include "base/div.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/span.h"
#include "base/str.h"
#include "unit.h"

/* One call in every room from 0 to more than enough, at a guard page. */
#define CHECK_FMT(wanted, ...)                                                 \
	for (size_t room = 0; room < sizeof(wanted) + 3; room++) {             \
		size_t fits = room ? room - 1 : 0;                             \
		char *buf = guard_alloc(room);                                 \
                                                                               \
		assert_int_equal(fmt(buf, room, __VA_ARGS__),                  \
				 sizeof(wanted) - 1);                          \
		if (fits > sizeof(wanted) - 1)                                 \
			fits = sizeof(wanted) - 1;                             \
		if (room) {                                                    \
			assert_memory_equal(buf, wanted, fits);                \
			assert_int_equal(buf[fits], 0);                        \
		}                                                              \
		guard_free(buf, room);                                         \
	}

static void test_fmt(void **state)
{
	(void)state;
	CHECK_FMT("", "%s", "");
	CHECK_FMT("plain", "plain");
	CHECK_FMT("a b", "%s %s", "a", "b");
	CHECK_FMT("100%", "100%%");
	CHECK_FMT("[ab   ]", "[%-5s]", "ab");
	CHECK_FMT("[   ab]", "[%5s]", "ab");
	CHECK_FMT("[abcdef]", "[%3s]", "abcdef");
	CHECK_FMT("abc", "%.*s", 3, "abcdef");
	CHECK_FMT("ab", "%.*s", 9, "ab");
	CHECK_FMT("", "%.*s", 0, "abc");
	CHECK_FMT("[  abc]", "[%5.*s]", 3, "abcdef");
	CHECK_FMT("x", "%c", 'x');
	CHECK_FMT("[  x]", "[%3c]", 'x');
	CHECK_FMT("0", "%d", 0);
	CHECK_FMT("7", "%d", 7);
	CHECK_FMT("12345", "%d", 12345);
	CHECK_FMT("-42", "%d", -42);
	CHECK_FMT("-2147483648", "%d", INT32_MIN);
	CHECK_FMT("[  -42]", "[%5d]", -42);
	CHECK_FMT("[-42  ]", "[%-5d]", -42);
	CHECK_FMT("[-0042]", "[%05d]", -42);
	CHECK_FMT("[00042]", "[%05d]", 42);
	CHECK_FMT("4294967295", "%u", UINT32_MAX);
	CHECK_FMT("ffffffff", "%x", UINT32_MAX);
	CHECK_FMT("beef BEEF", "%x %X", 0xBEEF, 0xBEEF);
	CHECK_FMT("0a", "%02x", 10);
	CHECK_FMT("18446744073709551615", "%llu", UINT64_MAX + 0ULL);
	CHECK_FMT("-9223372036854775808", "%lld", INT64_MIN + 0LL);
	CHECK_FMT("fedcba9876543210", "%llx", 0xFEDCBA9876543210ULL);
	CHECK_FMT("77 78", "%zu %lu", (size_t)77, 78UL);
	CHECK_FMT("4294967297", "%zu", (size_t)4294967297);
	CHECK_FMT("fedcba9876543210", "%lx", 0xFEDCBA9876543210UL);
	CHECK_FMT("-5 ffffffff", "%ld %x", -5L, -1);
	CHECK_FMT("1 2 3", "%u %llu %s", 1, 2ULL, "3");
}

static void test_fmt_embedded_nul(void **state)
{
	char buf[8];

	(void)state;
	assert_int_equal(fmt(buf, sizeof(buf), "a%cb%c", 0, 0), 4);
	assert_memory_equal(buf, "a\0b\0", 5);
}

static void test_fmt_ip(void **state)
{
	char *buf = guard_alloc(FMT_IP);

	(void)state;
	assert_string_equal(fmt_ip(buf, (ip4){{0, 0, 0, 0}}), "0.0.0.0");
	assert_string_equal(fmt_ip(buf, (ip4){{10, 0, 2, 15}}), "10.0.2.15");
	assert_string_equal(fmt_ip(buf, (ip4){{255, 255, 255, 255}}),
			    "255.255.255.255");
	guard_free(buf, FMT_IP);
}

static void test_fmt_size(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} row[] = {
		{0, "0 bytes"},
		{1, "1 byte"},
		{512, "512 bytes"},
		{999, "999 bytes"},
		{1000, "1.0 kB"},
		{1049, "1.0 kB"},
		{1050, "1.1 kB"},
		{999949, "999.9 kB"},
		{999950, "1.0 MB"},
		{14200000, "14.2 MB"},
		{999949999, "999.9 MB"},
		{999950000, "1.0 GB"},
		{1000000000000, "1.0 TB"},
		{1000000000000000, "1.0 PB"},
		{UINT64_MAX, "18.4 EB"},
	};
	char *buf = guard_alloc(FMT_SIZE);

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_string_equal(fmt_size(buf, row[i].bytes), row[i].text);
	guard_free(buf, FMT_SIZE);
}

static void test_div(void **state)
{
	static const uint32_t by[] = {1,   2,	       3,	   10,
				      16,  1000,       0x7FFFFFFF, 0x80000000,
				      255, 0xFFFFFFFE, 0xFFFFFFFF};
	uint64_t seed = 1;

	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		uint32_t d = by[i % COUNT(by)];
		uint64_t n;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		n = seed >> (i % 61);
		assert_int_equal(div_u64(&n, d), (seed >> (i % 61)) % d);
		assert_int_equal(n, (seed >> (i % 61)) / d);
	}
}

static void test_arena(void **state)
{
	uint8_t *memory = guard_alloc(256 - 1);
	struct arena a;
	uint8_t *first, *mark;

	(void)state;
	memset(memory, 0xAA, 255);
	arena_init(&a, memory, 255);
	first = arena_alloc(&a, 5);
	assert_non_null(first);
	assert_int_equal((uintptr_t)first % 16, 0);
	assert_memory_equal(first, "\0\0\0\0\0", 5);
	mark = arena_mark(&a);
	assert_string_equal(arena_text(&a, "towline", 3), "tow");
	assert_string_equal(arena_text(&a, "", 0), "");
	assert_null(arena_text(&a, "x", SIZE_MAX));
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_alloc(&a, arena_room(&a) + 1));
	assert_non_null(arena_alloc(&a, arena_room(&a)));
	assert_int_equal(arena_room(&a), 0);
	assert_null(arena_alloc(&a, 1));
	arena_release(&a, mark);
	assert_in_range((uintptr_t)arena_alloc(&a, 200), (uintptr_t)mark,
			(uintptr_t)mark + 15);
	/* Full to less than the next alignment. */
	arena_init(&a, memory, 3);
	assert_int_equal(arena_room(&a),
			 (uintptr_t)memory % 16 < 14 && (uintptr_t)memory % 16
				 ? 0
				 : 3 - (16 - (uintptr_t)memory % 16) % 16);
	guard_free(memory, 255);
}

static void test_canvas(void **state)
{
	struct canvas *c = guard_alloc(sizeof(*c));
	char row[4][11] = {{0}}, attr[4][11] = {{0}};
	const struct ink inks[] = {{0, 0, 0}, {1, 2, 3}, {2, 4, 6}, {3, 0, 0}};

	(void)state;
	*c = (struct canvas){
		.cols = 10, .rows = 4, .cursor_on = true, .inks = inks};
	canvas_clear(c, CANVAS_RAW | 7);
	assert_false(c->cursor_on);
	canvas_text(c, 1, 2, 0, 1, "ab");
	canvas_text(c, 2, 2, 4, 2, "cd");
	canvas_text(c, 3, 2, 3, 3, "efghi");
	canvas_text(c, 0, 7, 0, CANVAS_RAW | 4, "right edge");
	canvas_text(c, 0, 0, 99, CANVAS_RAW | 5, "");
	canvas_text(c, 1, -2, 0, CANVAS_RAW | 6, "left");
	canvas_text(c, 4, 0, 0, CANVAS_RAW | 8, "below");
	canvas_text(c, -1, 0, 0, CANVAS_RAW | 8, "above");
	canvas_text(c, 3, 99, 5, CANVAS_RAW | 8, "beside");
	canvas_put(c, 3, 9, CANVAS_RAW | 9, 'z');
	canvas_put(c, 3, 10, CANVAS_RAW | 9, 'y');
	canvas_put(c, 4, 0, CANVAS_RAW | 9, 'y');
	canvas_put(c, -1, 0, CANVAS_RAW | 9, 'y');
	canvas_put(c, 0, -1, CANVAS_RAW | 9, 'y');
	for (int i = 0; i < 40; i++) {
		row[i / 10][i % 10] = (char)c->cell[i].ch;
		attr[i / 10][i % 10] = (char)('0' + c->cell[i].attr);
	}
	assert_string_equal(row[0], "          ");
	assert_string_equal(attr[0], "5555555555");
	assert_string_equal(row[1], "ftab      ");
	assert_string_equal(attr[1], "6611777777");
	assert_string_equal(row[2], "  cd      ");
	assert_string_equal(attr[2], "7722227777");
	assert_string_equal(row[3], "  efg    z");
	assert_string_equal(attr[3], "7733377779");
	assert_int_equal(c->cell[40].ch, ' ');
	assert_int_equal(c->cell[0].ink, 0);
	assert_int_equal(c->cell[12].ink, 2);
	assert_int_equal(c->cell[32].ink, 4);
	guard_free(c, sizeof(*c));
}

static void test_err(void **state)
{
	char wanted[ERR_DETAIL_MAX + 1];

	(void)state;
	assert_int_equal(fail(ERR_TFTP_NAME, "%u\r\n\x1B[2J", 5),
			 -ERR_TFTP_NAME);
	assert_string_equal(err_detail(), "5...[2J");
	assert_string_equal(err_code(-ERR_TFTP_NAME), "T01");
	assert_string_equal(err_code(0), "");
	assert_string_equal(err_sentence(0), "");
	assert_string_equal(err_sentence(-ERR_COUNT), "");
	assert_string_equal(err_sentence(5), "");
	assert_string_equal(err_sentence(INT32_MIN), "");
	memset(wanted, 'x', sizeof(wanted));
	wanted[ERR_DETAIL_MAX] = '\0';
	fail(ERR_TFTP_NAME, "%s%s", wanted, wanted);
	wanted[ERR_DETAIL_MAX - 1] = '\0';
	assert_string_equal(err_detail(), wanted);
}

/* A code on a photo of the screen has to name one row. */
static void test_err_table(void **state)
{
	(void)state;
	assert_string_equal(err_sentence(-ERR_ROM_FIRST), "");
	for (int i = 1; i < ERR_ROM_FIRST; i++) {
		assert_int_equal(strlen(err_code(-i)), 3);
		assert_true(strlen(err_sentence(-i)) > 15);
		for (int j = 1; j < i; j++)
			assert_string_not_equal(err_code(-i), err_code(-j));
	}
}

static char log_seen[4][LOG_LINE_MAX];
static unsigned log_count;

static void log_write(enum log_level level, const char *line)
{
	(void)level;
	str_copy(log_seen[log_count++ % 4], LOG_LINE_MAX, line);
}

static void test_log(void **state)
{
	static struct log_output o = {.level = LOG_WARN, .write = log_write};
	char line[LOG_LINE_MAX], longest[2 * LOG_LINE_MAX];
	uint32_t at = 0, again;

	(void)state;
	assert_int_equal(log_read(&at, line, sizeof(line)), -1);
	log_add_output(&o);
	log_line(LOG_INFO, "quiet");
	log_line(LOG_WARN, "tab\t %d", 5);
	log_line(LOG_ERROR, "%s", "");
	assert_int_equal(log_count, 2);
	assert_string_equal(log_seen[0], "tab. 5");
	assert_int_equal(log_read(&at, line, sizeof(line)), LOG_INFO);
	assert_string_equal(line, "quiet");
	again = at;
	assert_int_equal(log_read(&at, line, 4), LOG_WARN);
	assert_string_equal(line, "tab");
	assert_int_equal(log_read(&again, line, 0), LOG_WARN);
	assert_int_equal(log_read(&at, line, sizeof(line)), LOG_ERROR);
	assert_string_equal(line, "");
	assert_int_equal(log_read(&at, line, sizeof(line)), -1);

	memset(longest, 'l', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	log_line(LOG_DEBUG, "%s", longest);
	assert_int_equal(log_read(&at, line, sizeof(line)), LOG_DEBUG);
	assert_int_equal(strlen(line), LOG_LINE_MAX - 1);
}

/* The ring wraps: the newest lines are there, whole and in order. */
static void test_log_ring(void **state)
{
	char line[LOG_LINE_MAX], wanted[LOG_LINE_MAX];
	unsigned n, kept, bytes;
	uint32_t at, stale;

	(void)state;
	for (n = 0; n < 5000; n++) {
		log_line(LOG_DEBUG, "%u %.*s", n, (int)(n * 37 % 200),
			 "....................................................."
			 "....................................................."
			 "....................................................."
			 "...................................................."
			 ".");
		at = 0;
		kept = bytes = 0;
		if (n % 97 || n < 1000)
			continue;
		while (log_read(&at, line, sizeof(line)) >= 0) {
			bytes += (unsigned)strlen(line) + 2;
			kept++;
		}
		assert_in_range(bytes, 8192 - 242, 8192);
		at = 0;
		for (unsigned i = n - kept + 1; i <= n; i++) {
			fmt(wanted, sizeof(wanted), "%u ", i);
			assert_int_equal(log_read(&at, line, sizeof(line)),
					 LOG_DEBUG);
			assert_memory_equal(line, wanted, strlen(wanted));
		}
	}
	/* A reader that slept goes on with the oldest line. */
	stale = at - 8192 - 1000;
	at = 0;
	log_read(&at, wanted, sizeof(wanted));
	assert_int_equal(log_read(&stale, line, sizeof(line)), LOG_DEBUG);
	assert_string_equal(line, wanted);
}

static void test_str(void **state)
{
	char *buf = guard_alloc(5);

	(void)state;
	assert_true(str_copy(buf, 5, "abcd"));
	assert_string_equal(buf, "abcd");
	assert_false(str_copy(buf, 5, "efghi"));
	assert_string_equal(buf, "efgh");
	assert_false(str_copy(buf, 1, "x"));
	assert_string_equal(buf, "");
	assert_true(str_copy(buf, 1, ""));
	assert_false(str_copy(buf + 5, 0, "x"));
	guard_free(buf, 5);

	assert_int_equal(str_casecmp("Label", "lABEL"), 0);
	assert_true(str_casecmp("label", "label1") < 0);
	assert_true(str_casecmp("labem", "LABEL") > 0);
	assert_true(str_casecmp("a", "\xE4") < 0);
	assert_int_equal(str_casecmp("", ""), 0);
	assert_true(str_casecmp("[", "{") != 0); /* differ in the case bit */
	assert_true(str_caseprefix("MENU Title", "menu t"));
	assert_true(str_caseprefix("x", ""));
	assert_false(str_caseprefix("men", "menu"));
	assert_int_equal(str_lower('Z'), 'z');
	assert_int_equal(str_lower('@'), '@');
	assert_int_equal(str_lower('['), '[');
	assert_int_equal(str_lower(0x141), 0x141);
	for (int c = -1; c < 256; c++)
		assert_int_equal(str_isspace(c),
				 c == ' ' || c == '\t' || c == '\n' ||
					 c == '\v' || c == '\f' || c == '\r');
}

static void test_str_printable(void **state)
{
	char s[] = "a\x1B\r\x7F\xE4\x01 z";

	(void)state;
	assert_ptr_equal(str_printable(s), s);
	assert_string_equal(s, "a...\xE4. z");
}

static void test_str_number(void **state)
{
	static const struct {
		const char *s;
		uint32_t max, value;
		int rest; /* characters after it, -1: refused */
	} row[] = {
		{"0", 9, 0, 0},
		{"42 x", 99, 42, 2},
		{"007", 9, 7, 0},
		{"4294967295", UINT32_MAX, UINT32_MAX, 0},
		{"4294967296", UINT32_MAX, 0, -1},
		{"42949672950", UINT32_MAX, 0, -1},
		{"99999999999999999999", UINT32_MAX, 0, -1},
		{"0xFFFFFFFF", UINT32_MAX, UINT32_MAX, 0},
		{"0x100000000", UINT32_MAX, 0, -1},
		{"0X3f8,n", 0xFFFF, 0x3F8, 2},
		{"0x", 9, 0, -1},
		{"0xg", 9, 0, -1},
		{"100", 99, 0, -1},
		{"100", 100, 100, 0},
		{"", 9, 0, -1},
		{"x", 9, 0, -1},
		{"-1", 9, 0, -1},
		{"12a", 99, 12, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		uint32_t value = 0;
		const char *end = str_number(row[i].s, row[i].max, &value);

		assert_int_equal(end ? (int)strlen(end) : -1, row[i].rest);
		assert_int_equal(value, row[i].value);
	}
}

static void test_str_ip(void **state)
{
	static const struct {
		const char *s;
		uint8_t ip[4];
		int rest;
	} row[] = {
		{"10.0.2.2", {10, 0, 2, 2}, 0},
		{"255.255.255.255", {255, 255, 255, 255}, 0},
		{"0.0.0.0", {0}, 0},
		{"010.001.000.09", {10, 1, 0, 9}, 0},
		{"1.2.3.4:80", {1, 2, 3, 4}, 3},
		{"1.2.3.4.5", {1, 2, 3, 4}, 2},
		{"1.2.3", {0}, -1},
		{"1.2.3.", {0}, -1},
		{"1.2.3.256", {0}, -1},
		{"1.2.3.1000", {0}, -1},
		{"0001.2.3.4", {0}, -1},
		{"1..2.3", {0}, -1},
		{".1.2.3", {0}, -1},
		{"", {0}, -1},
		{"server", {0}, -1},
		{"0x1.2.3.4", {0}, -1},
		{"-1.2.3.4", {0}, -1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		size_t room = strlen(row[i].s) + 1;
		char *s = guard_copy(row[i].s, room);
		ip4 ip;
		const char *end = str_ip(s, &ip);

		assert_int_equal(end ? (int)strlen(end) : -1, row[i].rest);
		if (end)
			assert_memory_equal(ip.b, row[i].ip, 4);
		guard_free(s, room);
	}
}

static void test_span(void **state)
{
	uint8_t *bytes = guard_copy("ab\0\x12\x34z", 6);
	struct span s = span_of(bytes, 6), t;
	uint16_t word;
	uint8_t byte;

	(void)state;
	assert_true(span_string(&s, &t));
	assert_int_equal(t.len, 2);
	assert_memory_equal(t.p, "ab", 3);
	assert_true(span_be16(&s, &word));
	assert_int_equal(word, 0x1234);
	assert_false(span_string(&s, &t)); /* no NUL: nothing taken */
	assert_false(span_be16(&s, &word));
	assert_false(span_take(&s, 2, &t));
	assert_false(span_take(&s, SIZE_MAX, &t));
	assert_int_equal(s.len, 1);
	assert_true(span_u8(&s, &byte));
	assert_int_equal(byte, 'z');
	assert_false(span_u8(&s, &byte));
	assert_true(span_take(&s, 0, &t));
	assert_false(span_string(&s, &t));
	guard_free(bytes, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fmt),
		cmocka_unit_test(test_fmt_embedded_nul),
		cmocka_unit_test(test_fmt_ip),
		cmocka_unit_test(test_fmt_size),
		cmocka_unit_test(test_div),
		cmocka_unit_test(test_arena),
		cmocka_unit_test(test_canvas),
		cmocka_unit_test(test_err),
		cmocka_unit_test(test_err_table),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_log_ring),
		cmocka_unit_test(test_str),
		cmocka_unit_test(test_str_printable),
		cmocka_unit_test(test_str_number),
		cmocka_unit_test(test_str_ip),
		cmocka_unit_test(test_span),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
