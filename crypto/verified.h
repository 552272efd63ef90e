/*
 * The type is the gate: whatever is booted comes with a struct verified, and
 * only crypto/ fills one (tools/lint looks for any other writer).
 */
#ifndef CRYPTO_VERIFIED_H
#define CRYPTO_VERIFIED_H

#include "spec/types.h"

struct verified {
	bool is_signed;
	const char *by; /* who signed, or why nobody had to; for the screen */
};

/* For policy.c: why lives as long as v. */
void verified_unsigned(struct verified *v, const char *why);
void verified_signed(struct verified *v, const char *by);

#endif
