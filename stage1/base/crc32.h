/* CRC-32 as gzip, PNG and GPT have it (RFC 1952 section 8). */
#ifndef BASE_CRC32_H
#define BASE_CRC32_H

#include "spec/types.h"

/*
 * Go on with len more bytes, bit by bit. crc begins as ~0 and is inverted at
 * the end. For few bytes: gunzip.c has a table for many.
 */
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t len);

#endif
