/*
 * Fuzzes stage1/load/linux.c: the input is how long the file is, the fields of
 * its header, the machine's memory and the command line.
 */
#include "fuzz.h"
#include "load/linux.h"

#define FILE_MAX 4096

static uint32_t fuzz_u32(struct span *in)
{
	uint32_t high = fuzz_u16(in);

	return high << 16 | fuzz_u16(in);
}

/* A file with the marks in most cases, so that more is looked at. */
static uint8_t *make_file(struct span *in, size_t *len)
{
	uint8_t kind = fuzz_u8(in), *file;
	struct span header = {NULL, 0};

	*len = fuzz_u16(in) % FILE_MAX;
	file = malloc(*len ? *len : 1);
	memset(file, 0xCC, *len);
	if (*len <= LINUX_SETUP_AT)
		return file;
	span_take(in,
		  in->len < *len - LINUX_SETUP_AT ? in->len
						  : *len - LINUX_SETUP_AT,
		  &header);
	if (header.len > 0x9F)
		header.len = 0x9F;
	if (header.len)
		memcpy(file + LINUX_SETUP_AT, header.p, header.len);
	if (kind & 1 && *len > 0x206)
		memcpy(file + 0x1FE, "\x55\xAA", 2);
	if (kind & 2 && *len > 0x206)
		memcpy(file + 0x202, "HdrS", 4);
	return file;
}

static void make_map(struct span *in, struct memmap *m)
{
	unsigned n = fuzz_u8(in) % 8;

	memset(m, 0, sizeof(*m));
	for (unsigned i = 0; i < n; i++) {
		uint64_t start = (uint64_t)fuzz_u32(in) << 4;
		uint64_t len = (uint64_t)fuzz_u32(in) << 4;

		if (i % 3 == 2)
			memmap_remove(m, start, len);
		else
			memmap_add(m, start, len);
	}
	for (unsigned i = 0; i < m->count; i++) {
		FUZZ_CHECK(m->range[i].start < m->range[i].end);
		FUZZ_CHECK(m->range[i].end <= MEMMAP_TOP);
		FUZZ_CHECK(!i || m->range[i - 1].end < m->range[i].start);
	}
}

/* All of init_size is free, and the kernel will not move itself from there. */
static void check_place(const struct linux_kernel *k, const struct memmap *m,
			uint32_t at)
{
	FUZZ_CHECK(memmap_end_of(m, at) - at >= k->init_size);
	FUZZ_CHECK(at >= k->pref_address);
	FUZZ_CHECK(k->relocatable ? at % k->align == 0 : at == k->pref_address);
}

static void check_params(const struct linux_kernel *k, uint32_t run_at)
{
	const struct linux_boot b = {.run_at = run_at, .vid_mode = 0xFFFF};
	static const uint8_t zero[sizeof(struct linux_params)];
	struct linux_params *p = malloc(sizeof(*p));

	linux_params(p, k, &b);
	FUZZ_CHECK(!memcmp(p, zero, LINUX_SETUP_AT));
	FUZZ_CHECK(!memcmp((uint8_t *)p + LINUX_SETUP_END, zero,
			   sizeof(*p) - LINUX_SETUP_END));
	FUZZ_CHECK(p->setup.code32_start == run_at);
	free(p);
}

/* What is entered in real mode fits its 64 KiB, with the longest line. */
static void check_real(const struct linux_kernel *k)
{
	const struct linux_boot b = {.vid_mode = 0xFFFF};
	uint8_t *block = calloc(1, LINUX_REAL_MAX);
	char *line = malloc(k->cmdline_max + 1);
	uint32_t len;

	memset(line, 'x', k->cmdline_max);
	line[k->cmdline_max] = '\0';
	FUZZ_CHECK(k->setup_len < k->heap_end);
	len = linux_real(block, k, &b, line);
	FUZZ_CHECK(len == k->heap_end + k->cmdline_max + 1);
	FUZZ_CHECK(len <= LINUX_REAL_MAX);
	FUZZ_CHECK(k->pref_address >= 0x100000 ||
		   k->pref_address + k->code_len <= k->real_at);
	free(line);
	free(block);
}

static void check_kernel(const struct linux_kernel *k, size_t len,
			 const struct memmap *m)
{
	uint32_t run_at = 0;

	FUZZ_CHECK(k->setup_len >= 1024 && k->code_len > 0);
	FUZZ_CHECK((uint64_t)k->setup_len + k->code_len == len);
	FUZZ_CHECK(k->code_len <= k->init_size && k->init_size <= 0x40000000);
	FUZZ_CHECK(k->cmdline_max <= 0x10000);
	if (k->is_16bit)
		check_real(k);
	if (linux_place(k, m, &run_at) == 0)
		check_place(k, m, run_at);
	check_params(k, run_at);
}

static void check_cmdline(struct span *in)
{
	size_t len = in->len;
	char *line = malloc(len + 1);
	struct linux_boot b = {0};
	uint32_t mem_end = 0;

	if (len)
		memcpy(line, in->p, len);
	line[len] = '\0';
	linux_cmdline(line, &b, &mem_end);
	FUZZ_CHECK(mem_end);
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	struct linux_kernel k;
	struct memmap m;
	size_t file_len;
	uint8_t *file;

	make_map(&in, &m);
	file = make_file(&in, &file_len);
	if (linux_read(&k, span_of(file, file_len)) == 0)
		check_kernel(&k, file_len, &m);
	free(file);
	check_cmdline(&in);
	return 0;
}
