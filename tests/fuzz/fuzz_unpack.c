/*
 * Fuzzes stage0/mix.c and stage0/unpack.c: the input is a length and what is
 * packed. It ends in bounds, the checksum is believed only if it fits, and a
 * shorter output is the beginning of a longer one.
 */
#include "fuzz.h"
#include "stage0/unpack.h"

static struct mix work;

/* What comes out, without the last bytes, which may be half of a jump. */
static uint8_t *run(const uint8_t *packed, size_t len, size_t room)
{
	uint8_t *to = malloc(room + 1);
	struct head h = {.packed_len = (uint32_t)len,
			 .image_len = (uint32_t)room,
			 .image_sum = 1};
	uint32_t sum = 0;
	bool good = unpack(&h, packed, to, &work);

	FUZZ_CHECK(work.out == to + room);
	for (size_t i = 0; i < room; i++)
		sum = (sum << 5 | sum >> 27) + to[i];
	FUZZ_CHECK(good == (sum == 1));
	return to;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	size_t room = fuzz_u16(&in) % 8192u, less = fuzz_u16(&in) % (room + 1);
	uint8_t *packed = fuzz_bytes(&in, &len);
	uint8_t *to = run(packed, len, room);
	uint8_t *again = run(packed, len, less);

	if (less > 5)
		FUZZ_CHECK(!memcmp(to, again, less - 5));
	free(packed);
	free(to);
	free(again);
	return 0;
}
