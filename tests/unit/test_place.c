/* The bounded writer: every room and every way to cut a stream, guarded. */
#include <string.h>
#include "base/err.h"
#include "base/place.h"
#include "unit.h"

static const char text[] = "0123456789abcdef";
#define LEN (sizeof(text) - 1)

/* The text in pieces of step bytes into room bytes. */
static void check(size_t room, size_t step)
{
	uint8_t *to = guard_alloc(room);
	struct place p;
	size_t done = 0;

	place_init(&p, to, (uint32_t)room);
	while (done < LEN) {
		size_t n = step < LEN - done ? step : LEN - done;
		char *piece = guard_copy(text + done, n);
		int rc = p.sink.push(&p.sink, piece, n);

		guard_free(piece, n);
		if (done + n > room) {
			assert_int_equal(rc, -ERR_PLACE_FULL);
			break;
		}
		assert_int_equal(rc, 0);
		done += n;
	}
	/* A piece that does not fit is not begun. */
	assert_int_equal(p.len, done);
	assert_int_equal(p.room, room);
	assert_memory_equal(to, text, done);
	guard_free(to, room);
}

static void test_push(void **state)
{
	(void)state;
	for (size_t room = 0; room <= LEN + 1; room++)
		for (size_t step = 1; step <= LEN; step++)
			check(room, step);
}

static void test_push_nothing(void **state)
{
	struct place p;

	(void)state;
	place_init(&p, guard_alloc(0), 0);
	assert_int_equal(p.sink.push(&p.sink, text, 0), 0);
	assert_int_equal(p.sink.push(&p.sink, text, 1), -ERR_PLACE_FULL);
	/* A length that would wrap 32 bits. */
	p.len = p.room = 0xFFFFFFFF;
	assert_int_equal(p.sink.push(&p.sink, text, 1), -ERR_PLACE_FULL);
	assert_int_equal(p.len, 0xFFFFFFFF);
}

/* The file comes from its beginning again. */
static void test_again(void **state)
{
	uint8_t *to = guard_alloc(5);
	struct place p;

	(void)state;
	place_init(&p, to, 5);
	assert_int_equal(p.sink.push(&p.sink, text, 4), 0);
	p.sink.again(&p.sink);
	assert_int_equal(p.len, 0);
	assert_int_equal(p.sink.push(&p.sink, text + 5, 5), 0);
	assert_memory_equal(to, text + 5, 5);
	guard_free(to, 5);
}

static void test_expect(void **state)
{
	static const struct {
		uint32_t room;
		uint64_t total;
		const char *detail; /* NULL: it fits */
	} rows[] = {
		{0, 0, NULL},
		{1000, 1000, NULL},
		{0xFFFFFFFF, 0xFFFFFFFF, NULL},
		{0, 1, "it has 1 byte, 0 bytes are free, 1 byte missing"},
		{1000, 1500,
		 "it has 1.5 kB, 1.0 kB are free, 500 bytes missing"},
		{0xFFFFFFFF, 0x100000000,
		 "it has 4.3 GB, 4.3 GB are free, 1 byte missing"},
		{1000000, UINT64_MAX,
		 "it has 18.4 EB, 1.0 MB are free, 18.4 EB missing"},
	};
	struct place p;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc;

		place_init(&p, NULL, rows[i].room);
		rc = p.sink.expect(&p.sink, rows[i].total);
		assert_int_equal(rc, rows[i].detail ? -ERR_PLACE_TOO_BIG : 0);
		if (rows[i].detail)
			assert_string_equal(err_detail(), rows[i].detail);
		assert_int_equal(p.len, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_push_nothing),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_expect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
