/* What every fuzzer uses: the input taken byte by byte, and a loud check. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/span.h"

#define FUZZ_CHECK(condition)                                                  \
	do {                                                                   \
		if (!(condition)) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
				#condition);                                   \
			abort();                                               \
		}                                                              \
	} while (0)

/* The next byte or word of the input; 0 behind its end. */
static inline uint8_t fuzz_u8(struct span *in)
{
	uint8_t b = 0;

	span_u8(in, &b);
	return b;
}

static inline uint16_t fuzz_u16(struct span *in)
{
	uint8_t high = fuzz_u8(in);

	return (uint16_t)(high << 8 | fuzz_u8(in));
}

/*
 * The next len bytes of the input, or what is left, in memory of exactly that
 * size, so that the sanitizer sees one byte too many. The caller frees it.
 */
static inline uint8_t *fuzz_bytes(struct span *in, size_t *len)
{
	struct span taken = {NULL, 0};
	uint8_t *copy;

	if (*len > in->len)
		*len = in->len;
	span_take(in, *len, &taken);
	copy = malloc(*len ? *len : 1);
	if (*len)
		memcpy(copy, taken.p, *len);
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#endif
