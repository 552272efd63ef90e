/*
 * Fuzzes stage1/base/png.c: the input is the chunks of a picture, which get
 * right sums; every pixel of every row is asked for.
 */
#include "tests/unit/crc32.h"
#include "fuzz.h"
#include "base/png.h"

#define ROOM (GUNZIP_MEMORY + 66000)

static uint32_t rows, seen;

static bool take_row(struct png *p, uint32_t y)
{
	FUZZ_CHECK(y == rows && y < p->height && p->height <= PNG_MAX);
	rows++;
	for (uint32_t x = 0; x < p->width; x++)
		seen ^= png_pixel(p, x);
	return rows < 500;
}

/* Each chunk of the input: a kind, its length, its bytes. */
static size_t make(struct span *in, uint8_t *out)
{
	static const char types[] = "IHDRPLTEtRNSIDATIENDbKGDIDATIDAT";
	uint8_t *p = out;

	memcpy(p, "\x89PNG\r\n\x1A\n", 8);
	p += 8;
	while (in->len) {
		uint8_t kind = fuzz_u8(in);
		size_t len = kind % 8 ? fuzz_u8(in) : 13;
		uint8_t *data = fuzz_bytes(in, &len);
		uint32_t crc;

		memcpy(p, (uint8_t[]){0, 0, 0, (uint8_t)len}, 4);
		memcpy(p + 4, types + kind % 8 * 4, 4);
		if (len)
			memcpy(p + 8, data, len);
		crc = crc32_of(p + 4, len + 4);
		p += 8 + len;
		for (int i = 24; i >= 0; i -= 8)
			*p++ = (uint8_t)(crc >> i);
		free(data);
	}
	return (size_t)(p - out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	uint8_t how = fuzz_u8(&in), *file = malloc(8 + 14 * len), *exact;
	size_t n = how & 1 ? len : make(&in, file);
	struct png png = {.row = take_row};
	struct arena arena;
	static uint8_t *memory;

	if (!memory)
		memory = malloc(ROOM);
	exact = malloc(n ? n : 1);
	if (n)
		memcpy(exact, how & 1 ? bytes : file, n);
	arena_init(&arena, memory, ROOM);
	rows = 0;
	if (png_read(&png, span_of(exact, n), &arena) == 0)
		FUZZ_CHECK(rows == 500 || rows == png.height);
	free(exact);
	free(file);
	return 0;
}
