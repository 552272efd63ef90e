/* Unpacks gzip by zlib's inflate. Documented in gunzip.h. */
#define Z_SOLO /* zlib.h: no libc behind it */
#define ZLIB_CONST
#include "base/gunzip.h"
#include <string.h>
#include <zlib.h>
#include "base/crc32.h"
#include "base/err.h"
#include "base/span.h"

/* FLG of RFC 1952 2.3.1; FTEXT (1) says nothing of use. */
enum gunzip_flags {
	GUNZIP_HCRC = 2,
	GUNZIP_EXTRA = 4,
	GUNZIP_NAME = 8,
	GUNZIP_COMMENT = 16,
	GUNZIP_RESERVED = 0xE0,
};

enum gunzip_phase {
	GUNZIP_FIXED, /* the ten bytes that each member begins with */
	GUNZIP_EXTRA_LEN,
	GUNZIP_SKIP, /* count bytes of no interest */
	GUNZIP_TEXT, /* up to a NUL */
	GUNZIP_TRAILER,
	GUNZIP_DATA,
};

struct gunzip_work {
	z_stream z;
	uint32_t crc[256];
	uint64_t state[1024]; /* struct inflate_state */
	uint8_t window[32768];
	uint8_t out[32768];
};

_Static_assert(sizeof(struct gunzip_work) <= GUNZIP_MEMORY, "what is lent");

/* inflate asks for its state, one item, and for the window. */
static voidpf gunzip_alloc(voidpf opaque, uInt items, uInt size)
{
	struct gunzip_work *w = opaque;

	if (items == 1)
		return size <= sizeof(w->state) ? w->state : Z_NULL;
	return items <= sizeof(w->window) ? w->window : Z_NULL;
}

static void gunzip_free(voidpf opaque, voidpf p)
{
	(void)opaque;
	(void)p;
}

/* The table of RFC 1952 section 8. */
static void gunzip_crc_table(uint32_t *table)
{
	for (uint32_t n = 0; n < 256; n++) {
		uint8_t byte = (uint8_t)n;

		table[n] = crc32_add(0, &byte, 1);
	}
}

static uint32_t gunzip_crc(const uint32_t *table, uint32_t crc,
			   const uint8_t *p, size_t len)
{
	for (; len; len--)
		crc = table[(crc ^ *p++) & 0xFF] ^ crc >> 8;
	return crc;
}

uint32_t gunzip_crc32(const struct gunzip *g, const void *p, size_t len)
{
	return ~gunzip_crc(g->work->crc, 0xFFFFFFFF, p, len);
}

/* Unpacked bytes go on. */
static int gunzip_give(struct gunzip *g, size_t len)
{
	const uint8_t *out = g->work->out;

	if (len > g->limit - g->produced)
		return fail(ERR_GUNZIP_LIMIT, "more than %llu bytes",
			    (unsigned long long)g->limit);
	g->produced += len;
	g->isize += (uint32_t)len;
	g->crc = gunzip_crc(g->work->crc, g->crc, out, len);
	return len ? g->next->push(g->next, out, len) : 0;
}

static int gunzip_data(struct gunzip *g, struct span *in)
{
	z_stream *z = &g->work->z;
	struct span used;
	int rc;

	z->next_in = in->p;
	z->avail_in = (uInt)in->len;
	do {
		z->next_out = g->work->out;
		z->avail_out = sizeof(g->work->out);
		rc = inflate(z, Z_NO_FLUSH);
		TRY(gunzip_give(g, sizeof(g->work->out) - z->avail_out));
	} while (rc == Z_OK && z->avail_in);
	span_take(in, in->len - z->avail_in, &used);
	if (rc == Z_STREAM_END) {
		g->phase = GUNZIP_TRAILER;
		g->count = 0;
	} else if (rc != Z_OK) {
		return fail(ERR_GUNZIP_DATA, "%s, after %llu bytes",
			    z->msg ? z->msg : "no memory",
			    (unsigned long long)g->produced);
	}
	return 0;
}

/* Which part of the header is next: the flags say what is still to come. */
static void gunzip_next_part(struct gunzip *g)
{
	static const uint8_t order[] = {GUNZIP_EXTRA, GUNZIP_NAME,
					GUNZIP_COMMENT, GUNZIP_HCRC, 0};
	const uint8_t *next = order;
	unsigned part;

	while (*next && !(g->flags & *next))
		next++;
	part = *next;
	g->flags &= (uint8_t)~part;
	g->count = 0;
	if (part == GUNZIP_EXTRA) {
		g->phase = GUNZIP_EXTRA_LEN;
	} else if (part == GUNZIP_HCRC) {
		g->phase = GUNZIP_SKIP;
		g->count = 2;
	} else if (part) {
		g->phase = GUNZIP_TEXT;
	} else {
		g->phase = GUNZIP_DATA;
		g->crc = 0xFFFFFFFF;
		g->isize = 0;
		inflateReset(&g->work->z);
	}
}

/* ID1 ID2 CM FLG MTIME XFL OS */
static int gunzip_fixed(struct gunzip *g, uint8_t byte)
{
	static const uint8_t magic[] = {0x1F, 0x8B, Z_DEFLATED};

	if (g->count < sizeof(magic) && byte != magic[g->count]) {
		if (g->members)
			return fail(ERR_GUNZIP_BEHIND, "after %llu bytes",
				    (unsigned long long)g->produced);
		return fail(ERR_GUNZIP_MAGIC, "%02Xh at byte %u", byte,
			    g->count);
	}
	if (g->count == 3) {
		if (byte & GUNZIP_RESERVED)
			return fail(ERR_GUNZIP_FLAGS, "%02Xh", byte);
		g->flags = byte & (uint8_t)~1;
	}
	if (++g->count == 10)
		gunzip_next_part(g);
	return 0;
}

/* Four bytes, least significant one first. */
static uint32_t gunzip_le32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static int gunzip_trailer(struct gunzip *g, uint8_t byte)
{
	uint32_t crc, isize;

	g->number[g->count++] = byte;
	if (g->count < 8)
		return 0;
	crc = gunzip_le32(g->number);
	isize = gunzip_le32(g->number + 4);
	if (crc != ~g->crc)
		return fail(ERR_GUNZIP_CRC, "CRC-32 %08X, told %08X", ~g->crc,
			    crc);
	if (isize != g->isize)
		return fail(ERR_GUNZIP_ISIZE, "%u bytes, told %u", g->isize,
			    isize);
	g->members++;
	g->phase = GUNZIP_FIXED;
	g->count = 0;
	return 0;
}

/* One byte of what is around the data. */
static int gunzip_byte(struct gunzip *g, uint8_t byte)
{
	switch (g->phase) {
	case GUNZIP_FIXED:
		return gunzip_fixed(g, byte);
	case GUNZIP_TRAILER:
		return gunzip_trailer(g, byte);
	case GUNZIP_EXTRA_LEN:
		g->number[g->count++] = byte;
		if (g->count < 2)
			return 0;
		g->count = (uint16_t)(g->number[0] | g->number[1] << 8);
		g->phase = GUNZIP_SKIP;
		if (g->count)
			return 0;
		break;
	case GUNZIP_SKIP:
		if (--g->count)
			return 0;
		break;
	default: /* GUNZIP_TEXT */
		if (byte)
			return 0;
	}
	gunzip_next_part(g);
	return 0;
}

static int gunzip_push(struct sink *s, const void *bytes, size_t len)
{
	struct gunzip *g = (struct gunzip *)s;
	struct span in = span_of(bytes, len);
	uint8_t byte = 0;

	while (g->rc == 0 && in.len)
		if (g->phase == GUNZIP_DATA)
			g->rc = gunzip_data(g, &in);
		else if (span_u8(&in, &byte))
			g->rc = gunzip_byte(g, byte);
	return g->rc;
}

static int gunzip_expect(struct sink *s, uint64_t total)
{
	(void)s;
	(void)total;
	return 0;
}

void gunzip_init(struct gunzip *g, struct sink *next, void *memory,
		 uint64_t limit)
{
	struct gunzip_work *w = memory;

	*g = (struct gunzip){.sink = {gunzip_expect, gunzip_push, NULL},
			     .limit = limit,
			     .next = next,
			     .work = w};
	gunzip_crc_table(w->crc);
	w->z = (z_stream){
		.zalloc = gunzip_alloc, .zfree = gunzip_free, .opaque = w};
	/* Raw deflate. If it failed, inflate() will say so. */
	inflateInit2(&w->z, -MAX_WBITS);
}

void gunzip_zlib(struct gunzip *g)
{
	/* Two bytes; their sum is behind the data, where a trailer ends later.
	 */
	g->phase = GUNZIP_SKIP;
	g->count = 2;
}

int gunzip_end(struct gunzip *g)
{
	if (g->rc == 0 && (g->phase != GUNZIP_FIXED || g->count || !g->members))
		g->rc = fail(ERR_GUNZIP_END, "after %llu bytes",
			     (unsigned long long)g->produced);
	return g->rc;
}
