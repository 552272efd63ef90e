/*
 * Kernels by the Multiboot Specifications 1 and 2: what their header says, and
 * what they are told. Computes only. Not here: video modes (the text screen is
 * what there is), what a BIOS machine has not (EFI), what a boot from the
 * network has not (a boot device).
 */
#ifndef LOAD_MULTIBOOT_H
#define LOAD_MULTIBOOT_H

#include "load/program.h"
#include "spec/acpi.h"
#include "spec/bios.h"
#include "spec/multiboot.h"

/* What multiboot_read found in a file. */
struct multiboot {
	struct program program;
	uint32_t eax; /* its magic at the entry: which version it is */
	bool relocatable;
	uint32_t min, max, align; /* where it may be shifted to */
	bool high;		  /* rather to the highest place */
	uint32_t base;		  /* where it was shifted to */
};

/* True if there is a header of version 1 or 2. */
bool multiboot_is(struct span file);

/*
 * Read a whole file: one with a header of version 1 (which wins if both are
 * there, as it does for mboot.c32), of version 2, or an ELF executable without
 * one, which is entered as by version 1. Fails on a header that asks for what
 * is unknown, and as program_add does.
 */
int multiboot_read(struct multiboot *m, struct span file);

/* Find its place in this memory; m->program is shifted if it may be. */
int multiboot_place(struct multiboot *m, const struct memmap *free);

#define MULTIBOOT_MODULES 32

/* What a kernel is told; addresses are physical. */
struct multiboot_told {
	const char *loader;  /* the name of the boot loader */
	const char *cmdline; /* with the file's name, as PXELINUX and GRUB 1 */
	const struct e820_entry *e820;
	unsigned e820_count;
	uint32_t base_end;	      /* of base memory, in bytes */
	const struct acpi_rsdp *rsdp; /* or NULL; whole, as its revision is */
	struct multiboot_framebuffer framebuffer;
	unsigned modules;
	struct multiboot_told_module {
		uint32_t start, end;
		const char *cmdline;
	} module[MULTIBOOT_MODULES];
};

/*
 * Write all of it to block, which will lie at a physical address that is a
 * multiple of 8. Returns its length, or fails if room bytes are too few.
 */
int multiboot_info(const struct multiboot *m, const struct multiboot_told *t,
		   uint8_t *block, uint32_t room, uint32_t at);

#endif
