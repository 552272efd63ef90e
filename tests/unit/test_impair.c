/* The lab's bad wire, one direction: what comes out, when, and in what order.
 */
#include "unit.h"
#include "tests/lab/impair.h"
#include <stdlib.h>
#include <string.h>

#define MS 1000000

/* Faults that each test adds to. */
static const struct impair_config plain = {
	.seed = 7, .gap = 3, .hold_ns = 5 * MS, .queue = 1 << 18};

static struct impair *wire(struct impair_config config)
{
	struct impair *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	impair_init(w, &config, 0);
	return w;
}

/* Puts a frame that carries its number. */
static void put(struct impair *w, int64_t now, uint32_t number, uint32_t len)
{
	uint8_t frame[IMPAIR_FRAME_MAX] = {0};

	memcpy(frame + 20, &number, sizeof(number));
	impair_put(w, now, frame, len);
}

/* The number of the next frame that is out, or -1. */
static int64_t take(struct impair *w, int64_t now)
{
	struct impair_frame *frame = impair_take(w, now);
	uint32_t number;

	if (!frame)
		return -1;
	memcpy(&number, frame->data + 20, sizeof(number));
	impair_release(w, frame, true);
	return number;
}

/* After everything is out: nothing is forgotten, and all room is back. */
static void check_account(struct impair *w)
{
	const struct impair_stats *s = &w->stats;

	assert_int_equal(impair_next(w), IMPAIR_NEVER);
	assert_int_equal(s->frames + s->duplicated,
			 s->lost + s->overflow + s->sent);
	assert_int_equal(w->free_count, IMPAIR_SLOTS);
	free(w);
}

static void test_plain(void **state)
{
	struct impair *w = wire(plain);

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		put(w, i, i, 60 + i % 1455);
		assert_int_equal(impair_next(w), i);
		assert_int_equal(take(w, i), i);
		assert_int_equal(take(w, i), -1);
	}
	assert_int_equal(w->stats.sent, 20000);
	check_account(w);
}

/* The frame is whole, and the length in front of it is QEMU's. */
static void test_contents(void **state)
{
	uint8_t data[1514];
	struct impair *w = wire(plain);
	struct impair_frame *frame;

	(void)state;
	for (unsigned i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	impair_put(w, 0, data, sizeof(data));
	frame = impair_take(w, 0);
	assert_non_null(frame);
	assert_int_equal(frame->len, sizeof(data));
	assert_memory_equal(frame->data, data, sizeof(data));
	impair_release(w, frame, true);
	check_account(w);
}

static void test_delay(void **state)
{
	struct impair_config c = plain;
	struct impair *w;

	(void)state;
	c.delay_ns = MS;
	w = wire(c);
	for (uint32_t i = 0; i < 10; i++)
		put(w, i * 100, i, 100);
	assert_int_equal(impair_next(w), MS);
	assert_int_equal(take(w, MS - 1), -1);
	for (uint32_t i = 0; i < 10; i++) {
		assert_int_equal(take(w, MS + i * 100 - 1), -1);
		assert_int_equal(take(w, MS + i * 100), i);
	}
	check_account(w);
}

/* 100 Mbit/s: a full frame takes 1538 bytes of the cable, 123.04 us. */
static void test_rate(void **state)
{
	struct impair_config c = plain;
	struct impair *w;

	(void)state;
	c.rate = 100000000;
	c.delay_ns = MS;
	w = wire(c);
	for (uint32_t i = 0; i < 100; i++)
		put(w, 0, i, 1514);
	for (uint32_t i = 0; i < 100; i++) {
		int64_t out = MS + (i + 1) * 123040;

		assert_int_equal(take(w, out - 1), -1);
		assert_int_equal(take(w, out), i);
	}
	/* After a pause the line is free at once, and saves nothing up. */
	put(w, 500 * MS, 1000, 1514);
	put(w, 500 * MS, 1001, 1514);
	assert_int_equal(impair_next(w), 501 * MS + 123040);
	assert_int_equal(take(w, 501 * MS + 123040), 1000);
	assert_int_equal(take(w, 501 * MS + 2 * 123040 - 1), -1);
	assert_int_equal(take(w, 501 * MS + 2 * 123040), 1001);
	check_account(w);
}

/* A full queue drops the newest; one that has emptied takes frames again. */
static void test_queue(void **state)
{
	struct impair_config c = plain;
	struct impair *w;

	(void)state;
	c.rate = 100000000;
	c.queue = 10 * 1538;
	w = wire(c);
	for (uint32_t i = 0; i < 100; i++)
		put(w, 0, i, 1514);
	/* Ten wait, and one may still begin when just ten are there. */
	assert_int_equal(w->stats.overflow, 100 - 11);
	for (uint32_t i = 0; i < 11; i++)
		assert_int_equal(take(w, MS * 100), i);
	put(w, MS * 100, 500, 1514);
	assert_int_equal(take(w, MS * 200), 500);
	check_account(w);
}

/* The generator again, for the test to foretell what is lost. */
static uint32_t draw(uint64_t *x)
{
	*x ^= *x >> 12;
	*x ^= *x << 25;
	*x ^= *x >> 27;
	return (uint32_t)((*x * 0x2545f4914f6cdd1dull) >> 32);
}

/* What is lost is what the generator says, and about as much as asked. */
static void test_loss(void **state)
{
	struct impair_config c = plain;
	struct impair *w;
	uint64_t x;
	unsigned lost = 0;

	(void)state;
	c.loss = IMPAIR_ALWAYS / 100;
	w = wire(c);
	x = w->random;
	for (uint32_t i = 0; i < 100000; i++) {
		bool gone = draw(&x) < c.loss;

		for (int k = 0; k < 4; k++)
			draw(&x);
		put(w, i, i, 100);
		assert_int_equal(take(w, i), gone ? -1 : (int64_t)i);
		lost += gone;
	}
	assert_int_equal(w->stats.lost, lost);
	assert_in_range(lost, 850, 1150);
	check_account(w);
}

/* The two directions, and other seeds, lose other frames. */
static void test_seeds(void **state)
{
	struct impair *w = calloc(1, sizeof(*w));
	struct impair_config c = plain;
	uint64_t patterns[8];

	(void)state;
	c.loss = IMPAIR_ALWAYS / 2;
	for (unsigned n = 0; n < COUNT(patterns); n++) {
		c.seed = n / 2;
		patterns[n] = 0;
		impair_init(w, &c, n % 2);
		for (uint32_t i = 0; i < 64; i++) {
			put(w, i, i, 100);
			patterns[n] = patterns[n] << 1 | (take(w, i) >= 0);
		}
		for (unsigned m = 0; m < n; m++)
			assert_int_not_equal(patterns[m], patterns[n]);
	}
	free(w);
}

static void test_duplicate(void **state)
{
	struct impair_config c = plain;
	struct impair *w;

	(void)state;
	c.duplicate = IMPAIR_ALWAYS;
	w = wire(c);
	for (uint32_t i = 0; i < 1000; i++) {
		put(w, i, i, 100);
		assert_int_equal(take(w, i), i);
		assert_int_equal(take(w, i), i);
		assert_int_equal(take(w, i), -1);
	}
	assert_int_equal(w->stats.duplicated, 1000);
	check_account(w);
}

/* One bit differs, anywhere but in the Ethernet header. */
static void test_corrupt(void **state)
{
	static const uint8_t zeros[1514];
	struct impair_config c = plain;
	unsigned places[1514] = {0}, used = 0;
	struct impair *w;

	(void)state;
	c.corrupt = IMPAIR_ALWAYS;
	w = wire(c);
	for (uint32_t i = 0; i < 20000; i++) {
		struct impair_frame *frame;
		unsigned bits = 0;

		impair_put(w, i, zeros, sizeof(zeros));
		frame = impair_take(w, i);
		for (unsigned k = 0; k < sizeof(zeros); k++) {
			bits += (unsigned)__builtin_popcount(frame->data[k]);
			places[k] += frame->data[k] != 0;
		}
		assert_int_equal(bits, 1);
		impair_release(w, frame, true);
	}
	for (unsigned k = 0; k < COUNT(places); k++)
		used += places[k] != 0;
	assert_int_equal(places[0] + places[13], 0);
	assert_true(used > 1450);
	check_account(w);
}

/* Held frames come after 1 to gap others, and nothing else moves. */
static void test_reorder(void **state)
{
	struct impair_config c = plain;
	struct impair *w;
	int64_t expected = 0, got, late[8] = {0};

	(void)state;
	c.reorder = IMPAIR_ALWAYS / 50;
	w = wire(c);
	for (uint32_t i = 0; i < 50000; i++) {
		put(w, i, i, 100);
		while ((got = take(w, i)) >= 0) {
			if (got < expected) {
				assert_in_range(expected - got, 2, 7);
				late[expected - got]++;
				continue;
			}
			expected = got + 1;
		}
	}
	while (take(w, 100 * MS) >= 0)
		;
	assert_in_range(w->stats.reordered, 850, 1150);
	/* Overtaken by one, two, three. */
	assert_true(late[2] > 200 && late[3] > 200 && late[4] > 200);
	check_account(w);
}

/* A held frame that nobody overtakes comes when its time is up. */
static void test_hold(void **state)
{
	struct impair_config c = plain;
	struct impair *w;

	(void)state;
	c.reorder = IMPAIR_ALWAYS;
	c.delay_ns = MS;
	w = wire(c);
	put(w, 0, 1, 100);
	assert_int_equal(take(w, 6 * MS - 1), -1);
	assert_int_equal(take(w, 6 * MS), 1);
	/* All are held here, far more than there are places to note it. */
	for (uint32_t i = 0; i < 1000; i++)
		put(w, 10 * MS, i, 100);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(take(w, 16 * MS), i);
	check_account(w);
}

/* No room left: newest dropped; the rest arrives. Too long: dropped. */
static void test_full(void **state)
{
	static const uint8_t big[IMPAIR_FRAME_MAX + 1];
	struct impair *w = wire(plain);
	uint32_t fit;

	(void)state;
	for (uint32_t i = 0; i < IMPAIR_SLOTS + 100; i++)
		put(w, 0, i, 100);
	fit = IMPAIR_SLOTS + 100 - (uint32_t)w->stats.overflow;
	assert_in_range(fit, IMPAIR_SLOTS - 2, IMPAIR_SLOTS);
	for (uint32_t i = 0; i < fit; i++)
		assert_int_equal(take(w, 0), i);
	impair_put(w, 1, big, sizeof(big));
	assert_int_equal(take(w, 1), -1);
	impair_put(w, 1, big, IMPAIR_FRAME_MAX);
	assert_int_equal(take(w, 1), 0);
	check_account(w);
}

/* Everything at once, taken late and in bursts: the account is right, and a
 * frame's faults do not depend on the other chances. */
static void test_all(void **state)
{
	struct impair_config c = plain;
	struct impair_stats first;
	struct impair *w;

	(void)state;
	c.loss = c.reorder = c.duplicate = IMPAIR_ALWAYS / 20;
	c.corrupt = IMPAIR_ALWAYS / 1000;
	c.delay_ns = MS;
	for (int round = 0; round < 2; round++) {
		w = wire(c);
		for (uint32_t i = 0; i < 200000; i++) {
			put(w, i * 1000, i, 100);
			while (i % 500 == 499 && take(w, i * 1000) >= 0)
				;
		}
		while (take(w, IMPAIR_NEVER - 1) >= 0)
			;
		if (round) {
			assert_int_equal(w->stats.lost, first.lost);
			assert_int_equal(w->stats.overflow, 0);
		}
		first = w->stats;
		check_account(w);
		c.reorder = c.duplicate = c.corrupt = 0;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_contents),
		cmocka_unit_test(test_delay),
		cmocka_unit_test(test_rate),
		cmocka_unit_test(test_queue),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_seeds),
		cmocka_unit_test(test_duplicate),
		cmocka_unit_test(test_corrupt),
		cmocka_unit_test(test_reorder),
		cmocka_unit_test(test_hold),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
