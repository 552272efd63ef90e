/*
 * Characters on a linear framebuffer, over a picture: 8 x 16 pixels each, in
 * the BIOS's own font. A border of 8 pixels stays free, as vesamenu has it, so
 * that what is drawn into a picture fits.
 */
#ifndef FW_GFX_H
#define FW_GFX_H

#include "base/arena.h"
#include "base/span.h"

#define GFX_BORDER	8
#define GFX_CELL_WIDTH	8
#define GFX_CELL_HEIGHT 16

/*
 * Make it the screen: a VBE mode of this size; the picture is to be filled
 * next, and what was on the screen drawn again. False if the machine can not:
 * the screen is text then. Memory for the picture is taken from memory.high
 * until gfx_stop.
 */
bool gfx_start(uint16_t width, uint16_t height);

/* Back to text mode 3 (vga.c) if it is graphic. */
void gfx_stop(void);

/* The screen is graphic. */
bool gfx_is_on(void);

/* Paint the picture in one colour, AARRGGBB on black. */
void gfx_fill(uint32_t color);

/*
 * Read a PNG file into the picture: from the upper left corner, repeated or cut
 * to fit, on black. Takes from the arena what png_read takes.
 */
int gfx_picture(struct span file, struct arena *arena);

/* Put over onto under, by over's alpha. */
uint32_t gfx_blend(uint32_t over, uint32_t under);

#endif
