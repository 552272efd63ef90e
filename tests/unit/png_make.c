/* PNG pictures for tests. Documented in png_make.h. */
#include "tests/unit/crc32.h"
#include "png_make.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static size_t put32(uint8_t *out, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(n >> (24 - 8 * i));
	return 4;
}

size_t png_make_chunk(uint8_t *out, const char *type, const void *data,
		      size_t len)
{
	put32(out, (uint32_t)len);
	memcpy(out + 4, type, 4);
	if (len)
		memcpy(out + 8, data, len);
	put32(out + 8 + len, crc32_of(out + 4, len + 4));
	return len + 12;
}

static size_t bits_of(const struct png_make *m)
{
	static const size_t channels[] = {1, 0, 3, 1, 2, 0, 4};

	return channels[m->colour] * m->depth;
}

size_t png_make_row_len(const struct png_make *m)
{
	return (m->width * bits_of(m) + 7) / 8;
}

/* The standard's words: a is to the left, b above, c above to the left. */
static int paeth(int a, int b, int c)
{
	int p = a + b - c;

	if (abs(p - a) <= abs(p - b) && abs(p - a) <= abs(p - c))
		return a;
	return abs(p - b) <= abs(p - c) ? b : c;
}

/* All rows with their filters; returns the length. */
static size_t filter_rows(const struct png_make *m, uint8_t *out)
{
	size_t len = png_make_row_len(m), step = (bits_of(m) + 7) / 8;
	uint8_t *start = out;

	for (uint32_t y = 0; y < m->height; y++) {
		const uint8_t *row = m->rows + y * len;
		char filter = m->filters[y % strlen(m->filters)];

		*out++ = (uint8_t)(filter - '0');
		for (size_t i = 0; i < len; i++) {
			int a = i >= step ? row[i - step] : 0;
			int b = y ? row[(long)i - (long)len] : 0;
			int c = y && i >= step ? row[i - step - len] : 0;
			int predicted[] = {0, a, b, (a + b) / 2,
					   paeth(a, b, c)};

			*out++ = (uint8_t)(row[i] -
					   (filter < '5'
						    ? predicted[filter - '0']
						    : 0));
		}
	}
	return (size_t)(out - start);
}

/* zlib's format, stored. */
static size_t store(const uint8_t *raw, size_t len, size_t block, uint8_t *out)
{
	uint8_t *start = out;
	uint32_t a = 1, b = 0;

	*out++ = 0x78;
	*out++ = 0x01;
	for (size_t at = 0, n; at < len; at += n) {
		n = block && block < len - at ? block : len - at;
		*out++ = at + n == len;
		*out++ = (uint8_t)n;
		*out++ = (uint8_t)(n >> 8);
		*out++ = (uint8_t)~n;
		*out++ = (uint8_t)(~n >> 8);
		memcpy(out, raw + at, n);
		out += n;
	}
	for (size_t i = 0; i < len; i++) {
		a = (a + raw[i]) % 65521;
		b = (b + a) % 65521;
	}
	return (size_t)(out - start) + put32(out, b << 16 | a);
}

size_t png_make(const struct png_make *m, uint8_t *out)
{
	static uint8_t raw[PNG_MAKE_ROOM], packed[PNG_MAKE_ROOM * 2];
	uint8_t head[13] = {0}, *p = out;
	size_t len, piece;

	put32(head, m->width);
	put32(head + 4, m->height);
	head[8] = m->depth;
	head[9] = m->colour;
	memcpy(p, "\x89PNG\r\n\x1A\n", 8);
	p += 8;
	p += png_make_chunk(p, "IHDR", head, sizeof(head));
	p += png_make_chunk(p, "tEXt", "Title\0of no interest", 20);
	if (m->palette)
		p += png_make_chunk(p, "PLTE", m->palette, m->palette_len);
	if (m->alpha)
		p += png_make_chunk(p, "tRNS", m->alpha, m->alpha_len);
	len = store(raw, filter_rows(m, raw), m->block, packed);
	for (size_t at = 0; at < len; at += piece) {
		piece = m->piece && m->piece < len - at ? m->piece : len - at;
		p += png_make_chunk(p, "IDAT", packed + at, piece);
	}
	p += png_make_chunk(p, "IEND", NULL, 0);
	assert(p - out <= PNG_MAKE_ROOM);
	return (size_t)(p - out);
}
