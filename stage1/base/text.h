/*
 * A text that grows piece by piece in an arena. What does not fit any more is
 * cut.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

struct text {
	char *next, *end;
};

/* Begin a text: it may take all that is left in the arena. */
const char *text_begin(struct text *t, struct arena *a);

/* Add to it, as fmt(). */
void text_add(struct text *t, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* It is finished, and stays; the arena goes on behind it. */
void text_end(struct text *t, struct arena *a);

#endif
