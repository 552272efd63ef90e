/*
 * Fuzzes stage0/lzma.c and stage0/unpack.c: the input is a length and a stream.
 * It ends in bounds, a shorter output is the beginning of a longer one, and the
 * checksum is believed only if it fits.
 */
#include "fuzz.h"
#include "stage0/unpack.h"

static struct lzma work;

/* How many of room bytes came out; they are left in to. */
static size_t run(const uint8_t *packed, size_t len, uint8_t *to, size_t room,
		  bool *good)
{
	work = (struct lzma){.in = packed,
			     .in_end = packed + len,
			     .out = to,
			     .out_end = to + room};
	*good = lzma_unpack(&work);
	FUZZ_CHECK(work.in >= packed && work.in <= packed + len);
	FUZZ_CHECK(work.out >= to && work.out <= to + room);
	FUZZ_CHECK(!*good || work.out == to + room);
	return (size_t)(work.out - to);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	size_t room = fuzz_u16(&in) % 8192u, n;
	uint8_t *packed = fuzz_bytes(&in, &len), *to = malloc(room + 1);
	uint8_t *again = malloc(room + 1);
	struct head h = {.packed_len = (uint32_t)len,
			 .image_len = (uint32_t)room,
			 .image_sum = 1};
	bool good;

	n = run(packed, len, to, room, &good);
	/* The same again, into just as much room. */
	FUZZ_CHECK(run(packed, len, again, n, &good) == n);
	FUZZ_CHECK(n == 0 || !memcmp(to, again, n));
	/* The sum of nothing is 0. */
	if (room == 0)
		FUZZ_CHECK(!unpack(&h, packed, to, &work));
	unpack(&h, packed, to, &work);
	free(packed);
	free(to);
	free(again);
	return 0;
}
