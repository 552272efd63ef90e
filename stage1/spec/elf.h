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

/* What both classes begin with. */
struct elf_ident {
	char magic[4];
	uint8_t class, data;
	uint8_t version, abi[9];
	uint16_t type, machine;
	uint32_t file_version;
} PACKED;
_Static_assert(sizeof(struct elf_ident) == 24, "ELF: before e_entry");

struct elf32 {
	struct elf_ident ident;
	uint32_t entry, phoff, shoff, flags;
	uint16_t ehsize, phentsize, phnum;
} PACKED;

struct elf64 {
	struct elf_ident ident;
	uint64_t entry, phoff, shoff;
	uint32_t flags;
	uint16_t ehsize, phentsize, phnum;
} PACKED;
_Static_assert(offsetof(struct elf64, phnum) == 56, "ELF: e_phnum");

/* Five numbers in this order, of four or eight bytes each. */
enum elf_ph {
	ELF_PH_OFFSET,
	ELF_PH_VADDR,
	ELF_PH_PADDR,
	ELF_PH_FILESZ,
	ELF_PH_MEMSZ,
	ELF_PH_NUMBERS
};

struct elf32_ph {
	uint32_t type;
	uint32_t number[ELF_PH_NUMBERS];
	uint32_t flags, align;
} PACKED;

struct elf64_ph {
	uint32_t type, flags;
	uint64_t number[ELF_PH_NUMBERS];
	uint64_t align;
} PACKED;

#endif
