/*
 * A PXE option ROM as the BIOS sees it: the image header and the UNDI ROM ID
 * (PXE 2.1 tables 4-1 and 4-13), the PCI data structure (PCI 2.2 section
 * 6.3.1.2) and the $PnP expansion header (Plug and Play BIOS 1.0a section 3.2).
 */
#ifndef SPEC_OPTROM_H
#define SPEC_OPTROM_H

#include "spec/types.h"

#define OPTROM_UNIT	 512 /* bytes in one unit of a length field */
#define OPTROM_SIGNATURE 0xAA55

/* At offset 0. All bytes of the image sum to 0. */
struct optrom_header {
	uint16_t signature;
	uint8_t length; /* of the image, in units */
	uint8_t init[4];
	uint8_t checksum;	       /* our choice among the reserved bytes */
	uint16_t body_start, body_end; /* our use of the reserved bytes, too */
	uint8_t reserved[10];
	uint16_t undi_rom_id; /* offsets in the image */
	uint16_t pcir;
	uint16_t pnp;
} PACKED;
_Static_assert(sizeof(struct optrom_header) == 0x1C, "PXE 2.1 table 4-1");

/* Revision 0, the one of PCI 2.x. */
struct optrom_pcir {
	char signature[4]; /* "PCIR" */
	uint16_t vendor;
	uint16_t device;
	uint16_t vpd;
	uint16_t structure_length;
	uint8_t revision;
	uint8_t class_code[3]; /* interface, sub, base */
	uint16_t image_length; /* in units */
	uint16_t code_revision;
	uint8_t code_type; /* 0: x86 BIOS */
	uint8_t indicator; /* bit 7: last image */
	uint16_t reserved;
} PACKED;
_Static_assert(sizeof(struct optrom_pcir) == 0x18, "PCI 2.2 6.3.1.2");

struct optrom_pnp {
	char signature[4]; /* "$PnP" */
	uint8_t revision;
	uint8_t length; /* in 16-byte units */
	uint16_t next;
	uint8_t reserved1;
	uint8_t checksum; /* the structure sums to 0 */
	uint32_t device_id;
	uint16_t manufacturer;
	uint16_t product;
	uint8_t device_type[3]; /* base, sub, interface */
	uint8_t indicators;
	uint16_t bcv, dv, bev;
	uint16_t reserved2;
	uint16_t sri;
} PACKED;
_Static_assert(sizeof(struct optrom_pnp) == 0x20, "PnP BIOS 1.0a 3.2");

/* With one bus type. */
struct optrom_undi {
	char signature[4]; /* "UNDI" */
	uint8_t length;
	uint8_t checksum; /* the structure sums to 0 */
	uint8_t revision;
	uint8_t undi_revision[3]; /* 00 01 02: 2.1.0 */
	uint16_t loader;
	uint16_t stack_size, data_size, code_size;
	char bus_type[4]; /* "PCIR" */
} PACKED;
_Static_assert(sizeof(struct optrom_undi) == 0x16, "PXE 2.1 table 4-13");

/* What the UNDI loader is given (PXE 2.1 section 4.5.1.3). */
struct optrom_undi_loader {
	uint16_t status;
	uint16_t ax, bx, dx, di, es;
	uint16_t undi_ds, undi_cs;
	struct segoff pxe, pxenv;
} PACKED;
_Static_assert(sizeof(struct optrom_undi_loader) == 0x18, "PXE 2.1 4.5.1.3");

#endif
