/*
 * A Multiboot kernel (1 and 2) that says on COM1 what it was told, a line for
 * each thing, then "guest: ready". Runs wherever it is put: no relocations.
 */
#include "spec/multiboot.h"

#define COM1	    0x3F8
#define LINE_STATUS 5
#define LINE_EMPTY  0x20
#define BIG	    (9 << 20) /* all over Towline, if linked at 1 MiB */

static volatile uint8_t big[BIG]; /* has to be zero */
static uint32_t data = 0x12345678;

void guest_main(uint32_t magic, const uint8_t *info, uint32_t entry);

static void put(char c)
{
	uint8_t status;

	do
		__asm__ volatile("inb %w1, %b0"
				 : "=a"(status)
				 : "d"(COM1 + LINE_STATUS));
	while (!(status & LINE_EMPTY));
	__asm__ volatile("outb %b0, %w1" : : "a"(c), "d"(COM1));
}

static void text(const char *s)
{
	while (*s)
		put(*s++);
}

static void hex(uint64_t n)
{
	for (int shift = 60; shift >= 0; shift -= 4)
		if (n >> shift || !shift)
			put("0123456789abcdef"[n >> shift & 15]);
}

/* "guest: NAME n n n text" */
static void line(const char *name, const uint32_t *number, unsigned count,
		 const char *end)
{
	text("guest: ");
	text(name);
	for (unsigned i = 0; i < count; i++) {
		put(' ');
		hex(number[i]);
	}
	put(' ');
	text(end);
	text("\r\n");
}

static const void *at(uint32_t address)
{
	return (const void *)(uintptr_t)address;
}

static void module(uint32_t start, uint32_t end, const char *words)
{
	uint32_t n[3] = {start, end - start, 0};

	for (const uint8_t *p = at(start); p < (const uint8_t *)at(end); p++)
		n[2] = n[2] * 31 + *p;
	line("module", n, 3, words);
}

static void map(const uint8_t *entry)
{
	const uint64_t *range = (const uint64_t *)entry;

	text("guest: map ");
	hex(range[0]);
	put(' ');
	hex(range[1]);
	put(' ');
	hex((uint32_t)range[2]);
	text("\r\n");
}

static void told_1(const struct multiboot_info *m)
{
	const struct multiboot_mod *mod = at(m->mods_addr);
	uint32_t flags = m->flags;

	line("flags", &flags, 1, "");
	line("cmdline", 0, 0, at(m->cmdline));
	line("loader", 0, 0, at(m->boot_loader_name));
	line("memory", (const uint32_t *)m + 1, 2, "");
	line("screen", (const uint32_t *)m + 22, 5, "");
	for (uint32_t i = 0; i < m->mods_count; i++)
		module(mod[i].start, mod[i].end, at(mod[i].string));
	for (uint32_t i = 0; i < m->mmap_length;) {
		const uint8_t *entry = at(m->mmap_addr + i);

		map(entry + 4);
		i += *(const uint32_t *)entry + 4;
	}
}

static void told_2(const uint8_t *info)
{
	const uint32_t *n;

	for (uint32_t i = 8;; i += (n[1] + 7) & ~7u) {
		n = (const uint32_t *)(info + i);
		if (n[0] == 0)
			break;
		if (n[0] == MULTIBOOT2_CMDLINE)
			line("cmdline", 0, 0, (const char *)(n + 2));
		if (n[0] == MULTIBOOT2_LOADER)
			line("loader", 0, 0, (const char *)(n + 2));
		if (n[0] == MULTIBOOT2_MODULE)
			module(n[2], n[3], (const char *)(n + 4));
		if (n[0] == MULTIBOOT2_MEMORY)
			line("memory", n + 2, 2, "");
		if (n[0] == MULTIBOOT2_FRAMEBUFFER)
			line("screen", n + 2, 5, "");
		if (n[0] == MULTIBOOT2_ACPI_OLD && n[1] == 8 + 20)
			line("acpi", 0, 0, "1");
		if (n[0] == MULTIBOOT2_LOAD_BASE)
			line("base", n + 2, 1, "");
		for (uint32_t e = 16; n[0] == MULTIBOOT2_MMAP && e < n[1];
		     e += n[2])
			map((const uint8_t *)n + e);
	}
}

void guest_main(uint32_t magic, const uint8_t *info, uint32_t entry)
{
	uint32_t dirt = 0, here[3] = {magic, entry, data};

	for (uint32_t i = 0; i < BIG; i++)
		dirt |= big[i];
	line("multiboot", here, 3, dirt ? "dirty" : "clean");
	if (magic == MULTIBOOT_EAX)
		told_1((const struct multiboot_info *)info);
	else
		told_2(info);
	line("ready", 0, 0, "");
}
