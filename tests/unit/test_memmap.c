/*
 * The list of free memory: tables of ranges added and removed, searches at
 * their edges, and long random plays against a plain array of pages.
 */
#include <stdlib.h>
#include <string.h>
#include "base/memmap.h"
#include "unit.h"

/* "+start,len" adds, "-start,len" removes; hexadecimal. */
static void play(struct memmap *m, const char *script)
{
	char *p = (char *)(uintptr_t)script;

	while (*p) {
		char what = *p;
		uint64_t start = strtoull(p + 1, &p, 16), len;

		assert_int_equal(*p, ',');
		len = strtoull(p + 1, &p, 16);
		if (what == '+')
			memmap_add(m, start, len);
		else
			memmap_remove(m, start, len);
		while (*p == ' ')
			p++;
	}
}

/* "start-end start-end". */
static const char *show(const struct memmap *m)
{
	static char text[MEMMAP_MAX * 18 + 1];
	size_t n = 0;

	text[0] = '\0';
	for (unsigned i = 0; i < m->count; i++)
		n += (size_t)sprintf(text + n, "%s%x-%x", i ? " " : "",
				     m->range[i].start, m->range[i].end);
	return text;
}

static struct memmap map(const char *script)
{
	struct memmap m = {0};

	play(&m, script);
	return m;
}

/* What a script leaves. */
static const struct {
	const char *script, *left;
} lists[] = {
	{"", ""},
	{"+1000,1000", "1000-2000"},
	{"+1000,0", ""},
	{"-1000,1000", ""},
	/* Apart, in both orders. */
	{"+1000,1000 +5000,1000", "1000-2000 5000-6000"},
	{"+5000,1000 +1000,1000", "1000-2000 5000-6000"},
	/* Touching and overlapping ones become one. */
	{"+1000,1000 +2000,1000", "1000-3000"},
	{"+2000,1000 +1000,1000", "1000-3000"},
	{"+1000,1000 +1000,1000", "1000-2000"},
	{"+1000,3000 +2000,1000", "1000-4000"},
	{"+2000,1000 +1000,3000", "1000-4000"},
	{"+1000,2000 +2000,2000", "1000-4000"},
	{"+2000,2000 +1000,2000", "1000-4000"},
	{"+1000,1000 +2001,1000", "1000-2000 2001-3001"},
	/* One over many. */
	{"+1000,1 +2000,1 +3000,1 +5000,1 +1800,2000",
	 "1000-1001 1800-3800 5000-5001"},
	{"+1000,1000 +3000,1000 +2000,1000", "1000-4000"},
	{"+1000,1000 +3000,1000 +0,100000", "0-100000"},
	{"+1000,1000 +3000,1000 +1800,0", "1000-2000 3000-4000"},
	{"+1000,1000 +1800,0", "1000-2000"},
	/* Cuts: in front, behind, inside, all, none, over many. */
	{"+1000,3000 -1000,1000", "2000-4000"},
	{"+1000,3000 -0,2000", "2000-4000"},
	{"+1000,3000 -3000,1000", "1000-3000"},
	{"+1000,3000 -3000,9000", "1000-3000"},
	{"+1000,3000 -2000,1000", "1000-2000 3000-4000"},
	{"+1000,3000 -2000,1", "1000-2000 2001-4000"},
	{"+1000,3000 -1000,3000", ""},
	{"+1000,3000 -0,9000", ""},
	{"+1000,3000 -0,1000", "1000-4000"},
	{"+1000,3000 -4000,1000", "1000-4000"},
	{"+1000,3000 -2000,0", "1000-4000"},
	{"+1000,1000 +3000,1000 +5000,1000 -1800,4000", "1000-1800 5800-6000"},
	{"+1000,1000 +3000,1000 +5000,1000 -1000,4000", "5000-6000"},
	/* The end at 4 GiB, and 64-bit values that wrap. */
	{"+fffff000,1000", ""},
	{"+ffffe000,2000", "ffffe000-fffff000"},
	{"+ffffe000,1800", "ffffe000-fffff000"},
	{"+fffff800,100", ""},
	{"+fffe0000,100000000", "fffe0000-fffff000"},
	{"+100000000,1000", ""},
	{"+100001000,1000", ""},
	{"+0,100000000", "0-fffff000"},
	{"+0,ffffffffffffffff", "0-fffff000"},
	{"+1000,ffffffffffffffff", "1000-fffff000"},
	{"+ffffffffffffffff,2", ""},
	{"+ffffffff00001000,ffffffff", ""},
	{"+ffffffff00001000,ffffffff00001000", ""},
	{"+0,100000000 -fffff000,1000", "0-fffff000"},
	{"+0,100000000 -ffffe000,100000000", "0-ffffe000"},
	{"+0,100000000 -100000000,100000000", "0-fffff000"},
	{"+0,100000000 -100001000,1000", "0-fffff000"},
	{"+0,100000000 -1000,ffffffffffffffff", "0-1000"},
	{"+0,100000000 -ffffffffffffffff,ffffffffffffffff", "0-fffff000"},
	{"+0,100000000 -0,ffffffffffffffff", ""},
	/* A PC: base memory, EBDA, hole, ACPI at the top. */
	{"+0,9fc00 +100000,1fee0000 -9fc00,400 -f0000,10000 -1ffe0000,20000",
	 "0-9fc00 100000-1ffe0000"},
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct memmap m = map(lists[i].script);

		if (strcmp(show(&m), lists[i].left))
			print_message("row: %s\n", lists[i].script);
		assert_string_equal(show(&m), lists[i].left);
	}
}

/* MEMMAP_MAX ranges of 1000h bytes at 10000h, 12000h and so on. */
static struct memmap *full(void)
{
	struct memmap *m = guard_alloc(sizeof(*m));

	memset(m, 0, sizeof(*m));
	for (unsigned i = 0; i < MEMMAP_MAX; i++)
		memmap_add(m, 0x10000 + i * 0x2000, 0x1000);
	assert_int_equal(m->count, MEMMAP_MAX);
	return m;
}

/* A full list may forget memory, but never invents some. */
static void test_full(void **state)
{
	const uint32_t end = 0x10000 + MEMMAP_MAX * 0x2000;
	struct memmap *m = full();

	(void)state;
	memmap_add(m, 0, 0x1000);
	memmap_add(m, 0x11800, 0x400);
	memmap_add(m, end, 0x1000);
	assert_int_equal(m->count, MEMMAP_MAX);
	assert_int_equal(m->range[0].start, 0x10000);
	assert_int_equal(m->range[MEMMAP_MAX - 1].end, end - 0x1000);

	/* Growing one, and joining two, still works. */
	memmap_add(m, 0x11000, 0x800);
	assert_int_equal(m->count, MEMMAP_MAX);
	assert_int_equal(m->range[0].end, 0x11800);
	memmap_add(m, 0x11800, 0x800);
	assert_int_equal(m->count, MEMMAP_MAX - 1);
	assert_int_equal(m->range[0].end, 0x13000);
	memmap_add(m, end, 0x1000);
	assert_int_equal(m->count, MEMMAP_MAX);
	guard_free(m, sizeof(*m));
}

/* A hole in a full list: one of the two halves is forgotten. */
static void test_full_cut(void **state)
{
	for (unsigned i = 0; i < MEMMAP_MAX; i++) {
		struct memmap *m = full();
		uint32_t start = 0x10000 + i * 0x2000, found;

		memmap_remove(m, start + 0x400, 0x400);
		assert_int_equal(m->count, MEMMAP_MAX);
		assert_false(memmap_lowest(m, start + 0x400, start + 0x800, 1,
					   1, &found));
		assert_int_equal(m->range[i].end - m->range[i].start, 0x800);
		guard_free(m, sizeof(*m));
	}
	(void)state;
}

#define NOWHERE 0xDEADBEEF
static const struct {
	const char *script;
	uint32_t from, to, len, align;
	uint32_t lowest, highest; /* NOWHERE: no place */
} searches[] = {
	{"", 0, MEMMAP_TOP, 1, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0, MEMMAP_TOP, 0x1000, 1, 0x1000, 0x1000},
	{"+1000,1000", 0, MEMMAP_TOP, 0x1001, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0, MEMMAP_TOP, 1, 1, 0x1000, 0x1FFF},
	/* from and to. */
	{"+1000,1000", 0x1800, MEMMAP_TOP, 0x800, 1, 0x1800, 0x1800},
	{"+1000,1000", 0x1801, MEMMAP_TOP, 0x800, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0, 0x1800, 0x800, 1, 0x1000, 0x1000},
	{"+1000,1000", 0, 0x17FF, 0x800, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0x1400, 0x1C00, 0x100, 1, 0x1400, 0x1B00},
	{"+1000,1000", 0x1400, 0x1400, 1, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0x1C00, 0x1400, 1, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0x2000, MEMMAP_TOP, 1, 1, NOWHERE, NOWHERE},
	{"+1000,1000", 0, 0x1000, 1, 1, NOWHERE, NOWHERE},
	{"+1000,1000 +3000,1000", 0x1FFF, 0x3001, 2, 1, NOWHERE, NOWHERE},
	/* Alignment. */
	{"+1001,1fff", 0, MEMMAP_TOP, 0x1000, 0x1000, 0x2000, 0x2000},
	{"+1001,1ffe", 0, MEMMAP_TOP, 0x1000, 0x1000, NOWHERE, NOWHERE},
	{"+1001,fff", 0, MEMMAP_TOP, 1, 0x1000, NOWHERE, NOWHERE},
	{"+1000,1001", 0, MEMMAP_TOP, 1, 0x1000, 0x1000, 0x2000},
	{"+1000,5000", 0, MEMMAP_TOP, 0x800, 0x2000, 0x2000, 0x4000},
	{"+0,5000", 0, MEMMAP_TOP, 0x1800, 0x2000, 0, 0x2000},
	/* The second range where the first is too small, or aligned badly. */
	{"+1000,1000 +8000,2000", 0, MEMMAP_TOP, 0x2000, 1, 0x8000, 0x8000},
	{"+8000,2000 +10000,100", 0, MEMMAP_TOP, 0x2000, 1, 0x8000, 0x8000},
	{"+1000,1000 +8000,2000", 0, MEMMAP_TOP, 0x10, 0x4000, 0x8000, 0x8000},
	/* The top: rounding up wraps, and finds nothing. */
	{"+ffffe001,1000", 0, MEMMAP_TOP, 1, 0x1000, NOWHERE, NOWHERE},
	{"+ff000001,fffffe", 0, MEMMAP_TOP, 1, 0x80000000, NOWHERE, NOWHERE},
	{"+0,100000000", 0, MEMMAP_TOP, 1, 0x80000000, 0, 0x80000000},
	{"+0,100000000", 1, MEMMAP_TOP, 1, 0x80000000, 0x80000000, 0x80000000},
	{"+0,100000000", 0, MEMMAP_TOP, MEMMAP_TOP, 1, 0, 0},
	{"+0,100000000", 0, UINT32_MAX, UINT32_MAX, 1, NOWHERE, NOWHERE},
	{"+0,100000000", 0, UINT32_MAX, 0x1000, 0x1000, 0, 0xFFFFE000},
};

static void test_searches(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(searches); i++) {
		struct memmap m = map(searches[i].script);
		uint32_t low = NOWHERE, high = NOWHERE;
		bool found =
			memmap_lowest(&m, searches[i].from, searches[i].to,
				      searches[i].len, searches[i].align, &low);

		if (low != searches[i].lowest)
			print_message("search %zu\n", i);
		assert_int_equal(low, searches[i].lowest);
		assert_int_equal(found, low != NOWHERE);
		found = memmap_highest(&m, searches[i].from, searches[i].to,
				       searches[i].len, searches[i].align,
				       &high);
		if (high != searches[i].highest)
			print_message("search %zu\n", i);
		assert_int_equal(high, searches[i].highest);
		assert_int_equal(found, high != NOWHERE);
	}
}

static void test_largest(void **state)
{
	struct memmap m = map("+1000,1000 +4000,3000 +9000,3000");
	static const struct {
		uint32_t from, to;
		struct range wanted;
	} rows[] = {
		{0, MEMMAP_TOP, {0x4000, 0x7000}}, /* the first of equals */
		{0x4001, MEMMAP_TOP, {0x9000, 0xC000}},
		{0, 0x5000, {0x1000, 0x2000}},
		{0, 0x5001, {0x4000, 0x5001}},
		{0x2000, 0x4000, {0, 0}},
		{0xC000, MEMMAP_TOP, {0, 0}},
		{0x5000, 0x4000, {0, 0}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct range r = memmap_largest(&m, rows[i].from, rows[i].to);

		assert_int_equal(r.start, rows[i].wanted.start);
		assert_int_equal(r.end, rows[i].wanted.end);
	}
}

static void test_end_of(void **state)
{
	struct memmap m = map("+1000,1000 +4000,3000");

	(void)state;
	assert_int_equal(memmap_end_of(&m, 0xFFF), 0xFFF);
	assert_int_equal(memmap_end_of(&m, 0x1000), 0x2000);
	assert_int_equal(memmap_end_of(&m, 0x1FFF), 0x2000);
	assert_int_equal(memmap_end_of(&m, 0x2000), 0x2000);
	assert_int_equal(memmap_end_of(&m, 0x6FFF), 0x7000);
	assert_int_equal(memmap_end_of(&m, UINT32_MAX), UINT32_MAX);
}

/*
 * The model: one flag for each of CELLS bytes. So few that the list can not
 * become full.
 */
#define CELLS 100
static bool model[CELLS + 1];

static uint32_t dice;

static uint32_t roll(uint32_t n)
{
	dice = dice * 1664525 + 1013904223;
	return (dice >> 8) % n;
}

static bool model_free(uint32_t at, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		if (at + i >= CELLS || !model[at + i])
			return false;
	return true;
}

static void check_list(const struct memmap *m)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < CELLS; i++)
		if (model[i] && (!i || !model[i - 1])) {
			assert_true(n < m->count);
			assert_int_equal(m->range[n].start, i);
			while (model[i])
				i++;
			assert_int_equal(m->range[n++].end, i);
		}
	assert_int_equal(n, m->count);
}

static void check_search(const struct memmap *m)
{
	uint32_t from = roll(CELLS), to = roll(CELLS + 1), len = 1 + roll(12);
	uint32_t align = 1u << roll(5), low = NOWHERE, high = NOWHERE;
	uint32_t found = NOWHERE;

	for (uint32_t at = 0; at < CELLS; at += align)
		if (at >= from && at + len <= to && model_free(at, len)) {
			low = low == NOWHERE ? at : low;
			high = at;
		}
	memmap_lowest(m, from, to, len, align, &found);
	assert_int_equal(found, low);
	found = NOWHERE;
	memmap_highest(m, from, to, len, align, &found);
	assert_int_equal(found, high);
}

static void test_random(void **state)
{
	struct memmap *m = guard_alloc(sizeof(*m));

	(void)state;
	for (dice = 1; dice < 200; dice++) {
		uint32_t seed = dice;

		memset(m, 0, sizeof(*m));
		memset(model, 0, sizeof(model));
		for (int step = 0; step < 60; step++) {
			uint32_t start = roll(CELLS);
			uint32_t len =
				roll(CELLS - start < 20 ? CELLS - start : 20);
			bool add = roll(3) != 0;

			(add ? memmap_add : memmap_remove)(m, start, len);
			memset(model + start, add, len);
			check_list(m);
			check_search(m);
		}
		dice = seed;
	}
	guard_free(m, sizeof(*m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_full_cut),
		cmocka_unit_test(test_searches),
		cmocka_unit_test(test_largest),
		cmocka_unit_test(test_end_of),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
