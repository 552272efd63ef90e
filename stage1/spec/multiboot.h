/*
 * Multiboot Specification 0.6.96 ("1") and Multiboot2 Specification 2.0: what
 * a kernel says in its header, and what it is told.
 */
#ifndef SPEC_MULTIBOOT_H
#define SPEC_MULTIBOOT_H

#include "spec/types.h"

/* Version 1. */
#define MULTIBOOT_MAGIC	 0x1BADB002
#define MULTIBOOT_EAX	 0x2BADB002
#define MULTIBOOT_WITHIN 8192 /* the header, at a multiple of 4 */

enum {
	/* Flags of the header: page-aligned modules, memory, a video mode. */
	MULTIBOOT_KNOWN = 0x0007,
	MULTIBOOT_REQUIRED = 0xFFFF,
	MULTIBOOT_ADDRESSES = 0x10000,
	/* Flags of the information: these are what there is. */
	MULTIBOOT_INFO_MEMORY = 1 << 0,
	MULTIBOOT_INFO_CMDLINE = 1 << 2,
	MULTIBOOT_INFO_MODULES = 1 << 3,
	MULTIBOOT_INFO_MMAP = 1 << 6,
	MULTIBOOT_INFO_LOADER = 1 << 9,
	MULTIBOOT_INFO_FRAMEBUFFER = 1 << 12,
};

/* Where things go, for what is no ELF (tag 2 of version 2, too). */
struct multiboot_addresses {
	uint32_t header_addr, load_addr, load_end_addr, bss_end_addr;
} PACKED;

struct multiboot_header {
	uint32_t magic, flags, checksum;
	struct multiboot_addresses addresses;
	uint32_t entry_addr;
} PACKED;

struct multiboot_framebuffer {
	uint64_t addr;
	uint32_t pitch, width, height;
	uint8_t bpp;
	uint8_t type; /* 2: EGA text */
	uint8_t colors[6];
} PACKED;

struct multiboot_info {
	uint32_t flags;
	uint32_t mem[2]; /* lower, upper: KB from 0 and from 1 MiB */
	uint32_t boot_device;
	uint32_t cmdline;
	uint32_t mods_count, mods_addr;
	uint32_t syms[4];
	uint32_t mmap_length, mmap_addr;
	uint32_t drives_length, drives_addr;
	uint32_t config_table;
	uint32_t boot_loader_name;
	uint32_t apm_table;
	uint32_t vbe[4];
	struct multiboot_framebuffer framebuffer;
};
_Static_assert(sizeof(struct multiboot_info) == 116, "Multiboot 3.3");
_Static_assert(offsetof(struct multiboot_info, framebuffer) == 88,
	       "Multiboot 3.3");

struct multiboot_mod {
	uint32_t start, end; /* end: behind the last byte */
	uint32_t string, reserved;
} PACKED;

struct multiboot_mmap {
	uint32_t size; /* of what follows */
	uint64_t base, len;
	uint32_t type;
} PACKED;

/* Version 2. */
#define MULTIBOOT2_MAGIC  0xE85250D6
#define MULTIBOOT2_EAX	  0x36D76289
#define MULTIBOOT2_WITHIN 32768 /* the header, at a multiple of 8 */

struct multiboot2_header {
	uint32_t magic, architecture, header_length, checksum;
} PACKED;

/* A tag of the header; the next one begins at a multiple of 8. */
struct multiboot2_tag {
	uint16_t type, flags; /* bit 0: the loader may ignore it */
	uint32_t size;	      /* with these 8 bytes */
	uint32_t number[];
} PACKED;

enum multiboot2_tag_type {
	MULTIBOOT2_TAG_END,
	MULTIBOOT2_TAG_REQUEST,
	MULTIBOOT2_TAG_ADDRESSES,
	MULTIBOOT2_TAG_ENTRY,
	MULTIBOOT2_TAG_CONSOLE,
	MULTIBOOT2_TAG_FRAMEBUFFER,
	MULTIBOOT2_TAG_ALIGN,
	MULTIBOOT2_TAG_EFI_BS,
	MULTIBOOT2_TAG_EFI_ENTRY_32,
	MULTIBOOT2_TAG_EFI_ENTRY_64,
	MULTIBOOT2_TAG_RELOCATABLE,
	MULTIBOOT2_TAGS
};

/* Types of tags of the information, which have the same first 8 bytes less the
   flags. */
enum multiboot2_info_type {
	MULTIBOOT2_CMDLINE = 1,
	MULTIBOOT2_LOADER = 2,
	MULTIBOOT2_MODULE = 3,
	MULTIBOOT2_MEMORY = 4,
	MULTIBOOT2_BOOT_DEVICE = 5,
	MULTIBOOT2_MMAP = 6,
	MULTIBOOT2_VBE = 7,
	MULTIBOOT2_FRAMEBUFFER = 8,
	MULTIBOOT2_ELF_SECTIONS = 9,
	MULTIBOOT2_APM = 10,
	MULTIBOOT2_SMBIOS = 13,
	MULTIBOOT2_ACPI_OLD = 14,
	MULTIBOOT2_ACPI_NEW = 15,
	MULTIBOOT2_NETWORK = 16,
	MULTIBOOT2_LOAD_BASE = 21,
};

#endif
