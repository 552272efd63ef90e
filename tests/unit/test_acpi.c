/* Tests of load/acpi.c: the ways in which AML says \_S5, and cut short. */
#include "unit.h"
#include "load/acpi.h"

static const struct {
	const char *aml;
	size_t len;
	int type[2]; /* -1: not found */
} rows[] = {
#define ROW(text, a, b)                                                        \
	{                                                                      \
		text, sizeof(text) - 1,                                        \
		{                                                              \
			a, b                                                   \
		}                                                              \
	}
	/* SeaBIOS's */
	ROW("\x08_S5_\x12\x06\x04\0\0\0\0", 0, 0),
	ROW("\x08\\_S5_\x12\x08\x04\x0A\x05\x0A\x06\0\0", 5, 6),
	ROW("\x08_S5_\x12\x47\0\x02\x0A\x07\x01", 7, 1),
	ROW("\x08_S5_\x12\xC9\0\0\0\x02\x01\x0A\xFF", 1, 255),
	/* A name that only looks like it comes first. */
	ROW("_S5__S5_\x08_S5_\x12\x06\x04\x01\0", 1, 0),
	ROW("\x08_S5_\x12\x06\x01\x01\0", -1, -1),
	ROW("\x08_S5_\x11\x06\x04\x01\0", -1, -1),
	ROW("\x08_S5_\x12\x06\x04\x0B\0\0\0", -1, -1),
	ROW("\x08_S4_\x12\x06\x04\x01\0", -1, -1),
	ROW("", -1, -1),
#undef ROW
};

static void test_rows(void **state)
{
	(void)state;
	for (unsigned i = 0; i < COUNT(rows); i++) {
		void *aml = guard_copy(rows[i].aml, rows[i].len);
		uint8_t type[2] = {0xEE, 0xEE};

		assert_int_equal(acpi_s5(span_of(aml, rows[i].len), type),
				 rows[i].type[0] >= 0);
		if (rows[i].type[0] >= 0) {
			assert_int_equal(type[0], rows[i].type[0]);
			assert_int_equal(type[1], rows[i].type[1]);
		}
		guard_free(aml, rows[i].len);
	}
}

static void test_cut(void **state)
{
	static const char aml[] = "\x08_S5_\x12\x47\0\x02\x0A\x07\x01";

	(void)state;
	for (size_t len = 0; len < sizeof(aml) - 1; len++) {
		void *copy = guard_copy(aml, len);
		uint8_t type[2];

		assert_false(acpi_s5(span_of(copy, len), type));
		guard_free(copy, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
