/*
 * Linux kernels: a good synthetic header, and what one wrong field, a missing
 * end or an older protocol make of it; and the zero page.
 */
#include <string.h>
#include "base/err.h"
#include "load/linux.h"
#include "unit.h"

#define SETUP_LEN 1024
#define CODE_LEN  4096
#define FILE_LEN  (SETUP_LEN + CODE_LEN)

/* Where fields lie in a file (boot.rst). */
enum {
	SETUP_SECTS = 0x1F1,
	SYSSIZE = 0x1F4,
	BOOT_FLAG = 0x1FE,
	JUMP = 0x200,
	HEADER = 0x202,
	VERSION = 0x206,
	LOADFLAGS = 0x211,
	INITRD_ADDR_MAX = 0x22C,
	KERNEL_ALIGNMENT = 0x230,
	RELOCATABLE_KERNEL = 0x234,
	CMDLINE_SIZE = 0x238,
	PAYLOAD_OFFSET = 0x248,
	PAYLOAD_LENGTH = 0x24C,
	PREF_ADDRESS = 0x258,
	INIT_SIZE = 0x260,
};

static uint8_t file[FILE_LEN];

static void put(size_t at, unsigned size, uint64_t value)
{
	for (unsigned i = 0; i < size; i++)
		file[at + i] = (uint8_t)(value >> 8 * i);
}

/* As Debian's kernels, but small. */
static void good_file(void)
{
	memset(file, 0xCC, sizeof(file));
	put(SETUP_SECTS, 1, 1);
	put(SYSSIZE, 4, CODE_LEN / 16);
	put(BOOT_FLAG, 2, 0xAA55);
	put(JUMP, 2, 0x6AEB); /* the header ends at 26Ch */
	put(HEADER, 4, 0x53726448);
	put(VERSION, 2, 0x020F);
	put(LOADFLAGS, 1, 0x01);
	put(INITRD_ADDR_MAX, 4, 0x7FFFFFFF);
	put(KERNEL_ALIGNMENT, 4, 0x200000);
	put(RELOCATABLE_KERNEL, 1, 1);
	put(CMDLINE_SIZE, 4, 2047);
	put(PAYLOAD_OFFSET, 4, 16);
	put(PAYLOAD_LENGTH, 4, CODE_LEN - 32);
	put(PREF_ADDRESS, 8, 0x1000000);
	put(INIT_SIZE, 4, 0x3000000);
}

static int read_file(struct linux_kernel *k)
{
	memset(k, 0xA5, sizeof(*k));
	return linux_read(k, span_of(file, sizeof(file)));
}

static void test_good(void **state)
{
	struct linux_kernel k;

	(void)state;
	good_file();
	assert_int_equal(read_file(&k), 0);
	assert_ptr_equal(k.file, file);
	assert_int_equal(k.setup_len, SETUP_LEN);
	assert_int_equal(k.code_len, CODE_LEN);
	assert_int_equal(k.version, 0x020F);
	assert_int_equal(k.pref_address, 0x1000000);
	assert_int_equal(k.align, 0x200000);
	assert_true(k.relocatable);
	assert_int_equal(k.init_size, 0x3000000);
	assert_int_equal(k.initrd_max, 0x7FFFFFFF);
	assert_int_equal(k.cmdline_max, 2047);
	assert_false(k.is_16bit);
}

enum entry { ENTRY_32, ENTRY_16, ENTRY_OLD };

/* One field of the good file changed. */
static const struct {
	size_t at;
	unsigned size;
	uint64_t value;
	enum err e;
	const char *detail; /* NULL: not looked at */
	enum entry entry;
} fields[] = {
	{BOOT_FLAG, 2, 0, ERR_IMAGE_UNKNOWN, "it begins as CC CC CC CC ", 0},
	{BOOT_FLAG, 2, 0x55AA, ERR_IMAGE_UNKNOWN, NULL, 0},
	{BOOT_FLAG, 2, 0xAA54, ERR_IMAGE_UNKNOWN, NULL, 0},
	/* A kernel from before 2.00 needs no mark. */
	{HEADER, 4, 0, ERR_NONE, NULL, ENTRY_OLD},
	{HEADER, 1, 'h', ERR_NONE, NULL, ENTRY_OLD},
	{HEADER + 3, 1, 's', ERR_NONE, NULL, ENTRY_OLD},
	{VERSION, 2, 0, ERR_NONE, NULL, ENTRY_OLD},
	{VERSION, 2, 0x0201, ERR_NONE, NULL, ENTRY_OLD},
	{VERSION, 2, 0x01FF, ERR_NONE, NULL, ENTRY_OLD},
	{VERSION, 2, 0x0202, ERR_NONE, NULL, ENTRY_16},
	{VERSION, 2, 0x0207, ERR_NONE, NULL, ENTRY_16},
	{VERSION, 2, 0x0208, ERR_NONE, NULL, ENTRY_32},
	{VERSION, 2, 0x0210, ERR_NONE, NULL, ENTRY_32},
	{LOADFLAGS, 1, 0, ERR_NONE, NULL, ENTRY_OLD},
	{LOADFLAGS, 1, 0xFE, ERR_NONE, NULL, ENTRY_OLD},
	{LOADFLAGS, 1, 0xFF, ERR_NONE, NULL, ENTRY_32},
	/* What has no payload only borrows the protocol. */
	{PAYLOAD_LENGTH, 4, 0, ERR_NONE, NULL, ENTRY_16},
	{PAYLOAD_LENGTH, 4, CODE_LEN - 16, ERR_NONE, NULL, ENTRY_32},
	{PAYLOAD_LENGTH, 4, CODE_LEN - 15, ERR_NONE, NULL, ENTRY_16},
	{PAYLOAD_LENGTH, 4, 0xFFFFFFFF, ERR_NONE, NULL, ENTRY_16},
	{PAYLOAD_OFFSET, 4, CODE_LEN + 1, ERR_NONE, NULL, ENTRY_16},
	{PAYLOAD_OFFSET, 4, 0xFFFFFFFF, ERR_NONE, NULL, ENTRY_16},
	/* 0 means 4; with 9 there would be no code. */
	{SETUP_SECTS, 1, 0, ERR_LINUX_TRUNCATED,
	 "5120 bytes came, its header says 6656", 0},
	{SETUP_SECTS, 1, 2, ERR_LINUX_TRUNCATED, NULL, 0},
	{SETUP_SECTS, 1, 9, ERR_LINUX_TRUNCATED, NULL, 0},
	{SETUP_SECTS, 1, 255, ERR_LINUX_TRUNCATED, NULL, 0},
	{SYSSIZE, 4, 0, ERR_NONE, NULL, 0},
	{SYSSIZE, 4, 1, ERR_NONE, NULL, 0},
	{SYSSIZE, 4, CODE_LEN / 16 + 1, ERR_LINUX_TRUNCATED,
	 "5120 bytes came, its header says 5136", 0},
	{SYSSIZE, 4, 0x10000000, ERR_LINUX_TRUNCATED,
	 "5120 bytes came, its header says 4294968320", 0},
	{SYSSIZE, 4, 0xFFFFFFFF, ERR_LINUX_TRUNCATED,
	 "5120 bytes came, its header says 68719477744", 0},
	{KERNEL_ALIGNMENT, 4, 0, ERR_LINUX_HEADER,
	 "alignment 0h, init_size 3000000h, cmdline_size 7FFh, "
	 "pref_address 1000000h, setup 400h",
	 0},
	{KERNEL_ALIGNMENT, 4, 1, ERR_NONE, NULL, 0},
	{KERNEL_ALIGNMENT, 4, 3, ERR_LINUX_HEADER, NULL, 0},
	{KERNEL_ALIGNMENT, 4, 0x80000000, ERR_NONE, NULL, 0},
	{KERNEL_ALIGNMENT, 4, 0x80000001, ERR_LINUX_HEADER, NULL, 0},
	{KERNEL_ALIGNMENT, 4, 0xFFFFFFFF, ERR_LINUX_HEADER, NULL, 0},
	{INIT_SIZE, 4, 0, ERR_NONE, NULL, 0},
	{INIT_SIZE, 4, 0x40000000, ERR_NONE, NULL, 0},
	{INIT_SIZE, 4, 0x40000001, ERR_LINUX_HEADER, NULL, 0},
	{INIT_SIZE, 4, 0xFFFFFFFF, ERR_LINUX_HEADER, NULL, 0},
	{CMDLINE_SIZE, 4, 0, ERR_NONE, NULL, 0},
	{CMDLINE_SIZE, 4, 0x10000, ERR_NONE, NULL, 0},
	{CMDLINE_SIZE, 4, 0x10001, ERR_LINUX_HEADER, NULL, 0},
	{CMDLINE_SIZE, 4, 0xFFFFFFFF, ERR_LINUX_HEADER, NULL, 0},
	{PREF_ADDRESS, 8, 0, ERR_NONE, NULL, 0},
	{PREF_ADDRESS, 8, 0xFFFFFFFF, ERR_NONE, NULL, 0},
	{PREF_ADDRESS, 8, 0x100000000, ERR_LINUX_HEADER,
	 "alignment 200000h, init_size 3000000h, cmdline_size 7FFh, "
	 "pref_address 100000000h, setup 400h",
	 0},
	{PREF_ADDRESS, 8, UINT64_MAX, ERR_LINUX_HEADER, NULL, 0},
	{INITRD_ADDR_MAX, 4, 0, ERR_NONE, NULL, 0},
	{RELOCATABLE_KERNEL, 1, 0xFF, ERR_NONE, NULL, 0},
};

static void check_entry(const struct linux_kernel *k, enum entry entry)
{
	static const struct {
		uint32_t real_at, heap_end, pref_address;
	} at[] = {
		[ENTRY_16] = {0x10000, 0xE000, 0x100000},
		[ENTRY_OLD] = {0x90000, 0x9800, 0x100000},
	};

	assert_int_equal(k->is_16bit, entry != ENTRY_32);
	if (entry == ENTRY_32) {
		assert_in_range(k->pref_address, 0x100000, UINT32_MAX);
		return;
	}
	assert_false(k->relocatable);
	assert_int_equal(k->real_at, at[entry].real_at);
	assert_int_equal(k->heap_end, at[entry].heap_end);
	if (file[LOADFLAGS] & 1 && !memcmp(file + HEADER, "HdrS", 4))
		assert_int_equal(k->pref_address, at[entry].pref_address);
	else
		assert_int_equal(k->pref_address, 0x10000);
}

static void test_fields(void **state)
{
	struct linux_kernel k;

	(void)state;
	for (size_t i = 0; i < COUNT(fields); i++) {
		int rc;

		good_file();
		put(fields[i].at, fields[i].size, fields[i].value);
		rc = read_file(&k);
		if (rc != -(int)fields[i].e)
			print_message("%zxh: %llx\n", fields[i].at,
				      (unsigned long long)fields[i].value);
		assert_int_equal(rc, -(int)fields[i].e);
		if (fields[i].detail)
			assert_string_equal(err_detail(), fields[i].detail);
		if (rc)
			continue;
		assert_true(k.init_size >= k.code_len);
		check_entry(&k, fields[i].entry);
	}
}

/* What does not move is not asked for its alignment. */
static void test_alignment_unused(void **state)
{
	struct linux_kernel k;

	(void)state;
	good_file();
	put(RELOCATABLE_KERNEL, 1, 0);
	put(KERNEL_ALIGNMENT, 4, 0);
	assert_int_equal(read_file(&k), 0);
	assert_int_equal(k.align, 1);
	assert_false(k.relocatable);
}

/* The first bytes of the good file, each number of them, at a guard page. */
static void test_truncated(void **state)
{
	struct linux_kernel k;

	(void)state;
	good_file();
	for (size_t len = 0; len <= FILE_LEN; len++) {
		uint8_t *p = guard_copy(file, len);
		enum err e = ERR_NONE;

		if (len < 0x26C)
			e = ERR_IMAGE_UNKNOWN;
		else if (len + 15 < FILE_LEN)
			e = ERR_LINUX_TRUNCATED;
		assert_int_equal(linux_read(&k, span_of(p, len)), -(int)e);
		if (len == 0)
			assert_string_equal(err_detail(),
					    "it begins as nothing");
		if (len == 3)
			assert_string_equal(err_detail(),
					    "it begins as CC CC CC ");
		if (!e)
			assert_int_equal(k.code_len, len - SETUP_LEN);
		guard_free(p, len);
	}
	put(VERSION, 2, 0x0204);
	assert_int_equal(linux_read(&k, span_of(file, FILE_LEN - 16)),
			 -ERR_LINUX_TRUNCATED);
	/* One that says nothing of its size still has some code. */
	put(SYSSIZE, 4, 0);
	assert_int_equal(linux_read(&k, span_of(file, SETUP_LEN)),
			 -ERR_LINUX_TRUNCATED);
	assert_int_equal(linux_read(&k, span_of(file, SETUP_LEN + 1)), 0);
}

/*
 * The good file as each protocol reads it: fields that are newer are not
 * believed. Here they hold values that would be refused.
 */
static void test_protocols(void **state)
{
	struct linux_kernel k;

	(void)state;
	for (uint16_t minor = 0; minor <= 15; minor++) {
		good_file();
		put(VERSION, 2, 0x0200u + minor);
		if (minor < 10) {
			put(PREF_ADDRESS, 8, UINT64_MAX);
			put(INIT_SIZE, 4, 0xFFFFFFFF);
		}
		if (minor < 6)
			put(CMDLINE_SIZE, 4, 0xFFFFFFFF);
		if (minor < 5)
			put(KERNEL_ALIGNMENT, 4, 0xFFFFFFFF);
		if (minor < 4) /* the upper half was swap_dev */
			put(SYSSIZE + 2, 2, 0xFFFF);
		assert_int_equal(read_file(&k), 0);
		assert_int_equal(k.version, 0x0200 + minor);
		assert_int_equal(k.initrd_max,
				 minor < 3 ? 0x37FFFFFF : 0x7FFFFFFF);
		assert_int_equal(k.is_16bit, minor < 8);
		assert_int_equal(k.real_at, minor < 2	? 0x90000
					    : minor < 8 ? 0x10000
							: 0);
		assert_int_equal(k.relocatable, minor >= 8);
		assert_int_equal(k.align, minor < 8 ? 1 : 0x200000);
		assert_int_equal(k.cmdline_max, 2047);
		assert_int_equal(k.pref_address,
				 minor < 10 ? 0x100000 : 0x1000000);
		assert_int_equal(k.init_size, minor < 8	   ? CODE_LEN
					      : minor < 10 ? 0x2000000
							   : 0x3000000);
	}
}

/* A kernel below 1 MiB: its code may not reach its setup code. */
static void test_low(void **state)
{
	struct linux_kernel k;

	(void)state;
	good_file();
	put(LOADFLAGS, 1, 0);
	for (uint32_t len = 0x7FFFF; len <= 0x80001; len++) {
		struct span s = {file, len + SETUP_LEN};

		assert_int_equal(linux_read(&k, s),
				 len > 0x80000 ? -ERR_LINUX_HEADER : 0);
		assert_int_equal(k.init_size, len);
	}
}

/* Setup code that would reach its own stack. */
static void test_setup_len(void **state)
{
	static uint8_t large[0x8400 + CODE_LEN];
	struct linux_kernel k;

	(void)state;
	good_file();
	put(PAYLOAD_LENGTH, 4, 0);
	memcpy(large, file, SETUP_LEN);
	large[SETUP_SECTS] = 64;
	assert_int_equal(linux_read(&k, span_of(large, sizeof(large))), 0);
	assert_int_equal(k.setup_len, 0x8200);
	large[SETUP_SECTS] = 65;
	assert_int_equal(linux_read(&k, span_of(large, sizeof(large))),
			 -ERR_LINUX_HEADER);
	/* That one is not entered there. */
	large[PAYLOAD_LENGTH] = 1;
	assert_int_equal(linux_read(&k, span_of(large, sizeof(large))), 0);
}

/* Only the header is read, so the length may be anything. */
static void test_lengths(void **state)
{
	static const struct {
		uint32_t code_len;
		uint16_t version;
		enum err e;
		uint32_t init_size;
	} rows[] = {
		{0x1000000, 0x0208, ERR_NONE, 0x2000000},
		{0x1000001, 0x0208, ERR_NONE, 0x2000002},
		{0x20000000, 0x0208, ERR_NONE, 0x40000000},
		{0x20000001, 0x0208, ERR_LINUX_HEADER, 0},
		{0x80000000, 0x0208, ERR_LINUX_HEADER, 0},
		{0x40000001, 0x0202, ERR_LINUX_HEADER, 0},
		{0x40000000, 0x0202, ERR_NONE, 0x40000000},
		{0x80000001, 0x0208, ERR_LINUX_HEADER, 0},
		{0xFFFF0000, 0x0208, ERR_LINUX_HEADER, 0},
		{0x3000000, 0x020F, ERR_NONE, 0x3000000},
		{0x3000001, 0x020F, ERR_NONE, 0x3000001},
		{0x40000000, 0x020F, ERR_NONE, 0x40000000},
		{0x40000001, 0x020F, ERR_LINUX_HEADER, 0},
	};
	struct linux_kernel k;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct span s = {file, (size_t)rows[i].code_len + SETUP_LEN};

		good_file();
		put(VERSION, 2, rows[i].version);
		assert_int_equal(linux_read(&k, s), -(int)rows[i].e);
		if (rows[i].e)
			continue;
		assert_int_equal(k.code_len, rows[i].code_len);
		assert_int_equal(k.init_size, rows[i].init_size);
	}
}

/* The zero page of the good file with a header of each length. */
static void test_params(void **state)
{
	const struct linux_boot boot = {.run_at = 0x1000000,
					.cmdline = 0x90000,
					.initrd = 0x7000000,
					.initrd_len = 0x123456,
					.vid_mode = 0x317,
					.quiet = false};
	struct linux_params *p = guard_alloc(sizeof(*p));
	const uint8_t *bytes = (const uint8_t *)p;

	(void)state;
	for (unsigned jump = 0x48; jump <= 0xFF; jump++) {
		struct linux_kernel k;
		size_t end = 0x202 + jump < 0x290 ? 0x202 + jump : 0x290;
		uint8_t *head;

		good_file();
		put(JUMP + 1, 1, jump);
		assert_int_equal(read_file(&k), 0);
		/* All that linux_params may read. */
		head = guard_copy(file, 0x290);
		k.file = head;
		memset(p, 0xA5, sizeof(*p));
		linux_params(p, &k, &boot);
		for (size_t i = 0; i < sizeof(*p); i++)
			if (i < 0x1F1 || i >= end)
				assert_int_equal(bytes[i], 0);
		/* As in the file from 22Ch, the newest field included. */
		assert_memory_equal(bytes + 0x22C, file + 0x22C, end - 0x22C);
		guard_free(head, 0x290);
	}
	assert_int_equal(p->setup.setup_sects, 1);
	assert_int_equal(p->setup.header, LINUX_MAGIC);
	assert_int_equal(p->setup.vid_mode, 0x317);
	assert_int_equal(p->setup.type_of_loader, 0xFF);
	assert_int_equal(p->setup.loadflags, LINUX_LOADED_HIGH);
	assert_int_equal(p->setup.code32_start, 0x1000000);
	assert_int_equal(p->setup.ramdisk_image, 0x7000000);
	assert_int_equal(p->setup.ramdisk_size, 0x123456);
	assert_int_equal(p->setup.cmd_line_ptr, 0x90000);
	guard_free(p, sizeof(*p));
}

static void test_params_quiet(void **state)
{
	const struct linux_boot boot = {.vid_mode = 0xFFFF, .quiet = true};
	struct linux_params p;
	struct linux_kernel k;

	(void)state;
	good_file();
	put(LOADFLAGS, 1, 0x41);
	assert_int_equal(read_file(&k), 0);
	linux_params(&p, &k, &boot);
	assert_int_equal(p.setup.loadflags, 0x61);
	assert_int_equal(p.setup.vid_mode, 0xFFFF);
	/* Without an initrd, what the file says there does not matter. */
	assert_int_equal(p.setup.ramdisk_image, 0);
	assert_int_equal(p.setup.ramdisk_size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_alignment_unused),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_protocols),
		cmocka_unit_test(test_low),
		cmocka_unit_test(test_setup_len),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_params_quiet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
