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

/* A mode whose numbers have been checked: all lines are inside 4 GiB. */
struct vbe_mode {
	uint16_t number;
	uint16_t attributes;
	uint16_t width, height;
	uint16_t pitch;	     /* bytes of a line */
	uint8_t bits, bytes; /* of a pixel */
	uint8_t pages;
	uint32_t base; /* physical address */
	struct vbe_field field[4];
};

/* The mode that is set; width 0: text. */
extern struct vbe_mode vbe_mode;

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
