/*
 * What has to lie where before a program is entered, and the formats that say
 * it directly: ELF executables. Computes only; moves nothing. Not here:
 * sections, symbols, dynamic linking.
 */
#ifndef LOAD_PROGRAM_H
#define LOAD_PROGRAM_H

#include "base/memmap.h"
#include "base/span.h"

#define PROGRAM_SEGMENTS 16

/* Bytes of the file, then zeros up to size. In the order of ELF's headers. */
struct segment {
	uint32_t from;	  /* in the file */
	uint32_t virtual; /* the program's own affair */
	uint32_t to;
	uint32_t len, size; /* size is not 0 */
};

struct program {
	struct segment segment[PROGRAM_SEGMENTS + 1]; /* the last is scratch */
	unsigned count;
	uint32_t entry;
	uint32_t physical; /* private: entry as a physical address */
};

/* True if the file begins as an ELF executable for this machine. */
bool program_is_elf(struct span file);

/*
 * Read an ELF executable, of 32 or 64 bits (whose addresses have to be below
 * 4 GiB). Segments go to their physical addresses; an entry inside of a
 * segment's virtual addresses is translated. Fails on what is cut short or
 * contradicts itself; all segments then lie inside the file. There may be none.
 */
int program_elf(struct program *p, struct span file);

/* Fail: what a header says, and the number, can not be meant. */
int program_bad(const char *what, uint32_t n);

/*
 * Count the segment p->segment[p->count], which has been filled in, if it has a
 * size. Fails if it is not inside the file, or one too many.
 */
int program_add(struct program *p, struct span file);

/* All the memory that the segments need, from the lowest to the highest. */
struct range program_extent(const struct program *p);

/* Move the whole program. */
void program_shift(struct program *p, uint32_t by);

/* Fails unless all segments lie in free memory. */
int program_fits(const struct program *p, const struct memmap *free);

/* Take the segments' memory away. */
void program_take(const struct program *p, struct memmap *free);

#endif
