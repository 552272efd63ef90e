/* Multiboot headers. Documented in multiboot.h. */
#include <string.h>
#include "base/err.h"
#include "load/image.h"
#include "load/multiboot.h"

/* Tags of version 2 that a kernel may ask for: what is told, and what a boot
   loader knows but this machine, or a boot from the network, has not. */
#define KNOWN_REQUESTS                                                         \
	(1u << MULTIBOOT2_CMDLINE | 1u << MULTIBOOT2_LOADER |                  \
	 1u << MULTIBOOT2_MODULE | 1u << MULTIBOOT2_MEMORY |                   \
	 1u << MULTIBOOT2_BOOT_DEVICE | 1u << MULTIBOOT2_MMAP |                \
	 1u << MULTIBOOT2_VBE | 1u << MULTIBOOT2_FRAMEBUFFER |                 \
	 1u << MULTIBOOT2_ELF_SECTIONS | 1u << MULTIBOOT2_APM |                \
	 1u << MULTIBOOT2_SMBIOS | 1u << MULTIBOOT2_ACPI_OLD |                 \
	 1u << MULTIBOOT2_ACPI_NEW | 1u << MULTIBOOT2_NETWORK |                \
	 1u << MULTIBOOT2_LOAD_BASE)

/* A tag's size if it is known; 0: it has none of its own. */
static const uint8_t tag_size[MULTIBOOT2_TAGS] = {
	[MULTIBOOT2_TAG_ADDRESSES] = 24,
	[MULTIBOOT2_TAG_ENTRY] = 12,
	[MULTIBOOT2_TAG_RELOCATABLE] = 24,
};

/*
 * Where a header is that begins with magic: count words from there make 0. -1
 * if there is none among the first "within" bytes.
 */
static int multiboot_find(struct span file, uint32_t magic, unsigned words,
			  size_t within, size_t align)
{
	if (within > file.len)
		within = file.len;
	for (size_t at = 0; at + words * 4 <= within; at += align) {
		uint32_t word[4], sum = 0;

		memcpy(word, file.p + at, words * 4);
		for (unsigned i = 0; i < words; i++)
			sum += word[i];
		if (word[0] == magic && !sum)
			return (int)at;
	}
	return -1;
}

static int multiboot_find_1(struct span file)
{
	return multiboot_find(file, MULTIBOOT_MAGIC, 3, MULTIBOOT_WITHIN, 4);
}

static int multiboot_find_2(struct span file)
{
	return multiboot_find(file, MULTIBOOT2_MAGIC, 4, MULTIBOOT2_WITHIN, 8);
}

bool multiboot_is(struct span file)
{
	return multiboot_find_1(file) >= 0 || multiboot_find_2(file) >= 0;
}

/* One segment, by the addresses of a header that lies at byte "at". */
static int multiboot_addresses(struct multiboot *m, struct span file,
			       uint32_t at, const struct multiboot_addresses *a)
{
	struct segment *s = m->program.segment;
	uint32_t before = a->header_addr - a->load_addr;

	s->to = a->load_addr;
	if (s->to == UINT32_MAX) { /* version 2: from the file's first byte */
		before = at;
		s->to = a->header_addr - at;
	}
	if (before > at)
		return program_bad("header_addr", a->header_addr);
	s->from = at - before;
	s->len = (uint32_t)file.len - s->from;
	if (a->load_end_addr)
		s->len = a->load_end_addr - s->to;
	s->size = s->len;
	if (a->bss_end_addr)
		s->size = a->bss_end_addr - s->to;
	return program_add(&m->program, file);
}

static int multiboot_wants(const char *what, uint32_t n)
{
	return fail(ERR_MULTIBOOT_WANTS, "%s %Xh", what, n);
}

static int multiboot_elf(struct multiboot *m, struct span file)
{
	return program_is_elf(file) ? program_elf(&m->program, file)
				    : image_unknown(file);
}

static int multiboot_read_1(struct multiboot *m, struct span file, uint32_t at)
{
	const struct multiboot_header *h =
		(const struct multiboot_header *)(file.p + at);
	uint32_t unknown = h->flags & MULTIBOOT_REQUIRED & ~MULTIBOOT_KNOWN;

	if (unknown)
		return multiboot_wants("flags", unknown);
	if (!(h->flags & MULTIBOOT_ADDRESSES))
		return multiboot_elf(m, file);
	if (file.len - at < sizeof(*h))
		return program_bad("no whole header at", at);
	m->program.entry = h->entry_addr;
	return multiboot_addresses(m, file, at, &h->addresses);
}

/* What a kernel wants to be told. */
static int multiboot_requests(const struct multiboot2_tag *t)
{
	for (uint32_t i = 0; i < (t->size - sizeof(*t)) / 4; i++)
		if (t->number[i] > 31 || !(KNOWN_REQUESTS >> t->number[i] & 1))
			return multiboot_wants("to be told", t->number[i]);
	return 0;
}

static int multiboot_relocatable(struct multiboot *m,
				 const struct multiboot2_tag *t)
{
	m->relocatable = true;
	m->min = t->number[0];
	m->max = t->number[1];
	m->align = t->number[2] ? t->number[2] : 1;
	m->high = t->number[3] == 2;
	if (m->align & (m->align - 1))
		return program_bad("alignment", m->align);
	return 0;
}

/* What one tag says that the kernel can not do without. */
static int multiboot_tag(struct multiboot *m, const struct multiboot2_tag *t,
			 const struct multiboot2_tag *found[MULTIBOOT2_TAGS])
{
	bool must = !(t->flags & 1);

	if (t->type >= MULTIBOOT2_TAGS ||
	    (t->type == MULTIBOOT2_TAG_EFI_BS && must))
		return must ? multiboot_wants("tag", t->type) : 0;
	if (t->size < tag_size[t->type])
		return program_bad("a short tag", t->type);
	found[t->type] = t;
	if (t->type == MULTIBOOT2_TAG_REQUEST && must)
		return multiboot_requests(t);
	if (t->type == MULTIBOOT2_TAG_RELOCATABLE)
		return multiboot_relocatable(m, t);
	return 0;
}

static int multiboot_tags(struct multiboot *m, struct span tags,
			  const struct multiboot2_tag *found[MULTIBOOT2_TAGS])
{
	for (;;) {
		const struct multiboot2_tag *t =
			(const struct multiboot2_tag *)tags.p;
		struct span taken;

		if (tags.len < sizeof(*t) || t->size < sizeof(*t) ||
		    t->size > tags.len)
			return program_bad("no end of tags, left", tags.len);
		if (t->type == MULTIBOOT2_TAG_END)
			return 0;
		TRY(multiboot_tag(m, t, found));
		/* The last one need not be padded. */
		if (!span_take(&tags, (t->size + 7ull) & ~7ull, &taken))
			tags.len = 0;
	}
}

static int multiboot_read_2(struct multiboot *m, struct span file, uint32_t at)
{
	const struct multiboot2_header *h =
		(const struct multiboot2_header *)(file.p + at);
	const struct multiboot2_tag *found[MULTIBOOT2_TAGS] = {NULL};
	const struct multiboot2_tag *where, *entry;

	if (h->architecture)
		return multiboot_wants("architecture", h->architecture);
	if (h->header_length < sizeof(*h) || h->header_length > file.len - at)
		return program_bad("no whole header at", at);
	TRY(multiboot_tags(m, span_of(h + 1, h->header_length - sizeof(*h)),
			   found));
	where = found[MULTIBOOT2_TAG_ADDRESSES];
	entry = found[MULTIBOOT2_TAG_ENTRY];
	if (where && !entry)
		return program_bad("no tag", MULTIBOOT2_TAG_ENTRY);
	if (where)
		TRY(multiboot_addresses(
			m, file, at,
			(const struct multiboot_addresses *)(where + 1)));
	else
		TRY(multiboot_elf(m, file));
	if (entry)
		m->program.entry = entry->number[0];
	return 0;
}

/* By the header that there is. */
static int multiboot_read_any(struct multiboot *m, struct span file)
{
	int at = multiboot_find_1(file);

	m->eax = MULTIBOOT_EAX;
	if (at >= 0)
		return multiboot_read_1(m, file, (uint32_t)at);
	at = multiboot_find_2(file);
	if (at < 0)
		return multiboot_elf(m, file);
	m->eax = MULTIBOOT2_EAX;
	return multiboot_read_2(m, file, (uint32_t)at);
}

int multiboot_read(struct multiboot *m, struct span file)
{
	memset(m, 0, sizeof(*m));
	TRY(multiboot_read_any(m, file));
	if (!m->program.count)
		return program_bad("nothing to load at", m->program.entry);
	return 0;
}

int multiboot_place(struct multiboot *m, const struct memmap *free)
{
	struct range r = program_extent(&m->program);
	uint32_t to = m->max < MEMMAP_TOP ? m->max + 1 : MEMMAP_TOP;
	bool (*find)(const struct memmap *, uint32_t, uint32_t, uint32_t,
		     uint32_t, uint32_t *) =
		m->high ? memmap_highest : memmap_lowest;

	if (!m->relocatable)
		return program_fits(&m->program, free);
	if (!find(free, m->min, to, r.end - r.start, m->align, &m->base))
		return fail(ERR_MULTIBOOT_NO_ROOM,
			    "%u KB needed between %Xh and %Xh",
			    (r.end - r.start + 1023) / 1024, m->min, m->max);
	program_shift(&m->program, m->base - r.start);
	return 0;
}
