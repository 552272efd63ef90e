/* What a Multiboot kernel is told, read back as a kernel reads it. */
#include <string.h>
#include "base/err.h"
#include "load/multiboot.h"
#include "unit.h"

#define AT 0x90000

static const struct e820_entry map[] = {
	{0, 0x9C400, E820_RAM, 0},
	{0xF0000, 0x10000, E820_RESERVED, 0},
	{0x100000, 0x3FEE0000, E820_RAM, 0},
	{0x3FFE0000, 0x20000, E820_ACPI, 0},
	{0x100000000, 0x40000000, E820_RAM, 0},
};

static struct multiboot_told told = {
	.loader = "Towline 0.1",
	.cmdline = "kernel some words",
	.e820 = map,
	.e820_count = COUNT(map),
	.base_end = 0x9C400,
	.framebuffer = {0xB8000, 160, 80, 25, 16, 2, {0}},
	.module = {{0x1000000, 0x1000100, "one"},
		   {0x1001000, 0x1002001, "two with words"}},
	.modules = 2,
};

/* ACPI's root; the revision is its byte 15. */
static uint8_t rsdp[36] = "RSD PTR and what comes then, in all.";

static uint8_t *block;
static size_t block_len;

/* Of the kernel's memory: size bytes at an address inside of the block. */
static const void *at(uint32_t address, size_t size)
{
	assert_true(address >= AT && address - AT <= block_len);
	assert_true(size <= block_len - (address - AT));
	return block + (address - AT);
}

static uint32_t get32(uint32_t address)
{
	uint32_t value;

	memcpy(&value, at(address, 4), 4);
	return value;
}

static uint64_t get64(uint32_t address)
{
	return get32(address) | (uint64_t)get32(address + 4) << 32;
}

static const char *text(uint32_t address)
{
	assert_non_null(memchr(at(address, 1), 0, block_len - (address - AT)));
	return at(address, 1);
}

/* Room that is enough for it in any case. */
static size_t enough(void)
{
	size_t room = 256 + strlen(told.cmdline) + strlen(told.loader) +
		      24 * told.e820_count;

	for (unsigned i = 0; i < told.modules; i++)
		room += 40 + strlen(told.module[i].cmdline);
	return room;
}

/* In a block that ends at a guard page, written to its length only. */
static void tell(const struct multiboot *m)
{
	size_t room = (enough() + 7) & ~(size_t)7; /* it is aligned */
	uint8_t *large = guard_alloc(room);
	int len;

	memset(large, 0xA5, room);
	len = multiboot_info(m, &told, large, room, AT);
	assert_true(len > 0 && (size_t)len <= room);
	for (size_t i = (size_t)len; i < room; i++)
		assert_int_equal(large[i], 0xA5);
	block_len = (size_t)len;
	block = guard_copy(large, block_len);
	guard_free(large, room);
}

static void check_map(unsigned i, uint32_t address)
{
	assert_int_equal(get64(address), map[i].base);
	assert_int_equal(get64(address + 8), map[i].len);
	assert_int_equal(get32(address + 16), map[i].type);
}

static void test_1(void **state)
{
	const struct multiboot m = {.eax = MULTIBOOT_EAX};
	uint32_t entry, mods;

	(void)state;
	tell(&m);
	assert_int_equal(get32(AT), 0x124D); /* bits 0, 2, 3, 6, 9, 12 */
	assert_int_equal(get32(AT + 4), 0x9C400 / 1024);
	assert_int_equal(get32(AT + 8), 0x3FEE0000 / 1024);
	assert_string_equal(text(get32(AT + 16)), told.cmdline);
	assert_int_equal(get32(AT + 20), 2);
	mods = get32(AT + 24);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(get32(mods + 16 * i), told.module[i].start);
		assert_int_equal(get32(mods + 16 * i + 4), told.module[i].end);
		assert_string_equal(text(get32(mods + 16 * i + 8)),
				    told.module[i].cmdline);
		assert_int_equal(get32(mods + 16 * i + 12), 0);
	}
	assert_int_equal(get32(AT + 44), 24 * COUNT(map));
	entry = get32(AT + 48);
	for (unsigned i = 0; i < COUNT(map); i++, entry += 24) {
		assert_int_equal(get32(entry), 20);
		check_map(i, entry + 4);
	}
	assert_string_equal(text(get32(AT + 64)), "Towline 0.1");
	assert_int_equal(get64(AT + 88), 0xB8000);
	assert_int_equal(get32(AT + 96), 160);
	assert_int_equal(get32(AT + 100), 80);
	assert_int_equal(get32(AT + 104), 25);
	assert_int_equal(block[108], 16);
	assert_int_equal(block[109], 2);
	guard_free(block, block_len);
}

/* The tags in their order, each checked by the row of its type. */
static void check_tag(uint32_t type, uint32_t tag, uint32_t size)
{
	static unsigned module;

	switch (type) {
	case 1:
		assert_int_equal(size, 8 + strlen(told.cmdline) + 1);
		assert_string_equal(text(tag + 8), told.cmdline);
		module = 0;
		break;
	case 2:
		assert_int_equal(size, 8 + sizeof("Towline 0.1"));
		assert_string_equal(text(tag + 8), "Towline 0.1");
		break;
	case 3:
		assert_int_equal(get32(tag + 8), told.module[module].start);
		assert_int_equal(get32(tag + 12), told.module[module].end);
		assert_string_equal(text(tag + 16),
				    told.module[module++].cmdline);
		break;
	case 4:
		assert_int_equal(size, 16);
		assert_int_equal(get32(tag + 8), 0x9C400 / 1024);
		assert_int_equal(get32(tag + 12), 0x3FEE0000 / 1024);
		break;
	case 6:
		assert_int_equal(size, 16 + 24 * COUNT(map));
		assert_int_equal(get32(tag + 8), 24);
		assert_int_equal(get32(tag + 12), 0);
		for (unsigned i = 0; i < COUNT(map); i++) {
			check_map(i, tag + 16 + 24 * i);
			assert_int_equal(get32(tag + 16 + 24 * i + 20), 0);
		}
		break;
	case 8:
		assert_int_equal(size, 32);
		assert_int_equal(get64(tag + 8), 0xB8000);
		assert_int_equal(get32(tag + 16), 160);
		assert_int_equal(get32(tag + 20), 80);
		assert_int_equal(get32(tag + 24), 25);
		assert_int_equal(get32(tag + 28), 16 | 2 << 8);
		break;
	case 14:
		assert_int_equal(size, 8 + 20);
		assert_memory_equal(at(tag + 8, 20), rsdp, 20);
		break;
	case 15:
		assert_int_equal(size, 8 + 36);
		assert_memory_equal(at(tag + 8, 36), rsdp, 36);
		break;
	case 21:
		assert_int_equal(size, 12);
		assert_int_equal(get32(tag + 8), 0x1234000);
		break;
	default:
		assert_int_equal(type, 0);
		assert_int_equal(size, 8);
	}
}

/* All tags, one behind the other; returns which there are. */
static uint32_t check_tags(const struct multiboot *m)
{
	uint32_t tag = AT + 8, type, size, found = 0;

	tell(m);
	assert_int_equal(get32(AT), block_len);
	assert_int_equal(get32(AT + 4), 0);
	do {
		type = get32(tag);
		size = get32(tag + 4);
		at(tag, size);
		check_tag(type, tag, size);
		found |= 1u << type;
		tag += (size + 7) & ~7u;
	} while (type);
	assert_int_equal(tag, AT + block_len);
	guard_free(block, block_len);
	return found;
}

static void test_2(void **state)
{
	struct multiboot m = {.eax = MULTIBOOT2_EAX, .base = 0x1234000};
	struct multiboot_told usual = told;

	(void)state;
	assert_int_equal(check_tags(&m), 0x15F);
	m.relocatable = true;
	assert_int_equal(check_tags(&m), 0x15F | 1u << 21);
	told.rsdp = (const struct acpi_rsdp *)rsdp;
	rsdp[15] = 0;
	assert_int_equal(check_tags(&m), 0x15F | 1u << 21 | 1u << 14);
	rsdp[15] = 2;
	assert_int_equal(check_tags(&m), 0x15F | 1u << 21 | 3u << 14);
	told = usual;
}

/* Too little for what it might need. */
static void test_no_room(void **state)
{
	struct multiboot m = {0};

	(void)state;
	for (int version = 1; version <= 2; version++) {
		m.eax = version == 1 ? MULTIBOOT_EAX : MULTIBOOT2_EAX;
		for (size_t room = 0; room < enough(); room++) {
			block = guard_alloc(room);
			assert_int_equal(
				multiboot_info(&m, &told, block, room, AT),
				-ERR_MULTIBOOT_INFO);
			guard_free(block, room);
		}
	}
}

/* KB above 1 MiB: of the one range that has it, below 4 TiB. */
static void test_memory(void **state)
{
	static const struct {
		uint64_t base, len;
		uint32_t type, kb;
	} rows[] = {
		{0x100000, 0x100000, 1, 1024},
		{0, 0x200000, 1, 1024},
		{0x100000, 0x100000, 2, 0},
		{0x200000, 0x100000, 1, 0},
		{0x80000, 0x80000, 1, 0},
		{0x100000, 1023, 1, 0},
		{0x100000, 1024, 1, 1},
		{0x100000, 5ull << 30, 1, 5 << 20},
	};
	const struct multiboot m = {.eax = MULTIBOOT_EAX};
	struct multiboot_told usual = told;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct e820_entry e = {rows[i].base, rows[i].len, rows[i].type,
				       0};

		told.e820 = &e;
		told.e820_count = 1;
		tell(&m);
		assert_int_equal(get32(AT + 8), rows[i].kb);
		guard_free(block, block_len);
	}
	told = usual;
}

/* As much as there can be, and with the worst padding. */
static void test_most(void **state)
{
	static struct e820_entry most[128];
	struct multiboot m = {.relocatable = true};
	struct multiboot_told usual = told;

	(void)state;
	told.rsdp = (const struct acpi_rsdp *)rsdp;
	told.e820 = most;
	told.e820_count = COUNT(most);
	for (told.modules = 0; told.modules < MULTIBOOT_MODULES; told.modules++)
		told.module[told.modules].cmdline = "";
	for (told.cmdline = "12345678"; *told.cmdline; told.cmdline++)
		for (int version = 1; version <= 2; version++) {
			m.eax = version == 1 ? MULTIBOOT_EAX : MULTIBOOT2_EAX;
			tell(&m);
			assert_true(block_len < 16384);
			guard_free(block, block_len);
		}
	told = usual;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_1),	cmocka_unit_test(test_2),
		cmocka_unit_test(test_no_room), cmocka_unit_test(test_memory),
		cmocka_unit_test(test_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
