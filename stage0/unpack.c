/* Stage1 as it was linked: the coder, the call filter, the checksum. See
 * unpack.h.
 */
#include "stage0/unpack.h"

struct offset {
	uint32_t value;
} PACKED;

/* Arithmetic coding: what is packed is one number, within an interval. */
struct coder {
	const uint8_t *in, *in_end;
	uint32_t low, high, code;
};

/*
 * A chance divides the interval; the part that the number is in tells the bit.
 * Leading bytes that are settled go. Behind the end of the input come zeros.
 */
static unsigned unpack_bit(struct coder *c, uint32_t chance)
{
	uint32_t middle;

	while ((c->low ^ c->high) >> 24 == 0) {
		c->low <<= 8;
		c->high = c->high << 8 | 255;
		c->code <<= 8;
		if (c->in < c->in_end)
			c->code |= *c->in++;
	}
	middle = c->low +
		 (uint32_t)((uint64_t)(c->high - c->low) * chance >> 16);
	if (c->code <= middle) {
		c->high = middle;
		return 1;
	}
	c->low = middle + 1;
	return 0;
}

/* Where the image is linked to, and how long a call's target is. */
#define UNPACK_BASE (0x100000 + 4)

/*
 * tools/pack.py made the targets of calls (E8h) absolute, so that those to the
 * same place look the same, and like other mentions of it, and pack better.
 * Back to relative. Jumps stay: most are near, and better as they are.
 */
static void unpack_calls(uint8_t *image, uint32_t len)
{
	uint32_t at = 0;

	while (at + 5 <= len) {
		if (image[at++] != 0xE8)
			continue;
		((struct offset *)(image + at))->value -= at + UNPACK_BASE;
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
	    struct mix *work)
{
	/* With nothing left to tell them apart, it begins by reading. */
	struct coder c = {.in = packed, .in_end = packed + h->packed_len};

	mix_start(work, to);
	while (work->out < to + h->image_len)
		mix_learn(work, unpack_bit(&c, mix_guess(work)));
	unpack_calls(to, h->image_len);
	return unpack_sum(to, h->image_len) == h->image_sum;
}
