/*
 * Starting a kernel, whatever it is. Documented in boot.h.
 *
 * The kernel file is fetched to where most kernels want to run, looked at when
 * it is whole, and goes where this one does.
 */
#include "boot.h"
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/gunzip.h"
#include "base/log.h"
#include "base/place.h"
#include "boot_part.h"
#include "fw/memory.h"
#include "handoff.h"
#include "load/image.h"
#include "netboot.h"
#include "trust.h"

/* Where most kernels want to run: fetched there, their code moves a few KB
   down, onto memory that is in use already. */
#define USUAL_PLACE 0x1000000u

static struct boot boot;

int boot_fetch(struct boot *b, const char *name, struct range room,
	       struct span *file)
{
	b->object = name;
	return netboot_fetch(name, room, file);
}

int boot_memory(void **p, uint32_t n)
{
	*p = arena_alloc(&memory.heap, n);
	return *p ? 0 : fail(ERR_BOOT_MEMORY, "%u bytes", n);
}

int boot_unpack(const char *name, struct span *file, uint32_t end)
{
	uint32_t start = boot_round_up((uint32_t)(uintptr_t)file->p + file->len,
				       BOOT_PAGE);
	uint8_t *mark = arena_mark(&memory.heap);
	void *work;
	char size[FMT_SIZE];
	struct gunzip gunzip;
	struct place place;

	if (file->len < 2 || file->p[0] != 0x1F || file->p[1] != 0x8B)
		return 0;
	TRY(boot_memory(&work, GUNZIP_MEMORY));
	place_init(&place, (void *)(uintptr_t)start,
		   start < end ? end - start : 0);
	gunzip_init(&gunzip, &place.sink, work, UINT64_MAX);
	TRY(gunzip.sink.push(&gunzip.sink, file->p, file->len));
	TRY(gunzip_end(&gunzip));
	arena_release(&memory.heap, mark);
	*file = span_of(place.base, place.len);
	log_line(LOG_INFO, "%s: unpacked to %s", name,
		 fmt_size(size, place.len));
	return 0;
}

void boot_announce(const struct boot *b, unsigned n)
{
	const struct plan *p = b->plan;

	netboot_announce(n < p->file_count ? p->files[n].file : NULL);
}

/* Where things may be in the end: stage1 is gone, and so is PXE. */
static void boot_final(struct boot *b)
{
	struct range own = memory_own();

	b->free = b->final = memory.high;
	memmap_add(&b->final, own.start, own.end - own.start);
	memmap_add(&b->final, JUMP_ABOVE, memory.base_end - JUMP_ABOVE);
}

static int boot_kernel(struct boot *b)
{
	struct range room = memmap_largest(&b->free, 0, MEMMAP_TOP);
	enum image_kind kind;

	if (room.start < USUAL_PLACE && room.end > 4 * USUAL_PLACE)
		room.start = USUAL_PLACE;
	boot_announce(b, 0);
	TRY(boot_fetch(b, b->plan->file, room, &b->file));
	TRY(boot_unpack(b->plan->file, &b->file, room.end));
	kind = image_kind(b->file);
	if (b->plan->kind == PLAN_MULTIBOOT ||
	    (b->plan->kind == PLAN_KERNEL && kind > IMAGE_LINUX))
		return boot_multiboot(b);
	return boot_linux(b);
}

int boot_plan(const struct plan *plan, const char **object)
{
	/* Names of files live longer than this: they are shown when it fails.
	 */
	uint8_t *low = arena_mark(&memory.low);
	int rc;

	boot.plan = plan;
	boot_final(&boot);
	handoff_begin();
	policy_boot(&trust);
	rc = boot_kernel(&boot);
	*object = boot.object;
	arena_release(&memory.low, low);
	return rc;
}
