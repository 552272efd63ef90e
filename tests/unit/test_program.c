/*
 * ELF executables of both classes: a good file, one field of it changed at a
 * time, every length of it; then where segments may lie.
 */
#include <string.h>
#include "base/err.h"
#include "load/program.h"
#include "unit.h"

#define FILE_LEN 512

static uint8_t file[FILE_LEN];

static void put(size_t at, unsigned size, uint64_t value)
{
	for (unsigned i = 0; i < size; i++)
		file[at + i] = (uint8_t)(value >> 8 * i);
}

/* Where the fields are: [0] in a file of 32 bits, [1] of 64. */
enum field {
	ENTRY,
	PHOFF,
	PHENTSIZE,
	PHNUM,
	/* of the two program headers */
	TYPE,
	OFFSET,
	VADDR,
	PADDR,
	FILESZ,
	MEMSZ,
	TYPE2,
	OFFSET2,
	VADDR2,
	PADDR2,
	FILESZ2,
	MEMSZ2,
	FIELDS
};

static const uint16_t place[FIELDS][2] = {
	{24, 24},	{28, 32},	{42, 54},	    {44, 56},
	{64, 64},	{68, 72},	{72, 80},	    {76, 88},
	{80, 96},	{84, 104},	{64 + 32, 64 + 56}, {68 + 32, 72 + 56},
	{104, 80 + 56}, {108, 88 + 56}, {112, 96 + 56},	    {116, 104 + 56},
};

static void set(bool is_64, enum field f, uint64_t value)
{
	unsigned size = is_64 ? 8 : 4;

	if (f == PHENTSIZE || f == PHNUM)
		size = 2;
	if (f == TYPE || f == TYPE2)
		size = 4;
	put(place[f][is_64], size, value);
}

/* Two segments: 64 bytes of the file; 32, followed by zeros. */
static void good_file(bool is_64)
{
	static const struct {
		enum field f;
		uint32_t value;
	} fields[] = {
		{ENTRY, 0xC0200010}, {PHOFF, 64},    {PHNUM, 2},
		{TYPE, 1},	     {OFFSET, 256},  {VADDR, 0xC0100000},
		{PADDR, 0x100000},   {FILESZ, 64},   {MEMSZ, 64},
		{TYPE2, 1},	     {OFFSET2, 480}, {VADDR2, 0xC0200000},
		{PADDR2, 0x200000},  {FILESZ2, 32},  {MEMSZ2, 0x4000},
	};

	memset(file, 0, sizeof(file));
	memcpy(file, "\177ELF", 4);
	put(4, 3, is_64 ? 0x010102 : 0x010101);
	put(16, 2, 2);
	put(18, 2, is_64 ? 62 : 3);
	set(is_64, PHENTSIZE, is_64 ? 56 : 32);
	for (size_t i = 0; i < COUNT(fields); i++)
		set(is_64, fields[i].f, fields[i].value);
	if (is_64) /* the kernel's half of the addresses */
		for (enum field f = ENTRY; f <= VADDR2; f++)
			if (f == ENTRY || f == VADDR || f == VADDR2)
				put(place[f][1] + 4, 4, 0xFFFFFFFF);
}

static int read_file(struct program *p)
{
	memset(p, 0xA5, sizeof(*p));
	return program_elf(p, span_of(file, sizeof(file)));
}

static void test_good(void **state)
{
	static const struct segment want[] = {
		{256, 0xC0100000, 0x100000, 64, 64},
		{480, 0xC0200000, 0x200000, 32, 0x4000},
	};

	(void)state;
	for (int is_64 = 0; is_64 < 2; is_64++) {
		struct program p;
		struct range r;

		good_file(is_64);
		assert_true(program_is_elf(span_of(file, sizeof(file))));
		assert_int_equal(read_file(&p), 0);
		assert_int_equal(p.count, 2);
		assert_memory_equal(p.segment, want, sizeof(want));
		assert_int_equal(p.entry, 0x200010);
		r = program_extent(&p);
		assert_int_equal(r.start, 0x100000);
		assert_int_equal(r.end, 0x204000);
		program_shift(&p, 0xF00000);
		assert_int_equal(p.segment[1].to, 0x1100000);
		assert_int_equal(p.entry, 0x1100010);
	}
}

static const struct {
	enum field f;
	uint64_t value; /* of 32 bits: its lower half */
	enum err e;	/* of both classes */
	unsigned count; /* of segments, if there is no error */
	const char *detail;
} fields[] = {
	{PHOFF, 449, ERR_PROGRAM_HEADER, 0, "no whole headers at 1C1h"},
	{PHOFF, 513, ERR_PROGRAM_HEADER, 0, NULL},
	{PHOFF, 0xFFFFFFFF, ERR_PROGRAM_HEADER, 0, NULL},
	{PHNUM, 0, ERR_NONE, 0, NULL},
	{PHNUM, 1, ERR_NONE, 1, NULL},
	{PHNUM, 16, ERR_PROGRAM_HEADER, 0, NULL},
	{PHNUM, 0xFFFF, ERR_PROGRAM_HEADER, 0, NULL},
	{PHENTSIZE, 0, ERR_PROGRAM_HEADER, 0, NULL},
	{PHENTSIZE, 31, ERR_PROGRAM_HEADER, 0, NULL},
	{PHENTSIZE, 225, ERR_PROGRAM_HEADER, 0, NULL},
	{PHENTSIZE, 0xFFFF, ERR_PROGRAM_HEADER, 0, NULL},
	{TYPE, 2, ERR_NONE, 1, NULL},
	{OFFSET, 448, ERR_NONE, 2, NULL},
	{OFFSET, 449, ERR_PROGRAM_TRUNCATED, 0,
	 "512 bytes came, 64 from byte 449 on are missing"},
	{OFFSET, 0xFFFFFFFF, ERR_PROGRAM_TRUNCATED, 0,
	 "512 bytes came, 64 from byte 4294967295 on are missing"},
	{FILESZ, 257, ERR_PROGRAM_TRUNCATED, 0,
	 "512 bytes came, 257 from byte 256 on are missing"},
	{FILESZ, 65, ERR_PROGRAM_HEADER, 0, "a wrong size at 100000h"},
	{FILESZ, 0, ERR_NONE, 2, NULL},
	{FILESZ, 0xFFFFFFFF, ERR_PROGRAM_TRUNCATED, 0, NULL},
	{MEMSZ, 63, ERR_PROGRAM_HEADER, 0, NULL},
	{MEMSZ, 0, ERR_PROGRAM_HEADER, 0, NULL},
	{MEMSZ, 0xFFEFF000, ERR_NONE, 2, NULL},
	{MEMSZ, 0xFFEFF001, ERR_PROGRAM_HEADER, 0, NULL},
	{MEMSZ, 0xFFFFFFFF, ERR_PROGRAM_HEADER, 0, NULL},
	{PADDR, 0, ERR_NONE, 2, NULL},
	{PADDR, 0xFFFFEFC0, ERR_NONE, 2, NULL},
	{PADDR, 0xFFFFEFC1, ERR_PROGRAM_HEADER, 0, NULL},
	{PADDR, 0xFFFFFFFF, ERR_PROGRAM_HEADER, 0, NULL},
};

static void test_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(fields) * 2; i++) {
		size_t row = i / 2;
		struct program p;
		int rc;

		good_file(i & 1);
		set(i & 1, fields[row].f, fields[row].value);
		rc = read_file(&p);
		if (rc != -(int)fields[row].e)
			print_message("row %zu, %s\n", row, err_detail());
		assert_int_equal(rc, -(int)fields[row].e);
		if (fields[row].detail)
			assert_string_equal(err_detail(), fields[row].detail);
		if (!rc)
			assert_int_equal(p.count, fields[row].count);
	}
}

/* More than 32 bits; a file has not so many, an entry only by name. */
static void test_high(void **state)
{
	static const struct {
		enum field f;
		enum err e;
	} rows[] = {
		{ENTRY, ERR_NONE},
		{PHOFF, ERR_NONE},
		{OFFSET, ERR_PROGRAM_HEADER},
		{VADDR, ERR_NONE},
		{PADDR, ERR_PROGRAM_HEADER},
		{FILESZ, ERR_PROGRAM_HEADER},
		{MEMSZ, ERR_PROGRAM_HEADER},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct program p;

		good_file(true);
		file[place[rows[i].f][1] + 4] = 1;
		assert_int_equal(read_file(&p), -(int)rows[i].e);
		if (rows[i].e)
			assert_string_equal(err_detail(),
					    "above 4 GiB: header at 40h");
	}
}

/* An entry that is physical already, and ones at the edges of a segment. */
static void test_entry(void **state)
{
	static const struct {
		uint32_t entry, physical;
	} rows[] = {
		{0x200010, 0x200010},	  {0xC0100000, 0x100000},
		{0xC010003F, 0x10003F},	  {0xC0100040, 0xC0100040},
		{0xC0203FFF, 0x203FFF},	  {0xC0204000, 0xC0204000},
		{0xC00FFFFF, 0xC00FFFFF}, {0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows) * 2; i++) {
		struct program p;

		good_file(i & 1);
		set(i & 1, ENTRY, rows[i / 2].entry);
		assert_int_equal(read_file(&p), 0);
		assert_int_equal(p.entry, rows[i / 2].physical);
	}
}

/* Each length of the good file, at a guard page. */
static void test_truncated(void **state)
{
	(void)state;
	for (int is_64 = 0; is_64 < 2; is_64++) {
		good_file(is_64);
		for (size_t len = 0; len < FILE_LEN; len++) {
			uint8_t *bytes = guard_copy(file, len);
			struct span s = span_of(bytes, len);
			size_t heads = is_64 ? 64 + 112 : 64 + 64;
			struct program p;

			assert_int_equal(program_is_elf(s), len >= 58);
			if (program_is_elf(s))
				assert_int_equal(
					program_elf(&p, s),
					len < heads ? -ERR_PROGRAM_HEADER
						    : -ERR_PROGRAM_TRUNCATED);
			guard_free(bytes, len);
		}
	}
}

static void test_segments(void **state)
{
	struct span s = span_of(file, sizeof(file));
	struct program p = {.count = 0};

	(void)state;
	/* One without memory is none. */
	assert_int_equal(program_add(&p, s), 0);
	assert_int_equal(p.count, 0);
	for (unsigned i = 0; i < PROGRAM_SEGMENTS; i++) {
		p.segment[i].size = 1;
		assert_int_equal(program_add(&p, s), 0);
	}
	assert_int_equal(p.count, PROGRAM_SEGMENTS);
	assert_int_equal(program_add(&p, s), -ERR_PROGRAM_HEADER);
	assert_string_equal(err_detail(), "segments over 10h");
}

/* Memory from 1 to 3 MiB. */
static void test_fits(void **state)
{
	static const struct {
		uint32_t to, size;
		bool fits;
		const char *detail;
	} rows[] = {
		{0x100000, 0x200000, true, NULL},
		{0x100000, 0x200001, false,
		 "2049 KB needed at 100000h, 2048 KB free"},
		{0xFFFFF, 0x100, false, "1 KB needed at FFFFFh, 0 KB free"},
		{0x2FFFFF, 1, true, NULL},
		{0x2FFFFF, 2, false, NULL},
		{0x300000, 1, false, NULL},
		{0xFFFFE000, 0x1000, false, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct program p = {.count = 1};
		struct memmap m = {0};

		memmap_add(&m, 0x100000, 0x200000);
		p.segment[0].to = rows[i].to;
		p.segment[0].size = rows[i].size;
		assert_int_equal(program_fits(&p, &m),
				 rows[i].fits ? 0 : -ERR_PROGRAM_NO_ROOM);
		if (rows[i].detail)
			assert_string_equal(err_detail(), rows[i].detail);
		program_take(&p, &m);
		assert_int_equal(memmap_end_of(&m, rows[i].to), rows[i].to);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_high),
		cmocka_unit_test(test_entry),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_segments),
		cmocka_unit_test(test_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
