/* Makes PNG pictures for tests: stored deflate blocks, every filter. */
#ifndef TESTS_PNG_MAKE_H
#define TESTS_PNG_MAKE_H

#include <stddef.h>
#include <stdint.h>

#define PNG_MAKE_ROOM 65536

struct png_make {
	uint32_t width, height;
	uint8_t depth, colour;
	const char *filters; /* '0' to '4' for each row, repeated */
	const uint8_t *rows; /* packed rows, as a PNG has them unfiltered */
	const char *palette; /* PLTE, or NULL */
	size_t palette_len;
	const char *alpha; /* tRNS, or NULL */
	size_t alpha_len;
	size_t piece; /* bytes of an IDAT, 0: all in one */
	size_t block; /* bytes of a stored block, 0: all in one */
};

/* Bytes of one packed row. */
size_t png_make_row_len(const struct png_make *m);

/* The file to out (PNG_MAKE_ROOM bytes); returns its length. */
size_t png_make(const struct png_make *m, uint8_t *out);

/* Append a chunk at out; returns how many bytes it has. */
size_t png_make_chunk(uint8_t *out, const char *type, const void *data,
		      size_t len);

#endif
