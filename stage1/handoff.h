/*
 * The end of Towline: everything quiet, PXE unloaded, into the kernel.
 */
#ifndef STAGE1_HANDOFF_H
#define STAGE1_HANDOFF_H

#include "crypto/verified.h"
#include "load/linux.h"
#include "stage0/jump32.h"

/*
 * Enter a Linux kernel that lies at b->run_at, or is moved there by moves (a
 * list that ends with length 0). Needs the proof that it may. Fails, with
 * nothing touched, if base memory is short; else never returns.
 */
int handoff(const struct verified *v, const struct linux_kernel *k,
	    const struct linux_boot *b, const struct move *moves);

#endif
