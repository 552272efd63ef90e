/*
 * LZMA, from memory to memory: the raw stream of the LZMA specification
 * (I. Pavlov, 2015) with lc = 3, lp = 0 and pb = 0, which pack 32-bit code
 * best. No .lzma header; the end marker, if there is one, is not looked at.
 */
#ifndef STAGE0_LZMA_H
#define STAGE0_LZMA_H

#include "spec/types.h"

#define LZMA_STATES 12

/* How likely a zero is, in 1/2048, for each bit of a length. */
struct lzma_length {
	uint16_t longer[2]; /* not below 8; not below 16 */
	uint16_t low[8], middle[8], high[256];
};

/* The same for everything else. */
struct lzma_odds {
	uint16_t match[LZMA_STATES];
	uint16_t repeat[LZMA_STATES];
	uint16_t not_last[3][LZMA_STATES]; /* rep_g0, g1, g2 */
	uint16_t last_long[LZMA_STATES];   /* rep0_long */
	uint16_t slot[4][64];
	uint16_t near[128];
	uint16_t align[16];
	struct lzma_length match_length, repeat_length;
	uint16_t literal[8][3][256];
};

/* The caller sets the first four, the rest is zero. */
struct lzma {
	const uint8_t *in, *in_end;
	uint8_t *out, *out_end;
	const uint8_t *out_start;
	bool cut; /* the input ended early */
	uint32_t range, code;
	uint32_t state;
	uint32_t distance[4]; /* the last ones used, less 1 */
	struct lzma_odds odds;
};

/*
 * Unpack until the output is full. False if the input is damaged or ends
 * early, but not all damage is seen: the caller has a checksum. Reads and
 * writes nothing outside of the two ranges, and ends whatever the input is.
 */
bool lzma_unpack(struct lzma *z);

#endif
