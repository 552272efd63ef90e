/*
 * What the parts of the boot in progress share: boot.c fetches and looks, then
 * boot_linux.c or boot_multiboot.c goes on.
 */
#ifndef STAGE1_BOOT_PART_H
#define STAGE1_BOOT_PART_H

#include "base/memmap.h"
#include "base/span.h"
#include "load/plan.h"

#define BOOT_PAGE 4096

struct boot {
	const struct plan *plan;
	const char *object;
	struct span file;    /* the kernel's, where it was fetched to */
	struct memmap free;  /* shrinks as places are taken */
	struct memmap final; /* where things may be when Towline is gone */
};

static inline uint32_t boot_round_up(uint32_t n, uint32_t align)
{
	return (n + align - 1) & ~(align - 1);
}

/* Fetch a file to the start of some room. */
int boot_fetch(struct boot *b, const char *name, struct range room,
	       struct span *file);

/*
 * A file that is packed as a whole is unpacked behind itself, and *file is
 * what came out; room ends at end. Not on its way, so that the verdict on what
 * the server has comes first.
 */
int boot_unpack(const char *name, struct span *file, uint32_t end);

/* Tell the net that the plan's n-th file comes next, if there is one. */
void boot_announce(const struct boot *b, unsigned n);

/* n zeroed bytes of memory.heap for "what", or NULL after fail(). */
int boot_memory(void **p, uint32_t n);

/* b->file is that; start it. Return only on failure. */
int boot_linux(struct boot *b);
int boot_multiboot(struct boot *b);

#endif
