/*
 * Tests of stage1/base/gunzip.c: every kind of header and deflate block, whole,
 * byte by byte and split at every place; each way of being damaged.
 */
#include "unit.h"
#include <unistd.h>
#include "base/err.h"
#include "base/gunzip.h"

static struct gunzip g;
static void *memory;

static struct {
	struct sink sink;
	uint8_t *bytes;
	size_t len, room;
	int refuse;
} kept;

static int kept_expect(struct sink *s, uint64_t total)
{
	(void)s;
	(void)total;
	assert_true(false); /* nobody can know */
	return 0;
}

static int kept_push(struct sink *s, const void *bytes, size_t len)
{
	(void)s;
	assert_true(len > 0 && len <= kept.room - kept.len);
	memcpy(kept.bytes + kept.len, bytes, len);
	kept.len += len;
	return kept.refuse;
}

static void begin(uint64_t limit)
{
	kept.sink = (struct sink){kept_expect, kept_push, NULL};
	kept.len = 0;
	kept.refuse = 0;
	/* Nothing may be taken for zero that was not made so. */
	memset(memory, 0xA5, GUNZIP_MEMORY);
	gunzip_init(&g, &kept.sink, memory, limit);
	assert_int_equal(g.sink.expect(&g.sink, 1), 0);
}

static int push(const uint8_t *bytes, size_t len)
{
	void *copy = guard_copy(bytes, len);
	int rc = g.sink.push(&g.sink, copy, len);

	guard_free(copy, len);
	return rc;
}

/* Pieces: 0 whole, 1 byte by byte, n > 1 split behind byte n - 1. */
static int feed(const uint8_t *bytes, size_t len, size_t pieces)
{
	size_t at = 0;
	int rc = 0;

	for (; pieces == 1 && at < len && rc == 0; at++)
		rc = push(bytes + at, 1);
	if (pieces > 1 && pieces - 1 < len) {
		at = pieces - 1;
		rc = push(bytes, at);
	}
	if (rc == 0 && at < len)
		rc = push(bytes + at, len - at);
	if (rc == 0)
		return gunzip_end(&g);
	/* Failure is final. */
	assert_int_equal(push(bytes, len), rc);
	assert_int_equal(gunzip_end(&g), rc);
	return rc;
}

#define FIXED(flags) "\x1F\x8B\x08" flags "\0\0\0\0\0\xFF"
/* "hello", in a block of fixed codes, and its trailer. */
#define HELLO	     "\xCB\x48\xCD\xC9\xC9\x07\0"
#define ENDS	     "\x86\xA6\x10\x36\x05\0\0\0"
#define GOOD	     FIXED("\0") HELLO ENDS
/* A stored block of the same. */
#define STORED	     "\x01\x05\0\xFA\xFFhello"
#define ALL	     "\x1E"

#define ROW(bytes, rc, text)                                                   \
	{                                                                      \
		bytes, sizeof(bytes) - 1, rc, text                             \
	}

static const struct {
	const char *bytes;
	size_t len;
	int rc; /* ERR_x */
	const char *text;
} rows[] = {
	ROW(GOOD, 0, "hello"),
	ROW(FIXED("\1") HELLO ENDS, 0, "hello"),
	ROW(FIXED("\0") STORED ENDS, 0, "hello"),
	ROW(FIXED("\x08") "name\0" HELLO ENDS, 0, "hello"),
	ROW(FIXED("\x10") "comment\0" HELLO ENDS, 0, "hello"),
	ROW(FIXED("\x08") "\0" HELLO ENDS, 0, "hello"),
	ROW(FIXED("\x04") "\3\0abc" HELLO ENDS, 0, "hello"),
	ROW(FIXED("\x04") "\0\0" HELLO ENDS, 0, "hello"),
	ROW(FIXED("\x02") "\0\0" HELLO ENDS, 0, "hello"),
	ROW(FIXED(ALL) "\2\0ab"
		       "n\0"
		       "c\0"
		       "xy" HELLO ENDS,
	    0, "hello"),
	/* The empty file, and members in a row. */
	ROW(FIXED("\0") "\3\0\0\0\0\0\0\0\0\0", 0, ""),
	ROW(GOOD FIXED("\x08") "n\0" STORED ENDS GOOD, 0, "hellohellohello"),
	/* Not gzip at all. */
	ROW("", ERR_GUNZIP_END, ""),
	ROW("\x1F\x8C", ERR_GUNZIP_MAGIC, ""),
	ROW("x", ERR_GUNZIP_MAGIC, ""),
	ROW("\x1F\x8B\x07", ERR_GUNZIP_MAGIC, ""),
	ROW(FIXED("\x20") HELLO ENDS, ERR_GUNZIP_FLAGS, ""),
	ROW(FIXED("\x80"), ERR_GUNZIP_FLAGS, ""),
	/* Something behind it. */
	ROW(GOOD "\0", ERR_GUNZIP_BEHIND, "hello"),
	ROW(GOOD "\x1F\0", ERR_GUNZIP_BEHIND, "hello"),
	ROW(GOOD "\x1F\x8B", ERR_GUNZIP_END, "hello"),
	/* Wrong sums. */
	ROW(FIXED("\0") HELLO "\x87\xA6\x10\x36\x05\0\0\0", ERR_GUNZIP_CRC,
	    "hello"),
	ROW(FIXED("\0") HELLO "\x86\xA6\x10\xB6\x05\0\0\0", ERR_GUNZIP_CRC,
	    "hello"),
	ROW(FIXED("\0") HELLO "\x86\xA6\x10\x36\x04\0\0\0", ERR_GUNZIP_ISIZE,
	    "hello"),
	ROW(FIXED("\0") HELLO "\x86\xA6\x10\x36\x05\0\0\1", ERR_GUNZIP_ISIZE,
	    "hello"),
	/* The second member is checked like the first. */
	ROW(GOOD FIXED("\0") HELLO "\0\xA6\x10\x36\x05\0\0\0", ERR_GUNZIP_CRC,
	    "hellohello"),
	/* Broken blocks: kind 3, stored lengths that differ, a distance from
	   before the start, too many codes. */
	ROW(FIXED("\0") "\x07", ERR_GUNZIP_DATA, ""),
	ROW(FIXED("\0") "\x01\x05\0\xFB\xFFhello", ERR_GUNZIP_DATA, ""),
	ROW(FIXED("\0") "\x03\x02\0\0\0\0", ERR_GUNZIP_DATA, ""),
	ROW(FIXED("\0") "\xFD\xFF\xFF", ERR_GUNZIP_DATA, ""),
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t pieces = 0; pieces <= rows[i].len; pieces++) {
			int rc;

			begin(1000);
			rc = feed((const uint8_t *)rows[i].bytes, rows[i].len,
				  pieces);
			if (rc != -rows[i].rc)
				print_error("row %zu, pieces %zu: %s\n", i,
					    pieces, err_detail());
			assert_int_equal(-rc, rows[i].rc);
			assert_int_equal(kept.len, strlen(rows[i].text));
			assert_memory_equal(kept.bytes, rows[i].text, kept.len);
			assert_int_equal(g.produced, kept.len);
		}
}

/* Cut short anywhere, it is not whole. */
static void test_cut(void **state)
{
	static const char whole[] = FIXED(ALL) "\2\0abn\0c\0xy" HELLO ENDS GOOD;
	const size_t second = sizeof(whole) - sizeof(GOOD);

	(void)state;
	for (size_t len = 0; len < sizeof(whole) - 1; len++) {
		begin(1000);
		assert_int_equal(feed((const uint8_t *)whole, len, 1),
				 len == second ? 0 : -ERR_GUNZIP_END);
	}
}

static void test_limit(void **state)
{
	const uint8_t *good = (const uint8_t *)GOOD GOOD;
	size_t len = sizeof(GOOD GOOD) - 1;

	(void)state;
	begin(10);
	assert_int_equal(feed(good, len, 0), 0);
	begin(9);
	assert_int_equal(feed(good, len, 0), -ERR_GUNZIP_LIMIT);
	assert_true(kept.len <= 9);
	begin(0);
	assert_int_equal(feed(good, len, 1), -ERR_GUNZIP_LIMIT);
	begin(1000);
	kept.refuse = -7;
	assert_int_equal(feed(good, len, 1), -7);
	assert_int_equal(kept.len, 1);
}

/* len bytes of a kind: what compresses well, hardly, and not at all. */
static void fill(uint8_t *bytes, size_t len, int kind)
{
	uint32_t x = 1;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		if (kind == 0)
			bytes[i] = 0;
		else if (kind == 1)
			bytes[i] = (uint8_t)(x >> 24);
		else if (kind == 2)
			bytes[i] = "etaoin shrdlu"[(x >> 24) % 13];
		else /* matches from as far as the window reaches */
			bytes[i] = i < 32768 ? (uint8_t)(x >> 24)
					     : bytes[i - 32768 + (x >> 31)];
	}
}

/* gzip(1) packs it. Returns the length. */
static size_t pack(const uint8_t *bytes, size_t len, const char *level,
		   uint8_t *packed, size_t room)
{
	char name[] = "/tmp/gunzip-XXXXXX", command[100];
	int file = mkstemp(name);
	FILE *pipe;
	size_t n;

	assert_true(file >= 0);
	assert_int_equal(write(file, bytes, len), len);
	close(file);
	snprintf(command, sizeof(command), "gzip %s -c %s", level, name);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	n = fread(packed, 1, room, pipe);
	assert_int_equal(pclose(pipe), 0);
	unlink(name);
	return n;
}

#define BIG 200000

/* Unpack in pieces of so many bytes. */
static void check_pieces(const uint8_t *plain, const uint8_t *packed,
			 size_t len, size_t piece)
{
	begin(BIG);
	for (size_t at = 0, n; at < len; at += n) {
		n = piece < len - at ? piece : len - at;
		assert_int_equal(g.sink.push(&g.sink, packed + at, n), 0);
	}
	assert_int_equal(gunzip_end(&g), 0);
	assert_int_equal(kept.len, BIG);
	assert_memory_equal(kept.bytes, plain, BIG);
}

/* What gzip made, in pieces as a network has them and others. */
static void test_gzip(void **state)
{
	static const char *const levels[] = {"-1", "-6", "-9n"};
	static const size_t pieces[] = {1, 2, 7, 536, 1460, 4096, BIG * 2};
	uint8_t *plain = malloc(BIG), *packed = malloc(BIG * 2);

	(void)state;
	for (int kind = 0; kind < 4; kind++)
		for (size_t l = 0; l < COUNT(levels); l++) {
			size_t len;

			fill(plain, BIG, kind);
			len = pack(plain, BIG, levels[l], packed, BIG * 2);
			for (size_t p = 0; p < COUNT(pieces); p++)
				check_pieces(plain, packed, len, pieces[p]);
			begin(BIG - 1);
			assert_int_equal(push(packed, len), -ERR_GUNZIP_LIMIT);
			/* One bit anywhere in the data is found (where
			   there is more than zeros to copy). */
			for (size_t at = 30; kind && at < len;
			     at += len / 20 + 1) {
				packed[at] ^= 0x10;
				begin(BIG * 10);
				assert_true(feed(packed, len, 0) < 0);
				packed[at] ^= 0x10;
			}
		}
	free(plain);
	free(packed);
}

static int setup(void **state)
{
	(void)state;
	memory = guard_alloc(GUNZIP_MEMORY);
	kept.room = BIG * 11;
	kept.bytes = malloc(kept.room);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(kept.bytes);
	guard_free(memory, GUNZIP_MEMORY);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_gzip),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
