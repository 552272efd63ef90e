/*
 * VESA BIOS Extension 3.0 (1998): what INT 10h, AX=4Fxxh fills in; the fields
 * of version 2.0 but for those marked.
 */
#ifndef SPEC_VBE_H
#define SPEC_VBE_H

#include "spec/types.h"

enum vbe_function {
	VBE_CONTROLLER = 0x4F00,
	VBE_MODE = 0x4F01,
	VBE_SET_MODE = 0x4F02,
	VBE_PROTECTED = 0x4F0A,
};

enum {
	VBE_OK = 0x004F, /* AX: known, and done */
	VBE_VERSION_2 = 0x0200,
	VBE_VERSION_3 = 0x0300,
	VBE_NUMBER = 0x7FF,  /* a number has 9 bits; some BIOSes use more */
	VBE_LINEAR = 0x4000, /* set with the mode's number */
	VBE_LIST_END = 0xFFFF,
};

struct vbe_controller {
	char signature[4]; /* VBE2 asks for version 2; VESA answers */
	uint16_t version;
	uint32_t oem;
	uint32_t capabilities;
	struct segoff modes;
	uint16_t memory; /* in blocks of 64 KB */
	uint8_t rest[492];
} PACKED;
_Static_assert(sizeof(struct vbe_controller) == 512, "VBE 3.0, 4.3");

/* Bits of attributes. */
enum {
	VBE_SUPPORTED = 0x01,
	VBE_GRAPHIC = 0x10,
	VBE_HAS_LINEAR = 0x80,
};

enum { VBE_PACKED = 4, VBE_DIRECT = 6 }; /* memory models */

/* Where the bits of red, green, blue and the rest are in a pixel. */
struct vbe_field {
	uint8_t size, position;
} PACKED;

struct vbe_info {
	uint16_t attributes;
	uint8_t windows[14];
	uint16_t pitch; /* bytes of a line */
	uint16_t width, height;
	uint8_t cell_width, cell_height;
	uint8_t planes;
	uint8_t bits;
	uint8_t banks;
	uint8_t model;
	uint8_t bank_size;
	uint8_t pages; /* less one */
	uint8_t reserved;
	struct vbe_field field[4];
	uint8_t direct;
	uint32_t base; /* of the linear framebuffer */
	uint8_t reserved2[6];
	uint16_t linear_pitch; /* from here on 3.0 */
	uint8_t bank_pages, linear_pages;
	struct vbe_field linear_field[4];
	uint8_t rest[194];
} PACKED;
_Static_assert(offsetof(struct vbe_info, base) == 0x28, "VBE 3.0, 4.4");
_Static_assert(sizeof(struct vbe_info) == 256, "VBE 3.0, 4.4");

#endif
