/*
 * Reads a PNG picture (ISO/IEC 15948) that lies in memory, row by row. Not
 * here: interlacing, gamma, chunks that are not needed to show it.
 */
#ifndef BASE_PNG_H
#define BASE_PNG_H

#include "base/arena.h"
#include "base/gunzip.h"
#include "base/span.h"

/* No picture is wider or higher. */
#define PNG_MAX 4096

struct png {
	struct sink sink; /* private: takes the unpacked bytes */
	/*
	 * Set by the caller. Row y (from 0) has come: png_pixel tells its
	 * pixels until this returns. False: no more rows are wanted.
	 */
	bool (*row)(struct png *p, uint32_t y);
	uint32_t width, height; /* set before the first row comes */

	/* Private to png.c from here. */
	uint8_t depth, colour;
	uint8_t channels; /* samples of a pixel */
	uint8_t step;	  /* bytes that a filter looks back */
	uint8_t filter;	  /* of this row */
	uint32_t y, at, row_len;
	uint8_t *line, *above; /* after some zeros, row_len bytes each */
	struct span palette, alpha;
	struct gunzip gunzip;
};

/*
 * Read a whole file. Grey, grey with alpha, palette, RGB and RGBA of all
 * depths. Some 76 KB and two rows are taken from the arena, for the caller to
 * release. Fails on what is no PNG, interlaced, larger than PNG_MAX, damaged or
 * cut short; rows that came before that were right.
 */
int png_read(struct png *p, struct span file, struct arena *arena);

/* A pixel of the present row as AARRGGBB; x is less than width. */
uint32_t png_pixel(const struct png *p, uint32_t x);

#endif
