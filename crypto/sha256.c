/*
 * SHA-256's block function. Documented in sha256.h. Mbed TLS's own keeps all of
 * its state in memory, at half the speed; here it stays in variables, and
 * the schedule is made in place as the rounds go.
 */
#include "crypto/sha256.h"

/* FIPS 180-4 4.2.2. */
static const uint32_t sha256_k[64] = {
	0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1,
	0x923F82A4, 0xAB1C5ED5, 0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3,
	0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174, 0xE49B69C1, 0xEFBE4786,
	0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
	0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147,
	0x06CA6351, 0x14292967, 0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13,
	0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85, 0xA2BFE8A1, 0xA81A664B,
	0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
	0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A,
	0x5B9CCA4F, 0x682E6FF3, 0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208,
	0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
};

static inline uint32_t sha256_right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

/* The two bigger sums as one rotation of a rotation, which is shorter. */
static inline uint32_t sha256_sum0(uint32_t x)
{
	return sha256_right(sha256_right(sha256_right(x, 9) ^ x, 11) ^ x, 2);
}

static inline uint32_t sha256_sum1(uint32_t x)
{
	return sha256_right(sha256_right(sha256_right(x, 14) ^ x, 5) ^ x, 6);
}

/* The word n rounds ahead of the schedule, in place of the oldest one. */
static inline void sha256_extend(uint32_t *w, unsigned n)
{
	uint32_t a = w[(n + 1) % 16], b = w[(n + 14) % 16];

	w[n] += w[(n + 9) % 16] +
		(sha256_right(a, 7) ^ sha256_right(a, 18) ^ a >> 3) +
		(sha256_right(b, 17) ^ sha256_right(b, 19) ^ b >> 10);
}

#define ROUND(a, b, c, d, e, f, g, h, n)                                       \
	do {                                                                   \
		(h) += sha256_sum1(e) + ((g) ^ ((e) & ((f) ^ (g)))) + k[n] +   \
		       w[n];                                                   \
		(d) += (h);                                                    \
		(h) += sha256_sum0(a) + (((a) & (b)) | ((c) & ((a) | (b))));   \
	} while (0)

void sha256_block(uint32_t state[8], const uint8_t block[SHA256_BLOCK])
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
	uint32_t words[16];

	for (unsigned i = 0; i < 16; i++, block += 4)
		words[i] = (uint32_t)block[0] << 24 | block[1] << 16 |
			   block[2] << 8 | block[3];
	for (const uint32_t *k = sha256_k;;) {
		for (uint32_t *w = words; w < words + 16; w += 8, k += 8) {
			ROUND(a, b, c, d, e, f, g, h, 0);
			ROUND(h, a, b, c, d, e, f, g, 1);
			ROUND(g, h, a, b, c, d, e, f, 2);
			ROUND(f, g, h, a, b, c, d, e, 3);
			ROUND(e, f, g, h, a, b, c, d, 4);
			ROUND(d, e, f, g, h, a, b, c, 5);
			ROUND(c, d, e, f, g, h, a, b, 6);
			ROUND(b, c, d, e, f, g, h, a, 7);
		}
		if (k == sha256_k + 64)
			break;
		for (unsigned n = 0; n < 16; n++)
			sha256_extend(words, n);
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
	state[5] += f;
	state[6] += g;
	state[7] += h;
}
