/*
 * Fixed-width types and the address kinds of a PC BIOS machine. Only layouts:
 * nothing in spec/ has a prototype or includes anything but this file.
 */
#ifndef SPEC_TYPES_H
#define SPEC_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACKED __attribute__((packed))

/* A real-mode far pointer as it lies in memory: offset first. */
struct segoff {
	uint16_t off;
	uint16_t seg;
} PACKED;

/* An IPv4 address in network order, as it lies in a packet. */
typedef struct {
	uint8_t b[4];
} ip4;

#endif
