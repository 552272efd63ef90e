/*
 * A sink that takes gzip (RFC 1952) and pushes what it unpacks into the next
 * one, as it arrives. Several members in a row are one stream. CRC-32 and
 * length are checked. Not here: the header's CRC-16.
 */
#ifndef BASE_GUNZIP_H
#define BASE_GUNZIP_H

#include "base/sink.h"

/* What the caller lends: window, tables, and room for what was unpacked. */
#define GUNZIP_MEMORY (76 * 1024)

struct gunzip {
	struct sink sink; /* its expect takes any length */
	uint64_t produced;
	uint64_t limit;

	/* Private to gunzip.c from here. */
	struct sink *next;
	struct gunzip_work *work;
	int rc; /* of the first failure: final */
	uint32_t crc;
	uint32_t isize; /* bytes of this member, modulo 2^32 */
	uint32_t members;
	uint16_t count; /* bytes of this part of the format, or left of it */
	uint8_t phase, flags;
	uint8_t number[8];
};

/*
 * Unpack into next, at most limit bytes in all (a few bytes can claim to be
 * terabytes). memory has GUNZIP_MEMORY bytes, is aligned to 16, and must live
 * as long as g; so must next. The next sink's expect is not called.
 */
void gunzip_init(struct gunzip *g, struct sink *next, void *memory,
		 uint64_t limit);

/*
 * After gunzip_init: the bytes are in zlib's own format (RFC 1950). Its header
 * and sum are not looked at, and gunzip_end has nothing to say.
 */
void gunzip_zlib(struct gunzip *g);

/* CRC-32 (RFC 1952, section 8) of len bytes. */
uint32_t gunzip_crc32(const struct gunzip *g, const void *p, size_t len);

/* All bytes were pushed: 0, or negative if the end is missing. */
int gunzip_end(struct gunzip *g);

#endif
