/*
 * The memory and string functions of string.h for the program without a C
 * library. Not linked on the host.
 */
#include "base/mem.h"
#include <string.h>

bool mem_wide;

void mem_prepare(void)
{
	uint32_t eax = 1, edx;

	/* The 486s without CPUID have no PCI either. */
	__asm__("cpuid" : "+a"(eax), "=d"(edx) : : "ebx", "ecx");
	if (!(edx & 1 << 26)) /* SSE2 */
		return;
	__asm__ volatile("mov %%cr4, %0\n\t"
			 "or $0x200, %0\n\t" /* OSFXSR */
			 "mov %0, %%cr4\n\t"
			 "mov %%cr0, %0\n\t"
			 "and $~0xC, %0\n\t" /* EM, TS */
			 "mov %0, %%cr0"
			 : "=&r"(eax));
	mem_wide = true;
}

/* 64 bytes a step: an emulator does that thrice as fast as rep movsl. */
static void mem_copy_wide(void **to, const void **from, size_t steps)
{
	__asm__ volatile("1:\n\t"
			 "movups (%1), %%xmm0\n\t"
			 "movups 16(%1), %%xmm1\n\t"
			 "movups 32(%1), %%xmm2\n\t"
			 "movups 48(%1), %%xmm3\n\t"
			 "movups %%xmm0, (%0)\n\t"
			 "movups %%xmm1, 16(%0)\n\t"
			 "movups %%xmm2, 32(%0)\n\t"
			 "movups %%xmm3, 48(%0)\n\t"
			 "add $64, %0\n\t"
			 "add $64, %1\n\t"
			 "dec %2\n\t"
			 "jnz 1b"
			 : "+r"(*to), "+r"(*from), "+r"(steps)
			 :
			 : "memory");
}

void *memcpy(void *to, const void *from, size_t len)
{
	void *d = to;
	size_t n;

	if (mem_wide && len >= 64) {
		mem_copy_wide(&d, &from, len / 64);
		len %= 64;
	}
	n = len / 4;
	__asm__ volatile("rep movsl\n\t"
			 "movl %3, %%ecx\n\t"
			 "andl $3, %%ecx\n\t"
			 "rep movsb"
			 : "+&D"(d), "+&S"(from), "+&c"(n)
			 : "r"(len)
			 : "memory");
	return to;
}

void *memmove(void *to, const void *from, size_t len)
{
	uint8_t *d = (uint8_t *)to + len - 1;
	const uint8_t *s = (const uint8_t *)from + len - 1;
	size_t n = len & 3;

	/* Forwards is right unless the end of "from" would be overwritten. */
	if ((uintptr_t)to - (uintptr_t)from >= len)
		return memcpy(to, from, len);
	__asm__ volatile("std\n\t"
			 "rep movsb\n\t"
			 "movl %3, %%ecx\n\t"
			 "shrl $2, %%ecx\n\t"
			 "subl $3, %%esi\n\t"
			 "subl $3, %%edi\n\t"
			 "rep movsl\n\t"
			 "cld"
			 : "+&D"(d), "+&S"(s), "+&c"(n)
			 : "r"(len)
			 : "memory");
	return to;
}

void *memset(void *to, int value, size_t len)
{
	void *d = to;
	size_t n = len / 4;

	__asm__ volatile("rep stosl\n\t"
			 "movl %2, %%ecx\n\t"
			 "andl $3, %%ecx\n\t"
			 "rep stosb"
			 : "+&D"(d), "+&c"(n)
			 : "r"(len), "a"((uint32_t)(uint8_t)value * 0x01010101)
			 : "memory");
	return to;
}

int memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *p = a, *q = b;

	for (; len; len--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}

void *memchr(const void *s, int c, size_t len)
{
	const uint8_t *p = s;

	for (; len; len--, p++)
		if (*p == (uint8_t)c)
			return (void *)(uintptr_t)p;
	return NULL;
}

size_t strlen(const char *s)
{
	return (size_t)((const char *)memchr(s, '\0', SIZE_MAX) - s);
}

int strncmp(const char *a, const char *b, size_t max)
{
	for (; max; max--, a++, b++)
		if (*a != *b || !*a)
			return (uint8_t)*a - (uint8_t)*b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, SIZE_MAX);
}

char *strchr(const char *s, int c)
{
	return memchr(s, c, strlen(s) + 1);
}

char *strrchr(const char *s, int c)
{
	const char *last = NULL;

	do
		if (*s == (char)c)
			last = s;
	while (*s++);
	return (char *)(uintptr_t)last;
}
