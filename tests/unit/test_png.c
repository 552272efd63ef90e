/*
 * Tests of stage1/base/png.c: every kind of pixel and filter, in chunks of
 * every size, each way of being damaged.
 */
#include "unit.h"
#include "base/err.h"
#include "base/png.h"
#include "png_make.h"

#define PIXELS_MAX 4096
#define WORK	   (GUNZIP_MEMORY + 4096)

static struct png png;
static uint8_t *memory;
static size_t room; /* of the arena */
static uint8_t file[PNG_MAKE_ROOM];
static uint32_t pixels[PIXELS_MAX];
static uint32_t rows, rows_wanted;

static bool keep_row(struct png *p, uint32_t y)
{
	assert_int_equal(y, rows);
	for (uint32_t x = 0; x < p->width && p->width <= 64; x++)
		pixels[y * p->width + x] = png_pixel(p, x);
	return ++rows < rows_wanted;
}

/* Read a copy that ends at a guard page, in memory that does so too. */
static int read_file(const uint8_t *bytes, size_t len)
{
	void *copy = guard_copy(bytes, len);
	struct arena arena;
	int rc;

	memset(memory, 0xA5, WORK);
	memset(&png, 0xA5, sizeof(png));
	arena_init(&arena, memory + WORK - room, room);
	png.row = keep_row;
	rows = 0;
	rc = png_read(&png, span_of(copy, len), &arena);
	guard_free(copy, len);
	return rc;
}

#define ROWS(text) (const uint8_t *)(text)
#define MAKE(w, h, bits, kind, how, bytes, ...)                                \
	{                                                                      \
		.width = w, .height = h, .depth = bits, .colour = kind,        \
		.filters = how, .rows = bytes, ##__VA_ARGS__                   \
	}
#define PALETTE .palette = "\1\2\3\4\5\6\xFF\xFE\xFD", .palette_len = 9

static const struct {
	struct png_make make;
	uint32_t wanted[6];
} kinds[] = {
	/* Grey. */
	{MAKE(3, 1, 1, 0, "0", ROWS("\xA0")),
	 {0xFFFFFFFF, 0xFF000000, 0xFFFFFFFF}},
	{MAKE(3, 1, 2, 0, "0", ROWS("\x1B")),
	 {0xFF000000, 0xFF555555, 0xFFAAAAAA}},
	{MAKE(3, 1, 4, 0, "0", ROWS("\x0F\x30")),
	 {0xFF000000, 0xFFFFFFFF, 0xFF333333}},
	{MAKE(3, 1, 8, 0, "0", ROWS("\x00\x7F\xFF")),
	 {0xFF000000, 0xFF7F7F7F, 0xFFFFFFFF}},
	{MAKE(2, 1, 16, 0, "0", ROWS("\x12\x34\xFF\xFF")),
	 {0xFF121212, 0xFFFFFFFF}},
	/* RGB. */
	{MAKE(2, 1, 8, 2, "0", ROWS("\1\2\3\xFF\xFE\xFD")),
	 {0xFF010203, 0xFFFFFEFD}},
	{MAKE(1, 1, 16, 2, "0", ROWS("\1\x99\2\x99\3\x99")), {0xFF010203}},
	/* Palette; what it lacks is black. */
	{MAKE(4, 1, 1, 3, "0", ROWS("\x50"), PALETTE),
	 {0xFF010203, 0xFF040506, 0xFF010203, 0xFF040506}},
	{MAKE(4, 1, 2, 3, "0", ROWS("\x1B"), PALETTE),
	 {0xFF010203, 0xFF040506, 0xFFFFFEFD, 0xFF000000}},
	{MAKE(3, 1, 4, 3, "0", ROWS("\x21\xF0"), PALETTE),
	 {0xFFFFFEFD, 0xFF040506, 0xFF000000}},
	{MAKE(4, 1, 8, 3, "0", ROWS("\x02\x00\xFF\x01"), PALETTE,
	      .alpha = "\x80", .alpha_len = 1),
	 {0xFFFFFEFD, 0x80010203, 0xFF000000, 0xFF040506}},
	/* Alpha. */
	{MAKE(2, 1, 8, 4, "0", ROWS("\x40\x80\xFF\x01")),
	 {0x80404040, 0x01FFFFFF}},
	{MAKE(1, 1, 16, 4, "0", ROWS("\x40\x99\x80\x99")), {0x80404040}},
	{MAKE(1, 1, 8, 6, "0", ROWS("\1\2\3\4")), {0x04010203}},
	{MAKE(1, 1, 16, 6, "0", ROWS("\1\x99\2\x99\3\x99\4\x99")),
	 {0x04010203}},
	/* The colour that is not shown. */
	{MAKE(2, 1, 8, 0, "0", ROWS("\x40\x41"), .alpha = "\0\x41",
	      .alpha_len = 2),
	 {0xFF404040, 0x00414141}},
	{MAKE(2, 1, 4, 0, "0", ROWS("\x13"), .alpha = "\0\x3", .alpha_len = 2),
	 {0xFF111111, 0x00333333}},
	{MAKE(2, 1, 8, 2, "0", ROWS("\1\2\3\1\2\4"), .alpha = "\0\1\0\2\0\4",
	      .alpha_len = 6),
	 {0xFF010203, 0x00010204}},
	/* A tRNS of another length means nothing. */
	{MAKE(1, 1, 8, 2, "0", ROWS("\1\2\3"), .alpha = "\0\1", .alpha_len = 2),
	 {0xFF010203}},
};

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct png_make m = kinds[i].make;

		for (m.piece = 0; m.piece < 40; m.piece++) {
			int rc = read_file(file, png_make(&m, file));

			if (rc || memcmp(pixels, kinds[i].wanted, 4 * m.width))
				print_error("row %zu: %s %s, %08X...\n", i,
					    err_sentence(rc), err_detail(),
					    pixels[0]);
			assert_int_equal(rc, 0);
			assert_int_equal(png.width, m.width);
			assert_int_equal(png.height, m.height);
			assert_memory_equal(pixels, kinds[i].wanted,
					    4 * m.width);
		}
	}
}

static uint8_t noise[PIXELS_MAX * 8];

/* A picture of noise, with filters; no pixel differs from no filters. */
static void check_filters(struct png_make m)
{
	static const char *const filters[] = {"1",  "2",     "3",     "4",
					      "01", "43210", "31421", "4412"};
	static uint32_t plain[PIXELS_MAX];

	m.rows = noise;
	m.filters = "0";
	assert_int_equal(read_file(file, png_make(&m, file)), 0);
	memcpy(plain, pixels, sizeof(plain));
	for (size_t i = 0; i < COUNT(filters); i++) {
		m.filters = filters[i];
		m.piece = i * 7;
		m.block = i * 5;
		memset(pixels, 0, sizeof(pixels));
		assert_int_equal(read_file(file, png_make(&m, file)), 0);
		assert_int_equal(rows, m.height);
		assert_memory_equal(pixels, plain, 4 * m.width * m.height);
	}
}

static void test_filters(void **state)
{
	static const struct {
		uint8_t depth, colour;
	} all[] = {{1, 0}, {2, 0},  {4, 0},  {8, 0}, {16, 0},
		   {8, 2}, {16, 2}, {1, 3},  {2, 3}, {4, 3},
		   {8, 3}, {8, 4},  {16, 4}, {8, 6}, {16, 6}};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++)
		for (uint32_t width = 1; width < 20; width += 3)
			check_filters((struct png_make){.width = width,
							.height = 21,
							.depth = all[i].depth,
							.colour = all[i].colour,
							PALETTE});
}

/* A small picture of 2 x 2 in which places are easily found. */
static size_t good(void)
{
	struct png_make m = MAKE(2, 2, 8, 2, "04", ROWS("abcdefghijkl"));

	return png_make(&m, file);
}

#define IHDR_AT 8
#define IDAT_AT (8 + 25 + 32)

/* Write a chunk's CRC anew. */
static void mend(size_t chunk)
{
	uint8_t *c = file + chunk, copy[300];
	size_t len = c[3];

	png_make_chunk(copy, (char *)c + 4, c + 8, len);
	memcpy(c, copy, len + 12);
}

/* One byte of IHDR or IDAT changed, with a right CRC. */
static const struct {
	size_t chunk, at;
	uint8_t value;
	int rc;
} broken[] = {
	{IHDR_AT, 8, 1, ERR_PNG_HEADER},     /* width 2^24 + 2 */
	{IHDR_AT, 10, 0x10, ERR_PNG_HEADER}, /* 4098 */
	{IHDR_AT, 11, 0, ERR_PNG_HEADER},    /* none */
	{IHDR_AT, 12, 0xFF, ERR_PNG_HEADER}, /* height */
	{IHDR_AT, 14, 0x10, ERR_PNG_HEADER},
	{IHDR_AT, 15, 0, ERR_PNG_HEADER},
	{IHDR_AT, 16, 0, ERR_PNG_HEADER},  /* depth */
	{IHDR_AT, 16, 4, ERR_PNG_HEADER},  /* not with RGB */
	{IHDR_AT, 16, 24, ERR_PNG_HEADER}, /* two bits of the sum */
	{IHDR_AT, 16, 32, ERR_PNG_HEADER},
	{IHDR_AT, 17, 1, ERR_PNG_HEADER}, /* colour type */
	{IHDR_AT, 17, 5, ERR_PNG_HEADER},
	{IHDR_AT, 17, 7, ERR_PNG_HEADER},
	{IHDR_AT, 17, 255, ERR_PNG_HEADER},
	{IHDR_AT, 17, 3, ERR_PNG_PALETTE},
	{IHDR_AT, 18, 1, ERR_PNG_HEADER}, /* compression */
	{IHDR_AT, 19, 1, ERR_PNG_HEADER}, /* filter method */
	{IHDR_AT, 20, 1, ERR_PNG_INTERLACED},
	{IHDR_AT, 20, 2, ERR_PNG_INTERLACED},
	{IHDR_AT, 15, 3, ERR_PNG_END}, /* a row more than there is */
	{IHDR_AT, 7, 'X', ERR_PNG_FIRST},
	{IDAT_AT, 10, 0x07, ERR_GUNZIP_DATA}, /* block of kind 3 */
	{IDAT_AT, 13, 0, ERR_GUNZIP_DATA},    /* lengths that differ */
	{IDAT_AT, 15, 5, ERR_PNG_FILTER},
	{IDAT_AT, 15, 255, ERR_PNG_FILTER},
	{IDAT_AT, 22, 9, ERR_PNG_FILTER}, /* of the second row */
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		size_t len = good();
		int rc;

		assert_int_equal(read_file(file, len), 0);
		assert_memory_equal(&pixels[3], "lkj\xFF", 4);
		file[broken[i].chunk + broken[i].at] = broken[i].value;
		mend(broken[i].chunk);
		rc = read_file(file, len);
		if (rc != -broken[i].rc)
			print_error("row %zu: %s (%s)\n", i, err_sentence(rc),
				    err_detail());
		assert_int_equal(-rc, broken[i].rc);
	}
}

/* Cut anywhere, it fails; what is behind the last row is not needed. */
static void test_cut(void **state)
{
	size_t len = good();
	size_t needed = len - 12;

	(void)state;
	for (size_t n = 0; n < len; n++) {
		int rc = read_file(file, n);

		assert_int_equal(-rc, n < 8	   ? ERR_PNG_MAGIC
				      : n < needed ? ERR_PNG_CUT
						   : 0);
	}
	/* A chunk that claims to be longer than memory. */
	file[IDAT_AT] = 0xFF;
	assert_int_equal(read_file(file, len), -ERR_PNG_CUT);
	/* No rows at all. */
	good();
	len = IDAT_AT + png_make_chunk(file + IDAT_AT, "IEND", NULL, 0);
	assert_int_equal(read_file(file, len), -ERR_PNG_END);
	/* A header of another length. */
	len = good();
	file[IHDR_AT + 3] = 12;
	mend(IHDR_AT);
	assert_int_equal(read_file(file, len), -ERR_PNG_FIRST);
}

/* Any byte of any value: an error or a picture, never a fault. */
static void test_every_byte(void **state)
{
	size_t len = good();

	(void)state;
	for (size_t at = 0; at < len; at++)
		for (int bit = 0; bit < 8; bit++) {
			uint8_t was = file[at];
			int rc;

			file[at] ^= (uint8_t)(1 << bit);
			rc = read_file(file, len);
			file[at] = was;
			/* All that is needed is under a CRC. */
			if (at < 8)
				assert_int_equal(rc, -ERR_PNG_MAGIC);
			else if (at < len - 12)
				assert_true(rc == -ERR_PNG_CRC ||
					    rc == -ERR_PNG_CUT);
			else
				assert_int_equal(rc, 0);
		}
	for (size_t at = IHDR_AT + 4; at < len - 16; at++)
		for (int value = 0; value < 256; value++) {
			size_t chunk = at < 33	      ? IHDR_AT
				       : at < IDAT_AT ? 33
						      : IDAT_AT;

			good();
			file[at] = (uint8_t)value;
			mend(chunk);
			read_file(file, len);
		}
}

/* The caller says when it has enough, and what follows does not matter. */
static void test_enough(void **state)
{
	struct png_make m = MAKE(2, 9, 8, 0, "0009", noise);

	(void)state;
	rows_wanted = 3;
	assert_int_equal(read_file(file, png_make(&m, file)), 0);
	assert_int_equal(rows, 3);
	rows_wanted = 4;
	assert_int_equal(read_file(file, png_make(&m, file)), -ERR_PNG_FILTER);
	rows_wanted = UINT32_MAX;
}

/* The arena's end, exactly. */
static void test_memory(void **state)
{
	struct png_make m = MAKE(4096, 1, 16, 6, "1", noise);
	size_t len, line = 8 + 4096 * 8;

	(void)state;
	m.width = 20;
	len = png_make(&m, file);
	for (room = 0; room < WORK; room += room < GUNZIP_MEMORY ? 1000 : 1)
		if (read_file(file, len) == 0)
			break;
		else
			assert_int_equal(read_file(file, len),
					 room < GUNZIP_MEMORY
						 ? -ERR_PNG_WORK
						 : -ERR_PNG_MEMORY);
	/* The arena begins anywhere and aligns to 16. */
	assert_in_range(room, GUNZIP_MEMORY + 2 * (8 + 160),
			GUNZIP_MEMORY + 2 * (8 + 160) + 48);
	room = WORK;
	m.width = 4096;
	assert_true(2 * line > room - GUNZIP_MEMORY);
	assert_int_equal(read_file(file, png_make(&m, file)), -ERR_PNG_MEMORY);
}

static int setup(void **state)
{
	uint32_t x = 1;

	(void)state;
	memory = guard_alloc(WORK);
	room = WORK;
	rows_wanted = UINT32_MAX;
	for (size_t i = 0; i < sizeof(noise); i++) {
		x = x * 1664525 + 1013904223;
		noise[i] = (uint8_t)(x >> 24);
	}
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	guard_free(memory, WORK);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_enough),
		cmocka_unit_test(test_memory),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
