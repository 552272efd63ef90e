/*
 * The graphic screen. Documented in gfx.h. The framebuffer is only written to,
 * since reading it is slow: the picture is kept in memory, a dword a pixel.
 */
#include <string.h>
#include "base/png.h"
#include "fw/gfx.h"
#include "fw/memory.h"
#include "fw/screen.h"
#include "fw/vbe.h"
#include "fw/vga.h"
#include "stage0/call16.h"

#define PAGE 4096

static const struct ink bright = {0, 0, 0};
static const struct ink dim = {0, 0, 0xC0000000};

/* What covers the picture: where no inks are given, it is dark. */
static const struct ink *cover = &bright;
static uint8_t font[256][GFX_CELL_HEIGHT];
static uint32_t *picture; /* of vbe_mode's size, 00RRGGBB */

bool gfx_is_on(void)
{
	return vbe_mode.width != 0;
}

uint32_t gfx_blend(uint32_t over, uint32_t under)
{
	uint32_t a = over >> 24, red_blue, green;

	a += a >> 7; /* 256 covers */
	red_blue = (over & 0xFF00FF) * a + (under & 0xFF00FF) * (256 - a);
	green = (over & 0x00FF00) * a + (under & 0x00FF00) * (256 - a);
	return (red_blue >> 8 & 0xFF00FF) | (green >> 8 & 0x00FF00);
}

/* A colour as the mode has it. */
static uint32_t gfx_native(uint32_t color)
{
	uint32_t pixel = 0;

	for (const struct vbe_field *f = vbe_mode.field; f < vbe_mode.field + 3;
	     f++) {
		color <<= 8;
		pixel |= color >> (32 - f->size) << f->position;
	}
	return pixel;
}

/* Up to eight pixels from x, y on: bg on the picture, fg where bits are set. */
static void gfx_draw(uint32_t x, uint32_t y, uint32_t n, unsigned bits,
		     const struct ink *ink)
{
	const uint32_t *under = picture + y * vbe_mode.width + x;
	uint32_t bytes = vbe_bytes(&vbe_mode);
	uint8_t line[GFX_CELL_WIDTH * 4 + 3], *p = line;

	for (uint32_t i = 0; i < n; i++, p += bytes) {
		uint32_t color = gfx_blend(ink->bg, under[i]);

		if (bits & 0x80 >> i)
			color = gfx_blend(ink->fg, color);
		color = gfx_native(color);
		memcpy(p, &color, 4);
	}
	memcpy((uint8_t *)(uintptr_t)vbe_mode.base + y * vbe_mode.pitch +
		       x * bytes,
	       line, n * bytes);
}

/* The whole picture, without text. */
static void gfx_show(void)
{
	for (uint32_t y = 0; y < vbe_mode.height; y++)
		for (uint32_t x = 0, n; x < vbe_mode.width; x += n) {
			n = vbe_mode.width - x;
			if (n > GFX_CELL_WIDTH)
				n = GFX_CELL_WIDTH;
			gfx_draw(x, y, n, 0, cover);
		}
}

/* A VGA colour, as its DAC is set by the BIOS. */
static uint32_t gfx_vga(unsigned color)
{
	uint32_t rgb = 0xFF000000;

	if (color == 6)
		return 0xFFAA5500; /* brown, not dark yellow */
	if (color & 8)
		rgb |= 0x555555;
	for (int k = 0; k < 3; k++)
		if (color & 1 << k)
			rgb |= 0xAAu << 8 * k;
	return rgb;
}

static void gfx_put(const struct canvas *c, int row, int col)
{
	struct cell cell = c->cell[row * c->cols + col];
	struct ink ink = c->inks ? bright : dim;

	if (cover->bg != ink.bg) {
		/* All cells will come. */
		cover = c->inks ? &bright : &dim;
		gfx_show();
	}
	ink.fg = gfx_vga(cell.attr & 15);
	if (cell.attr & 0x70)
		ink.bg = gfx_vga(cell.attr >> 4 & 7);
	if (cell.ink)
		ink = c->inks[cell.ink - 1];
	for (int y = 0; y < GFX_CELL_HEIGHT; y++) {
		unsigned bits = font[cell.ch][y];

		if (c->cursor_on && row == c->cursor_row &&
		    col == c->cursor_col && y >= GFX_CELL_HEIGHT - 2)
			bits = 0xFF;
		gfx_draw((uint32_t)(GFX_BORDER + col * GFX_CELL_WIDTH),
			 (uint32_t)(GFX_BORDER + row * GFX_CELL_HEIGHT + y),
			 GFX_CELL_WIDTH, bits, &ink);
	}
}

/* It is a part of its cell: drawn with it, there and where it was. */
static void gfx_cursor(const struct canvas *c)
{
	static uint8_t row, col;

	if (row < c->rows && col < c->cols)
		gfx_put(c, row, col);
	row = c->cursor_row;
	col = c->cursor_col;
	if (row < c->rows && col < c->cols)
		gfx_put(c, row, col);
}

void gfx_fill(uint32_t color)
{
	uint32_t n = (uint32_t)vbe_mode.width * vbe_mode.height;

	color = gfx_blend(color, 0);
	for (uint32_t i = 0; i < n; i++)
		picture[i] = color;
	gfx_show();
}

static bool gfx_row(struct png *p, uint32_t y)
{
	uint32_t *line = picture + y * vbe_mode.width;

	for (uint32_t x = 0; x < vbe_mode.width; x++)
		line[x] = x < p->width ? gfx_blend(png_pixel(p, x), 0)
				       : line[x - p->width];
	return y + 1 < vbe_mode.height;
}

int gfx_picture(struct span file, struct arena *arena)
{
	struct png png = {.row = gfx_row};
	uint32_t n = (uint32_t)vbe_mode.width * vbe_mode.height;
	int rc = png_read(&png, file, arena);

	if (rc >= 0)
		for (uint32_t i = png.height * vbe_mode.width; i < n; i++)
			picture[i] = picture[i - png.height * vbe_mode.width];
	gfx_show();
	return rc;
}

/* INT 10h AX=1130h BH=6: where the BIOS has its 8 x 16 font. */
static bool gfx_font(void)
{
	struct call16 c = {.eax = 0x1130, .ebx = 0x0600};
	struct segoff at;

	call16_int(0x10, &c);
	at = (struct segoff){(uint16_t)c.ebp, c.es};
	if (at.seg)
		memcpy(font, (const void *)(uintptr_t)segoff_phys(at),
		       sizeof(font));
	return at.seg != 0;
}

static uint8_t gfx_cells(uint32_t pixels, uint32_t cell, uint32_t max)
{
	uint32_t n = (pixels - 2 * GFX_BORDER) / cell;

	return (uint8_t)(n < max ? n : max);
}

bool gfx_start(uint16_t width, uint16_t height)
{
	uint32_t len = (uint32_t)width * height * 4, place;

	if (vbe_mode.width == width && vbe_mode.height == height && width)
		return true;
	gfx_stop();
	if (width > VBE_MAX || height > VBE_MAX || width < 320 ||
	    height < 200 ||
	    !memmap_highest(&memory.high, 0, MEMMAP_TOP, len, PAGE, &place) ||
	    !gfx_font() || !vbe_set_size(width, height))
		return false;
	memmap_remove(&memory.high, place, len);
	picture = (uint32_t *)(uintptr_t)place;
	screen = (struct screen){
		gfx_cells(width, GFX_CELL_WIDTH, CANVAS_COLS_MAX),
		gfx_cells(height, GFX_CELL_HEIGHT, CANVAS_ROWS_MAX), gfx_put,
		gfx_cursor, NULL};
	return true;
}

void gfx_stop(void)
{
	uint32_t len = (uint32_t)vbe_mode.width * vbe_mode.height * 4;
	struct call16 c = {.eax = 0x0003};

	if (!gfx_is_on())
		return;
	call16_int(0x10, &c);
	memmap_add(&memory.high, (uintptr_t)picture, len);
	vbe_mode.width = 0;
	vga_init();
}
