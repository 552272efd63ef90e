/* The VGA text screen. Documented in vga.h. */
#include <string.h>
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

uint8_t vga_cols, vga_rows;
static volatile uint16_t *vga_memory;
static uint16_t vga_crtc;

void vga_init(void)
{
	uint8_t mode = *(volatile uint8_t *)BDA_VIDEO_MODE & 0x7F;

	if (mode > 3 && mode != 7) {
		struct call16 c = {.eax = 0x0003};

		call16_int(0x10, &c);
		mode = 3;
	}
	vga_memory = (volatile uint16_t *)(mode == 7 ? VGA_MONO : VGA_COLOUR);
	vga_crtc = mode == 7 ? CRTC_MONO : CRTC_COLOUR;
	vga_cols = *(volatile uint8_t *)BDA_COLUMNS;
	vga_rows = *(volatile uint8_t *)BDA_ROWS + 1;
	/* A BIOS older than EGA leaves the rows at 0. */
	if (vga_rows < 2)
		vga_rows = 25;
	if (vga_cols < 40)
		vga_cols = 80;
}

void vga_put(int row, int col, uint8_t attr, uint8_t ch)
{
	if (row >= 0 && row < vga_rows && col >= 0 && col < vga_cols)
		vga_memory[row * vga_cols + col] = (uint16_t)(attr << 8 | ch);
}

void vga_scroll(uint8_t attr)
{
	int last = vga_rows - 1;

	for (int i = 0; i < last * vga_cols; i++)
		vga_memory[i] = vga_memory[i + vga_cols];
	for (int col = 0; col < vga_cols; col++)
		vga_put(last, col, attr, ' ');
}

static void vga_crtc_write(uint8_t index, uint8_t value)
{
	outb(vga_crtc, index);
	outb(vga_crtc + 1, value);
}

void vga_cursor(int row, int col)
{
	/* A place behind the screen is how a cursor is hidden. */
	uint16_t at = (uint16_t)((row < 0 ? vga_rows : row) * vga_cols + col);

	vga_crtc_write(CRTC_CURSOR_HIGH, (uint8_t)(at >> 8));
	vga_crtc_write(CRTC_CURSOR_LOW, (uint8_t)at);
	if (row >= 0)
		*(volatile uint16_t *)BDA_CURSOR = (uint16_t)(row << 8 | col);
}

void vga_get_cursor(int *row, int *col)
{
	*row = *(volatile uint8_t *)(BDA_CURSOR + 1);
	*col = *(volatile uint8_t *)BDA_CURSOR;
	if (*row >= vga_rows || *col >= vga_cols)
		*row = *col = 0;
}
