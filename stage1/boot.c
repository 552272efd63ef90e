/*
 * Starting a Linux kernel. Documented in boot.h.
 *
 * The kernel file is fetched to where most kernels want to run, looked at when
 * it is whole, and moved to where this one does. The initrds follow above it,
 * each where the last one ended, and are moved together to the highest place
 * the kernel allows when all have come.
 */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/gunzip.h"
#include "base/log.h"
#include "base/place.h"
#include "base/str.h"
#include "boot.h"
#include "fw/memory.h"
#include "handoff.h"
#include "load/linux.h"
#include "menu/conf.h"
#include "netboot.h"
#include "trust.h"

#define PAGE	     4096
/* Where most kernels want to run: fetched there, their code moves a few KB
   down, onto memory that is in use already. */
#define USUAL_PLACE  0x1000000u
/* The kernel's unpacker wants each archive at a multiple of 4. */
#define INITRD_ALIGN 4

/* Everything about the boot in progress. */
struct boot {
	struct linux_kernel kernel;
	struct linux_boot linux;
	struct memmap free;   /* shrinks as places are taken */
	struct move moves[2]; /* of the hand-off */
	uint32_t limit;	      /* initrds stay below */
	struct range initrds;
	const char *name[CONF_INITRD_MAX]; /* of the initrds */
	int names;
	const char *object;
};

static struct boot boot;

static uint32_t round_up(uint32_t n, uint32_t align)
{
	return (n + align - 1) & ~(align - 1);
}

/*
 * The kernel's code from where it was fetched to where it runs: at once, or by
 * the hand-off if stage1 itself is in the way.
 */
static int boot_settle_kernel(struct boot *b, uint8_t *file)
{
	struct linux_kernel *k = &b->kernel;
	uint8_t *code = file + k->setup_len;
	struct memmap final = memory.high;
	struct range own = memory_own();
	uint32_t run_at, end;

	memmap_add(&final, own.start, own.end - own.start);
	TRY(linux_place(k, &final, &run_at));
	b->linux.run_at = run_at;
	end = run_at + k->init_size;
	if (run_at >= own.end || end <= own.start) {
		memmove((void *)(uintptr_t)run_at, code, k->code_len);
	} else {
		b->moves[0] = (struct move){run_at, (uint32_t)(uintptr_t)code,
					    k->code_len};
		memmap_remove(&b->free, (uintptr_t)code, k->code_len);
	}
	memmap_remove(&b->free, run_at, k->init_size);
	return 0;
}

/*
 * A kernel that is packed as a whole is unpacked behind itself, and *file is
 * what came out; room ends at end. Not on its way, so that the verdict on what
 * the server has comes first.
 */
static int boot_unpack(const char *name, struct span *file, uint32_t end)
{
	uint32_t start =
		round_up((uint32_t)(uintptr_t)file->p + file->len, PAGE);
	uint8_t *work;
	char size[FMT_SIZE];
	struct gunzip gunzip;
	struct place place;

	if (file->len < 2 || file->p[0] != 0x1F || file->p[1] != 0x8B)
		return 0;
	work = arena_alloc(&memory.heap, GUNZIP_MEMORY);
	if (!work)
		return fail(ERR_BOOT_UNPACK, "%u bytes", GUNZIP_MEMORY);
	place_init(&place, (void *)(uintptr_t)start,
		   start < end ? end - start : 0);
	gunzip_init(&gunzip, &place.sink, work, UINT64_MAX);
	TRY(gunzip.sink.push(&gunzip.sink, file->p, file->len));
	TRY(gunzip_end(&gunzip));
	*file = span_of(place.base, place.len);
	log_line(LOG_INFO, "%s: unpacked to %s", name,
		 fmt_size(size, place.len));
	return 0;
}

static int boot_kernel(struct boot *b, const char *name)
{
	struct range room = memmap_largest(&b->free, 0, MEMMAP_TOP);
	struct span file;
	uint8_t *header;
	struct place place;

	if (room.start < USUAL_PLACE && room.end > 4 * USUAL_PLACE)
		room.start = USUAL_PLACE;
	b->object = name;
	place_init(&place, (void *)(uintptr_t)room.start,
		   room.end - room.start);
	TRY(netboot_fetch(name, &place.sink, false));
	file = span_of(place.base, place.len);
	TRY(boot_unpack(name, &file, room.end));
	TRY(linux_read(&b->kernel, file));
	/* The header is needed after the code has moved over it. */
	header = arena_alloc(&memory.heap, PAGE);
	if (!header)
		return fail(ERR_BOOT_HEADER, "%u bytes", PAGE);
	memcpy(header, file.p,
	       b->kernel.setup_len < PAGE ? b->kernel.setup_len : PAGE);
	b->kernel.file = header;
	return boot_settle_kernel(b, (uint8_t *)file.p);
}

static int boot_initrd(struct boot *b, const char *name)
{
	struct place place;
	uint32_t at = round_up(b->initrds.end, INITRD_ALIGN);
	uint32_t end = memmap_end_of(&b->free, b->initrds.start);

	if (end > b->limit)
		end = b->limit;
	if (end < b->initrds.end) /* a limit inside the first page */
		end = b->initrds.end;
	if (at > end)
		at = end;
	memset((void *)(uintptr_t)b->initrds.end, 0, at - b->initrds.end);
	b->object = name;
	place_init(&place, (void *)(uintptr_t)at, end - at);
	TRY(netboot_fetch(name, &place.sink, false));
	b->initrds.end = at + place.len;
	return 0;
}

/* The last possible start: as all boot loaders place it. */
static void boot_raise_initrds(struct boot *b)
{
	uint32_t len = b->initrds.end - b->initrds.start;
	uint32_t place = b->initrds.start;

	b->linux.initrd_len = len;
	if (!len)
		return;
	memmap_highest(&b->free, b->initrds.start, b->limit, len, PAGE, &place);
	memmove((void *)(uintptr_t)place,
		(const void *)(uintptr_t)b->initrds.start, len);
	b->linux.initrd = place;
}

/* While one comes, the next one is announced: the line is never idle. */
static int boot_initrds(struct boot *b)
{
	uint32_t limit = b->kernel.initrd_max;
	struct range room;

	if (limit < MEMMAP_TOP && limit + 1 < b->limit)
		b->limit = limit + 1;
	room = memmap_largest(&b->free, 0, b->limit);
	b->initrds.start = round_up(room.start, PAGE);
	b->initrds.end = b->initrds.start;
	for (int i = 0; i < b->names; i++) {
		netboot_announce(i + 1 < b->names ? b->name[i + 1] : NULL);
		TRY(boot_initrd(b, b->name[i]));
	}
	boot_raise_initrds(b);
	return 0;
}

/* The command line to base memory, where the kernel will find it. */
static int boot_cmdline(struct boot *b, const char *cmdline, const char *kernel)
{
	size_t room = b->kernel.cmdline_max + 1;
	char *low = arena_alloc(&memory.low, room);
	size_t len;

	b->object = "command line";
	if (!low)
		return fail(ERR_BOOT_CMDLINE_ROOM, "%zu bytes", room);
	len = fmt(low, room, "%s%sBOOT_IMAGE=%s", cmdline, *cmdline ? " " : "",
		  kernel);
	if (len >= room)
		return fail(ERR_BOOT_CMDLINE_LONG,
			    "it has %zu, allowed are %zu", len, room - 1);
	b->linux.cmdline = (uint32_t)(uintptr_t)low;
	return 0;
}

static int boot_stages(struct boot *b, const char *kernel, const char *cmdline)
{
	struct verified verified;

	linux_cmdline(cmdline, &b->linux, &b->limit);
	b->object = "initrd=";
	b->names = conf_initrds(cmdline, &memory.heap, b->name);
	TRY(b->names);
	netboot_announce(b->names ? b->name[0] : NULL);
	TRY(boot_kernel(b, kernel));
	TRY(boot_cmdline(b, cmdline, kernel));
	TRY(boot_initrds(b));
	b->object = kernel;
	TRY(policy_prove(&trust, &verified));
	return handoff(&verified, &b->kernel, &b->linux, b->moves);
}

int boot_linux(const char *kernel, const char *cmdline, const char **object)
{
	/* Names of files live longer than this: they are shown when it fails.
	 */
	uint8_t *low = arena_mark(&memory.low);
	int rc;

	memset(&boot, 0, sizeof(boot));
	boot.free = memory.high;
	policy_boot(&trust);
	rc = boot_stages(&boot, kernel, cmdline);
	*object = boot.object;
	arena_release(&memory.low, low);
	return rc;
}
