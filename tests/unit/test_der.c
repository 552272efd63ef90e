/* DER: what is taken, what is left, and that only the shortest form counts. */
#include "crypto/alg.h"
#include "crypto/der.h"
#include "unit.h"

#define BYTES(text) text, sizeof(text) - 1
#define BIG	    300 /* bytes of a content that needs two for its length */

static const struct row {
	const char *bytes;
	size_t len;
	int content; /* its length; -1: refused */
} rows[] = {
	{BYTES("\x04\x00"), 0},
	{BYTES("\x04\x02xy"), 2},
	{BYTES("\x04\x02xyz"), 2},
	{BYTES(""), -1},
	{BYTES("\x04"), -1},
	{BYTES("\x05\x00"), -1},
	{BYTES("\x04\x02x"), -1},
	/* Indefinite, not the shortest, longer than anything. */
	{BYTES("\x04\x80xy\0\0"), -1},
	{BYTES("\x04\x81\x02xy"), -1},
	{BYTES("\x04\x82\x00\x02xy"), -1},
	{BYTES("\x04\x81"), -1},
	{BYTES("\x04\x82\x01"), -1},
	{BYTES("\x04\x84\xFF\xFF\xFF\xFFxy"), -1},
	{BYTES("\x04\x83\xFF\xFF\xFFxy"), -1},
	{BYTES("\x04\xFFxy"), -1},
};

static void test_take(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		void *copy = guard_copy(r->bytes, r->len);
		struct span in = span_of(copy, r->len), content, whole;
		bool ok = der_take(&in, DER_OCTETS, &content);

		if (ok != (r->content >= 0))
			print_error("row %zu\n", i);
		assert_int_equal(ok, r->content >= 0);
		if (ok) {
			assert_int_equal(content.len, r->content);
			in = span_of(copy, r->len);
			assert_true(der_whole(&in, DER_OCTETS, &whole));
			assert_int_equal(whole.len, r->content + 2);
			assert_int_equal(in.len, r->len - whole.len);
		}
		guard_free(copy, r->len);
	}
}

/* Lengths of one, two and three bytes. */
static void test_long(void **state)
{
	static const char *const heads[] = {"\x04\x81\x80", "\x04\x82\x01\x2C",
					    "\x04\x83\x01\x00\x00",
					    "\x04\x83\x00\xFF\xFF"};
	static const size_t head_len[] = {3, 4, 5, 5};
	static const size_t len[] = {0x80, BIG, 0x10000, 0xFFFF};

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++) {
		size_t all = head_len[i] + len[i];
		uint8_t *bytes = guard_alloc(all);
		struct span in = span_of(bytes, all), content;

		memcpy(bytes, heads[i], head_len[i]);
		/* The last one is not the shortest. */
		assert_int_equal(der_take(&in, DER_OCTETS, &content), i != 3);
		if (i != 3)
			assert_int_equal(content.len, len[i]);
		guard_free(bytes, all);
	}
}

static void test_unsigned(void **state)
{
	static const struct row numbers[] = {
		{BYTES("\x02\x01\x00"), 1},
		{BYTES("\x02\x01\x7F"), 1},
		{BYTES("\x02\x02\x00\x80"), 1},
		{BYTES("\x02\x02\x01\x00"), 2},
		{BYTES("\x02\x00"), -1},
		{BYTES("\x02\x01\x80"), -1},
		{BYTES("\x02\x02\x00\x7F"), -1},
		{BYTES("\x02\x02\x00\x00"), -1},
		{BYTES("\x02\x03\x00\x00\x80"), -1},
		{BYTES("\x03\x01\x01"), -1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct span in = span_of(numbers[i].bytes, numbers[i].len);
		struct span value;
		bool ok = der_unsigned(&in, &value);

		if (ok != (numbers[i].content >= 0))
			print_error("row %zu\n", i);
		assert_int_equal(ok, numbers[i].content >= 0);
		if (ok)
			assert_int_equal(value.len, numbers[i].content);
	}
}

static void test_small(void **state)
{
	struct span most = span_of(BYTES("\x02\x03\x00\xFF\xFF"));
	struct span more = span_of(BYTES("\x02\x03\x01\x00\x00"));
	struct span bits = span_of(BYTES("\x03\x02\x00x"));
	struct span ragged = span_of(BYTES("\x03\x02\x01x"));
	struct span none = span_of(BYTES("\x03\x00"));
	struct span taken;
	uint32_t value;

	(void)state;
	assert_true(der_small(&most, &value));
	assert_int_equal(value, 0xFFFF);
	assert_false(der_small(&more, &value));
	assert_true(der_bits(&bits, &taken) && taken.len == 1);
	assert_false(der_bits(&ragged, &taken));
	assert_false(der_bits(&none, &taken));
}

/* RSASSA-PSS with SHA-256 everywhere; the salt and the trailer vary. */
#define HASH "\x30\x0D\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
#define MGF1 "\x30\x1A\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x08" HASH
#define PSS  "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x01\x0A"
#define BOTH "\xA0\x0F" HASH "\xA1\x1C" MGF1

static void test_pss(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		int salt; /* -1: refused */
	} params[] = {
		{BYTES("\x30\x3C" PSS "\x30\x2F" BOTH), 20},
		{BYTES("\x30\x41" PSS "\x30\x34" BOTH "\xA2\x03\x02\x01\x20"),
		 32},
		{BYTES("\x30\x41" PSS "\x30\x34" BOTH "\xA3\x03\x02\x01\x01"),
		 20},
		{BYTES("\x30\x41" PSS "\x30\x34" BOTH "\xA3\x03\x02\x01\x02"),
		 -1},
		{BYTES("\x30\x41" PSS "\x30\x34" BOTH "\xA4\x03\x02\x01\x01"),
		 -1},
		/* Digest or mask function by default: SHA-1. */
		{BYTES("\x30\x0D" PSS "\x30\x00"), -1},
		{BYTES("\x30\x0B" PSS), -1},
		{BYTES("\x30\x1E" PSS "\x30\x11\xA0\x0F" HASH), -1},
		{BYTES("\x30\x2B" PSS "\x30\x1E\xA1\x1C" MGF1), -1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(params); i++) {
		void *copy = guard_copy(params[i].bytes, params[i].len);
		struct span in = span_of(copy, params[i].len);
		struct alg a;
		bool ok = alg_take(&in, &a);

		if (ok != (params[i].salt >= 0))
			print_error("row %zu\n", i);
		assert_int_equal(ok, params[i].salt >= 0);
		if (ok)
			assert_int_equal(a.salt_len, params[i].salt);
		guard_free(copy, params[i].len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_take),	 cmocka_unit_test(test_long),
		cmocka_unit_test(test_unsigned), cmocka_unit_test(test_small),
		cmocka_unit_test(test_pss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
