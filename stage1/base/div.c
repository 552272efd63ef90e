/* Division of 64 by 32 bits, as x86 has it: without a library's. */
#include "base/div.h"

uint32_t div_u64(uint64_t *n, uint32_t by)
{
	uint32_t high = (uint32_t)(*n >> 32), low = (uint32_t)*n;
	uint32_t rest = high % by;

	__asm__("divl %2" : "+a"(low), "+d"(rest) : "rm"(by) : "cc");
	*n = (uint64_t)(high / by) << 32 | low;
	return rest;
}
