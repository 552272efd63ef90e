/*
 * Fuzzes stage1/load/multiboot.c, program.c and image.c: the input is the
 * machine's memory, then a file, in most cases with the marks of a Multiboot
 * header or an ELF one.
 */
#include "fuzz.h"
#include "load/image.h"
#include "load/multiboot.h"

static void make_map(struct span *in, struct memmap *m)
{
	unsigned n = fuzz_u8(in) % 4;

	memset(m, 0, sizeof(*m));
	for (unsigned i = 0; i < n; i++)
		memmap_add(m, (uint64_t)fuzz_u16(in) << 16,
			   (uint64_t)fuzz_u16(in) << 16);
}

static void put32(uint8_t *p, uint32_t n)
{
	memcpy(p, &n, sizeof(n));
}

/* A header with a right sum, at a place that is looked at. */
static void mark(uint8_t kind, uint8_t *p, size_t len)
{
	static const uint8_t elf[] = {0x7F, 'E', 'L', 'F', 1, 1, 1};
	uint32_t word[3];

	memcpy(word, p, sizeof(word));
	if (kind == 1) {
		put32(p, MULTIBOOT_MAGIC);
		put32(p + 8, -(MULTIBOOT_MAGIC + word[1]));
	}
	if (kind == 2 && len >= 16) {
		put32(p, MULTIBOOT2_MAGIC);
		put32(p + 4, 0);
		put32(p + 12, -(MULTIBOOT2_MAGIC + word[2]));
	}
	if (kind == 3 && len >= 20) {
		memcpy(p, elf, sizeof(elf));
		p[4] = 1 + p[8] % 2;
		p[16] = 2;
		p[17] = 0;
		p[18] = 3;
		p[19] = 0;
	}
}

/* Segments lie in the file, and in memory that is free. */
static void check_program(const struct program *p, size_t len,
			  const struct memmap *m)
{
	FUZZ_CHECK(p->count && p->count <= PROGRAM_SEGMENTS);
	for (unsigned i = 0; i < p->count; i++) {
		const struct segment *s = &p->segment[i];

		FUZZ_CHECK((uint64_t)s->from + s->len <= len);
		FUZZ_CHECK(s->size && s->len <= s->size);
		FUZZ_CHECK((uint64_t)s->to + s->size <= MEMMAP_TOP);
		if (m)
			FUZZ_CHECK(memmap_end_of(m, s->to) - s->to >= s->size);
	}
}

/* All that is told lies in the block. */
static void check_info(const struct multiboot *m, uint32_t room)
{
	static const struct e820_entry map[] = {{0x100000, 1 << 20, 1, 0}};
	const struct multiboot_told told = {
		.loader = "loader",
		.cmdline = "words",
		.e820 = map,
		.e820_count = 1,
		.module = {{0x200000, 0x200001, "module"}},
		.modules = 1,
	};
	uint8_t *block = malloc(room ? room : 1);
	int len = multiboot_info(m, &told, block, room, 0x90000);

	FUZZ_CHECK(len < 0 || (uint32_t)len <= room);
	free(block);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len), file;
	uint32_t room = fuzz_u8(&in) * 2;
	uint8_t kind = fuzz_u8(&in), where = fuzz_u8(&in), *copy;
	struct multiboot m;
	struct memmap map;

	make_map(&in, &map);
	len = in.len;
	copy = fuzz_bytes(&in, &len);
	if (len >= 12 + where % 4 * 8u)
		mark(kind % 5, copy + where % 4 * 8u, len - where % 4 * 8u);
	if (len >= 20 && where & 0x80)
		mark(3, copy, len);
	file = span_of(copy, len);
	if (image_kind(file) == IMAGE_OTHER)
		image_unknown(file);
	if (multiboot_read(&m, file) == 0) {
		check_program(&m.program, len, NULL);
		if (multiboot_place(&m, &map) == 0)
			check_program(&m.program, len, &map);
		check_info(&m, room);
	}
	free(copy);
	return 0;
}
