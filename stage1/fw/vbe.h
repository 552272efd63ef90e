/*
 * Graphic modes by the VESA BIOS Extension 2.0 or later: those with a linear
 * framebuffer. Not here: banks, palettes, EDID; drawing.
 */
#ifndef FW_VBE_H
#define FW_VBE_H

#include "spec/linux.h"
#include "spec/vbe.h"

/* No mode is wider or higher. */
#define VBE_MAX 4096

/*
 * The mode that is set; width 0: text. Its numbers have been checked: all lines
 * are inside 4 GiB, and not in memory that is in use.
 */
extern struct vbe_info vbe_mode;

/* Bytes of a pixel. */
static inline uint32_t vbe_bytes(const struct vbe_info *i)
{
	return (i->bits + 7u) / 8;
}

/*
 * Set the mode of this size with the most bits, 15 to 32. False, and nothing
 * changed, if there is none.
 */
bool vbe_set_size(uint16_t width, uint16_t height);

/* Set a mode by its number, also one of 8 bits. False if that fails. */
bool vbe_set_number(uint16_t number);

/* Tell Linux about the mode that is set. */
void vbe_screen(struct linux_screen *s);

#endif
