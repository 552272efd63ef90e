/* Bump allocation. Documented in arena.h. */
#include "base/arena.h"
#include <string.h>

#define ARENA_ALIGN 16

/* Bytes to skip so that the next allocation is aligned. */
static size_t arena_pad(const struct arena *a)
{
	return (size_t)(-(uintptr_t)a->next % ARENA_ALIGN);
}

void arena_init(struct arena *a, void *base, size_t len)
{
	a->next = base;
	a->end = a->next + len;
}

size_t arena_room(const struct arena *a)
{
	size_t room = (size_t)(a->end - a->next);
	size_t pad = arena_pad(a);

	return room > pad ? room - pad : 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
	uint8_t *p = a->next + arena_pad(a);

	if (n > arena_room(a))
		return NULL;
	a->next = p + n;
	return memset(p, 0, n);
}

char *arena_text(struct arena *a, const char *text, size_t len)
{
	char *copy = len + 1 ? arena_alloc(a, len + 1) : NULL;

	if (copy)
		memcpy(copy, text, len);
	return copy;
}

uint8_t *arena_mark(const struct arena *a)
{
	return a->next;
}

void arena_release(struct arena *a, uint8_t *mark)
{
	a->next = mark;
}
