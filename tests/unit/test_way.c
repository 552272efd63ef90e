/* Which way a TFTP file takes: stage1/way.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "way.h"

#define MB (1u << 20)

static struct ways ways_of(uint32_t call_us, uint32_t round_trip_us)
{
	struct ways w = {.call_us = call_us};

	way_reset(&w);
	w.round_trip_us = round_trip_us;
	return w;
}

/* What is counted before any file has come. */
static void test_best(void **state)
{
	static const struct {
		uint32_t call_us, round_trip_us;
		bool lock_step;
		enum way best;
	} rows[] = {
		{0, 0, false, WAY_WINDOWS}, {1, 200, false, WAY_WINDOWS},
		{50, 200, false, WAY_API},  /* 32-bit firmware, a LAN */
		{50, 2500, false, WAY_API}, /* far */
		{1, 200, true, WAY_BLOCKS}, {50, 200, true, WAY_API},
		{50, 2500, true, WAY_API},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct ways w = ways_of(rows[i].call_us, rows[i].round_trip_us);

		w.lock_step = rows[i].lock_step;
		assert_int_equal(way_best(&w), rows[i].best);
	}
}

static void test_off(void **state)
{
	struct ways w = ways_of(50, 200);

	(void)state;
	w.off[WAY_API] = true;
	assert_int_equal(way_best(&w), WAY_WINDOWS);
	w.off[WAY_WINDOWS] = w.off[WAY_BLOCKS] = true;
	assert_int_equal(way_best(&w), WAY_SMALL);
	w.off[WAY_SMALL] = true;
	assert_int_equal(way_best(&w), WAY_COUNT);
	/* Another server is no other firmware. */
	way_reset(&w);
	assert_int_equal(way_best(&w), WAY_COUNT);
}

static void test_blksize(void **state)
{
	struct ways w = ways_of(50, 200);

	(void)state;
	assert_int_equal(way_blksize(&w, WAY_WINDOWS), 1468);
	assert_int_equal(way_blksize(&w, WAY_SMALL), 1456);
	assert_int_equal(way_blksize(&w, WAY_API), 20480);
	assert_int_equal(way_blksize(&w, WAY_BLOCKS), 40960);
	assert_int_equal(way_window(&w, WAY_WINDOWS), 128);
	assert_int_equal(way_window(&w, WAY_API), 10); /* as many bytes */
	assert_int_equal(way_window(&w, WAY_BLOCKS), 1);
	/* 5 MB/s: in windows it is the wire, in lock-step the answers. */
	way_learn(&w, WAY_API, 10 * MB, 2000, 0);
	assert_int_equal(way_blksize(&w, WAY_API), 20480);
	w.lock_step = true;
	way_learn(&w, WAY_API, 10 * MB, 2000, 0);
	assert_int_equal(way_blksize(&w, WAY_API), 65464);
	assert_int_equal(way_blksize(&w, WAY_BLOCKS), 65464);
	w.blksize_max = 1428; /* libslirp's */
	assert_int_equal(way_blksize(&w, WAY_BLOCKS), 1428);
}

/* What was measured counts more than what was thought. */
static void test_learn(void **state)
{
	struct ways w = ways_of(10, 200);

	(void)state;
	way_learn(&w, WAY_API, MB - 1, 10000, 0); /* small: nothing */
	assert_int_equal(way_best(&w), WAY_API);
	way_learn(&w, WAY_API, 10 * MB, 10000, 0);
	assert_int_equal(way_best(&w), WAY_WINDOWS);
	/* Large blocks are no better than windows, whatever is counted. */
	way_learn(&w, WAY_WINDOWS, 10 * MB, 20000, 0);
	assert_int_equal(way_best(&w), WAY_SMALL);
	w.lock_step = true;
	assert_int_equal(way_best(&w), WAY_BLOCKS);
	/* So slow that it is less than a kilobyte in a millisecond. */
	way_learn(&w, WAY_BLOCKS, MB, UINT32_MAX - 1, 0);
	assert_int_equal(way_best(&w), WAY_SMALL);
	way_reset(&w);
	w.round_trip_us = 200;
	assert_int_equal(way_best(&w), WAY_API);
	/* Half as fast as thought is no proof that another way is better. */
	way_learn(&w, WAY_API, 10 * MB, 500, 0);
	assert_int_equal(way_best(&w), WAY_API);
}

static void test_loss(void **state)
{
	struct ways w = ways_of(1, 200);

	(void)state;
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 0);
	assert_int_equal(w.window, 128);
	/* Now and then one is lost: as it is. */
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 1026);
	assert_int_equal(w.window, 128);
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 1027);
	assert_int_equal(w.window, 64);
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 9);
	assert_int_equal(w.window, 64);
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 8);
	assert_int_equal(w.window, 128);
	for (int i = 0; i < 9; i++)
		way_learn(&w, WAY_WINDOWS, 64 * MB, 1000, 9999);
	assert_int_equal(w.window, 16);
	/* Large blocks shrink as far as they are large. */
	way_learn(&w, WAY_API, 64 * MB, 1000, 130);
	assert_int_equal(way_blksize(&w, WAY_API), 20480);
	way_learn(&w, WAY_API, 64 * MB, 1000, 131);
	assert_int_equal(way_blksize(&w, WAY_API), 4396);
	for (int i = 0; i < 9; i++)
		way_learn(&w, WAY_API, 64 * MB, 1000, 9999);
	assert_int_equal(way_blksize(&w, WAY_API), 4396);
	assert_int_equal(way_blksize(&w, WAY_WINDOWS), 1468);
}

static void test_leave(void **state)
{
	struct ways w = ways_of(50, 100);

	(void)state;
	assert_true(way_leave(&w, WAY_WINDOWS));
	assert_false(way_leave(&w, WAY_API));
	/* A little better is not worth a new request. */
	way_learn(&w, WAY_API, 64 * MB, 1000, 0);
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1100, 0);
	assert_false(way_leave(&w, WAY_WINDOWS));
	way_learn(&w, WAY_WINDOWS, 64 * MB, 1300, 0);
	assert_true(way_leave(&w, WAY_WINDOWS));
}

static void test_leave_midway(void **state)
{
	struct ways w = ways_of(10, 200);

	(void)state;
	/* 20 MB/s are as thought; 1 MB/s is not. */
	assert_false(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 100, 0));
	assert_false(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 1999, 0));
	assert_true(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 2000, 0));
	/* Near the end the rest is over sooner than all of it again. */
	assert_false(way_leave_midway(&w, WAY_API, 63 * MB, 64 * MB, 63000, 0));
	assert_false(way_leave_midway(&w, WAY_API, 64 * MB, 64 * MB, 64000, 0));
}

/* The same way with other blocks, where they are lost or far. */
static void test_blocks_midway(void **state)
{
	struct ways w = ways_of(10, 200);

	(void)state;
	assert_false(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 100, 6));
	assert_true(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 100, 7));
	assert_int_equal(way_blksize(&w, WAY_API), 4396);
	assert_int_equal(way_best(&w), WAY_API);
	assert_int_equal(w.window, 128);
	way_reset(&w);
	/* Too late for it. */
	assert_false(way_leave_midway(&w, WAY_API, 40 * MB, 64 * MB, 900, 99));
	way_reset(&w);
	w.lock_step = true;
	assert_true(way_leave_midway(&w, WAY_API, 2 * MB, 64 * MB, 100, 7));
	assert_int_equal(way_blksize(&w, WAY_API), 5120);
	way_reset(&w);
	w.lock_step = true;
	assert_false(way_leave_midway(&w, WAY_API, 4 * MB, 64 * MB, 100, 0));
	assert_true(way_leave_midway(&w, WAY_API, 4 * MB, 64 * MB, 400, 0));
	assert_int_equal(way_blksize(&w, WAY_API), 65464);
}

/* Nearly every large block is hit: none any more, even from the beginning. */
static void test_lossy(void **state)
{
	struct ways w = ways_of(10, 200);

	(void)state;
	assert_false(way_leave_midway(&w, WAY_API, MB / 4, 64 * MB, 50, 2));
	assert_true(way_leave_midway(&w, WAY_API, MB / 4, 64 * MB, 50, 6));
	assert_int_equal(way_blksize(&w, WAY_API), 4396);
	assert_int_equal(way_best(&w), WAY_API);
	assert_true(way_leave_midway(&w, WAY_API, MB / 4, 64 * MB, 50, 7));
	assert_int_equal(way_best(&w), WAY_WINDOWS);
	/* However much of the file has come. */
	assert_true(way_leave_midway(&w, WAY_API, 60 * MB, 64 * MB, 50, 999));
	/* Frame-sized blocks can not get smaller. */
	assert_false(way_leave_midway(&w, WAY_WINDOWS, MB, 64 * MB, 50, 99));
	w.off[WAY_WINDOWS] = w.off[WAY_BLOCKS] = true;
	assert_int_equal(way_best(&w), WAY_SMALL);
	/* Another server is another net. */
	way_reset(&w);
	assert_int_equal(way_best(&w), WAY_API);
	assert_int_equal(way_blksize(&w, WAY_API), 20480);
}

/* Large blocks stop coming: they get smaller, then there are none. */
static void test_silent(void **state)
{
	struct ways w = ways_of(10, 200);

	(void)state;
	way_silent(&w, WAY_API);
	assert_int_equal(way_blksize(&w, WAY_API), 4396);
	assert_int_equal(way_best(&w), WAY_API);
	way_silent(&w, WAY_API);
	assert_int_equal(way_best(&w), WAY_WINDOWS);
	way_reset(&w);
	w.lock_step = true;
	way_silent(&w, WAY_BLOCKS);
	assert_int_equal(way_blksize(&w, WAY_BLOCKS), 10240);
	way_silent(&w, WAY_BLOCKS);
	assert_int_equal(way_blksize(&w, WAY_BLOCKS), 4396);
	way_silent(&w, WAY_BLOCKS);
	assert_int_equal(way_best(&w), WAY_WINDOWS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_best),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_blksize),
		cmocka_unit_test(test_learn),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_leave),
		cmocka_unit_test(test_leave_midway),
		cmocka_unit_test(test_blocks_midway),
		cmocka_unit_test(test_lossy),
		cmocka_unit_test(test_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
