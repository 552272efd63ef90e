/* PNG pictures (ISO/IEC 15948:2004). Documented in png.h. */
#include "base/png.h"
#include <string.h>
#include "base/err.h"

#define PNG_LOOK_BACK 8 /* zeros before a row: the longest pixel */
/* Not shown to anybody: ends inflate when all rows are there. */
#define PNG_ENOUGH    (-ERR_COUNT)

enum png_type {
	PNG_IHDR = 0x49484452,
	PNG_PLTE = 0x504C5445,
	PNG_TRNS = 0x74524E53,
	PNG_IDAT = 0x49444154,
	PNG_IEND = 0x49454E44,
};

/* Bits of the colour type. */
enum png_colour {
	PNG_INDEXED = 1,
	PNG_RGB = 2,
	PNG_ALPHA = 4,
};

/* By colour type: samples of a pixel, and the depths there are (their sum). */
static const struct {
	uint8_t channels, depths;
} png_kinds[] = {{1, 1 + 2 + 4 + 8 + 16},
		 {0, 0},
		 {3, 8 + 16},
		 {1, 1 + 2 + 4 + 8},
		 {2, 8 + 16},
		 {0, 0},
		 {4, 8 + 16}};

struct png_chunk {
	uint32_t type;
	struct span data;
};

static uint32_t png_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

/* Length, type, data, and the CRC-32 of the latter two (5.3). */
static int png_chunk(struct png *p, struct span *file, struct png_chunk *c)
{
	struct span head, crc;
	uint32_t sum;

	if (!span_take(file, 8, &head) ||
	    !span_take(file, png_be32(head.p), &c->data) ||
	    !span_take(file, 4, &crc))
		return fail(ERR_PNG_CUT, "in row %u", p->y);
	c->type = png_be32(head.p + 4);
	sum = gunzip_crc32(&p->gunzip, head.p + 4, c->data.len + 4);
	if (sum != png_be32(crc.p))
		return fail(ERR_PNG_CRC, "CRC-32 %08X, told %08X", sum,
			    png_be32(crc.p));
	return 0;
}

static int png_head(struct png *p, const struct png_chunk *c)
{
	const uint8_t *h = c->data.p;

	if (c->type != PNG_IHDR || c->data.len != 13)
		return fail(ERR_PNG_FIRST, "type %08X, %zu bytes", c->type,
			    c->data.len);
	p->width = png_be32(h);
	p->height = png_be32(h + 4);
	p->depth = h[8];
	p->colour = h[9];
	/* A depth is a power of two, and so is its own bit in depths. */
	if (p->width - 1 >= PNG_MAX || p->height - 1 >= PNG_MAX ||
	    p->colour >= sizeof(png_kinds) / sizeof(png_kinds[0]) ||
	    !p->depth || p->depth & (p->depth - 1) ||
	    !(png_kinds[p->colour].depths & p->depth) || h[10] | h[11])
		return fail(ERR_PNG_HEADER,
			    "%u x %u, depth %u, colour type %u, methods %u "
			    "and %u",
			    p->width, p->height, p->depth, p->colour, h[10],
			    h[11]);
	if (h[12])
		return fail(ERR_PNG_INTERLACED, "method %u", h[12]);
	return 0;
}

static int png_rows(struct png *p, struct arena *arena)
{
	uint32_t bits;

	p->channels = png_kinds[p->colour].channels;
	bits = (uint32_t)p->channels * p->depth;
	p->step = (uint8_t)((bits + 7) / 8);
	p->row_len = (p->width * bits + 7) / 8;
	p->line = arena_alloc(arena, PNG_LOOK_BACK + p->row_len);
	p->above = arena_alloc(arena, PNG_LOOK_BACK + p->row_len);
	if (!p->line || !p->above)
		return fail(ERR_PNG_MEMORY, "%u bytes", 2 * p->row_len);
	p->line += PNG_LOOK_BACK;
	p->above += PNG_LOOK_BACK;
	return 0;
}

static unsigned png_distance(int a, int b)
{
	return (unsigned)(a > b ? a - b : b - a);
}

/* What a filter (9.2) adds to a byte. */
static unsigned png_predict(unsigned filter, int left, int up, int corner)
{
	unsigned pa = png_distance(up, corner);
	unsigned pb = png_distance(left, corner);
	unsigned pc = png_distance(left + up, 2 * corner);

	if (filter == 1 || (filter == 4 && pa <= pb && pa <= pc))
		return (unsigned)left;
	if (filter == 2 || (filter == 4 && pb <= pc))
		return (unsigned)up;
	if (filter == 3)
		return (unsigned)(left + up) / 2;
	return filter ? (unsigned)corner : 0;
}

static int png_row_end(struct png *p)
{
	uint8_t *line = p->line;

	if (!p->row(p, p->y++) || p->y == p->height)
		return PNG_ENOUGH;
	p->line = p->above;
	p->above = line;
	p->at = 0;
	return 0;
}

/* One unpacked byte: a row's filter, then the row. */
static int png_byte(struct png *p, uint8_t byte)
{
	uint8_t *to = p->line + p->at - 1;
	const uint8_t *up = p->above + p->at - 1;

	if (p->at++ == 0) {
		p->filter = byte;
		return byte > 4 ? fail(ERR_PNG_FILTER, "%u, of row %u", byte,
				       p->y)
				: 0;
	}
	*to = (uint8_t)(byte + png_predict(p->filter, to[-p->step], *up,
					   up[-p->step]));
	return p->at > p->row_len ? png_row_end(p) : 0;
}

static int png_push(struct sink *s, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;

	for (; len; len--)
		TRY(png_byte((struct png *)s, *p++));
	return 0;
}

/* Everything behind the header, up to the last row. */
static int png_chunks(struct png *p, struct span *file)
{
	struct png_chunk c;
	int rc = 0;

	do {
		TRY(png_chunk(p, file, &c));
		if (c.type == PNG_PLTE)
			p->palette = c.data;
		if (c.type == PNG_TRNS)
			p->alpha = c.data;
		if (c.type == PNG_IDAT &&
		    p->colour == (PNG_INDEXED | PNG_RGB) && !p->palette.len)
			return fail(ERR_PNG_PALETTE, "in row %u", p->y);
		if (c.type == PNG_IDAT)
			rc = p->gunzip.sink.push(&p->gunzip.sink, c.data.p,
						 c.data.len);
	} while (rc == 0 && c.type != PNG_IEND);
	if (rc == 0)
		return fail(ERR_PNG_END, "%u of %u rows came", p->y, p->height);
	return rc == PNG_ENOUGH ? 0 : rc;
}

int png_read(struct png *p, struct span file, struct arena *arena)
{
	static const char magic[] = "\x89PNG\r\n\x1A\n";
	void *work = arena_alloc(arena, GUNZIP_MEMORY);
	bool (*row)(struct png * p, uint32_t y) = p->row;
	struct png_chunk c;
	struct span head;

	if (!work)
		return fail(ERR_PNG_WORK, "%u bytes", GUNZIP_MEMORY);
	*p = (struct png){.sink = {NULL, png_push, NULL}, .row = row};
	gunzip_init(&p->gunzip, &p->sink, work, UINT64_MAX);
	gunzip_zlib(&p->gunzip);
	if (!span_take(&file, 8, &head) || memcmp(head.p, magic, 8))
		return fail(ERR_PNG_MAGIC, "%zu bytes", file.len);
	TRY(png_chunk(p, &file, &c));
	TRY(png_head(p, &c));
	TRY(png_rows(p, arena));
	return png_chunks(p, &file);
}

/* The nth sample of the row; of 16 bits the upper ones. */
static unsigned png_sample(const struct png *p, uint32_t n)
{
	uint32_t bit = n * p->depth;
	unsigned byte = p->line[bit / 8];

	if (p->depth >= 8)
		return byte;
	return byte >> (8 - p->depth - bit % 8) & ((1u << p->depth) - 1);
}

/* tRNS of a picture without alpha: the one colour that is not shown (11.3.2).
 */
static bool png_is_hidden(const struct png *p, uint32_t n)
{
	unsigned i;

	if (p->alpha.len != 2u * p->channels || p->depth > 8)
		return false;
	for (i = 0; i < p->channels; i++)
		if (png_sample(p, n + i) != p->alpha.p[2 * i + 1])
			return false;
	return true;
}

uint32_t png_pixel(const struct png *p, uint32_t x)
{
	uint32_t n = x * p->channels, rgb = png_sample(p, n), alpha = 255;

	if (p->colour & PNG_INDEXED) {
		if (rgb < p->alpha.len)
			alpha = p->alpha.p[rgb];
		/* A colour that the palette lacks is black. */
		rgb = 3 * rgb + 3 <= p->palette.len
			      ? png_be32(p->palette.p + 3 * rgb) >> 8
			      : 0;
		return alpha << 24 | rgb;
	}
	if (p->colour & PNG_RGB)
		rgb = rgb << 16 | png_sample(p, n + 1) << 8 |
		      png_sample(p, n + 2);
	else if (p->depth < 8)
		rgb *= 0xFFFFFF / ((1u << p->depth) - 1);
	else
		rgb *= 0x010101;
	if (p->colour & PNG_ALPHA)
		alpha = png_sample(p, n + p->channels - 1);
	else if (png_is_hidden(p, n))
		alpha = 0;
	return alpha << 24 | rgb;
}
