/* What a Multiboot kernel is told. Documented in multiboot.h. */
#include <string.h>
#include "base/err.h"
#include "load/multiboot.h"

#define MIB 0x100000

/* More than everything takes that has no length of its own, and with padding:
   all of it, and a module. */
#define FIXED  256
#define MODULE 40

/* The block being written. */
struct info {
	uint8_t *block;
	uint32_t len;
	uint32_t at; /* the block's address, when it is read */
};

/* Put n bytes behind what is there; NULL: zeros. Returns their address. */
static uint32_t info_put(struct info *i, const void *bytes, uint32_t n)
{
	uint8_t *p = i->block + i->len;

	memset(p, 0, n);
	if (bytes)
		memcpy(p, bytes, n);
	i->len += n;
	return i->at + i->len - n;
}

static void info_pad(struct info *i)
{
	info_put(i, NULL, -i->len & 7);
}

static uint32_t info_text(struct info *i, const char *text)
{
	return info_put(i, text, (uint32_t)strlen(text) + 1);
}

/* KB from 0 and from 1 MiB on. */
static void info_memory(const struct multiboot_told *t, uint32_t kb[2])
{
	kb[0] = t->base_end >> 10;
	kb[1] = 0;
	for (unsigned i = 0; i < t->e820_count; i++) {
		const struct e820_entry *e = &t->e820[i];
		uint64_t end = e->base + e->len;

		if (e->type == E820_RAM && e->base <= MIB && end > MIB)
			kb[1] = (uint32_t)((end - MIB) >> 10);
	}
}

static void info_1(struct info *i, const struct multiboot_told *t)
{
	/* Of an entry behind this number: as the BIOS has it. */
	static const uint32_t mmap_size = sizeof(struct multiboot_mmap) - 4;
	struct multiboot_info *m = (struct multiboot_info *)i->block;
	struct multiboot_mod *mod;

	info_put(i, NULL, sizeof(*m));
	m->flags = MULTIBOOT_INFO_MEMORY | MULTIBOOT_INFO_CMDLINE |
		   MULTIBOOT_INFO_MODULES | MULTIBOOT_INFO_MMAP |
		   MULTIBOOT_INFO_LOADER | MULTIBOOT_INFO_FRAMEBUFFER;
	info_memory(t, m->mem);
	m->framebuffer = t->framebuffer;
	info_pad(i);
	m->mods_count = t->modules;
	m->mods_addr = info_put(i, NULL, t->modules * (uint32_t)sizeof(*mod));
	mod = (struct multiboot_mod *)(i->block + (m->mods_addr - i->at));
	for (unsigned n = 0; n < t->modules; n++)
		mod[n] = (struct multiboot_mod){
			t->module[n].start, t->module[n].end,
			info_text(i, t->module[n].cmdline), 0};
	m->cmdline = info_text(i, t->cmdline);
	m->boot_loader_name = info_text(i, t->loader);
	info_pad(i);
	m->mmap_addr = i->at + i->len;
	m->mmap_length =
		t->e820_count * (uint32_t)sizeof(struct multiboot_mmap);
	for (unsigned n = 0; n < t->e820_count; n++) {
		info_put(i, &mmap_size, sizeof(mmap_size));
		info_put(i, &t->e820[n], mmap_size);
	}
}

/* A tag: a few numbers, then bytes. */
static void info_tag(struct info *i, uint32_t type, const void *numbers,
		     uint32_t count, const void *bytes, uint32_t len)
{
	uint32_t head[2] = {type, (uint32_t)sizeof(head) + count * 4 + len};

	info_put(i, head, sizeof(head));
	info_put(i, numbers, count * 4);
	info_put(i, bytes, len);
	info_pad(i);
}

static void info_tag_text(struct info *i, uint32_t type, const void *numbers,
			  uint32_t count, const char *text)
{
	info_tag(i, type, numbers, count, text, (uint32_t)strlen(text) + 1);
}

static void info_2(struct info *i, const struct multiboot *m,
		   const struct multiboot_told *t)
{
	static const uint32_t mmap[2] = {sizeof(struct e820_entry), 0};
	uint32_t kb[2];

	i->len = 8; /* the length, and a reserved number */
	info_tag_text(i, MULTIBOOT2_CMDLINE, NULL, 0, t->cmdline);
	info_tag_text(i, MULTIBOOT2_LOADER, NULL, 0, t->loader);
	for (unsigned n = 0; n < t->modules; n++)
		info_tag_text(i, MULTIBOOT2_MODULE, &t->module[n].start, 2,
			      t->module[n].cmdline);
	info_memory(t, kb);
	info_tag(i, MULTIBOOT2_MEMORY, kb, 2, NULL, 0);
	info_tag(i, MULTIBOOT2_MMAP, mmap, 2, t->e820,
		 t->e820_count * (uint32_t)sizeof(t->e820[0]));
	/* Of the colours' six bytes two, which are reserved here. */
	info_tag(i, MULTIBOOT2_FRAMEBUFFER, &t->framebuffer, 6, NULL, 0);
	if (t->rsdp)
		info_tag(i, MULTIBOOT2_ACPI_OLD, NULL, 0, t->rsdp,
			 sizeof(*t->rsdp));
	if (t->rsdp && t->rsdp->revision >= ACPI_RSDP_2)
		info_tag(i, MULTIBOOT2_ACPI_NEW, NULL, 0, t->rsdp,
			 ACPI_RSDP_2_LEN);
	if (m->relocatable)
		info_tag(i, MULTIBOOT2_LOAD_BASE, &m->base, 1, NULL, 0);
	info_tag(i, 0, NULL, 0, NULL, 0);
	((uint32_t *)i->block)[0] = i->len;
	((uint32_t *)i->block)[1] = 0;
}

int multiboot_info(const struct multiboot *m, const struct multiboot_told *t,
		   uint8_t *block, uint32_t room, uint32_t at)
{
	struct info i = {block, 0, at};
	size_t need = FIXED + strlen(t->cmdline) + strlen(t->loader) +
		      t->e820_count * sizeof(t->e820[0]);

	for (unsigned n = 0; n < t->modules; n++)
		need += MODULE + strlen(t->module[n].cmdline);
	if (need > room)
		return fail(ERR_MULTIBOOT_INFO, "%zu bytes, at most %u", need,
			    room);
	if (m->eax == MULTIBOOT_EAX)
		info_1(&i, t);
	else
		info_2(&i, m, t);
	return (int)i.len;
}
