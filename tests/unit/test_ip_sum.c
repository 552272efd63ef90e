/*
 * The Internet checksum in both ways of proto/ip_sum.c, beside one that takes
 * a byte at a time: every short length, every alignment, at a guard page.
 */
#include "unit.h"
#include <string.h>
#include "base/mem.h"
#include "guard.h"

#define SHORT_MAX 200
#define LONG	  65535u

bool mem_wide;
uint16_t ip_sum(const void *p, int len); /* lwIP's, in arch/cc.h */

/* RFC 1071, with words of a little-endian machine. */
static uint16_t plain_sum(const uint8_t *p, size_t len)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? p[i] << 8 : p[i];
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	return (uint16_t)sum;
}

static void check(const uint8_t *p, size_t len)
{
	for (int wide = 0; wide < 2; wide++) {
		mem_wide = wide;
		assert_int_equal(ip_sum(p, (int)len), plain_sum(p, len));
	}
}

static void fill(uint8_t *p, size_t len, uint32_t seed)
{
	for (size_t i = 0; i < len; i++) {
		seed = seed * 1664525 + 1013904223;
		p[i] = (uint8_t)(seed >> 24);
	}
}

static void test_short(void **state)
{
	(void)state;
	for (size_t len = 0; len <= SHORT_MAX; len++) {
		uint8_t *p = guard_alloc(len);

		fill(p, len, (uint32_t)len);
		check(p, len);
		memset(p, 0xFF, len);
		check(p, len);
		memset(p, 0, len);
		check(p, len);
		guard_free(p, len);
	}
}

static void test_aligned(void **state)
{
	uint8_t *p = guard_alloc(LONG + 16);

	(void)state;
	fill(p, LONG + 16, 1);
	for (size_t at = 0; at <= 16; at++)
		for (size_t len = 1440; len < 1480; len++)
			check(p + at, len);
	guard_free(p, LONG + 16);
}

/* As much to carry as there can be. */
static void test_long(void **state)
{
	uint8_t *p = guard_alloc(LONG);

	(void)state;
	for (uint32_t seed = 1; seed <= 20; seed++) {
		fill(p, LONG, seed);
		check(p, LONG);
		check(p + seed, LONG - seed);
	}
	memset(p, 0xFF, LONG);
	check(p, LONG);
	guard_free(p, LONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
