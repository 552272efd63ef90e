/* What a file is, by its content; and how it is called when it is nothing. */
#include <string.h>
#include "base/err.h"
#include "load/image.h"
#include "unit.h"

#define LEN 0x9000

static uint8_t file[LEN];

static void put32(size_t at, uint32_t value)
{
	memcpy(file + at, &value, sizeof(value));
}

static void make_linux(void)
{
	file[0x1FE] = 0x55;
	file[0x1FF] = 0xAA;
	memcpy(file + 0x202, "HdrS", 4);
}

static void make_elf(uint8_t class, uint16_t type, uint16_t machine)
{
	memcpy(file, "\177ELF\0\1\1", 7);
	file[4] = class;
	memcpy(file + 16, &type, 2);
	memcpy(file + 18, &machine, 2);
}

static void make_multiboot(size_t at)
{
	put32(at, 0x1BADB002);
	put32(at + 4, 3);
	put32(at + 8, -(0x1BADB002u + 3));
}

static void make_multiboot2(size_t at)
{
	put32(at, 0xE85250D6);
	put32(at + 4, 0);
	put32(at + 8, 24);
	put32(at + 12, -(0xE85250D6 + 24));
}

static enum image_kind kind(size_t len)
{
	uint8_t *p = guard_copy(file, len);
	enum image_kind k = image_kind(span_of(p, len));

	guard_free(p, len);
	return k;
}

static void test_kinds(void **state)
{
	(void)state;
	memset(file, 0, LEN);
	assert_int_equal(kind(LEN), IMAGE_OTHER);
	make_elf(1, 2, 3);
	assert_int_equal(kind(LEN), IMAGE_ELF);
	make_elf(2, 2, 62);
	assert_int_equal(kind(LEN), IMAGE_ELF);
	make_multiboot(4096);
	assert_int_equal(kind(LEN), IMAGE_MULTIBOOT);
	make_linux();
	assert_int_equal(kind(LEN), IMAGE_LINUX);
}

/* ELF for others, and what has to be linked first. */
static void test_elf(void **state)
{
	static const struct {
		uint8_t class;
		uint16_t type, machine;
	} rows[] = {{0, 2, 3}, {3, 2, 3}, {1, 1, 3}, {1, 3, 3}, {1, 2, 40}};

	(void)state;
	memset(file, 0, LEN);
	for (size_t i = 0; i < COUNT(rows); i++) {
		make_elf(rows[i].class, rows[i].type, rows[i].machine);
		assert_int_equal(kind(LEN), IMAGE_OTHER);
	}
	make_elf(1, 2, 3);
	file[5] = 2; /* big-endian */
	assert_int_equal(kind(LEN), IMAGE_OTHER);
	file[5] = 1;
	for (size_t len = 0; len < 64; len++)
		assert_int_equal(kind(len), len < 58 ? IMAGE_OTHER : IMAGE_ELF);
}

/* Where headers may be, and where not; whole ones only. */
static void test_multiboot(void **state)
{
	static const struct {
		size_t at, len;
		bool found, found2;
	} rows[] = {
		{0, 12, true, false},	      {0, 11, false, false},
		{0, 16, true, true},	      {0, LEN, true, true},
		{4, LEN, true, false},	      {8, LEN, true, true},
		{2, LEN, false, false},	      {1, LEN, false, false},
		{8180, LEN, true, false},     {8184, LEN, false, true},
		{8192, LEN, false, true},     {32752, LEN, false, true},
		{32752, 32767, false, false}, {32760, LEN, false, false},
		{32768, LEN, false, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("at %zu of %zu\n", rows[i].at, rows[i].len);
		memset(file, 0, LEN);
		make_multiboot(rows[i].at);
		assert_int_equal(kind(rows[i].len),
				 rows[i].found ? IMAGE_MULTIBOOT : IMAGE_OTHER);
		memset(file, 0, LEN);
		make_multiboot2(rows[i].at);
		assert_int_equal(kind(rows[i].len), rows[i].found2
							    ? IMAGE_MULTIBOOT
							    : IMAGE_OTHER);
	}
	memset(file, 0, LEN);
	make_multiboot(0);
	file[8]++; /* the sum */
	make_multiboot2(64);
	file[64 + 12]++;
	assert_int_equal(kind(LEN), IMAGE_OTHER);
}

static void test_names(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *detail;
	} rows[] = {
		{"", 0, "it begins as nothing"},
		{"\xCC", 1, "it begins as CC "},
		{"\xCC\x01\x02", 3, "it begins as CC 01 02 "},
		{"\xCC\x01\x02\x03\x04", 5, "it begins as CC 01 02 03 "},
		{"MZ\0", 3, "it begins as a program for EFI"},
		{"M", 1, "it begins as 4D "},
		{"\x1F\x8B\x08", 3, "it begins as gzip data"},
		{"\xFD"
		 "7zXZ",
		 5, "it begins as xz data"},
		{"\x28\xB5\x2F\xFD", 4, "it begins as zstd data"},
		{"070701", 6, "it begins as an initrd (cpio)"},
		{"#!/bin/sh", 9, "it begins as a script"},
		{"<html>", 6, "it begins as a web page"},
		{"\x7F"
		 "ELF\2",
		 5, "it begins as ELF of another kind"},
		{"\x7F"
		 "ELF\1",
		 5, "it begins as ELF of another kind"},
		{"\xB8\xFF\x4C\xCD\x21", 5, "it begins as a PXELINUX module"},
		{"\xB8\xFE\x4C\xCD\x21", 5, "it begins as a PXELINUX module"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t *p = guard_copy(rows[i].bytes, rows[i].len);

		assert_int_equal(image_unknown(span_of(p, rows[i].len)),
				 -ERR_IMAGE_UNKNOWN);
		assert_string_equal(err_detail(), rows[i].detail);
		guard_free(p, rows[i].len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_elf),
		cmocka_unit_test(test_multiboot),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
