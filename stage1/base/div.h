/*
 * 64-bit division by 32 bits. The compiler's own helper is not linked: its
 * calling convention is not that of the rest (-mregparm=3).
 */
#ifndef BASE_DIV_H
#define BASE_DIV_H

#include "spec/types.h"

/* *n becomes *n / by; returns the remainder. by is not 0. */
uint32_t div_u64(uint64_t *n, uint32_t by);

#endif
