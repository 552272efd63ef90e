/* The Internet checksum (RFC 1071), for lwIP. Documented in lwip/arch/cc.h. */
#include "base/mem.h"
#include "lwip/arch.h"

/*
 * Sums of the 64-bit words, modulo 2^64, and of their high halves; less the
 * latter, the former is that of the low halves. In an emulator three times as
 * fast as 16 bits a step; additions with carry are slow there.
 */
__attribute__((target("sse2"))) static uint64_t ip_sum_wide(const void **p,
							    size_t steps)
{
	uint64_t sum;

	__asm__ volatile("pxor %%xmm2, %%xmm2\n\t"
			 "pxor %%xmm3, %%xmm3\n\t"
			 "1:\n\t"
			 "movups (%0), %%xmm0\n\t"
			 "movups 16(%0), %%xmm1\n\t"
			 "paddq %%xmm0, %%xmm2\n\t"
			 "psrlq $32, %%xmm0\n\t"
			 "paddq %%xmm1, %%xmm2\n\t"
			 "psrlq $32, %%xmm1\n\t"
			 "paddq %%xmm0, %%xmm3\n\t"
			 "add $32, %0\n\t"
			 "paddq %%xmm1, %%xmm3\n\t"
			 "dec %1\n\t"
			 "jnz 1b\n\t"
			 "paddq %%xmm3, %%xmm2\n\t"
			 "psllq $32, %%xmm3\n\t"
			 "psubq %%xmm3, %%xmm2\n\t"
			 "movhlps %%xmm2, %%xmm0\n\t"
			 "paddq %%xmm0, %%xmm2\n\t"
			 "movq %%xmm2, %2"
			 : "+r"(*p), "+r"(steps), "=m"(sum)
			 :
			 : "memory", "xmm0", "xmm1", "xmm2", "xmm3");
	return sum;
}

struct unaligned {
	uint32_t word;
} PACKED;

u16_t ip_sum(const void *p, int len)
{
	const struct unaligned *at;
	const uint8_t *rest;
	uint64_t sum = 0;
	uint32_t n;

	if (mem_wide && len >= 32) {
		sum = ip_sum_wide(&p, (size_t)len / 32);
		len %= 32;
	}
	for (at = p; len >= 4; len -= 4)
		sum += at++->word;
	for (n = 0, rest = (const uint8_t *)at + len; len; len--)
		n = n << 8 | *--rest;
	sum += n;
	n = (uint32_t)(sum >> 32) + (uint16_t)(sum >> 16) + (uint16_t)sum;
	n = (n >> 16) + (uint16_t)n;
	return (u16_t)((n >> 16) + n);
}
