/*
 * Tests of stage1/fw/gfx.c: pixels of every depth, blended colours, the picture
 * cut and repeated, the cursor, and coming back to text.
 */
#include "unit.h"
#include "base/err.h"
#include "fake_vbe.h"
#include "fw/gfx.h"
#include "fw/memory.h"
#include "fw/screen.h"
#include "fw/vbe.h"
#include "png_make.h"

static struct canvas canvas;
static const struct ink inks[] = {
	{0, 0xFFFF0000, 0xFF0000FF}, /* red on blue */
	{0, 0x80FFFFFF, 0x00123456}, /* half white on the picture */
	{0, 0x00FFFFFF, 0x80000000}, /* nothing on half black */
};

static void start(uint8_t bits)
{
	fake_start();
	fake_add(0x112, 640, 480, bits);
	assert_true(gfx_start(640, 480));
	gfx_fill(0);
	canvas.cols = screen.cols;
	canvas.rows = screen.rows;
	canvas.inks = inks;
	canvas_clear(&canvas, CANVAS_RAW | 0x07);
}

/* Put a character; the pixel at x, y of its cell. */
static uint32_t put(int row, int col, uint8_t ch, uint8_t attr, uint8_t ink,
		    uint32_t x, uint32_t y)
{
	canvas.cell[row * canvas.cols + col] = (struct cell){ch, attr, ink};
	screen.put(&canvas, row, col);
	return fake_pixel(8 + (uint32_t)col * 8 + x,
			  8 + (uint32_t)row * 16 + y);
}

static void test_blend(void **state)
{
	static const struct {
		uint32_t over, under, wanted;
	} rows[] = {
		{0xFF123456, 0xABCDEF, 0x123456},
		{0x00123456, 0xABCDEF, 0xABCDEF},
		{0x80FFFFFF, 0x000000, 0x808080},
		{0x80000000, 0xFFFFFF, 0x7E7E7E},
		{0x40FF0000, 0x0000FF, 0x3F00BF},
		{0xFFFFFFFF, 0xFFFFFF, 0xFFFFFF},
		{0x7FFFFFFF, 0xFFFFFF, 0xFFFFFF},
		{0x80FFFFFF, 0xFFFFFF, 0xFFFFFF},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(gfx_blend(rows[i].over, rows[i].under),
				 rows[i].wanted);
	/* Never beyond the two. */
	for (uint32_t a = 0; a < 256; a++)
		assert_in_range(gfx_blend(a << 24 | 0x4080C0, 0xC08040) & 0xFF,
				0x40, 0xC0);
}

static void test_depths(void **state)
{
	static const struct {
		uint8_t bits;
		uint32_t red, blue;
	} rows[] = {
		{32, 0xFF0000, 0x0000FF},
		{24, 0xFF0000, 0x0000FF},
		{16, 0xF800, 0x001F},
		{15, 0x7C00, 0x001F},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		start(rows[i].bits);
		assert_int_equal(put(3, 5, 0x81, 7, 1, 0, 0), rows[i].red);
		assert_int_equal(put(3, 5, 0x81, 7, 1, 7, 14), rows[i].red);
		assert_int_equal(put(3, 5, 0x81, 7, 1, 1, 0), rows[i].blue);
		assert_int_equal(put(3, 5, 0x81, 7, 1, 0, 15), rows[i].blue);
		/* The neighbours are as they were. */
		assert_int_equal(put(3, 5, 0x81, 7, 1, 8, 0), 0);
		assert_int_equal(put(3, 5, 0x81, 7, 1, 0, 16), 0);
		gfx_stop();
	}
}

/* The size in cells, with the border; what is too small or large is text. */
static void test_sizes(void **state)
{
	static const struct {
		uint16_t width, height;
		uint8_t cols, rows;
	} sizes[] = {
		{640, 480, 78, 29},   {800, 600, 98, 36}, {1024, 768, 126, 47},
		{1280, 800, 132, 49}, {320, 200, 38, 11}, {641, 481, 78, 29},
		{1056, 984, 130, 60}, {319, 200, 0, 0},	  {320, 199, 0, 0},
		{65535, 65535, 0, 0}, {4097, 200, 0, 0},  {0, 0, 0, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		uint32_t last;

		fake_start();
		fake_add(0x112, sizes[i].width, sizes[i].height, 32);
		assert_int_equal(gfx_start(sizes[i].width, sizes[i].height),
				 sizes[i].cols != 0);
		assert_int_equal(gfx_is_on(), sizes[i].cols != 0);
		assert_int_equal(screen.cols, sizes[i].cols);
		assert_int_equal(screen.rows, sizes[i].rows);
		if (!gfx_is_on())
			continue;
		/* The whole screen is painted, and not a byte more. */
		gfx_fill(0xFF123456);
		last = sizes[i].height - 1u;
		assert_int_equal(fake_pixel(0, 0), 0x123456);
		assert_int_equal(fake_pixel(sizes[i].width - 1u, last),
				 0x123456);
		assert_int_equal(fake_pixel(sizes[i].width, last), 0xA5A5A5A5);
		gfx_stop();
	}
}

/* Ink 0: the VGA's colours, on the picture where they say black. */
static void test_attributes(void **state)
{
	static const struct {
		uint8_t attr;
		uint32_t on, off;
	} rows[] = {
		{0x07, 0xAAAAAA, 0x204060}, {0x0F, 0xFFFFFF, 0x204060},
		{0x08, 0x555555, 0x204060}, {0x70, 0x000000, 0xAAAAAA},
		{0x16, 0xAA5500, 0x0000AA}, {0x2E, 0xFFFF55, 0x00AA00},
		{0x4C, 0xFF5555, 0xAA0000}, {0x91, 0x0000AA, 0x0000AA},
		{0x80, 0x000000, 0x204060}, {0x63, 0x00AAAA, 0xAA5500},
	};

	(void)state;
	start(32);
	gfx_fill(0xFF204060);
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(put(0, 0, 0xF0, rows[i].attr, 0, 0, 0),
				 rows[i].on);
		assert_int_equal(put(0, 0, 0xF0, rows[i].attr, 0, 7, 0),
				 rows[i].off);
	}
	assert_int_equal(put(0, 0, 0xF0, 7, 2, 0, 0), 0x90A0B0);
	assert_int_equal(put(0, 0, 0xF0, 7, 2, 7, 0), 0x204060);
	assert_int_equal(put(0, 0, 0xF0, 7, 3, 0, 0), 0x0F1F2F);
	assert_int_equal(put(0, 0, 0xF0, 7, 3, 7, 0), 0x0F1F2F);
	/* Without inks all of the picture is dark, the border too. */
	assert_int_equal(fake_pixel(0, 0), 0x204060);
	canvas.inks = NULL;
	assert_int_equal(put(0, 0, 0xF0, 7, 0, 7, 0), 0x070F17);
	assert_int_equal(put(0, 0, 0xF0, 7, 0, 0, 0), 0xAAAAAA);
	assert_int_equal(fake_pixel(0, 0), 0x070F17);
	assert_int_equal(fake_pixel(639, 479), 0x070F17);
	canvas.inks = inks;
	put(0, 0, 0xF0, 7, 0, 7, 0);
	assert_int_equal(fake_pixel(639, 479), 0x204060);
	gfx_stop();
}

static void test_cursor(void **state)
{
	(void)state;
	start(32);
	canvas.cursor_on = true;
	canvas.cursor_row = 2;
	canvas.cursor_col = 3;
	screen.cursor(&canvas);
	assert_int_equal(put(2, 3, 0, 7, 1, 0, 13), 0x0000FF);
	assert_int_equal(put(2, 3, 0, 7, 1, 0, 14), 0xFF0000);
	assert_int_equal(put(2, 3, 0, 7, 1, 7, 15), 0xFF0000);
	assert_int_equal(put(2, 4, 0, 7, 1, 0, 15), 0x0000FF);
	/* It moves, and leaves nothing behind. */
	canvas.cursor_col = 4;
	screen.cursor(&canvas);
	assert_int_equal(fake_pixel(8 + 3 * 8, 8 + 2 * 16 + 15), 0x0000FF);
	assert_int_equal(fake_pixel(8 + 4 * 8, 8 + 2 * 16 + 15), 0xFF0000);
	canvas.cursor_on = false;
	screen.cursor(&canvas);
	assert_int_equal(fake_pixel(8 + 4 * 8, 8 + 2 * 16 + 15), 0x0000FF);
	/* A place outside is not drawn. */
	canvas.cursor_on = true;
	canvas.cursor_row = canvas.rows;
	screen.cursor(&canvas);
	canvas.cursor_row = 0;
	canvas.cursor_col = 255;
	screen.cursor(&canvas);
	gfx_stop();
}

/* The last cell is inside of the framebuffer, whatever the depth. */
static void test_corner(void **state)
{
	(void)state;
	for (uint8_t bits = 15; bits <= 32; bits++) {
		struct vbe_info *info;

		if (bits != 15 && bits != 16 && bits % 8)
			continue;
		fake_start();
		info = fake_add(0x112, 640, 480, bits);
		/* It ends with the memory. */
		info->base += FAKE_ROOM - info->pitch * 480u;
		assert_true(gfx_start(640, 480));
		canvas.cols = screen.cols;
		canvas.rows = screen.rows;
		screen.put(&canvas, 28, 77);
		gfx_fill(0xFFFFFFFF);
		gfx_stop();
	}
}

static uint8_t file[PNG_MAKE_ROOM];
static uint8_t heap[200 * 1024];

static int picture(uint32_t width, uint32_t height, const uint8_t *rgb)
{
	struct png_make m = {.width = width,
			     .height = height,
			     .depth = 8,
			     .colour = 2,
			     .filters = "0",
			     .rows = rgb};
	struct arena arena;

	arena_init(&arena, heap, sizeof(heap));
	return gfx_picture(span_of(file, png_make(&m, file)), &arena);
}

/* Repeated from the upper left corner, and cut. */
static void test_picture(void **state)
{
	static uint8_t rows[1000 * 3 * 2];

	(void)state;
	start(32);
	assert_int_equal(picture(3, 2, (const uint8_t *)"abcdefghijklmnopqr"),
			 0);
	for (uint32_t y = 0; y < 480; y += 7)
		for (uint32_t x = 0; x < 640; x++) {
			uint32_t at = 'a' + y % 2 * 9 + x % 3 * 3;

			assert_int_equal(fake_pixel(x, y),
					 at << 16 | (at + 1) << 8 | (at + 2));
		}
	for (uint32_t i = 0; i < sizeof(rows); i++)
		rows[i] = (uint8_t)(i / 3);
	assert_int_equal(picture(1000, 2, rows), 0);
	assert_int_equal(fake_pixel(639, 0), 639 % 256 * 0x010101);
	assert_int_equal(fake_pixel(0, 1), 1000 % 256 * 0x010101);
	assert_int_equal(fake_pixel(639, 478), 639 % 256 * 0x010101);
	/* Higher than the screen: the rest is not even read. */
	assert_int_equal(picture(1, 600, rows), 0);
	assert_int_equal(fake_pixel(5, 479), 479 % 256 * 0x010101);
	/* Text is drawn over it. */
	assert_int_equal(put(0, 0, 0xF0, 7, 2, 7, 3), 11 * 0x010101);
	memset(file + 60, 0, 4);
	assert_true(gfx_picture(span_of(file, 100),
				&(struct arena){heap, heap + sizeof(heap)}) <
		    0);
	gfx_stop();
}

/* Memory and mode come and go together. */
static void test_start_stop(void **state)
{
	struct memmap before;

	(void)state;
	fake_start();
	before = memory.high;
	fake_add(0x112, 640, 480, 32);
	fake_add(0x115, 800, 600, 32);
	assert_true(gfx_start(640, 480));
	assert_int_equal(fake.number, 0x112);
	assert_int_equal(memmap_largest(&memory.high, 0, MEMMAP_TOP).end,
			 0x11800000 - 640 * 480 * 4);
	/* The same again: nothing happens. */
	fake.number = -1;
	assert_true(gfx_start(640, 480));
	assert_int_equal(fake.number, -1);
	/* Another one. */
	assert_true(gfx_start(800, 600));
	assert_int_equal(fake.number, 0x115);
	assert_int_equal(memmap_largest(&memory.high, 0, MEMMAP_TOP).end,
			 (0x11800000 - 800 * 600 * 4) & ~4095);
	gfx_stop();
	assert_int_equal(fake.number, 3);
	assert_int_equal(screen.cols, 80);
	assert_false(gfx_is_on());
	assert_int_equal(memmap_largest(&memory.high, 0, MEMMAP_TOP).start,
			 before.range[0].start);
	/* None: text stays. */
	fake.number = -1;
	gfx_stop();
	assert_false(gfx_start(1024, 768));
	fake.no_font = true;
	assert_false(gfx_start(640, 480));
	fake.no_font = false;
	memmap_remove(&memory.high, 0x11000000, 0x800000 - 0x100000);
	assert_false(gfx_start(640, 480)); /* 1 MiB is too little */
	assert_int_equal(fake.number, -1);
	assert_false(gfx_is_on());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blend),
		cmocka_unit_test(test_depths),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_corner),
		cmocka_unit_test(test_picture),
		cmocka_unit_test(test_start_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
