/*
 * Executable and Linking Format (System V ABI; TIS ELF 1.2, and the 64-bit
 * variant): the fields of an executable that a loader looks at.
 */
#ifndef SPEC_ELF_H
#define SPEC_ELF_H

#include "spec/types.h"

#define ELF_MAGIC "\177ELF"

enum {
	ELF_CLASS_32 = 1,
	ELF_CLASS_64 = 2,
	ELF_LITTLE_ENDIAN = 1,
	ELF_EXECUTABLE = 2, /* type: runs where it is linked to */
	ELF_386 = 3,	    /* machine */
	ELF_X86_64 = 62,
	ELF_LOAD = 1, /* type of a program header */
};

/* What both classes begin with. Behind it: entry, phoff and shoff, of four or
   eight bytes each. */
struct elf {
	char magic[4];
	uint8_t class, data;
	uint8_t version, abi[9];
	uint16_t type, machine;
	uint32_t file_version;
} PACKED;
_Static_assert(sizeof(struct elf) == 24, "ELF: before e_entry");

/* One of eight bytes, or only its low half. */
struct elf_number {
	uint32_t low, high;
} PACKED;

/* Behind those, the flags and the header's size. */
struct elf_sizes {
	uint16_t phentsize, phnum;
} PACKED;
enum { ELF_SIZES_32 = 42, ELF_SIZES_64 = 54 };

/*
 * A program header: its type (and flags, if numbers have eight bytes), these
 * numbers, and two more.
 */
enum elf_ph {
	ELF_PH_OFFSET,
	ELF_PH_VADDR,
	ELF_PH_PADDR,
	ELF_PH_FILESZ,
	ELF_PH_MEMSZ,
	ELF_PH_NUMBERS
};
#define ELF_PH_LEN(bytes) ((bytes) == 8 ? 56u : 32u)

#endif
