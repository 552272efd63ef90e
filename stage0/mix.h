/*
 * A guess at each bit of a program, from all the bits before it: the half of
 * packing by context mixing (M. Mahoney, "Data Compression Explained", 4.3)
 * that packer and unpacker share. The other half, an arithmetic coder, is in
 * unpack.c and mixpack.c. Made for size: it can not be packed itself.
 *
 * What comes next is seen in several views: a view is a part of the bytes
 * before it, for example the last two. Each view has, for each bit of what came
 * after the same bytes, a count of zeros and ones. How much a count in a view
 * is worth is learned, and how far each view is to be trusted behind each of
 * the last bytes, and as long as the last view was right; what all views'
 * counts are worth together is the guess, once it is set right by how such
 * guesses turned out.
 */
#ifndef STAGE0_MIX_H
#define STAGE0_MIX_H

#include "spec/types.h"

#define MIX_VIEWS     7
#define MIX_TRUSTS    4
#define MIX_SLOT_BITS 19
#define MIX_ODDS      4096
#define MIX_STEP      128
#define MIX_STEPS     (MIX_ODDS / MIX_STEP)

/* Counts by the half byte so far. The first byte is a part of the hash: whose
   they are. */
union mix_slot {
	uint8_t count[16];
	uint32_t word[4];
};

struct mix_view {
	uint8_t *slot; /* of slots: where we are */
	/* How many times that it is trusted, in 1/65536; what was learned of
	   that since the last byte. */
	int trust, gain;
	/* ln(p / (1 - p)) in 1/65536, by count: zeros * 16 + ones. */
	int worth[256];
};

struct mix {
	uint8_t *out;	 /* the byte that is guessed at */
	uint32_t last;	 /* the four before it, the last one lowest */
	unsigned byte;	 /* its bits so far, behind a leading 1 */
	unsigned nibble; /* the same of the half byte */
	unsigned chance; /* the guess, before steps */
	/* What came after the last two bytes when they were there before, and
	   how many bytes have come as they did there; 0 if they were not. */
	const uint8_t *as;
	unsigned same;
	struct mix_view view[MIX_VIEWS];
	/* The last three bytes, and "same" up to 15; what each byte of that
	   says of how far a view is to be trusted. */
	uint32_t there;
	int trusts[MIX_TRUSTS][256][MIX_VIEWS];
	uint8_t next[2][256]; /* a count and a bit more */
	/* p in 1/65536, by ln(p / (1 - p)) from -8 to 8 in 1/256. */
	uint16_t chances[MIX_ODDS];
	/* The same as it came out, by the bits of the byte so far. */
	uint16_t steps[256][MIX_STEPS + 1];
	uint16_t *step;		      /* of steps: the nearest */
	const uint8_t *seen[1 << 16]; /* by the last two bytes */
	union mix_slot
		slots[1 << MIX_SLOT_BITS]; /* by a hash of what is seen */
};

/* Begin with the byte at out. */
void mix_start(struct mix *m, uint8_t *out);

/* How likely a one is, in 1/65536: above 0 and below 65536. */
uint32_t mix_guess(struct mix *m);

/* What it was. The eighth bit writes the byte. */
void mix_learn(struct mix *m, unsigned bit);

#endif
