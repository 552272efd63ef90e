/* Tests of rom/pack.c: what is packed unpacks to the same; rubbish is refused.
 */
#include "unit.h"
#include "rom/pack.h"

static uint8_t packed[PACK_MAX * 2], back[PACK_MAX];

static size_t round_trip(const uint8_t *bytes, size_t len)
{
	size_t n = pack(bytes, len, packed, sizeof(packed));
	uint8_t *copy = guard_copy(packed, n);

	assert_int_equal(pack_undo(copy, n, back, len), len);
	assert_memory_equal(back, bytes, len);
	/* One byte less is not enough. */
	if (n)
		assert_int_equal(pack_undo(copy, n - 1, back, len), 0);
	guard_free(copy, n);
	return n;
}

static void test_kinds(void **state)
{
	static uint8_t bytes[20000];
	uint32_t seed = 1;
	size_t i;

	(void)state;
	assert_true(round_trip(bytes, sizeof(bytes)) < 100);
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i % 300 / 7);
	assert_true(round_trip(bytes, sizeof(bytes)) < 500);
	for (i = 0; i < sizeof(bytes); i++) {
		seed = seed * 1103515245 + 12345;
		bytes[i] = (uint8_t)(seed >> 16);
	}
	assert_true(round_trip(bytes, 3000) <= 3000 * 9 / 8 + 1);
	for (i = 0; i < 40; i++)
		round_trip(bytes, i);
}

static void test_no_room(void **state)
{
	static const uint8_t bytes[] = "no room for this";

	(void)state;
	assert_int_equal(pack(bytes, sizeof(bytes), packed, 10), 0);
}

/* Nothing but rubbish: no byte is read or written outside. */
static void test_rubbish(void **state)
{
	uint8_t bytes[64];
	uint32_t seed = 7;

	(void)state;
	for (unsigned n = 0; n < 20000; n++) {
		size_t len = n % sizeof(bytes);
		uint8_t *copy, *to = guard_alloc(500);

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (uint8_t)(seed >> 16);
		}
		copy = guard_copy(bytes, len);
		pack_undo(copy, len, to, 500);
		guard_free(copy, len);
		guard_free(to, 500);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_rubbish),
	};

	return cmocka_run_group_tests_name("rom/pack", tests, NULL, NULL);
}
