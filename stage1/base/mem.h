/*
 * What memcpy (string.h) and others may use of the CPU.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "spec/types.h"

/* The CPU has SSE2, and its registers are enabled in CR4. */
extern bool mem_wide;

/* Enable SSE where the CPU has it. Once, before large copies. */
void mem_prepare(void);

#endif
