/* Stage1 as it was linked: LZMA, the jump filter, the checksum. See unpack.h.
 */
#include "stage0/unpack.h"

struct offset {
	uint32_t value;
} PACKED;

/*
 * tools/pack.py made the targets of calls (E8h) and jumps (E9h, 0Fh 8xh)
 * absolute, so that those to the same place look the same and pack better.
 * Back to relative.
 */
static void unpack_jumps(uint8_t *image, uint32_t len)
{
	uint32_t at = 0;

	while (at + 6 <= len) {
		unsigned code = image[at++];

		if (code == 0x0F && image[at] >> 4 == 8)
			at++;
		else if ((code & ~1u) != 0xE8)
			continue;
		((struct offset *)(image + at))->value -= at;
		at += 4;
	}
}

static uint32_t unpack_sum(const uint8_t *p, uint32_t len)
{
	uint32_t sum = 0;

	while (len--)
		sum = (sum << 5 | sum >> 27) + *p++;
	return sum;
}

bool unpack(const struct head *h, const uint8_t *packed, uint8_t *to,
	    struct lzma *work)
{
	*work = (struct lzma){.in = packed,
			      .in_end = packed + h->packed_len,
			      .out = to,
			      .out_end = to + h->image_len};
	if (!lzma_unpack(work))
		return false;
	unpack_jumps(to, h->image_len);
	return unpack_sum(to, h->image_len) == h->image_sum;
}
