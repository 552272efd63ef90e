/* The block that Mbed TLS gets its memory from. */
#include "unit.h"

void *crypto_calloc(size_t count, size_t len);
void crypto_free(void *ptr);

/* All there is, in pieces of len bytes; the number of them. */
static unsigned drain(size_t len, void **list, unsigned most)
{
	unsigned n = 0;

	while (n < most && (list[n] = crypto_calloc(1, len)) != NULL) {
		for (size_t i = 0; i < len; i++)
			assert_int_equal(((uint8_t *)list[n])[i], 0);
		memset(list[n], (int)(n + 1), len);
		n++;
	}
	return n;
}

static void give_back(size_t len, void **list, unsigned n)
{
	while (n--) {
		/* Nobody else has written there. */
		for (size_t i = 0; i < len; i++)
			assert_int_equal(((uint8_t *)list[n])[i],
					 (uint8_t)(n + 1));
		crypto_free(list[n]);
	}
}

static void test_reuse(void **state)
{
	static void *list[4096];
	unsigned first;

	(void)state;
	crypto_free(NULL);
	first = drain(100, list, COUNT(list));
	assert_in_range(first, 300, 400);
	give_back(100, list, first);
	/* As many again, many times: what was freed is found. */
	for (int i = 0; i < 3; i++) {
		assert_int_equal(drain(100, list, COUNT(list)), first);
		give_back(100, list, first);
	}
	/* The next size down fits into none of them, but is not endless. */
	assert_int_equal(drain(1, list, COUNT(list)), 0);
}

static void test_limits(void **state)
{
	(void)state;
	assert_null(crypto_calloc(1, 48 * 1024));
	assert_null(crypto_calloc(SIZE_MAX, 2));
	assert_null(crypto_calloc(2, SIZE_MAX));
	assert_null(crypto_calloc(SIZE_MAX, 1));
	assert_null(crypto_calloc(1, SIZE_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_reuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
