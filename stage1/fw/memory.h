/*
 * The machine's memory as the firmware tells it, and what of it Towline may
 * use: base memory between the NBP and the PXE stack, the heap above stage1,
 * the rest for kernels.
 */
#ifndef FW_MEMORY_H
#define FW_MEMORY_H

#include "base/arena.h"
#include "base/memmap.h"
#include "spec/bios.h"

#define MEMORY_E820_MAX 128 /* as many as a zero page holds */

struct memory {
	/* For the kernel: raw, but base memory ends at 40:13. */
	struct e820_entry e820[MEMORY_E820_MAX];
	unsigned e820_count;
	struct memmap high; /* free above 1 MiB, outside stage1 and heap */
	struct memmap base; /* base memory that the firmware does not use */
	struct arena low;   /* base memory: what firmware must reach */
	uint8_t *low_start; /* of that arena */
	struct arena heap;  /* everything that lives until the hand-off */
	uint32_t base_end;  /* 40:13 in bytes: end of base memory */
};
extern struct memory memory;

/* Stage1 and its heap: free once the kernel is entered. */
struct range memory_own(void);

/*
 * Ask E820, else E801, else 88h, and divide. taken: ranges of base memory that
 * belong to the firmware (PXE's segments, its stack), empty ones ignored.
 */
int memory_init(const struct range *taken, unsigned count);

#endif
