/*
 * The end of Towline: everything quiet, PXE unloaded, into the kernel.
 */
#ifndef STAGE1_HANDOFF_H
#define STAGE1_HANDOFF_H

#include "crypto/verified.h"
#include "load/linux.h"
#include "stage0/jump32.h"

/* A hand-off is being prepared: no moves, all registers 0. */
void handoff_begin(void);

/*
 * Have len bytes moved after everything else, in order of these calls; from
 * NULL: zeros. For what ends up where Towline is, or in base memory above
 * JUMP_ABOVE. Fails if there are more than the list holds.
 */
int handoff_move(uint32_t to, const void *from, uint32_t len);

/*
 * Enter the kernel as "jump" (stage0/jump32.h) says. Needs the proof that it
 * may; what is its name on the screen. b, if not NULL, says whether the card is
 * left to the firmware; screen, if not NULL, is set up as b has it, and told.
 */
void handoff(const struct verified *v, const char *what,
	     const struct linux_boot *b, struct linux_screen *screen)
	__attribute__((noreturn));

#endif
