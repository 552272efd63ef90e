/* Bytes against their manifest line: every object, region and way to cut. */
#include "base/err.h"
#include "base/place.h"
#include "crypto/check.h"
#include "unit.h"

#define LEN 300 /* several blocks of SHA-256, and a rest */

static uint8_t object[LEN + 1], other[LEN];

static struct manifest_object object_line(const uint8_t *bytes, size_t len)
{
	struct manifest_object o = {.len = len};
	struct prim_sha256 h;

	prim_sha256_begin(&h);
	prim_sha256_feed(&h, bytes, len);
	prim_sha256_end(&h, o.digest);
	return o;
}

/* Push in pieces of step bytes (guarded) and give the verdict. */
static int run(const struct manifest_object *o, const uint8_t *bytes,
	       size_t len, size_t step)
{
	uint8_t *to = guard_alloc(LEN);
	struct place place;
	struct check c;
	int rc = 0, end;

	place_init(&place, to, LEN);
	check_init(&c, o, &place.sink);
	for (size_t done = 0; rc == 0 && done < len;) {
		size_t n = step < len - done ? step : len - done;
		void *piece = guard_copy(bytes + done, n);

		rc = c.sink.push(&c.sink, piece, n);
		guard_free(piece, n);
		done += n;
	}
	end = check_end(&c);
	if (rc)
		assert_int_equal(end, rc); /* the first failure stays */
	if (end == 0) {
		assert_int_equal(place.len, len);
		assert_memory_equal(to, bytes, len);
		/* Nothing may follow the verdict. */
		assert_int_equal(c.sink.push(&c.sink, bytes, 1),
				 -ERR_CHECK_LONG);
		assert_int_equal(check_end(&c), -ERR_CHECK_LONG);
	} else {
		assert_int_equal(c.sink.push(&c.sink, bytes, 1), end);
	}
	guard_free(to, LEN);
	return end;
}

/* Another source: all is forgotten, the next sink's bytes, too. */
static void test_again(void **state)
{
	struct manifest_object o = object_line(object, LEN);
	uint8_t *to = guard_alloc(LEN);
	struct place place;
	struct check c;

	(void)state;
	place_init(&place, to, LEN);
	check_init(&c, &o, &place.sink);
	/* From the middle of a file, and after each kind of failure. */
	assert_int_equal(c.sink.push(&c.sink, other, LEN / 2), 0);
	c.sink.again(&c.sink);
	assert_int_equal(place.len, 0);
	assert_int_equal(c.sink.expect(&c.sink, LEN - 1), -ERR_CHECK_TOLD);
	c.sink.again(&c.sink);
	assert_int_equal(c.sink.push(&c.sink, object, LEN + 1),
			 -ERR_CHECK_LONG);
	c.sink.again(&c.sink);
	assert_int_equal(check_end(&c), -ERR_CHECK_SHORT);
	c.sink.again(&c.sink);
	/* Half of one and half of the other is neither. */
	assert_int_equal(c.sink.push(&c.sink, object, LEN / 2), 0);
	c.sink.again(&c.sink);
	assert_int_equal(c.sink.push(&c.sink, object + LEN / 2, LEN / 2), 0);
	assert_int_equal(check_end(&c), -ERR_CHECK_SHORT);
	c.sink.again(&c.sink);
	assert_int_equal(c.sink.expect(&c.sink, LEN), 0);
	assert_int_equal(c.sink.push(&c.sink, object, LEN), 0);
	assert_int_equal(check_end(&c), 0);
	assert_memory_equal(to, object, LEN);
	/* Where the next sink can not, it can not. */
	place.sink.again = NULL;
	check_init(&c, &o, &place.sink);
	assert_null(c.sink.again);
	guard_free(to, LEN);
}

static void test_good(void **state)
{
	(void)state;
	for (size_t len = 0; len <= LEN; len += 1 + len / 16) {
		struct manifest_object o = object_line(object, len);

		for (size_t step = 1; step <= len + 1; step += 1 + step / 8)
			assert_int_equal(run(&o, object, len, step), 0);
	}
}

/* One bit anywhere. */
static void test_damage(void **state)
{
	struct manifest_object o = object_line(object, LEN);

	(void)state;
	for (size_t bit = 0; bit < LEN * 8; bit++) {
		object[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(run(&o, object, LEN, 64), -ERR_CHECK_DIGEST);
		object[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

static void test_length(void **state)
{
	struct manifest_object o = object_line(object, LEN);
	struct manifest_object none = object_line(object, 0);

	(void)state;
	for (size_t len = 0; len < LEN; len++)
		assert_int_equal(run(&o, object, len, 50), -ERR_CHECK_SHORT);
	assert_int_equal(run(&o, object, LEN + 1, LEN), -ERR_CHECK_LONG);
	assert_int_equal(run(&o, object, LEN + 1, LEN + 1), -ERR_CHECK_LONG);
	assert_int_equal(run(&none, object, 1, 1), -ERR_CHECK_LONG);
	assert_int_equal(run(&o, other, LEN, LEN), -ERR_CHECK_DIGEST);
}

static void test_digest_line(void **state)
{
	struct manifest_object o = object_line(object, LEN);

	(void)state;
	for (size_t bit = 0; bit < sizeof(o.digest) * 8; bit++) {
		o.digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_equal(run(&o, object, LEN, LEN), -ERR_CHECK_DIGEST);
		o.digest[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

/* A told length is compared before a byte has come. */
static void test_expect(void **state)
{
	static const uint64_t totals[] = {0, LEN - 1, LEN, LEN + 1, UINT64_MAX};
	struct manifest_object o = object_line(object, LEN);
	uint8_t to[LEN];

	(void)state;
	for (size_t i = 0; i < COUNT(totals); i++) {
		struct place place;
		struct check c;
		int wanted = totals[i] == LEN ? 0 : -ERR_CHECK_TOLD;

		place_init(&place, to, LEN);
		check_init(&c, &o, &place.sink);
		assert_int_equal(c.sink.expect(&c.sink, totals[i]), wanted);
		assert_int_equal(c.sink.push(&c.sink, object, LEN), wanted);
		assert_int_equal(check_end(&c), wanted);
	}
}

/* What the next sink says stays the verdict. */
static void test_next(void **state)
{
	struct manifest_object o = object_line(object, LEN);
	uint8_t to[LEN];
	struct place place;
	struct check c;

	(void)state;
	place_init(&place, to, LEN - 1);
	check_init(&c, &o, &place.sink);
	assert_int_equal(c.sink.expect(&c.sink, LEN), -ERR_PLACE_TOO_BIG);
	assert_int_equal(check_end(&c), -ERR_PLACE_TOO_BIG);
	check_init(&c, &o, &place.sink);
	assert_int_equal(c.sink.push(&c.sink, object, LEN), -ERR_PLACE_FULL);
	assert_int_equal(check_end(&c), -ERR_PLACE_FULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_damage),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_digest_line),
		cmocka_unit_test(test_expect),
		cmocka_unit_test(test_next),
	};

	for (size_t i = 0; i < LEN; i++) {
		object[i] = (uint8_t)(i * 7 + i / 256);
		other[i] = (uint8_t)(i * 5 + 1);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
