/*
 * Memory outside our segment. The ROM runs in one segment of base memory (CS =
 * DS = ES = SS), so plain pointers are offsets in it; everything else is
 * reached by far pointers held in plain numbers.
 */
#ifndef ROM_FAR_H
#define ROM_FAR_H

#include "spec/types.h"

/*
 * For functions that nobody calls once the NBP runs: their memory becomes frame
 * buffers then (rom.lds).
 */
#define BOOT_ONLY __attribute__((section(".boot_only")))

/* Segment in the high half, offset in the low half. */
typedef uint32_t farptr;

static inline farptr far_at(uint16_t seg, uint16_t off)
{
	return (uint32_t)seg << 16 | off;
}

static inline farptr far_of(struct segoff p)
{
	return far_at(p.seg, p.off);
}

static inline struct segoff far_segoff(farptr p)
{
	return (struct segoff){(uint16_t)p, (uint16_t)(p >> 16)};
}

static inline uint16_t far_own_seg(void)
{
	uint16_t seg;

	__asm__("mov %%cs, %0" : "=r"(seg));
	return seg;
}

/* A pointer of ours as others need it. */
static inline farptr far_near(const void *p)
{
	return far_at(far_own_seg(), (uint16_t)(uintptr_t)p);
}

/*
 * The same address with a small offset, so that nearly 64 KB can be added to
 * it; except just below the end of the 1 MB range, where there is no such
 * segment.
 */
static inline farptr far_normal(farptr p)
{
	uint32_t seg = (p >> 16) + ((p & 0xFFFF) >> 4);

	return seg > 0xFFFF ? p : seg << 16 | (p & 15);
}

static inline uint32_t far_phys(farptr p)
{
	return (p >> 16 << 4) + (p & 0xFFFF);
}

/* Copy at most 65520 bytes. (far.asm has these three.) */
void far_copy(farptr to, farptr from, uint32_t len);

/*
 * The sum of RFC 1071 over at most 65520 bytes taken as little-endian words,
 * folded to 16 bits; the first also copies.
 */
uint32_t far_copy_sum(farptr to, farptr from, uint32_t len);
uint32_t far_sum(farptr from, uint32_t len);

static inline void far_get(void *to, farptr from, uint32_t len)
{
	far_copy(far_near(to), from, len);
}

static inline void far_put(farptr to, const void *from, uint32_t len)
{
	far_copy(to, far_near(from), len);
}

static inline uint32_t far_read32(farptr from)
{
	uint32_t value;

	far_get(&value, from, sizeof(value));
	return value;
}

static inline uint16_t far_read16(farptr from)
{
	uint16_t value;

	far_get(&value, from, sizeof(value));
	return value;
}

static inline void far_write32(farptr to, uint32_t value)
{
	far_put(to, &value, sizeof(value));
}

static inline void far_write16(farptr to, uint16_t value)
{
	far_put(to, &value, sizeof(value));
}

/*
 * For fields of a far structure: set FS, then use FS_AT(type, offset). FS is
 * anybody's, so nothing may be called in between.
 */
static inline void fs_set(uint16_t seg)
{
	__asm__ volatile("mov %0, %%fs" : : "r"(seg) : "memory");
}

#define FS_AT(type, off) (*(volatile type __seg_fs *)(uint32_t)(off))

/* Any physical address, also above 1 MB (flat.asm). */
uint32_t flat_read(uint32_t address);
void flat_write(uint32_t address, uint32_t value);
void flat_put(uint32_t to, const void *from, uint32_t len);
/* As far_copy and far_copy_sum, from a physical address; the first may write up
 * to 31 bytes too much. */
void flat_copy(farptr to, uint32_t from, uint32_t len);
uint32_t flat_copy_sum(farptr to, uint32_t from, uint32_t len);
/* Once in each copy of the image, before those above. */
void flat_setup(void);

#endif
