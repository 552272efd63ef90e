/*
 * Memory that ends at an inaccessible page: reading or writing one byte too
 * many faults, also in code that the sanitizers do not see.
 */
#ifndef TESTS_GUARD_H
#define TESTS_GUARD_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define GUARD_PAGE 4096u

/* len bytes that end at an inaccessible page. Give back with guard_free. */
static inline void *guard_alloc(size_t len)
{
	size_t room = (len + GUARD_PAGE - 1) / GUARD_PAGE * GUARD_PAGE;
	uint8_t *p = mmap(NULL, room + GUARD_PAGE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED || mprotect(p + room, GUARD_PAGE, PROT_NONE) != 0)
		abort();
	return p + room - len;
}

/* A copy of len bytes that ends at an inaccessible page. */
static inline void *guard_copy(const void *bytes, size_t len)
{
	return len ? memcpy(guard_alloc(len), bytes, len) : guard_alloc(0);
}

static inline void guard_free(void *p, size_t len)
{
	size_t room = (len + GUARD_PAGE - 1) / GUARD_PAGE * GUARD_PAGE;

	munmap((uint8_t *)p + len - room, room + GUARD_PAGE);
}

#endif
