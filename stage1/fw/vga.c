/* The VGA text screen. Documented in vga.h. */
#include <string.h>
#include "fw/screen.h"
#include "fw/vga.h"
#include "spec/bios.h"
#include "stage0/call16.h"
#include "stage0/io.h"

#define VGA_COLOUR	 0xB8000
#define VGA_MONO	 0xB0000
#define CRTC_COLOUR	 0x3D4
#define CRTC_MONO	 0x3B4
#define CRTC_CURSOR_HIGH 14
#define CRTC_CURSOR_LOW	 15

enum vga_way vga_way;
static volatile uint16_t *vga_memory;
static uint16_t vga_crtc;
static uint16_t vga_cols; /* of a row in memory */

static void vga_put(const struct canvas *c, int row, int col)
{
	struct cell cell = c->cell[row * c->cols + col];

	vga_memory[row * vga_cols + col] = (uint16_t)(cell.attr << 8 | cell.ch);
}

static void vga_crtc_write(uint8_t index, uint8_t value)
{
	outb(vga_crtc, index);
	outb(vga_crtc + 1, value);
}

/* The hardware's, and what the BIOS knows of it. */
static void vga_cursor(const struct canvas *c)
{
	/* A place behind the screen is how a cursor is hidden. */
	unsigned row = c->cursor_on ? c->cursor_row : screen.rows;
	uint16_t at = (uint16_t)(row * vga_cols + c->cursor_col);

	vga_crtc_write(CRTC_CURSOR_HIGH, (uint8_t)(at >> 8));
	vga_crtc_write(CRTC_CURSOR_LOW, (uint8_t)at);
	if (c->cursor_on)
		*(volatile uint16_t *)BDA_CURSOR =
			(uint16_t)(row << 8 | c->cursor_col);
}

static void vga_bios_cursor(const struct canvas *c)
{
	struct call16 at = {.eax = 0x0200,
			    .edx = c->cursor_row * 256u + c->cursor_col};

	if (c->cursor_on)
		call16_int(0x10, &at);
}

static void vga_bios_put(const struct canvas *c, int row, int col)
{
	struct cell cell = c->cell[row * c->cols + col];
	struct call16 at = {.eax = 0x0200, .edx = (uint32_t)(row * 256 + col)};
	struct call16 put = {
		.eax = 0x0900u | cell.ch, .ebx = cell.attr, .ecx = 1};

	call16_int(0x10, &at);
	call16_int(0x10, &put);
}

/* A serial line takes long for two thousand cells. */
static void vga_bios_scroll(int rows)
{
	struct call16 scroll = {.eax = 0x0600u | (uint32_t)rows,
				.ebx = 0x0700,
				.edx = (screen.rows - 1) * 256u + screen.cols -
				       1};

	call16_int(0x10, &scroll);
}

static void vga_no_put(const struct canvas *c, int row, int col)
{
	(void)c;
	(void)row;
	(void)col;
}

static void vga_no_cursor(const struct canvas *c)
{
	(void)c;
}

static void vga_no_scroll(int rows)
{
	(void)rows;
}

void vga_init(void)
{
	static const struct screen ways[] = {
		{.put = vga_put, .cursor = vga_cursor},
		{0, 0, vga_bios_put, vga_bios_cursor, vga_bios_scroll},
		{0, 0, vga_no_put, vga_no_cursor, vga_no_scroll},
	};
	uint8_t mode = *(volatile uint8_t *)BDA_VIDEO_MODE & 0x7F;

	if (mode > 3 && mode != 7) {
		struct call16 c = {.eax = 0x0003};

		call16_int(0x10, &c);
		mode = 3;
	}
	vga_memory = (volatile uint16_t *)(mode == 7 ? VGA_MONO : VGA_COLOUR);
	vga_crtc = mode == 7 ? CRTC_MONO : CRTC_COLOUR;
	vga_cols = *(volatile uint8_t *)BDA_COLUMNS;
	if (vga_cols < 40)
		vga_cols = 80;
	screen = ways[vga_way];
	screen.cols = (uint8_t)vga_cols;
	screen.rows = *(volatile uint8_t *)BDA_ROWS + 1;
	/* A BIOS older than EGA leaves the rows at 0. */
	if (screen.rows < 2)
		screen.rows = 25;
	if (screen.rows > CANVAS_ROWS_MAX)
		screen.rows = CANVAS_ROWS_MAX;
	if (screen.cols > CANVAS_COLS_MAX)
		screen.cols = CANVAS_COLS_MAX;
}

void vga_read(struct canvas *c)
{
	struct cell *cell = c->cell;

	c->cols = screen.cols;
	c->rows = screen.rows;
	for (int row = 0; row < c->rows; row++)
		for (int col = 0; col < c->cols; col++) {
			uint16_t word = vga_memory[row * vga_cols + col];

			*cell++ = (struct cell){(uint8_t)word,
						(uint8_t)(word >> 8), 0};
		}
	c->cursor_row = *(volatile uint8_t *)(BDA_CURSOR + 1);
	c->cursor_col = *(volatile uint8_t *)BDA_CURSOR;
	if (c->cursor_row >= c->rows || c->cursor_col >= c->cols)
		c->cursor_row = c->cursor_col = 0;
}
