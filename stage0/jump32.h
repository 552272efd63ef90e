/*
 * The last step: from 32-bit C into a kernel (Linux boot protocol, 32-bit
 * entry). Assembler side in call16.asm.
 */
#ifndef STAGE0_JUMP32_H
#define STAGE0_JUMP32_H

#include "spec/types.h"

/* One block to move before the jump; len 0 ends a list. */
struct move {
	uint32_t to, from, len;
};

/*
 * Do the moves in order, then enter the kernel. The list lies in base memory;
 * no target may touch base memory.
 */
void jump32(const struct move *moves, uint32_t boot_params, uint32_t entry)
	__attribute__((noreturn));

#endif
