/*
 * Which memory is free: a short sorted list of usable ranges below 4 GiB. The
 * caller adds what the firmware calls usable, then removes what is taken; so
 * where the firmware's entries overlap, the most restrictive one wins.
 */
#ifndef BASE_MEMMAP_H
#define BASE_MEMMAP_H

#include "spec/types.h"

/* No range goes further: sums of an address and a page do not overflow. */
#define MEMMAP_TOP 0xFFFFF000u

/* Bytes [start, end). */
struct range {
	uint32_t start, end;
};

#define MEMMAP_MAX 64
struct memmap {
	struct range range[MEMMAP_MAX]; /* sorted, disjoint, not empty */
	unsigned count;
};

/* Add len usable bytes; what lies above 4 GiB is left out. */
void memmap_add(struct memmap *m, uint64_t start, uint64_t len);

/* Take len bytes away. */
void memmap_remove(struct memmap *m, uint64_t start, uint64_t len);

/*
 * The lowest place (align: a power of two) of len bytes inside [from, to).
 * False if there is none; *place untouched.
 */
bool memmap_lowest(const struct memmap *m, uint32_t from, uint32_t to,
		   uint32_t len, uint32_t align, uint32_t *place);

/* The same, the highest place. */
bool memmap_highest(const struct memmap *m, uint32_t from, uint32_t to,
		    uint32_t len, uint32_t align, uint32_t *place);

/* The largest free range inside [from, to); empty if there is none. */
struct range memmap_largest(const struct memmap *m, uint32_t from, uint32_t to);

/* The end of the free range that holds addr; addr itself if none does. */
uint32_t memmap_end_of(const struct memmap *m, uint32_t addr);

#endif
