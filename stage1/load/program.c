/* Segments, and ELF that names them. Documented in program.h. */
#include <string.h>
#include "base/err.h"
#include "load/program.h"
#include "spec/elf.h"

_Static_assert(offsetof(struct segment, to) == ELF_PH_PADDR * 4 &&
		       sizeof(struct segment) == ELF_PH_NUMBERS * 4,
	       "a segment is read from a header as it is");

bool program_is_elf(struct span file)
{
	const struct elf *e = (const struct elf *)file.p;

	return file.len >= ELF_SIZES_64 + sizeof(struct elf_sizes) &&
	       !memcmp(e->magic, ELF_MAGIC, sizeof(e->magic)) &&
	       e->data == ELF_LITTLE_ENDIAN && e->type == ELF_EXECUTABLE &&
	       (e->class == ELF_CLASS_32 || e->class == ELF_CLASS_64) &&
	       (e->machine == ELF_386 || e->machine == ELF_X86_64);
}

int program_bad(const char *what, uint32_t n)
{
	return fail(ERR_PROGRAM_HEADER, "%s %Xh", what, n);
}

int program_add(struct program *p, struct span file)
{
	const struct segment *s = &p->segment[p->count];

	if (p->count == PROGRAM_SEGMENTS)
		return program_bad("segments over", PROGRAM_SEGMENTS);
	if (s->from > file.len || s->len > file.len - s->from)
		return fail(ERR_PROGRAM_TRUNCATED,
			    "%zu bytes came, %u from byte %u on are missing",
			    file.len, s->len, s->from);
	if (s->size < s->len || s->size > MEMMAP_TOP - s->to ||
	    s->to > MEMMAP_TOP)
		return program_bad("a wrong size at", s->to);
	p->count += s->size != 0;
	return 0;
}

/* Number n of consecutive ones of so many bytes; *high gets bits above 32. */
static uint32_t program_number(const uint8_t *p, unsigned n, unsigned bytes,
			       uint32_t *high)
{
	const struct elf_number *e = (const struct elf_number *)(p + n * bytes);

	if (bytes == sizeof(*e))
		*high |= e->high;
	return e->low;
}

static int program_header(struct program *p, struct span file, unsigned bytes,
			  const uint8_t *ph)
{
	struct segment *s = &p->segment[p->count];
	uint32_t *number = (uint32_t *)s; /* in this order */
	uint32_t high[2] = {0};

	if (((const struct elf_number *)ph)->low != ELF_LOAD)
		return 0;
	/* A virtual address is the program's own affair. */
	for (unsigned i = 0; i < ELF_PH_NUMBERS; i++)
		number[i] = program_number(ph + bytes, i, bytes,
					   &high[i == ELF_PH_VADDR]);
	if (high[0])
		return program_bad("above 4 GiB: header at",
				   (uint32_t)(ph - file.p));
	TRY(program_add(p, file));
	if (p->entry - s->virtual < s->size)
		p->physical = p->entry - s->virtual + s->to;
	return 0;
}

int program_elf(struct program *p, struct span file)
{
	const struct elf *e = (const struct elf *)file.p;
	bool is_64 = e->class == ELF_CLASS_64;
	unsigned bytes = is_64 ? 8 : 4;
	const struct elf_sizes *sizes =
		(const struct elf_sizes *)(file.p + (is_64 ? ELF_SIZES_64
							   : ELF_SIZES_32));
	uint32_t high = 0;
	uint32_t at = program_number(file.p + sizeof(*e), 1, bytes, &high);

	p->count = 0;
	p->entry = program_number(file.p + sizeof(*e), 0, bytes, &high);
	p->physical = p->entry;
	if (sizes->phentsize < ELF_PH_LEN(bytes) || at > file.len ||
	    (uint32_t)sizes->phnum * sizes->phentsize > file.len - at)
		return program_bad("no whole headers at", at);
	for (unsigned i = 0; i < sizes->phnum; i++)
		TRY(program_header(p, file, bytes,
				   file.p + at + i * sizes->phentsize));
	p->entry = p->physical;
	return 0;
}

struct range program_extent(const struct program *p)
{
	struct range r = {UINT32_MAX, 0};

	for (unsigned i = 0; i < p->count; i++) {
		const struct segment *s = &p->segment[i];

		if (s->to < r.start)
			r.start = s->to;
		if (s->to + s->size > r.end)
			r.end = s->to + s->size;
	}
	return r;
}

void program_shift(struct program *p, uint32_t by)
{
	for (unsigned i = 0; i < p->count; i++)
		p->segment[i].to += by;
	p->entry += by;
}

int program_fits(const struct program *p, const struct memmap *free)
{
	for (unsigned i = 0; i < p->count; i++) {
		const struct segment *s = &p->segment[i];
		uint32_t room = memmap_end_of(free, s->to) - s->to;

		if (room < s->size)
			return fail(ERR_PROGRAM_NO_ROOM,
				    "%u KB needed at %Xh, %u KB free",
				    (s->size + 1023) / 1024, s->to,
				    room / 1024);
	}
	return 0;
}

void program_take(const struct program *p, struct memmap *free)
{
	for (unsigned i = 0; i < p->count; i++)
		memmap_remove(free, p->segment[i].to, p->segment[i].size);
}
