/*
 * A PC's graphics for tests of stage1/fw/vbe.c and gfx.c: INT 10h as a video
 * BIOS answers it, with real low addresses, and a framebuffer that ends at an
 * inaccessible page.
 */
#ifndef TESTS_FAKE_VBE_H
#define TESTS_FAKE_VBE_H

#include "spec/vbe.h"

#define FAKE_MODES_MAX 300
#define FAKE_BASE      0x30000000u /* of the framebuffer */
#define FAKE_ROOM      0x400000u   /* its memory */

struct fake_mode {
	uint16_t number;
	struct vbe_info info;
};

struct fake_vbe {
	bool is_there;	   /* VBE: else INT 10h knows only text */
	char signature[5]; /* VESA */
	uint16_t version;
	struct fake_mode mode[FAKE_MODES_MAX];
	unsigned modes;
	bool no_end;  /* the list has none */
	bool refuses; /* no mode is set */
	bool no_font;
	int number;	/* what was set: -1 nothing, 3 text */
	unsigned asked; /* calls for mode info */
};
extern struct fake_vbe fake;

/* Map the memory, once; then set all as at power on. */
void fake_start(void);

/* Add a good mode at FAKE_BASE and return it, to be changed. */
struct vbe_info *fake_add(uint16_t number, uint16_t width, uint16_t height,
			  uint8_t bits);

/* A pixel of the framebuffer as the mode that is set has it. */
uint32_t fake_pixel(uint32_t x, uint32_t y);

#endif
