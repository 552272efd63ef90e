/*
 * The block function of SHA-256 (FIPS 180-4 section 6.2.2), which is where all
 * the time of a check goes. What is around it, Mbed TLS does (prim.c).
 */
#ifndef CRYPTO_SHA256_H
#define CRYPTO_SHA256_H

#include "spec/types.h"

#define SHA256_BLOCK 64 /* bytes */

/* Take one block into the state. */
void sha256_block(uint32_t state[8], const uint8_t block[SHA256_BLOCK]);

#endif
