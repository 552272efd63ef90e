/* CRC-32 as gzip, PNG and GPT have it (RFC 1952 section 8): for what tests
 * make.
 */
#ifndef TESTS_CRC32_H
#define TESTS_CRC32_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t crc32_of(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	uint32_t crc = 0xFFFFFFFF;

	while (len--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
	}
	return ~crc;
}

#endif
