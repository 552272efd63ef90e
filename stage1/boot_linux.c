/*
 * Starting Linux, or what uses its boot protocol. Documented in boot_part.h.
 *
 * The initrds follow above the kernel, each where the last one ended, and are
 * moved together to the highest place it allows when all have come.
 */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "boot_part.h"
#include "fw/console.h"
#include "fw/memory.h"
#include "handoff.h"
#include "load/cpio.h"
#include "load/linux.h"
#include "netboot.h"
#include "proto/url.h"
#include "trust.h"

/* The kernel's unpacker wants each archive at a multiple of 4. */
#define INITRD_ALIGN CPIO_ALIGN

struct boot_linux {
	struct boot *b;
	struct linux_kernel kernel;
	struct linux_boot linux;
	const uint8_t *code; /* still to be moved to linux.run_at, or NULL */
	uint32_t limit;	     /* initrds stay below */
	struct range initrds;
	char *cmdline; /* with what is added */
};

/*
 * The kernel's code from where it was fetched to where it runs: at once, or by
 * the hand-off if stage1 itself is in the way, or it goes to base memory.
 */
static int boot_settle_kernel(struct boot_linux *l)
{
	struct linux_kernel *k = &l->kernel;
	const uint8_t *code = k->file + k->setup_len;
	uint32_t run_at;
	void *setup;

	TRY(linux_place(k, &l->b->final, &run_at));
	/* Setup is needed after the code has moved over it. */
	TRY(boot_memory(&setup, k->setup_len));
	k->file = memcpy(setup, k->file, k->setup_len);
	l->linux.run_at = run_at;
	if (run_at >= memory_own().end) {
		memmove((void *)(uintptr_t)run_at, code, k->code_len);
	} else {
		l->code = code;
		memmap_remove(&l->b->free, (uintptr_t)code, k->code_len);
	}
	memmap_remove(&l->b->free, run_at, k->init_size);
	return 0;
}

static int boot_initrd(struct boot_linux *l, const struct plan_file *f)
{
	uint32_t last = l->initrds.end;
	uint32_t at = boot_round_up(last, INITRD_ALIGN);
	size_t head = f->args ? cpio_head(NULL, f->args, 0) : 0;
	struct range room = {at + head,
			     memmap_end_of(&l->b->free, l->initrds.start)};
	struct span file;

	if (room.end > l->limit)
		room.end = l->limit;
	room.end &= ~(INITRD_ALIGN - 1u);
	if (room.start > room.end) /* no room: let it say so */
		room = (struct range){last, last};
	TRY(boot_fetch(l->b, f->file, room, &file));
	l->initrds.end = room.start + file.len;
	if (room.start == last)
		return 0;
	memset((void *)(uintptr_t)last, 0, at - last);
	if (!head)
		return 0;
	cpio_head((uint8_t *)(uintptr_t)at, f->args, file.len);
	at = boot_round_up(l->initrds.end, CPIO_ALIGN);
	memset((void *)(uintptr_t)l->initrds.end, 0, at - l->initrds.end);
	l->initrds.end = at;
	return 0;
}

/* The last possible start: as all boot loaders place it. */
static void boot_raise_initrds(struct boot_linux *l)
{
	uint32_t len = l->initrds.end - l->initrds.start;
	uint32_t place = l->initrds.start;

	l->linux.initrd_len = len;
	if (!len)
		return;
	memmap_highest(&l->b->free, l->initrds.start, l->limit, len, BOOT_PAGE,
		       &place);
	memmove((void *)(uintptr_t)place,
		(const void *)(uintptr_t)l->initrds.start, len);
	l->linux.initrd = place;
}

/* While one comes, the next one is announced: the line is never idle. */
static int boot_initrds(struct boot_linux *l)
{
	const struct plan *p = l->b->plan;
	uint32_t limit = l->kernel.initrd_max;
	struct range room;

	if (limit < MEMMAP_TOP && limit + 1 < l->limit)
		l->limit = limit + 1;
	room = memmap_largest(&l->b->free, 0, l->limit);
	l->initrds.start = boot_round_up(room.start, BOOT_PAGE);
	l->initrds.end = l->initrds.start;
	for (unsigned i = 0; i < p->file_count; i++) {
		boot_announce(l->b, i + 1);
		TRY(boot_initrd(l, &p->files[i]));
	}
	boot_raise_initrds(l);
	return 0;
}

static int boot_cmdline(struct boot_linux *l)
{
	static const char format[] = "%s%sBOOT_IMAGE=%s";
	const struct plan *p = l->b->plan;
	size_t room = strlen(p->cmdline) + strlen(p->file) + sizeof(format);
	uint32_t most = l->kernel.cmdline_max;
	void *text;
	size_t len;

	l->b->object = "command line";
	TRY(boot_memory(&text, room));
	l->cmdline = text;
	fmt(l->cmdline, room, format, p->cmdline, *p->cmdline ? " " : "",
	    p->file);
	url_bare_words(l->cmdline);
	len = strlen(l->cmdline);
	if (len > most)
		return fail(ERR_BOOT_CMDLINE_LONG, "it has %zu, allowed are %u",
			    len, most);
	return 0;
}

static void boot_e820(struct linux_params *p)
{
	p->e820_entries = (uint8_t)memory.e820_count;
	for (unsigned i = 0; i < memory.e820_count; i++) {
		const struct e820_entry *e = &memory.e820[i];

		/* As the BIOS has them, without what newer ones add. */
		memcpy(&p->e820[i], e, sizeof(p->e820[i]));
		if (e->type == E820_RAM && e->base == 0x100000)
			p->alt_mem_k = (uint32_t)(e->len >> 10);
	}
}

/* Zero page and command line to base memory, where the kernel finds them. */
static int boot_enter_32(struct boot_linux *l, struct linux_params **params)
{
	struct linux_params *p = arena_alloc(&memory.low, sizeof(*p));
	char *cmdline = arena_text(&memory.low, l->cmdline, strlen(l->cmdline));

	if (!p || !cmdline)
		return fail(ERR_HANDOFF_MEMORY, "%zu bytes", sizeof(*p));
	l->linux.cmdline = (uint32_t)(uintptr_t)cmdline;
	linux_params(p, &l->kernel, &l->linux);
	boot_e820(p);
	jump.esi = (uint32_t)(uintptr_t)p;
	jump.entry = l->linux.run_at;
	*params = p;
	return 0;
}

/* Setup code and command line to base memory; it asks the BIOS itself. */
static int boot_enter_16(struct boot_linux *l)
{
	const struct linux_kernel *k = &l->kernel;
	uint16_t seg = (uint16_t)(k->real_at >> 4);
	uint32_t end = memory.base_end, len;
	void *block;

	console_text(); /* setup code expects that */
	/* Old ones want to lie where PXE is: which goes before. */
	if (k->real_at == LINUX_REAL_ADDRESS && !l->linux.keep_pxe)
		end = *(volatile uint16_t *)BDA_EBDA << 4;
	TRY(boot_memory(&block, LINUX_REAL_MAX));
	len = linux_real(block, k, &l->linux, l->cmdline);
	if (k->real_at + len > end)
		return fail(ERR_BOOT_REAL, "%Xh bytes at %Xh, it ends at %Xh",
			    len, k->real_at, end);
	jump.entry16.seg = seg + LINUX_SECTOR / 16;
	jump.stack = (struct segoff){(uint16_t)k->heap_end, seg};
	return handoff_move(k->real_at, block, len);
}

int boot_linux(struct boot *b)
{
	struct boot_linux boot = {.b = b}, *l = &boot;
	struct linux_params *params = NULL;
	struct verified verified;

	linux_cmdline(b->plan->cmdline, &l->linux, &l->limit);
	TRY(linux_read(&l->kernel, b->file));
	TRY(boot_settle_kernel(l));
	TRY(boot_cmdline(l));
	TRY(boot_initrds(l));
	b->object = b->plan->file;
	TRY(netboot_settle());
	TRY(policy_prove(&trust, &verified));
	if (l->kernel.is_16bit)
		TRY(boot_enter_16(l));
	else
		TRY(boot_enter_32(l, &params));
	if (l->code)
		TRY(handoff_move(l->linux.run_at, l->code, l->kernel.code_len));
	log_line(LOG_DEBUG, "kernel at %Xh, initrd %u bytes at %Xh",
		 l->linux.run_at, l->linux.initrd_len, l->linux.initrd);
	handoff(&verified, params ? "Linux" : b->plan->file, &l->linux,
		params ? &params->screen : NULL);
}
