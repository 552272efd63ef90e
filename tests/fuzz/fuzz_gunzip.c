/*
 * Fuzzes stage1/base/gunzip.c: the input is pushed in pieces; then the same
 * bytes as stored blocks with right sums must come out as they are.
 */
#include "tests/unit/crc32.h"
#include "fuzz.h"
#include "base/gunzip.h"

#define LIMIT 100000

static void *memory;
static struct gunzip g;

static struct {
	struct sink sink;
	uint64_t len;
	const uint8_t *wanted; /* NULL: anything */
	size_t wanted_len;
} sink;

static int sink_push(struct sink *s, const void *bytes, size_t len)
{
	(void)s;
	FUZZ_CHECK(len > 0);
	FUZZ_CHECK(sink.len + len <= LIMIT);
	if (sink.wanted) {
		FUZZ_CHECK(sink.len + len <= sink.wanted_len);
		FUZZ_CHECK(!memcmp(bytes, sink.wanted + sink.len, len));
	}
	sink.len += len;
	return 0;
}

static void begin(void)
{
	sink.sink = (struct sink){NULL, sink_push, NULL};
	sink.len = 0;
	gunzip_init(&g, &sink.sink, memory, LIMIT);
}

/* Push in pieces of the sizes that from gives; then the end. */
static int push(const uint8_t *bytes, size_t len, struct span *from)
{
	struct span in = span_of(bytes, len);

	while (in.len) {
		size_t n = 1 + fuzz_u8(from) % 64;
		uint8_t *piece = fuzz_bytes(&in, &n);
		int rc = g.sink.push(&g.sink, piece, n);

		free(piece);
		FUZZ_CHECK(rc == g.rc);
		FUZZ_CHECK(g.produced == sink.len);
		if (rc) {
			FUZZ_CHECK(g.sink.push(&g.sink, "x", 1) == rc);
			FUZZ_CHECK(gunzip_end(&g) == rc);
			return rc;
		}
	}
	return gunzip_end(&g);
}

/* A member with the bytes in one stored block. */
static void check_stored(const uint8_t *bytes, uint16_t len, struct span *from)
{
	static const uint8_t head[10] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3};
	uint32_t sums[2] = {crc32_of(bytes, len), len};
	uint8_t *packed = malloc(len + 23), *p = packed;

	memcpy(p, head, 10);
	p[10] = 1;
	memcpy(p + 11, (uint16_t[]){len, (uint16_t)~len}, 4);
	memcpy(p + 15, bytes, len);
	memcpy(p + 15 + len, sums, 8);
	begin();
	sink.wanted = bytes;
	sink.wanted_len = len;
	FUZZ_CHECK(push(packed, len + 23u, from) == 0);
	FUZZ_CHECK(sink.len == len);
	sink.wanted = NULL;
	free(packed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span sizes = span_of(bytes, len), in = sizes;
	uint8_t how = fuzz_u8(&in);

	if (!memory)
		memory = malloc(GUNZIP_MEMORY);
	begin();
	if (how & 1) {
		/* Past the header, and the checks of the trailer. */
		static const char head[] = "\x1F\x8B\x08\0\0\0\0\0\0\3";

		FUZZ_CHECK(g.sink.push(&g.sink, head, 10) == 0);
	}
	push(in.p, in.len, &sizes);
	if (how & 2)
		check_stored(in.p, (uint16_t)in.len, &in);
	return 0;
}
