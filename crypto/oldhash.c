/* MD5 and SHA-1, each as its standard tells it. Documented in oldhash.h. */
#include "crypto/oldhash.h"
#include <string.h>

#define BLOCK 64

static uint32_t oldhash_left(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t oldhash_swap(uint32_t x)
{
	x = (x & 0xFF00FF) << 8 | (x >> 8 & 0xFF00FF);
	return x << 16 | x >> 16;
}

/* RFC 1321 section 3.1, 3.2. Returns the end; the length is the caller's. */
static uint8_t *oldhash_pad(uint8_t *message, size_t len)
{
	uint8_t *end = message + (len + 8) / BLOCK * BLOCK + BLOCK;

	memset(message + len, 0, (size_t)(end - message) - len);
	message[len] = 0x80;
	return end;
}

/* RFC 1321 section 3.4. */
static void oldhash_md5_block(uint32_t *h, const uint32_t *x)
{
	static const uint32_t sines[BLOCK] = {
		0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE, 0xF57C0FAF,
		0x4787C62A, 0xA8304613, 0xFD469501, 0x698098D8, 0x8B44F7AF,
		0xFFFF5BB1, 0x895CD7BE, 0x6B901122, 0xFD987193, 0xA679438E,
		0x49B40821, 0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA,
		0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8, 0x21E1CDE6,
		0xC33707D6, 0xF4D50D87, 0x455A14ED, 0xA9E3E905, 0xFCEFA3F8,
		0x676F02D9, 0x8D2A4C8A, 0xFFFA3942, 0x8771F681, 0x6D9D6122,
		0xFDE5380C, 0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
		0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05, 0xD9D4D039,
		0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665, 0xF4292244, 0x432AFF97,
		0xAB9423A7, 0xFC93A039, 0x655B59C3, 0x8F0CCC92, 0xFFEFF47D,
		0x85845DD1, 0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1,
		0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
	};
	static const uint8_t shifts[] = {7, 12, 17, 22, 5, 9,  14, 20,
					 4, 11, 16, 23, 6, 10, 15, 21};
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], f, t;
	unsigned i, at;

	for (i = 0; i < BLOCK; i++) {
		switch (i / 16) {
		case 0:
			f = (b & c) | (~b & d);
			at = i;
			break;
		case 1:
			f = (d & b) | (~d & c);
			at = 5 * i + 1;
			break;
		case 2:
			f = b ^ c ^ d;
			at = 3 * i + 5;
			break;
		default:
			f = c ^ (b | ~d);
			at = 7 * i;
		}
		t = a + f + sines[i] + x[at % 16];
		a = d;
		d = c;
		c = b;
		b += oldhash_left(t, shifts[i / 16 * 4 + i % 4]);
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
}

/* FIPS 180-4 section 6.1.2. */
static void oldhash_sha1_block(uint32_t *h, const uint32_t *x)
{
	uint32_t w[80], v[5], t;
	unsigned i;

	for (i = 0; i < 16; i++)
		w[i] = oldhash_swap(x[i]);
	for (; i < 80; i++)
		w[i] = oldhash_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16],
				    1);
	memcpy(v, h, sizeof(v));
	for (i = 0; i < 80; i++) {
		switch (i / 20) {
		case 0:
			t = ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5A827999;
			break;
		case 1:
			t = (v[1] ^ v[2] ^ v[3]) + 0x6ED9EBA1;
			break;
		case 2:
			t = ((v[1] & v[2]) | (v[3] & (v[1] | v[2]))) +
			    0x8F1BBCDC;
			break;
		default:
			t = (v[1] ^ v[2] ^ v[3]) + 0xCA62C1D6;
		}
		t += oldhash_left(v[0], 5) + v[4] + w[i];
		memmove(v + 1, v, 4 * sizeof(v[0]));
		v[2] = oldhash_left(v[2], 30);
		v[0] = t;
	}
	for (i = 0; i < 5; i++)
		h[i] += v[i];
}

/* All blocks up to end. Both begin with these numbers; MD5 has but four. */
static void oldhash_blocks(uint32_t h[5], const uint8_t *message,
			   const uint8_t *end,
			   void (*block)(uint32_t *h, const uint32_t *x))
{
	static const uint32_t start[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE,
					  0x10325476, 0xC3D2E1F0};
	uint32_t x[16];

	memcpy(h, start, sizeof(start));
	for (; message < end; message += BLOCK) {
		memcpy(x, message, sizeof(x));
		block(h, x);
	}
}

void oldhash_md5(uint8_t *message, size_t len, uint8_t *digest)
{
	uint8_t *end = oldhash_pad(message, len);
	uint32_t h[5], bits = (uint32_t)len * 8;

	memcpy(end - 8, &bits, sizeof(bits));
	oldhash_blocks(h, message, end, oldhash_md5_block);
	memcpy(digest, h, OLDHASH_MD5_LEN);
}

void oldhash_sha1(uint8_t *message, size_t len, uint8_t *digest)
{
	uint8_t *end = oldhash_pad(message, len);
	uint32_t h[5], bits = oldhash_swap((uint32_t)len * 8);
	unsigned i;

	memcpy(end - 4, &bits, sizeof(bits));
	oldhash_blocks(h, message, end, oldhash_sha1_block);
	for (i = 0; i < 5; i++)
		h[i] = oldhash_swap(h[i]);
	memcpy(digest, h, OLDHASH_SHA1_LEN);
}
