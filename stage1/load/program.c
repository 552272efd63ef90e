/* Segments, and ELF that names them. Documented in program.h. */
#include <string.h>
#include "base/err.h"
#include "load/program.h"
#include "spec/elf.h"

bool program_is_elf(struct span file)
{
	const struct elf_ident *e = (const struct elf_ident *)file.p;

	return file.len >= sizeof(struct elf64) &&
	       !memcmp(e->magic, ELF_MAGIC, sizeof(e->magic)) &&
	       e->data == ELF_LITTLE_ENDIAN && e->type == ELF_EXECUTABLE &&
	       (e->class == ELF_CLASS_32 || e->class == ELF_CLASS_64) &&
	       (e->machine == ELF_386 || e->machine == ELF_X86_64);
}

int program_bad(const char *what, uint32_t n)
{
	return fail(ERR_PROGRAM_HEADER, "%s %Xh", what, n);
}

int program_add(struct program *p, struct span file, struct segment s)
{
	if (p->count == PROGRAM_SEGMENTS)
		return program_bad("more segments than", PROGRAM_SEGMENTS);
	if (s.from > file.len || s.len > file.len - s.from)
		return fail(ERR_PROGRAM_TRUNCATED,
			    "%zu bytes came, %u from byte %u on are missing",
			    file.len, s.len, s.from);
	if (s.size < s.len || s.size > MEMMAP_TOP - s.to || s.to > MEMMAP_TOP)
		return program_bad("a wrong size of the segment at", s.to);
	if (s.size)
		p->segment[p->count++] = s;
	return 0;
}

/* The numbers of a program header; false if one needs more than 32 bits. */
static bool program_numbers(const uint8_t *ph, bool is_64,
			    uint32_t number[ELF_PH_NUMBERS])
{
	uint32_t high = 0;

	for (unsigned i = 0; i < ELF_PH_NUMBERS; i++) {
		uint64_t n = is_64 ? ((const struct elf64_ph *)ph)->number[i]
				   : ((const struct elf32_ph *)ph)->number[i];

		number[i] = (uint32_t)n;
		if (i != ELF_PH_VADDR) /* that is the program's own affair */
			high |= n >> 32;
	}
	return !high;
}

static int program_header(struct program *p, struct span file, bool is_64,
			  const uint8_t *ph)
{
	uint32_t n[ELF_PH_NUMBERS], entry = p->entry;

	if (((const struct elf32_ph *)ph)->type != ELF_LOAD)
		return 0;
	if (!program_numbers(ph, is_64, n))
		return program_bad("more than 4 GiB in the program header at",
				   (uint32_t)(ph - file.p));
	TRY(program_add(p, file,
			(struct segment){n[ELF_PH_PADDR], n[ELF_PH_OFFSET],
					 n[ELF_PH_FILESZ], n[ELF_PH_MEMSZ]}));
	if (entry - n[ELF_PH_VADDR] < n[ELF_PH_MEMSZ])
		p->physical = entry - n[ELF_PH_VADDR] + n[ELF_PH_PADDR];
	return 0;
}

int program_elf(struct program *p, struct span file)
{
	const struct elf32 *e = (const struct elf32 *)file.p;
	const struct elf64 *e64 = (const struct elf64 *)file.p;
	bool is_64 = e->ident.class == ELF_CLASS_64;
	uint32_t len =
		is_64 ? sizeof(struct elf64_ph) : sizeof(struct elf32_ph);
	uint64_t at = is_64 ? e64->phoff : e->phoff;
	unsigned count = is_64 ? e64->phnum : e->phnum;
	unsigned step = is_64 ? e64->phentsize : e->phentsize;

	p->count = 0;
	p->entry = (uint32_t)(is_64 ? e64->entry : e->entry);
	p->physical = p->entry;
	if (step < len || at > file.len ||
	    (uint64_t)count * step > file.len - at)
		return program_bad("no whole program headers at", (uint32_t)at);
	for (unsigned i = 0; i < count; i++)
		TRY(program_header(p, file, is_64, file.p + at + i * step));
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
