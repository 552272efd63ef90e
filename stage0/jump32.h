/*
 * The last step: from C into a kernel, in protected mode (Linux and Multiboot)
 * or in real mode (Linux's old entry). Assembler side in call16.asm.
 */
#ifndef STAGE0_JUMP32_H
#define STAGE0_JUMP32_H

#include "stage0/call16.h"

/* One block to move before the jump; from 0: zeros. len 0 ends a list. */
struct move {
	uint32_t to, from, len;
};

#define JUMP_MOVES 36

struct jump {
	uint32_t edi, esi, ebp, unused, ebx, edx, ecx, eax; /* as by POPA */
	union {
		uint32_t entry;	       /* physical */
		struct segoff entry16; /* CS:IP in real mode */
	};
	struct segoff stack; /* SS:SP; SS is DS, ES, FS and GS, too; segment 0:
				the entry is in protected mode */
	struct move move[JUMP_MOVES + 1];
};

_Static_assert(sizeof(struct jump) <= 512, "link.ld asserts as much room");

/*
 * In base memory below JUMP_ABOVE, as is the code that reads it: no move may
 * touch what lies below, but all that lies above and is not moved is lost to
 * nobody. Zero when Towline starts a boot.
 */
#define JUMP_ABOVE 0x10000
extern struct jump jump;

/* Do the moves in order, then enter the kernel, interrupts off. */
void jump_now(void) __attribute__((noreturn));

#endif
