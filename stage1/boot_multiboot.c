/*
 * Starting a Multiboot kernel, or an ELF executable. Documented in boot_part.h.
 *
 * All is moved by the hand-off: what the kernel is told first, out of the heap,
 * which may be where the kernel goes; then the segments, out of the file, which
 * is not. Modules are where they stay.
 */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "boot_part.h"
#include "fw/acpi.h"
#include "fw/console.h"
#include "fw/memory.h"
#include "handoff.h"
#include "load/multiboot.h"
#include "netboot.h"
#include "trust.h"

#define INFO_MAX     16384 /* what the kernel is told, with command lines */
#define SCREEN	     0xB8000
#define EGA_TEXT     2
#define BITS_OF_TEXT 16

_Static_assert(PLAN_FILES_MAX == MULTIBOOT_MODULES, "all files are modules");

static struct multiboot kernel;
static struct multiboot_told told;

/* Away from where the segments go. */
static int boot_move_file(struct boot *b)
{
	uint32_t len = b->file.len, to;

	program_take(&kernel.program, &b->free);
	if (!memmap_highest(&b->free, 0, MEMMAP_TOP, len, BOOT_PAGE, &to))
		return fail(ERR_BOOT_ROOM, "%u KB needed", len / 1024 + 1);
	memmove((void *)(uintptr_t)to, b->file.p, len);
	b->file.p = (const uint8_t *)(uintptr_t)to;
	memmap_remove(&b->free, to, len);
	return 0;
}

/* "name words", as PXELINUX and GRUB 1 tell it. */
static int boot_words(const char **line, const char *name, const char *words)
{
	size_t room = strlen(name) + 2;
	void *text;

	if (!words)
		words = "";
	room += strlen(words);
	TRY(boot_memory(&text, room));
	fmt(text, room, "%s%s%s", name, *words ? " " : "", words);
	*line = text;
	return 0;
}

/* A page, so that the kernel may map it. */
static int boot_module(struct boot *b, const struct plan_file *f)
{
	struct multiboot_told_module *m = &told.module[told.modules++];
	struct range room = memmap_largest(&b->free, 0, MEMMAP_TOP);
	struct span file;

	room.start = boot_round_up(room.start, BOOT_PAGE);
	if (room.start > room.end)
		room.start = room.end;
	TRY(boot_fetch(b, f->file, room, &file));
	/* mboot.c32 and GRUB unpack modules, too. */
	TRY(boot_unpack(f->file, &file, room.end));
	memmove((void *)(uintptr_t)room.start, file.p, file.len);
	m->start = room.start;
	m->end = room.start + file.len;
	memmap_remove(&b->free, m->start, file.len);
	return boot_words(&m->cmdline, f->file, f->args);
}

static void boot_tell(void)
{
	uint32_t cols;

	console_text(); /* that is what is told */
	cols = *(volatile uint16_t *)BDA_COLUMNS;
	told.loader = "Towline " VERSION;
	told.e820 = memory.e820;
	told.e820_count = memory.e820_count;
	told.base_end = memory.base_end;
	told.rsdp = acpi_rsdp();
	told.framebuffer = (struct multiboot_framebuffer){
		.addr = SCREEN,
		.pitch = cols * BITS_OF_TEXT / 8,
		.width = cols,
		.height = *(volatile uint8_t *)BDA_ROWS + 1,
		.bpp = BITS_OF_TEXT,
		.type = EGA_TEXT,
	};
}

/* In base memory, which no kernel takes for nothing; not in a segment's way. */
static int boot_info(struct boot *b)
{
	uint32_t at;
	void *block;
	int len;

	TRY(boot_memory(&block, INFO_MAX));
	program_take(&kernel.program, &b->final);
	if (!memmap_highest(&b->final, JUMP_ABOVE, memory.base_end, INFO_MAX,
			    BOOT_PAGE, &at))
		return fail(ERR_BOOT_INFO, "%u bytes", INFO_MAX);
	len = multiboot_info(&kernel, &told, block, INFO_MAX, at);
	TRY(len);
	jump.eax = kernel.eax;
	jump.ebx = at;
	return handoff_move(at, block, (uint32_t)len);
}

static int boot_segments(const struct boot *b)
{
	const struct program *p = &kernel.program;

	jump.entry = p->entry;
	for (unsigned i = 0; i < p->count; i++) {
		const struct segment *s = &p->segment[i];

		if (s->len)
			TRY(handoff_move(s->to, b->file.p + s->from, s->len));
		if (s->size > s->len)
			TRY(handoff_move(s->to + s->len, NULL,
					 s->size - s->len));
	}
	return 0;
}

int boot_multiboot(struct boot *b)
{
	const struct plan *p = b->plan;
	struct verified verified;

	memset(&told, 0, sizeof(told));
	TRY(multiboot_read(&kernel, b->file));
	TRY(multiboot_place(&kernel, &b->final));
	TRY(boot_move_file(b));
	for (unsigned i = 0; i < p->file_count; i++) {
		boot_announce(b, i + 1);
		TRY(boot_module(b, &p->files[i]));
	}
	b->object = p->file;
	TRY(netboot_settle());
	TRY(boot_words(&told.cmdline, p->file, p->cmdline));
	boot_tell();
	TRY(boot_info(b));
	TRY(boot_segments(b));
	TRY(policy_prove(&trust, &verified));
	log_line(LOG_DEBUG, "kernel enters at %Xh, %u modules", jump.entry,
		 told.modules);
	handoff(&verified, p->file, NULL, NULL);
}
