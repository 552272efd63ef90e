/*
 * What the machine tells about itself: SMBIOS, CPUID.
 */
#ifndef FW_MACHINE_H
#define FW_MACHINE_H

#include "base/machine.h"

extern struct machine machine;

/* Fill it; its strings are kept in memory.heap for ever. */
void machine_init(void);

#endif
