/* The real-mode entry: what is written into the setup sectors, and where. */
#include <string.h>
#include "load/linux.h"
#include "unit.h"

#define SETUP_LEN 1024

static const struct linux_boot boot = {.run_at = 0x100000,
				       .initrd = 0x7000000,
				       .initrd_len = 0x123456,
				       .vid_mode = 0x317};

static uint32_t get(const uint8_t *block, size_t at, unsigned size)
{
	uint32_t value = 0;

	memcpy(&value, block + at, size);
	return value;
}

/* Fields that change, by the protocol that has them first. */
static const struct {
	uint16_t version;
	size_t at;
	unsigned size;
	uint32_t value;
	uint16_t until; /* the last protocol with it */
} fields[] = {
	{0, 0x1FA, 2, 0x317, 0xFFFF},
	{0, 0x20, 2, 0xA33F, 0x0201},
	{0, 0x22, 2, 0x9800, 0x0201},
	{0x0200, 0x210, 1, 0xFF, 0xFFFF},
	{0x0200, 0x218, 4, 0x7000000, 0xFFFF},
	{0x0200, 0x21C, 4, 0x123456, 0xFFFF},
	{0x0200, 0x212, 2, 0x9800 + 6, 0x0201},
	{0x0202, 0x212, 2, 0xE000 + 6, 0xFFFF},
	{0x0201, 0x224, 2, 0x9600, 0x0201},
	{0x0202, 0x224, 2, 0xDE00, 0xFFFF},
	{0x0201, 0x211, 1, 0x81, 0xFFFF},
	{0x0202, 0x228, 4, 0x1E000, 0xFFFF},
};

/* True, and *value, if a protocol has a byte that was changed there. */
static bool changed(uint16_t version, size_t at, uint8_t *value)
{
	bool found = false;

	for (size_t i = 0; i < COUNT(fields); i++)
		if (version >= fields[i].version &&
		    version <= fields[i].until && at >= fields[i].at &&
		    at < fields[i].at + fields[i].size) {
			*value = (uint8_t)(fields[i].value >>
					   8 * (at - fields[i].at));
			found = true;
		}
	return found;
}

/* Every byte of the block, for every protocol. */
static void test_protocols(void **state)
{
	static const uint16_t versions[] = {0,	    0x0200, 0x0201,
					    0x0202, 0x0206, 0x020F};
	uint8_t *block = guard_alloc(LINUX_REAL_MAX);
	uint8_t *setup = guard_alloc(SETUP_LEN);

	(void)state;
	memset(setup, 0x01, SETUP_LEN);
	for (size_t v = 0; v < COUNT(versions); v++) {
		bool is_old = versions[v] < 0x0202;
		struct linux_kernel k = {.file = setup,
					 .setup_len = SETUP_LEN,
					 .version = versions[v],
					 .real_at = is_old ? 0x90000 : 0x10000,
					 .heap_end = is_old ? 0x9800 : 0xE000};
		uint32_t len;

		memset(block, 0, LINUX_REAL_MAX);
		len = linux_real(block, &k, &boot, "words");
		assert_int_equal(len, k.heap_end + 6);
		for (size_t at = 0; at < LINUX_REAL_MAX; at++) {
			uint8_t want = at < SETUP_LEN ? 0x01 : 0;

			if (at >= k.heap_end && at < len)
				want = (uint8_t) "words"[at - k.heap_end];
			changed(k.version, at, &want);
			if (block[at] != want)
				print_message("%Xh at %zxh\n", k.version, at);
			assert_int_equal(block[at], want);
		}
	}
	guard_free(setup, SETUP_LEN);
	guard_free(block, LINUX_REAL_MAX);
}

/* The largest there can be. */
static void test_longest(void **state)
{
	static char words[0x2000];
	uint8_t *block = guard_alloc(LINUX_REAL_MAX);
	uint8_t *setup = guard_alloc(0x8200);
	struct linux_kernel k = {.file = setup,
				 .setup_len = 0x8200,
				 .version = 0x0207,
				 .real_at = 0x10000,
				 .heap_end = 0xE000};

	(void)state;
	memset(words, 'x', sizeof(words) - 1);
	assert_int_equal(linux_real(block, &k, &boot, words), LINUX_REAL_MAX);
	assert_int_equal(get(block, 0xFFFE, 2), 'x');
	guard_free(setup, 0x8200);
	guard_free(block, LINUX_REAL_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_protocols),
		cmocka_unit_test(test_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
