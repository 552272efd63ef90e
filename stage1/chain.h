/*
 * Handing over to something else than a kernel: another boot program, a boot
 * sector, a local disk, the firmware; reboot, power off.
 */
#ifndef STAGE1_CHAIN_H
#define STAGE1_CHAIN_H

#include "load/plan.h"

/*
 * Do what a plan of these kinds says: PLAN_NBP, PLAN_SECTOR, PLAN_DISK,
 * PLAN_LOCAL, PLAN_REBOOT, PLAN_POWEROFF. Files have to pass the policy
 * (trust.h). Comes back, with an error, if it fails with nothing touched, or if
 * a boot program returned; *object is what it is about.
 */
int chain(const struct plan *p, const char **object);

/*
 * Leave to the next boot device: how is LOCALBOOT's number. -1 takes PXE down
 * and calls INT 18h; the others (PXE_NBP_*) return to the firmware.
 */
void chain_leave(int how) __attribute__((noreturn));

#endif
