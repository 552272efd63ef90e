/*
 * The glove box: the only way from C to real-mode firmware. C never names a
 * CPU mode. The assembler side is call16.asm; its offsets into these structs
 * are generated (offsets.c).
 */
#ifndef STAGE0_CALL16_H
#define STAGE0_CALL16_H

#include "spec/types.h"

enum { FLAG_CARRY = 1 << 0, FLAG_ZERO = 1 << 6, FLAG_INTERRUPT = 1 << 9 };

/* All registers of one call: loaded before it, stored after it. */
struct call16 {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp;
	uint16_t ds, es;
	uint16_t flags;
	struct segoff target;
	struct segoff stack; /* SS:SP to run on; 0:0: call_stack */
	uint16_t words;	     /* how many of word[] to push, word[0] first */
	uint16_t word[4];
};

/*
 * Far-call c->target in real mode. Interrupts are on during the call if
 * c->flags says so. Afterwards CPU mode, segments, direction flag, descriptor
 * tables and A20 are as C needs them, whatever the callee did.
 */
void call16(struct call16 *c);

/* How often call16 went to real mode and back. */
extern uint32_t call16_count;

/*
 * Software interrupt n as a call through its vector. Carry is set beforehand:
 * a BIOS that ignores the call is seen as failure.
 */
void call16_int(uint8_t n, struct call16 *c);

/* Physical address of a far pointer. */
static inline uint32_t segoff_phys(struct segoff p)
{
	return ((uint32_t)p.seg << 4) + p.off;
}

/* A far pointer to an address below 1 MiB, with the smallest offset. */
static inline struct segoff segoff_of(const void *p)
{
	uint32_t phys = (uint32_t)(uintptr_t)p;

	return (struct segoff){(uint16_t)(phys & 15), (uint16_t)(phys >> 4)};
}

/* What the firmware gave us at entry; filled by head.asm. */
struct entry_state {
	struct segoff stack;	 /* SS:SP, below the saved registers */
	struct segoff return_to; /* far return address to the firmware */
	struct segoff pxe_ptr;	 /* dword at SS:SP+4: !PXE */
	struct segoff pxenv;	 /* ES:BX: PXENV+ */
};
extern struct entry_state entry_state;

/*
 * The stack of calls that ask for none. At first the rest of the firmware's;
 * later one of our own, so that BIOS calls do not depend on PXE's.
 */
extern struct segoff call_stack;

/* Return to the firmware with AX (PXE_NBP_*), its stack as it was. */
void leave16(uint32_t ax) __attribute__((noreturn));

/* Wait in real mode for the next interrupt (timer: within 55 ms). */
extern const uint8_t idle16[];

/* INT 18h on a sane stack, for when the firmware's own may be gone. */
extern const uint8_t int18_16[];

#endif
