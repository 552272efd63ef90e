/*
 * Unpacks LZMA (LZMA specification, "LZMA decoding"). Made for size: it is the
 * one part of towline.0 that can not be packed itself.
 */
#include "stage0/lzma.h"

#define ODDS_BITS   11 /* odds are in 1/2048 */
#define ODDS_SHIFT  5  /* and learn by 1/32 */
/* States below it: the last thing was a literal. */
#define STATE_MATCH 7

/* Behind the end of the input come zeros; lzma_unpack() says so at the end. */
static void lzma_normalise(struct lzma *z)
{
	if (z->range >> 24)
		return;
	z->range <<= 8;
	z->code <<= 8;
	if (z->in < z->in_end)
		z->code |= *z->in++;
	else
		z->cut = true;
}

static unsigned lzma_bit(struct lzma *z, uint16_t *odds)
{
	uint32_t bound;

	lzma_normalise(z);
	bound = (z->range >> ODDS_BITS) * *odds;
	if (z->code < bound) {
		z->range = bound;
		*odds += ((1 << ODDS_BITS) - *odds) >> ODDS_SHIFT;
		return 0;
	}
	z->range -= bound;
	z->code -= bound;
	*odds -= *odds >> ODDS_SHIFT;
	return 1;
}

/* A number below "size", a power of two; the highest bit comes first. */
static unsigned lzma_tree(struct lzma *z, uint16_t *odds, unsigned size)
{
	unsigned at = 1;

	while (at < size)
		at = at << 1 | lzma_bit(z, odds + at);
	return at - size;
}

/* A number of so many bits; the lowest bit comes first. */
static unsigned lzma_reverse(struct lzma *z, uint16_t *odds, unsigned bits)
{
	unsigned at = 1, n = 0;

	for (unsigned i = 0; i < bits; i++) {
		unsigned bit = lzma_bit(z, odds + at);

		at = at << 1 | bit;
		n |= bit << i;
	}
	return n;
}

/* A number of so many bits that are as often 0 as 1. */
static unsigned lzma_direct(struct lzma *z, unsigned bits)
{
	unsigned n = 0;

	do {
		lzma_normalise(z);
		z->range >>= 1;
		n <<= 1;
		if (z->code >= z->range) {
			z->code -= z->range;
			n++;
		}
	} while (--bits);
	return n;
}

/* Less 2. */
static unsigned lzma_length(struct lzma *z, struct lzma_length *l)
{
	if (!lzma_bit(z, &l->longer[0]))
		return lzma_tree(z, l->low, 8);
	if (!lzma_bit(z, &l->longer[1]))
		return 8 + lzma_tree(z, l->middle, 8);
	return 16 + lzma_tree(z, l->high, 256);
}

/* Less 1, for a match of length + 2. */
static uint32_t lzma_distance(struct lzma *z, unsigned length)
{
	unsigned slot = lzma_tree(z, z->odds.slot[length < 3 ? length : 3], 64);
	unsigned bits = (slot >> 1) - 1;
	uint32_t base;

	if (slot < 4)
		return slot;
	base = (2 | (slot & 1)) << bits;
	if (slot < 14)
		return base + lzma_reverse(z, z->odds.near + base - slot, bits);
	base += lzma_direct(z, bits - 4) << 4;
	return base + lzma_reverse(z, z->odds.align, 4);
}

/*
 * Behind a match the next byte is not the one that would have made it longer:
 * while the bits are those of that byte, its next bit chooses the odds.
 */
static void lzma_literal(struct lzma *z)
{
	unsigned before = z->out > z->out_start ? z->out[-1] : 0;
	uint16_t(*odds)[256] = z->odds.literal[before >> 5];
	unsigned guess = 0, byte = 1;

	if (z->state >= STATE_MATCH)
		guess = 256 | *(z->out - z->distance[0] - 1);
	for (; byte < 256; guess <<= 1) {
		unsigned row = 0;

		if (guess >> 8 == byte)
			row = 1 + (guess >> 7 & 1);
		byte = byte << 1 | lzma_bit(z, odds[row] + byte);
	}
	*z->out++ = (uint8_t)byte;
	if (z->state < 4)
		z->state = 0;
	else
		z->state -= z->state < 10 ? 3 : 6;
}

/* Reads a match: sets its distance and the state, returns its length. */
static unsigned lzma_match(struct lzma *z)
{
	struct lzma_odds *odds = &z->odds;
	unsigned state = z->state, i = 0, length;
	uint32_t distance;

	z->state = state < STATE_MATCH ? STATE_MATCH : STATE_MATCH + 3;
	if (!lzma_bit(z, &odds->repeat[state])) {
		length = lzma_length(z, &odds->match_length);
		distance = lzma_distance(z, length);
		i = 3;
	} else {
		z->state++;
		while (i < 3 && lzma_bit(z, &odds->not_last[i][state]))
			i++;
		if (i == 0 && !lzma_bit(z, &odds->last_long[state])) {
			z->state = state < STATE_MATCH ? 9 : 11;
			return 1;
		}
		distance = z->distance[i];
		length = lzma_length(z, &odds->repeat_length);
	}
	for (; i; i--)
		z->distance[i] = z->distance[i - 1];
	z->distance[0] = distance;
	return length + 2;
}

static bool lzma_copy(struct lzma *z, unsigned length)
{
	if (z->distance[0] >= (size_t)(z->out - z->out_start) ||
	    length > (size_t)(z->out_end - z->out))
		return false;
	for (; length; length--, z->out++)
		*z->out = *(z->out - z->distance[0] - 1);
	return true;
}

bool lzma_unpack(struct lzma *z)
{
	uint16_t *odds = (uint16_t *)&z->odds;

	for (size_t i = 0; i < sizeof(z->odds) / sizeof(*odds); i++)
		odds[i] = 1 << (ODDS_BITS - 1);
	z->out_start = z->out;
	/* The first of five bytes is always 0. */
	for (unsigned i = 0; i < 5; i++)
		lzma_normalise(z);
	z->range = UINT32_MAX;
	while (z->out < z->out_end)
		if (!lzma_bit(z, &z->odds.match[z->state]))
			lzma_literal(z);
		else if (!lzma_copy(z, lzma_match(z)))
			return false;
	return !z->cut;
}
