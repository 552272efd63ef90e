/* The part of the bounds helper that loops. Documented in span.h. */
#include "base/span.h"

bool span_string(struct span *s, struct span *text)
{
	size_t n;
	uint8_t nul;

	for (n = 0; n < s->len; n++)
		if (s->p[n] == 0)
			return span_take(s, n, text) && span_u8(s, &nul);
	return false;
}
