/* CRC-32. Documented in crc32.h. */
#include "base/crc32.h"

#define POLYNOMIAL 0xEDB88320u /* reflected */

uint32_t crc32_add(uint32_t crc, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;

	while (len--) {
		crc ^= *p++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
	}
	return crc;
}
