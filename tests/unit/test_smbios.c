/*
 * Tests of base/smbios.c: both entry points with one field broken at a time; a
 * table, cut at every length, and broken ones.
 */
#include "base/smbios.h"
#include "unit.h"

static void fix_sum(uint8_t *bytes, unsigned len, unsigned at)
{
	uint8_t sum = 0;

	bytes[at] = 0;
	for (unsigned i = 0; i < len; i++)
		sum += bytes[i];
	bytes[at] = -sum;
}

/* A good entry point of 32 bits ("_DMI_") or 64. Returns its length. */
static unsigned entry(uint8_t bytes[24], bool is_64)
{
	static const uint8_t of_32[15] = {'_',	'D',  'M',  'I',  '_',
					  0,	0x34, 0x12, 0x78, 0x56,
					  0x34, 0x12, 5,    0,	  0x28};
	static const uint8_t of_64[24] = {
		'_', 'S',  'M',	 '3',  '_',  0,	   24,	 3,    0, 0, 1, 0,
		0,   0x10, 0x02, 0x00, 0x00, 0x10, 0xF0, 0x0E, 0, 0, 0, 0};
	unsigned len = is_64 ? sizeof(of_64) : sizeof(of_32);

	memcpy(bytes, is_64 ? of_64 : of_32, len);
	fix_sum(bytes, len, 5);
	return len;
}

static bool read_entry(const uint8_t *bytes, unsigned len, uint32_t *address,
		       uint32_t *table_len)
{
	uint8_t *copy = guard_copy(bytes, len);
	bool ok = smbios_entry(span_of(copy, len), address, table_len);

	guard_free(copy, len);
	return ok;
}

static void test_entry(void **state)
{
	uint32_t address, table_len;
	uint8_t bytes[24] = {0};

	(void)state;
	entry(bytes, false);
	assert_true(read_entry(bytes, sizeof(bytes), &address, &table_len));
	assert_int_equal(address, 0x12345678);
	assert_int_equal(table_len, 0x1234);
	assert_true(
		read_entry(bytes, entry(bytes, true), &address, &table_len));
	assert_int_equal(address, 0x0EF01000);
	assert_int_equal(table_len, 0x21000);
	for (int is_64 = 0; is_64 < 2; is_64++) {
		unsigned len = entry(bytes, is_64);

		for (unsigned i = 0; i < len; i++) {
			assert_false(
				read_entry(bytes, i, &address, &table_len));
			bytes[i] ^= 1;
			assert_false(read_entry(bytes, sizeof(bytes), &address,
						&table_len));
			bytes[i] ^= 1;
		}
	}
}

/* Tables that are nowhere, or end above 4 GiB. */
static void test_far_entry(void **state)
{
	uint32_t address, table_len;
	uint8_t bytes[24] = {0};
	unsigned len = entry(bytes, true);

	(void)state;
	bytes[20] = 1;
	fix_sum(bytes, len, 5);
	assert_false(read_entry(bytes, sizeof(bytes), &address, &table_len));
	len = entry(bytes, false);
	memset(bytes + 8, 0xFF, 4);
	fix_sum(bytes, len, 5);
	assert_false(read_entry(bytes, sizeof(bytes), &address, &table_len));
	memset(bytes + 8, 0, 4);
	fix_sum(bytes, len, 5);
	assert_false(read_entry(bytes, sizeof(bytes), &address, &table_len));
}

/* BIOS, system, an empty one, board, chassis, end, and what is behind it. */
static const char table[] = "\0\x12\0\0"
			    "\1\2\0\0\0\0\0\0\0\0\0\0\0\0"
			    "SeaBIOS\0001.16\0\0"
			    "\1\x1B\0\1"
			    "\1\2\3\4"
			    "ABCDEF\x47HIJKLMNOP"
			    "\0\5\6"
			    "QEMU\0Standard PC\0pc-7.2\0S1\0SKU\0Family\0\0"
			    "\x20\x0B\0\2"
			    "\0\0\0\0\0\0\0"
			    "\0\0"
			    "\2\x0F\0\3"
			    "\1\2\3\4\5\0\0\0\0\0\0"
			    "BV\0BP\0B3\0BS\0BA\0\0"
			    "\2\x0F\0\3"
			    "\1\2\3\4\5\0\0\0\0\0\0"
			    "no\0no\0no\0no\0no\0\0"
			    "\3\x15\0\4"
			    "\1\x91\2\3\4\0\0\0\0\0\0\0\0\0\0\0\0"
			    "CV\0C2\0C3\0tag\0\0"
			    "\x7F\4\0\5"
			    "\0\0"
			    "\1\x1B\0\6";

static const char *const wanted[MACHINE_TEXTS] = {
	"QEMU", "Standard PC", "pc-7.2", "S1", "SKU",	  "Family", "BV",
	"BP",	"B3",	       "BS",	 "BA", "SeaBIOS", "1.16",   "tag"};

static struct machine m;
static uint8_t memory[1024];

static void read_table(const void *bytes, size_t len)
{
	void *copy = guard_copy(bytes, len);
	struct arena arena;

	memset(&m, 0, sizeof(m));
	arena_init(&arena, memory, sizeof(memory));
	smbios_read(&m, span_of(copy, len), &arena);
	guard_free(copy, len);
}

static void test_table(void **state)
{
	(void)state;
	read_table(table, sizeof(table) - 1);
	for (int i = 0; i < MACHINE_TEXTS; i++)
		assert_string_equal(m.text[i], wanted[i]);
	assert_true(m.has_uuid);
	assert_memory_equal(m.uuid, "ABCDEF\x47HIJKLMNOP", 16);
	assert_int_equal(m.form, 17);
}

/* What a cut table still has is right. */
static void test_cut_table(void **state)
{
	unsigned count = 0, last = 0;

	(void)state;
	for (size_t len = 0; len < sizeof(table); len++) {
		read_table(table, len);
		count = 0;
		for (int i = 0; i < MACHINE_TEXTS; i++) {
			if (!m.text[i])
				continue;
			assert_string_equal(m.text[i], wanted[i]);
			count++;
		}
		assert_true(count >= last);
		last = count;
	}
	assert_int_equal(count, MACHINE_TEXTS);
}

static void test_broken_table(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} rows[] = {
		/* a structure shorter than its head */
		{"\1\3\0\0QEMU\0\0", 10},
		/* string numbers without a string */
		{"\1\x1B\0\0\7\7\7\7ABCDEFGHIJKLMNOP\0\7\7QEMU\0\0", 33},
		/* fields behind the structure's end */
		{"\1\4\0\0QEMU\0\0", 10},
		/* the structure's strings never end */
		{"\1\x1B\0\0\2\2\2\2ABCDEF\xF0HIJKLMNOP\0\2\2QEMU\0x", 33},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_table(rows[i].bytes, rows[i].len);
		for (int t = 0; t < MACHINE_TEXTS; t++)
			assert_null(m.text[t]);
		assert_int_equal(m.has_uuid, i == 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry),
		cmocka_unit_test(test_far_entry),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_cut_table),
		cmocka_unit_test(test_broken_table),
	};

	return cmocka_run_group_tests_name("smbios", tests, NULL, NULL);
}
