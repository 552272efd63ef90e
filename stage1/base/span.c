/* The bounds helper. Documented in span.h. */
#include "base/span.h"

bool span_take(struct span *s, size_t n, struct span *taken)
{
	if (n > s->len)
		return false;
	*taken = (struct span){s->p, n};
	s->p += n;
	s->len -= n;
	return true;
}

bool span_string(struct span *s, struct span *text)
{
	size_t n;
	uint8_t nul;

	for (n = 0; n < s->len; n++)
		if (s->p[n] == 0)
			return span_take(s, n, text) && span_u8(s, &nul);
	return false;
}
