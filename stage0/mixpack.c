/*
 * mixpack: packs standard input to standard output so that unpack.c can unpack
 * it. Runs where Towline is built. Does not know the call filter, nor the head:
 * tools/pack.py does.
 */
#include <stdio.h>
#include <stdlib.h>
#include "stage0/mix.h"

#define ROOM_MAX 0x1000000

/* The interval that the bits so far have left; unpack.c's struct coder. */
static uint32_t low, high = UINT32_MAX;

static void mixpack_bit(unsigned chance, unsigned bit)
{
	uint32_t middle =
		low + (uint32_t)((uint64_t)(high - low) * chance >> 16);

	if (bit)
		high = middle;
	else
		low = middle + 1;
	for (; (low ^ high) >> 24 == 0; low <<= 8, high = high << 8 | 255)
		putchar((int)(high >> 24));
}

int main(void)
{
	static uint8_t plain[ROOM_MAX], again[ROOM_MAX];
	static struct mix mix;
	size_t len = fread(plain, 1, sizeof(plain), stdin);

	mix_start(&mix, again);
	for (size_t i = 0; i < 8 * len; i++) {
		unsigned bit = plain[i / 8] >> (7 - i % 8) & 1;

		mixpack_bit(mix_guess(&mix), bit);
		mix_learn(&mix, bit);
	}
	/* Behind the end unpack.c reads zeros: this is within the interval. */
	if (len)
		putchar((int)(high >> 24));
	if (!feof(stdin) || fflush(stdout) || ferror(stdout)) {
		fputs("mixpack: can not read or write all of it\n", stderr);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
