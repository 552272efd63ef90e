/*
 * The one bounds helper: a span is the rest of some untrusted bytes, and bytes
 * are taken from its front only after their number has been checked.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include "spec/types.h"

struct span {
	const uint8_t *p;
	size_t len;
};

static inline struct span span_of(const void *p, size_t len)
{
	return (struct span){(const uint8_t *)p, len};
}

/* Take n bytes from the front. False, and nothing taken, if there are fewer. */
bool span_take(struct span *s, size_t n, struct span *taken);

/* Take one byte. False if there is none. */
static inline bool span_u8(struct span *s, uint8_t *value)
{
	struct span t;

	if (!span_take(s, 1, &t))
		return false;
	*value = t.p[0];
	return true;
}

/* Take a big-endian 16-bit number. False if there are fewer than two bytes. */
static inline bool span_be16(struct span *s, uint16_t *value)
{
	struct span t;

	if (!span_take(s, 2, &t))
		return false;
	*value = (uint16_t)(t.p[0] << 8 | t.p[1]);
	return true;
}

/*
 * Take a NUL-terminated string, NUL included, and give it without the NUL.
 * False, and nothing taken, if no NUL is left.
 */
bool span_string(struct span *s, struct span *text);

#endif
