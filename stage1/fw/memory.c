/* Asking for memory, and dividing it. Documented in memory.h. */
#include "base/err.h"
#include "fw/memory.h"
#include "stage0/call16.h"
#include "stage0/e820.h"
#include "stage0/head.h"
#include "stage0/link.h"

#define MIB	 0x100000u
/* Enough for a 1 MB config with 10,000 labels; ends where kernels begin. */
/* BIOSes with USB keyboards or SMM redirection want some KB. */
#define STACK16	 4096
#define HEAP_MAX (6 * MIB)
#define HEAP_MIN (256 * 1024)
#define LOW_MIN	 (32 * 1024)

struct memory memory;

/* As the firmware has it, but base memory ends at 40:13: what lies above may be
   PXE's still, and E820 does not know that. */
static void memory_entry(uint64_t base, uint64_t len, uint32_t type)
{
	uint64_t end = base + len;

	if (type == E820_RAM && base < memory.base_end &&
	    end > memory.base_end && end <= MIB)
		len = memory.base_end - base;
	if (memory.e820_count < MEMORY_E820_MAX)
		memory.e820[memory.e820_count++] =
			(struct e820_entry){base, len, type, 0};
}

static bool memory_e820(void)
{
	struct e820_walk walk = {0};
	struct e820_entry e;

	while (e820_next(&walk, &e))
		memory_entry(e.base, e.len, e.type);
	return memory.e820_count != 0;
}

/* INT 15h AX=E801h: KB up to 16 MiB, then blocks of 64 KiB. */
static bool memory_e801(void)
{
	struct call16 c = {.eax = 0xE801};

	call16_int(0x15, &c);
	if (c.flags & FLAG_CARRY)
		return false;
	if (c.ecx & 0xFFFF || c.edx & 0xFFFF) {
		c.eax = c.ecx;
		c.ebx = c.edx;
	}
	memory_entry(MIB, (c.eax & 0xFFFF) * 1024, E820_RAM);
	memory_entry(16 * MIB, (uint64_t)(c.ebx & 0xFFFF) << 16, E820_RAM);
	return true;
}

/* INT 15h AH=88h: KB above 1 MiB, at most 64 MB. */
static void memory_88(void)
{
	struct call16 c = {.eax = 0x8800};

	call16_int(0x15, &c);
	if (!(c.flags & FLAG_CARRY))
		memory_entry(MIB, (c.eax & 0xFFFF) * 1024, E820_RAM);
}

/* The old calls say nothing about base memory. */
static void memory_ask(void)
{
	memory.base_end = *(volatile uint16_t *)BDA_BASE_MEMORY * 1024u;
	if (memory_e820())
		return;
	memory_entry(0, memory.base_end, E820_RAM);
	if (!memory_e801())
		memory_88();
}

static void memory_usable(struct memmap *m)
{
	for (unsigned i = 0; i < memory.e820_count; i++)
		if (memory.e820[i].type == E820_RAM)
			memmap_add(m, memory.e820[i].base, memory.e820[i].len);
	for (unsigned i = 0; i < memory.e820_count; i++)
		if (memory.e820[i].type != E820_RAM)
			memmap_remove(m, memory.e820[i].base,
				      memory.e820[i].len);
}

struct range memory_own(void)
{
	return (struct range){(uint32_t)(uintptr_t)link_high,
			      (uint32_t)(uintptr_t)memory.heap.end};
}

/* BIOS calls from now on run on a stack of our own. */
static int memory_stack(void)
{
	uint8_t *stack = arena_alloc(&memory.low, STACK16);

	if (!stack)
		return fail(ERR_LOW_STACK, "%u bytes", STACK16);
	call_stack = segoff_of(stack);
	call_stack.off = (uint16_t)(call_stack.off + STACK16);
	return 0;
}

int memory_init(const struct range *taken, unsigned count)
{
	static struct memmap m;
	struct range low, heap;
	uint32_t low_start = (uintptr_t)link_hot_end;
	uint32_t heap_start = (uintptr_t)link_end;

	memory_ask();
	memory_usable(&m);
	for (unsigned i = 0; i < count; i++)
		memmap_remove(&m, taken[i].start,
			      taken[i].end - taken[i].start);
	memory.base = m;
	memmap_remove(&memory.base, memory.base_end, MEMMAP_TOP);
	low = memmap_largest(&memory.base, low_start, memory.base_end);
	if (low.end - low.start < LOW_MIN)
		return fail(ERR_LOW_MEMORY, "%u KB free, %u KB needed",
			    (low.end - low.start) / 1024, LOW_MIN / 1024);
	arena_init(&memory.low, (void *)(uintptr_t)low.start,
		   low.end - low.start);
	memory.low_start = memory.low.next;
	TRY(memory_stack());

	memmap_remove(&m, 0, heap_start);
	heap = (struct range){heap_start, memmap_end_of(&m, heap_start)};
	if (heap.end - heap.start > HEAP_MAX)
		heap.end = heap.start + HEAP_MAX;
	if (heap.end - heap.start < HEAP_MIN)
		return fail(ERR_HEAP_MEMORY, "%u KB free, %u KB needed",
			    (heap.end - heap.start) / 1024, HEAP_MIN / 1024);
	arena_init(&memory.heap, (void *)(uintptr_t)heap.start,
		   heap.end - heap.start);
	memmap_remove(&m, heap.start, heap.end - heap.start);
	memory.high = m;
	return 0;
}
