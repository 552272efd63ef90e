/*
 * Bump allocation from a fixed range; freed only back to a mark.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "spec/types.h"

struct arena {
	uint8_t *next;
	uint8_t *end;
};

/* Manage len bytes at base. */
void arena_init(struct arena *a, void *base, size_t len);

/* n zeroed bytes aligned to 16, or NULL if there is no room. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of len bytes of text with a NUL behind it, or NULL. */
char *arena_text(struct arena *a, const char *text, size_t len);

/* The place to release to: everything allocated later is given back. */
uint8_t *arena_mark(const struct arena *a);
void arena_release(struct arena *a, uint8_t *mark);

/* Bytes left, as one allocation could have them. */
size_t arena_room(const struct arena *a);

#endif
