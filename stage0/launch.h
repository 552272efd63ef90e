/*
 * The way into a real-mode program that is put where Towline's own low part is:
 * a boot program or a boot sector. A piece of code on the firmware's stack,
 * below what the firmware keeps there, does the last move and the jump. It
 * stays there, and a boot program that returns, returns to it. The code is in
 * stage1/fw/launch.asm and launch.c.
 */
#ifndef STAGE0_LAUNCH_H
#define STAGE0_LAUNCH_H

#include "stage0/call16.h"
#include "stage0/jump32.h"

/* Towline's low part, base memory, high memory; and the end of the list. */
#define LAUNCH_KEEP_MAX 4

/* The data of that code; launch.asm has the constants of it. */
struct launch {
	/* Its descriptor table; the first has the pointer to the table. */
	struct {
		uint16_t low;
		uint32_t base;
		uint16_t high;
	} PACKED gdt[6];
	struct segoff real;	/* its entry in real mode */
	struct segoff firmware; /* the stack that leave16 would take */
	struct move back[LAUNCH_KEEP_MAX];
	uint32_t copy, copy_words, copy_sum;
	/* From here on for the caller to fill; all zero but stack. */
	struct move move[2]; /* the program, and the end of the list */
	struct segoff stack, entry;
	uint32_t eax, ebx, edx, esi; /* EBP is ESI, the others 0 */
	uint16_t ds, es;
};

/*
 * Make room for it on the firmware's stack; no PXE call may come after this.
 * stack is as a boot program finds it: the return address is ours, then comes
 * the pointer to !PXE. NULL if the stack is too small.
 */
struct launch *launch_prepare(void);

/*
 * Start the program. keep: room above 1 MiB for launch_keep_len() bytes, all
 * that Towline has at this moment, or NULL. If the program returns and they are
 * intact, launch returns what it had in AX; else the firmware gets control, as
 * by leave16.
 */
uint32_t launch(struct launch *l, void *keep);
uint32_t launch_keep_len(void);

#endif
