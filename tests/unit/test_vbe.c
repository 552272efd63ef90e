/*
 * Tests of stage1/fw/vbe.c: which mode is chosen from what a BIOS says, and
 * that what it says is not believed.
 */
#include "unit.h"
#include "fake_vbe.h"
#include "fw/memory.h"
#include "fw/vbe.h"

static const uint8_t depths[] = {4, 8, 15, 16, 24, 32};

static void start(void)
{
	fake_start();
	fake_add(0x100, 640, 400, 8);
	for (unsigned i = 1; i < COUNT(depths); i++)
		fake_add((uint16_t)(0x110 + i), 640, 480, depths[i]);
	fake_add(0x118, 1024, 768, 24);
	fake_add(0x11A, 1280, 1024, 16);
}

static void expect(uint16_t width, uint16_t height, int number)
{
	uint8_t *low = memory.low.next;

	fake.number = -1;
	vbe_mode.width = 0;
	assert_int_equal(vbe_set_size(width, height), number >= 0);
	assert_int_equal(fake.number, number);
	assert_int_equal(vbe_mode.width, number >= 0 ? width : 0);
	assert_ptr_equal(memory.low.next, low);
}

static void test_choice(void **state)
{
	(void)state;
	start();
	expect(640, 480, 0x115);
	assert_int_equal(vbe_mode.height, 480);
	assert_int_equal(vbe_mode.bits, 32);
	assert_int_equal(vbe_bytes(&vbe_mode), 4);
	assert_int_equal(vbe_mode.pitch, 2560);
	assert_int_equal(vbe_mode.base, FAKE_BASE);
	expect(1024, 768, 0x118);
	expect(1280, 1024, 0x11A);
	expect(800, 600, -1);
	expect(640, 400, -1); /* 8 bits only */
	expect(0, 0, -1);
	/* The most bits, wherever it is in the list. */
	fake.modes = 0;
	fake_add(1, 640, 480, 24);
	fake_add(2, 640, 480, 32);
	fake_add(3, 640, 480, 16);
	fake_add(4, 640, 480, 15);
	fake_add(5, 640, 480, 32);
	expect(640, 480, 2);
	fake.mode[1].info.attributes = fake.mode[4].info.attributes = 0;
	expect(640, 480, 1);
	fake.mode[0].info.attributes = 0;
	expect(640, 480, 3);
	fake.mode[2].info.attributes = 0;
	expect(640, 480, 4);
}

/* Without VBE 2, or if it does not do as it says, nothing is set. */
static void test_none(void **state)
{
	(void)state;
	start();
	fake.is_there = false;
	expect(640, 480, -1);
	start();
	strcpy(fake.signature, "VEXA");
	expect(640, 480, -1);
	start();
	fake.version = 0x0102;
	expect(640, 480, -1);
	start();
	fake.refuses = true;
	expect(640, 480, -1);
	start();
	fake.modes = 0;
	expect(640, 480, -1);
	/* No base memory to ask with. */
	start();
	memory.low.end = memory.low.next + 760;
	expect(640, 480, -1);
	/* A list without an end. */
	fake_start();
	for (unsigned i = 0; i < FAKE_MODES_MAX; i++)
		fake_add(0x100, 800, 600, 16);
	fake.no_end = true;
	expect(640, 480, -1);
	assert_true(fake.asked <= 256);
}

#define FIELD(field, value)                                                    \
	{                                                                      \
		offsetof(struct vbe_info, field),                              \
			sizeof(((struct vbe_info *)NULL)->field), value        \
	}

/* Each of these makes a good mode one that is not taken. */
static const struct {
	size_t at, size;
	uint32_t value;
} broken[] = {
	FIELD(attributes, 0x9A), /* not supported */
	FIELD(attributes, 0x8B), /* text */
	FIELD(attributes, 0x1B), /* banks only */
	FIELD(width, 0),
	FIELD(width, 639),
	FIELD(width, 65535),
	FIELD(height, 0),
	FIELD(height, 65535),
	FIELD(pitch, 2559),
	FIELD(pitch, 0),
	FIELD(planes, 0),
	FIELD(planes, 4),
	FIELD(bits, 0),
	FIELD(bits, 4),
	FIELD(bits, 8),
	FIELD(bits, 33),
	FIELD(bits, 64),
	FIELD(bits, 255),
	FIELD(bits, 23), /* red ends at bit 24 */
	FIELD(model, 0),
	FIELD(model, VBE_PACKED),
	FIELD(base, 0),
	FIELD(base, 0xA0000),
	FIELD(base, 0x0FFFF000),		  /* inside the heap */
	FIELD(base, 0x11000000),		  /* free memory */
	FIELD(base, 0xFFFFFFFF - 2560 * 480 + 1), /* beyond 4 GiB */
	FIELD(base, 0xFFFFFFFF),
	FIELD(field[0].size, 0),
	FIELD(field[0].size, 9),
	FIELD(field[0].position, 25),
	FIELD(field[1].size, 255),
	FIELD(field[1].position, 255),
	FIELD(field[2].size, 0),
	FIELD(field[2].position, 32),
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		struct vbe_info *info;

		fake_start();
		info = fake_add(0x123, 640, 480, 32);
		expect(640, 480, 0x123);
		memcpy((uint8_t *)info + broken[i].at, &broken[i].value,
		       broken[i].size);
		vbe_mode.width = 0;
		fake.number = -1;
		if (vbe_set_size(640, 480))
			print_error("row %zu\n", i);
		assert_int_equal(fake.number, -1);
		assert_int_equal(vbe_mode.width, 0);
	}
}

/* Every byte of what the BIOS says, at random: what is taken is possible. */
static void test_noise(void **state)
{
	uint32_t x = 1, taken = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct vbe_info *info;
		const struct vbe_info *m = &vbe_mode;

		fake_start();
		info = fake_add(0x123, 640, 480, depths[2 + round % 4]);
		fake.version = round & 16 ? 0x0300 : 0x0200;
		for (int k = 0; k < 1 + round % 3; k++) {
			x = x * 1664525 + 1013904223;
			((uint8_t *)info)[(x >> 8) % 64] = (uint8_t)(x >> 24);
		}
		if (!vbe_set_number(0x123))
			continue;
		taken++;
		assert_in_range(m->width, 1, VBE_MAX);
		assert_in_range(m->height, 1, VBE_MAX);
		assert_in_range(vbe_bytes(m), 1, 4);
		assert_true(m->pitch >= m->width * vbe_bytes(m));
		assert_true(m->base >= 0x10000000 &&
			    m->base + (uint64_t)m->pitch * m->height <=
				    UINT32_MAX);
		for (int k = 0; k < 3; k++)
			assert_true(m->field[k].size - 1u < 8 &&
				    m->field[k].size + m->field[k].position <=
					    m->bits);
	}
	assert_in_range(taken, 5000, 19000);
}

/* VBE 3 has other numbers for the linear framebuffer, if it has them. */
static void test_version_3(void **state)
{
	struct vbe_info *info;

	(void)state;
	fake_start();
	info = fake_add(0x123, 640, 480, 32);
	info->pitch = 4096;
	info->linear_pitch = 2560;
	info->linear_pages = 7;
	memcpy(info->linear_field, "\x8\0\x8\x8\x8\x10\x8\x18", 8);
	expect(640, 480, 0x123);
	assert_int_equal(vbe_mode.pitch, 4096);
	assert_int_equal(vbe_mode.field[0].position, 16);
	fake.version = 0x0300;
	expect(640, 480, 0x123);
	assert_int_equal(vbe_mode.pitch, 2560);
	assert_int_equal(vbe_mode.pages, 7);
	assert_int_equal(vbe_mode.field[0].position, 0);
	info->linear_pitch = 0;
	expect(640, 480, 0x123);
	assert_int_equal(vbe_mode.pitch, 4096);
}

/* By number, as vga= has it: 8 bits too. */
static void test_number(void **state)
{
	(void)state;
	start();
	assert_true(vbe_set_number(0x100));
	assert_int_equal(fake.number, 0x100);
	assert_int_equal(vbe_mode.bits, 8);
	assert_true(vbe_set_number(0x118));
	assert_int_equal(vbe_mode.width, 1024);
	/* What is set stays. */
	assert_false(vbe_set_number(0x150));
	assert_false(vbe_set_number(0xFFFF));
	fake.refuses = true;
	assert_false(vbe_set_number(0x115));
	assert_int_equal(fake.number, 0x118);
	assert_int_equal(vbe_mode.width, 1024);
}

static void test_linux(void **state)
{
	struct linux_screen s = {.x = 3, .cols = 80};

	(void)state;
	start();
	expect(640, 480, 0x115);
	vbe_screen(&s);
	assert_int_equal(s.is_vga, 0x23);
	assert_int_equal(s.lfb_width, 640);
	assert_int_equal(s.lfb_height, 480);
	assert_int_equal(s.lfb_depth, 32);
	assert_int_equal(s.lfb_base, FAKE_BASE);
	assert_int_equal(s.lfb_size, 64);
	assert_int_equal(s.lfb_pitch, 2560);
	assert_memory_equal(s.lfb_field, "\x8\x10\x8\x8\x8\0\x8\x18", 8);
	assert_int_equal(s.vesapm_seg, 0xC000);
	assert_int_equal(s.vesapm_off, 0x1234);
	assert_int_equal(s.vesa_attributes, 0x9B);
	assert_int_equal(s.capabilities, 1);
	assert_int_equal(s.cols, 80);
	/* 8 bits: those of the palette. */
	assert_true(vbe_set_number(0x100));
	vbe_screen(&s);
	assert_int_equal(s.lfb_depth, 8);
	assert_memory_equal(s.lfb_field, "\6\0\6\0\6\0", 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_choice),	  cmocka_unit_test(test_none),
		cmocka_unit_test(test_broken),	  cmocka_unit_test(test_noise),
		cmocka_unit_test(test_version_3), cmocka_unit_test(test_number),
		cmocka_unit_test(test_linux),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
