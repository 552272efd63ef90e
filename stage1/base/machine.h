/*
 * What there is to know about the machine: names and numbers from SMBIOS, what
 * its CPU can do. Filled by fw/machine.c and base/smbios.c.
 */
#ifndef BASE_MACHINE_H
#define BASE_MACHINE_H

#include "spec/types.h"

/* SMBIOS strings, up to BIOS_VERSION in the order of SYSAPPEND's bits. */
enum machine_text {
	MACHINE_VENDOR,
	MACHINE_PRODUCT,
	MACHINE_VERSION,
	MACHINE_SERIAL,
	MACHINE_SKU,
	MACHINE_FAMILY,
	MACHINE_BOARD_VENDOR,
	MACHINE_BOARD_PRODUCT,
	MACHINE_BOARD_VERSION,
	MACHINE_BOARD_SERIAL,
	MACHINE_BOARD_ASSET,
	MACHINE_BIOS_VENDOR,
	MACHINE_BIOS_VERSION,
	MACHINE_ASSET, /* of the chassis */
	MACHINE_TEXTS,
};

/* Bits of machine.cpu; the first six in the order of CPU='s letters. */
enum machine_cpu {
	MACHINE_PAE = 1,
	MACHINE_VMX = 2,
	MACHINE_SMX = 4,
	MACHINE_NX = 8,
	MACHINE_LONG = 0x10, /* 64 bits */
	MACHINE_SVM = 0x20,
	MACHINE_HYPERVISOR = 0x40, /* it is a virtual machine */
	MACHINE_MULTICORE = 0x80,
	MACHINE_SMP = 0x100, /* the BIOS has a table of processors */
};

struct machine {
	/* As the BIOS has them; NULL: not told, or no memory. */
	const char *text[MACHINE_TEXTS];
	uint8_t uuid[16]; /* as it lies in memory */
	bool has_uuid;	  /* only a valid one: version not 0 or 15 */
	uint8_t form;	  /* of the chassis, SMBIOS 3 section 7.4; 0 unknown */
	char cpu_family;  /* '3' to '6' */
	uint32_t cpu;
};

#endif
