/* Division of 64 by 32 bits by shift and subtract: small, not fast. */
#include "base/div.h"

uint32_t div_u64(uint64_t *n, uint32_t by)
{
	uint64_t quotient = *n;
	uint32_t rest = 0;
	unsigned bit;

	for (bit = 0; bit < 64; bit++) {
		bool carry = rest >> 31;

		rest = rest << 1 | (uint32_t)(quotient >> 63);
		quotient <<= 1;
		if (carry || rest >= by) {
			rest -= by;
			quotient |= 1;
		}
	}
	*n = quotient;
	return rest;
}
