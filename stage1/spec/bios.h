/*
 * What a PC BIOS keeps in memory and answers: BIOS data area, E820 entries.
 */
#ifndef SPEC_BIOS_H
#define SPEC_BIOS_H

#include "spec/types.h"

/* ACPI 6 section 15.1; attributes: bit 0 clear: ignore the entry. */
struct e820_entry {
	uint64_t base;
	uint64_t len;
	uint32_t type;
	uint32_t attributes;
} PACKED;

enum e820_type {
	E820_RAM = 1,
	E820_RESERVED = 2,
	E820_ACPI = 3,
	E820_NVS = 4,
	E820_BAD = 5,
};

/* BIOS data area: linear addresses. */
enum bda {
	BDA_COM_PORTS = 0x400,	 /* four words */
	BDA_EBDA = 0x40E,	 /* word: segment */
	BDA_BASE_MEMORY = 0x413, /* word, KB */
	BDA_VIDEO_MODE = 0x449,
	BDA_COLUMNS = 0x44A, /* word */
	BDA_CURSOR = 0x450,  /* page 0: column, row */
	BDA_TICKS = 0x46C,   /* dword, 18.2 Hz */
	BDA_RESET = 0x472,   /* word: 1234h is a warm start */
	BDA_HARD_DISKS = 0x475,
	BDA_ROWS = 0x484,	 /* rows less one */
	BDA_FONT_HEIGHT = 0x485, /* word */
};

#endif
