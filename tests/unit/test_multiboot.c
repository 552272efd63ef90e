/*
 * Multiboot headers, 1 and 2: good files, one field of them changed at a time,
 * every length of them; and where a kernel that may move is put.
 */
#include <string.h>
#include "base/err.h"
#include "load/multiboot.h"
#include "unit.h"

#define FILE_LEN 1024
#define AT	 64 /* of the header */
#define FULL_TAG (AT + 16)

static uint8_t file[FILE_LEN];

static void put32(size_t at, uint32_t value)
{
	memcpy(file + at, &value, sizeof(value));
}

static uint32_t get32(size_t at)
{
	uint32_t value;

	memcpy(&value, file + at, sizeof(value));
	return value;
}

/* A flat file, loaded from the header on to 1 MiB, with 4 KB of zeros. */
static void good_1(void)
{
	static const uint32_t head[] = {
		0x1BADB002, 0x10003,  -(0x1BADB002u + 0x10003),
		0x100010,   0x100000, 0x100100,
		0x101100,   0x100080};

	memset(file, 0xCC, sizeof(file));
	memcpy(file + AT, head, sizeof(head));
}

/* The sum again, after a change. */
static void seal_1(void)
{
	put32(AT + 8, -(get32(AT) + get32(AT + 4)));
}

/* The same with all tags that there are; its places are in good_tags. */
enum {
	REQUEST = FULL_TAG,
	ADDRESSES = REQUEST + 16,
	ENTRY = ADDRESSES + 24,
	CONSOLE = ENTRY + 16,
	SCREEN = CONSOLE + 16,
	ALIGN = SCREEN + 24,
	EFI = ALIGN + 8,
	EFI_32 = EFI + 8,
	EFI_64 = EFI_32 + 16,
	PLACE = EFI_64 + 16,
	END = PLACE + 24,
	LEN = END + 8 - AT,
};

static const struct {
	uint16_t at, type, flags;
	uint32_t size, number[4];
} good_tags[] = {
	{REQUEST, 1, 0, 16, {1, 6}},
	{ADDRESSES, 2, 0, 24, {0x100010, 0x100000, 0x100100, 0x101100}},
	{ENTRY, 3, 0, 12, {0x100080}},
	{CONSOLE, 4, 0, 12, {3}},
	{SCREEN, 5, 0, 20, {640, 480, 32}},
	{ALIGN, 6, 0, 8, {0}},
	{EFI, 7, 1, 8, {0}},
	{EFI_32, 8, 0, 12, {0x1234}},
	{EFI_64, 9, 0, 12, {0x1234}},
	{PLACE, 10, 0, 24, {0x1000000, 0xFFFFFFFF, 0x1000, 1}},
	{END, 0, 0, 8, {0}},
};

static void seal_2(void)
{
	put32(AT + 12, -(get32(AT) + get32(AT + 4) + get32(AT + 8)));
}

static void good_2(void)
{
	memset(file, 0xCC, sizeof(file));
	put32(AT, 0xE85250D6);
	put32(AT + 4, 0);
	put32(AT + 8, LEN);
	seal_2();
	for (size_t i = 0; i < COUNT(good_tags); i++) {
		put32(good_tags[i].at,
		      good_tags[i].type | (uint32_t)good_tags[i].flags << 16);
		put32(good_tags[i].at + 4, good_tags[i].size);
		for (unsigned n = 0; n * 4 + 8 < good_tags[i].size; n++)
			put32(good_tags[i].at + 8 + 4 * n,
			      good_tags[i].number[n]);
	}
}

static int read_file(struct multiboot *m)
{
	uint8_t *p = guard_copy(file, sizeof(file));
	int rc;

	memset(m, 0xA5, sizeof(*m));
	rc = multiboot_read(m, span_of(p, sizeof(file)));
	guard_free(p, sizeof(file));
	return rc;
}

static void check_good(const struct multiboot *m)
{
	static const struct segment want = {AT - 16, 0, 0x100000, 0x100,
					    0x1100};

	assert_int_equal(m->program.count, 1);
	assert_memory_equal(m->program.segment, &want, sizeof(want));
	assert_int_equal(m->program.entry, 0x100080);
}

static void test_good(void **state)
{
	struct multiboot m;

	(void)state;
	good_1();
	assert_int_equal(read_file(&m), 0);
	check_good(&m);
	assert_int_equal(m.eax, 0x2BADB002);
	assert_false(m.relocatable);
	good_2();
	assert_int_equal(read_file(&m), 0);
	check_good(&m);
	assert_int_equal(m.eax, 0x36D76289);
	assert_true(m.relocatable);
	assert_int_equal(m.min, 0x1000000);
	assert_int_equal(m.max, 0xFFFFFFFF);
	assert_int_equal(m.align, 0x1000);
	assert_false(m.high);
	/* Both: version 1 wins. */
	good_1();
	memmove(file + 512, file + AT, 32);
	memset(file + AT, 0, 32);
	put32(512 + 12, 0x100010 + 512 - AT);
	put32(AT, 0xE85250D6);
	put32(AT + 4, 0);
	put32(AT + 8, 24);
	seal_2();
	put32(AT + 20, 8);
	assert_int_equal(read_file(&m), 0);
	check_good(&m);
	assert_int_equal(m.eax, 0x2BADB002);
}

struct change {
	size_t at;
	uint32_t value;
	enum err e;
	const char *detail;
};

static const struct change changes_1[] = {
	{4, 0x10000, ERR_NONE, NULL},
	{4, 0xFFFF0007, ERR_NONE, NULL},
	{4, 0x1000B, ERR_MULTIBOOT_WANTS, "flags 8h"},
	{4, 0x18000, ERR_MULTIBOOT_WANTS, "flags 8000h"},
	{4, 3, ERR_IMAGE_UNKNOWN, "it begins as CC CC CC CC "},
	/* header_addr */
	{12, 0x100000, ERR_NONE, NULL},
	{12, 0xFFFFF, ERR_PROGRAM_HEADER, "header_addr FFFFFh"},
	{12, 0x100000 + AT, ERR_NONE, NULL},
	{12, 0x100001 + AT, ERR_PROGRAM_HEADER, NULL},
	{12, 0xFFFFFFFF, ERR_PROGRAM_HEADER, NULL},
	/* load_addr */
	{16, 0, ERR_PROGRAM_HEADER, NULL},
	{16, 0x100011, ERR_PROGRAM_HEADER, NULL},
	/* load_end_addr */
	{20, 0, ERR_NONE, NULL},
	{20, 0x100000 + FILE_LEN - AT + 16, ERR_NONE, NULL},
	{20, 0x100001 + FILE_LEN - AT + 16, ERR_PROGRAM_TRUNCATED,
	 "1024 bytes came, 977 from byte 48 on are missing"},
	{20, 0xFFFFF, ERR_PROGRAM_TRUNCATED, NULL},
	{20, 0xFFFFFFFF, ERR_PROGRAM_TRUNCATED, NULL},
	/* bss_end_addr */
	{24, 0, ERR_NONE, NULL},
	{24, 0x100100, ERR_NONE, NULL},
	{24, 0x1000FF, ERR_PROGRAM_HEADER, NULL},
	{24, 0xFFFFFFFF, ERR_PROGRAM_HEADER, NULL},
	{24, 0xFFFFF000, ERR_NONE, NULL},
	{28, 0, ERR_NONE, NULL},
};

static const struct change changes_2[] = {
	{4, 4, ERR_MULTIBOOT_WANTS, "architecture 4h"},
	{8, 15, ERR_PROGRAM_HEADER, NULL},
	{8, 16, ERR_PROGRAM_HEADER, "no end of tags, left 0h"},
	{8, 23, ERR_PROGRAM_HEADER, NULL},
	{8, LEN - 1, ERR_PROGRAM_HEADER, NULL},
	{8, FILE_LEN - AT, ERR_NONE, NULL},
	{8, FILE_LEN - AT + 1, ERR_PROGRAM_HEADER, "no whole header at 40h"},
	{8, 0xFFFFFFFF, ERR_PROGRAM_HEADER, NULL},
	/* A tag of a type nobody knows: required, not required. */
	{ALIGN - AT, 11, ERR_MULTIBOOT_WANTS, "tag Bh"},
	{ALIGN - AT, 0xFFFF, ERR_MULTIBOOT_WANTS, NULL},
	{ALIGN - AT, 0x1000B, ERR_NONE, NULL},
	{EFI - AT, 7, ERR_MULTIBOOT_WANTS, "tag 7h"},
	/* Sizes. */
	{ALIGN - AT + 4, 7, ERR_PROGRAM_HEADER, NULL},
	{ALIGN - AT + 4, 0, ERR_PROGRAM_HEADER, NULL},
	{ALIGN - AT + 4, 0xFFFFFFF8, ERR_PROGRAM_HEADER, NULL},
	{ALIGN - AT + 4, 0xFFFFFFFF, ERR_PROGRAM_HEADER, NULL},
	{ADDRESSES - AT + 4, 23, ERR_PROGRAM_HEADER, "a short tag 2h"},
	{ENTRY - AT + 4, 11, ERR_PROGRAM_HEADER, NULL},
	{PLACE - AT + 4, 23, ERR_PROGRAM_HEADER, NULL},
	{END - AT + 4, 7, ERR_PROGRAM_HEADER, NULL},
	{END - AT + 4, 9, ERR_PROGRAM_HEADER, NULL},
	/* What it wants to be told. */
	{REQUEST - AT + 8, 5, ERR_NONE, NULL},
	{REQUEST - AT + 8, 21, ERR_NONE, NULL},
	{REQUEST - AT + 8, 11, ERR_MULTIBOOT_WANTS, "to be told Bh"},
	{REQUEST - AT + 12, 12, ERR_MULTIBOOT_WANTS, NULL},
	{REQUEST - AT + 12, 22, ERR_MULTIBOOT_WANTS, NULL},
	{REQUEST - AT + 12, 32, ERR_MULTIBOOT_WANTS, NULL},
	{REQUEST - AT + 12, 0xFFFFFFFF, ERR_MULTIBOOT_WANTS, NULL},
	{REQUEST - AT + 4, 8, ERR_PROGRAM_HEADER, NULL},
	/* Addresses. */
	{ADDRESSES - AT, 6, ERR_IMAGE_UNKNOWN, NULL},
	{ENTRY - AT, 6, ERR_PROGRAM_HEADER, "no tag 3h"},
	{ADDRESSES - AT + 8, 0xFFFFF, ERR_PROGRAM_HEADER, NULL},
	{ADDRESSES - AT + 16, 0xFFFFFFFF, ERR_PROGRAM_TRUNCATED, NULL},
	{ADDRESSES - AT + 20, 0x100000, ERR_PROGRAM_HEADER, NULL},
	{PLACE - AT + 16, 0, ERR_NONE, NULL},
	{PLACE - AT + 16, 3, ERR_PROGRAM_HEADER, "alignment 3h"},
	{PLACE - AT + 16, 0xFFFFFFFF, ERR_PROGRAM_HEADER, NULL},
};

static void check_change(const struct change *c, void (*good)(void),
			 void (*seal)(void))
{
	struct multiboot m;
	int rc;

	good();
	put32(AT + c->at, c->value);
	if (c->at < 12)
		seal();
	rc = read_file(&m);
	if (rc != -(int)c->e)
		print_message("at %zu: %Xh: %s\n", c->at, c->value,
			      err_detail());
	assert_int_equal(rc, -(int)c->e);
	if (c->detail)
		assert_string_equal(err_detail(), c->detail);
}

static void test_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes_1); i++)
		check_change(&changes_1[i], good_1, seal_1);
	for (size_t i = 0; i < COUNT(changes_2); i++)
		check_change(&changes_2[i], good_2, seal_2);
}

/* Each length, at a guard page. What has no header is taken for ELF. */
static void test_truncated(void **state)
{
	(void)state;
	for (size_t len = 0; len < FILE_LEN; len++) {
		struct multiboot m;
		uint8_t *p;
		enum err e = ERR_NONE;

		good_1();
		p = guard_copy(file, len);
		if (len < AT - 16 + 0x100)
			e = ERR_PROGRAM_TRUNCATED;
		if (len < AT + 32)
			e = ERR_PROGRAM_HEADER;
		if (len < AT + 12)
			e = ERR_IMAGE_UNKNOWN;
		assert_int_equal(multiboot_read(&m, span_of(p, len)), -(int)e);
		guard_free(p, len);

		good_2();
		p = guard_copy(file, len);
		e = len < AT - 16 + 0x100 ? ERR_PROGRAM_TRUNCATED : ERR_NONE;
		if (len < AT + LEN)
			e = ERR_PROGRAM_HEADER;
		if (len < AT + 16)
			e = ERR_IMAGE_UNKNOWN;
		assert_int_equal(multiboot_read(&m, span_of(p, len)), -(int)e);
		guard_free(p, len);
	}
}

/* A segment of no bytes, an ELF file without segments: neither is a kernel. */
static void test_nothing(void **state)
{
	struct multiboot m;

	(void)state;
	good_1();
	put32(AT + 20, 0x100000);
	put32(AT + 24, 0x100000);
	assert_int_equal(read_file(&m), -ERR_PROGRAM_HEADER);
	assert_string_equal(err_detail(), "nothing to load at 100080h");
	memset(file, 0, sizeof(file));
	memcpy(file, "\177ELF\1\1\1", 7);
	file[16] = 2;
	file[18] = 3;
	file[42] = 32;
	assert_int_equal(read_file(&m), -ERR_PROGRAM_HEADER);
	assert_string_equal(err_detail(), "nothing to load at 0h");
}

/* Version 2 may count from the file's first byte. */
static void test_whole_file(void **state)
{
	struct multiboot m;

	(void)state;
	good_2();
	put32(ADDRESSES + 8, 0x100000 + AT);
	put32(ADDRESSES + 12, 0xFFFFFFFF);
	put32(ADDRESSES + 16, 0);
	put32(ADDRESSES + 20, 0);
	assert_int_equal(read_file(&m), 0);
	assert_int_equal(m.program.segment[0].to, 0x100000);
	assert_int_equal(m.program.segment[0].from, 0);
	assert_int_equal(m.program.segment[0].len, FILE_LEN);
	assert_int_equal(m.program.segment[0].size, FILE_LEN);
}

/* ELF with a header of each version, and with none. */
static void test_elf(void **state)
{
	static const uint32_t head[] = {0x464C457F, 0x10101, 0, 0, 0x30002, 1,
					0x100010,   52,	     0, 0, 0,	    0};
	static const uint32_t ph[] = {1, 512, 0x100000, 0x100000, 16, 32, 7, 0};
	struct multiboot m;

	(void)state;
	for (int version = 0; version < 3; version++) {
		memset(file, 0, sizeof(file));
		memcpy(file, head, sizeof(head));
		file[42] = 32; /* phentsize */
		file[44] = 1;
		memcpy(file + 52, ph, sizeof(ph));
		if (version == 1) {
			put32(128, 0x1BADB002);
			put32(136, -0x1BADB002u);
		}
		if (version == 2) {
			put32(128, 0xE85250D6);
			put32(136, 40);
			put32(140, -(0xE85250D6 + 40));
			put32(144, 3); /* another entry */
			put32(148, 12);
			put32(152, 0x100018);
			put32(164, 8);
		}
		assert_int_equal(read_file(&m), 0);
		assert_int_equal(m.program.count, 1);
		assert_int_equal(m.program.segment[0].to, 0x100000);
		assert_int_equal(m.program.segment[0].from, 512);
		assert_int_equal(m.program.entry,
				 version == 2 ? 0x100018 : 0x100010);
		assert_int_equal(m.eax, version == 2 ? 0x36D76289 : 0x2BADB002);
	}
}

/* The good kernel, 1100h bytes, in memory from 1 to 2 and 4 to 8 MiB. */
static void test_places(void **state)
{
	static const struct {
		uint32_t min, max, align;
		bool high;
		uint32_t base; /* 0: no room */
	} rows[] = {
		{0, 0xFFFFFFFF, 1, false, 0x100000},
		{0, 0xFFFFFFFF, 1, true, 0x7FEF00},
		{0x100001, 0xFFFFFFFF, 0x1000, false, 0x101000},
		{0x1FF000, 0xFFFFFFFF, 0x1000, false, 0x400000},
		{0, 0x1FFFFF, 0x1000, true, 0x1FE000},
		{0, 0x1010FF, 1, false, 0x100000},
		{0, 0x1010FE, 1, false, 0},
		{0x200000, 0x400000, 1, false, 0},
		{0x500000, 0x400000, 1, false, 0},
		{0x500000, 0x400000, 1, true, 0},
		{0xFFFFFFFF, 0xFFFFFFFF, 1, false, 0},
		{0, 0xFFFFFFFF, 0x80000000, false, 0},
		{0, 0xFFFFFFFF, 0x400000, true, 0x400000},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct multiboot m;
		struct memmap map = {0};
		int rc;

		memmap_add(&map, 0x100000, 0x100000);
		memmap_add(&map, 0x400000, 0x400000);
		good_2();
		assert_int_equal(read_file(&m), 0);
		m.min = rows[i].min;
		m.max = rows[i].max;
		m.align = rows[i].align;
		m.high = rows[i].high;
		rc = multiboot_place(&m, &map);
		if (rc != (rows[i].base ? 0 : -ERR_MULTIBOOT_NO_ROOM))
			print_message("row %zu\n", i);
		assert_int_equal(rc, rows[i].base ? 0 : -ERR_MULTIBOOT_NO_ROOM);
		if (rc)
			continue;
		assert_int_equal(m.base, rows[i].base);
		assert_int_equal(m.program.segment[0].to, rows[i].base);
		assert_int_equal(m.program.entry, rows[i].base + 0x80);
	}
}

/* One that may not move. */
static void test_fixed(void **state)
{
	struct memmap map = {0};
	struct multiboot m;

	(void)state;
	good_1();
	assert_int_equal(read_file(&m), 0);
	assert_int_equal(multiboot_place(&m, &map), -ERR_PROGRAM_NO_ROOM);
	memmap_add(&map, 0x100000, 0x1100);
	assert_int_equal(multiboot_place(&m, &map), 0);
	assert_int_equal(m.program.segment[0].to, 0x100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_whole_file),
		cmocka_unit_test(test_elf),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_fixed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
