/* The bounded writer. Documented in place.h. */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/place.h"

static int place_expect(struct sink *s, uint64_t total)
{
	struct place *p = (struct place *)s;
	char has[FMT_SIZE], free[FMT_SIZE], missing[FMT_SIZE];

	if (total <= p->room)
		return 0;
	return fail(ERR_PLACE_TOO_BIG, "it has %s, %s are free, %s missing",
		    fmt_size(has, total), fmt_size(free, p->room),
		    fmt_size(missing, total - p->room));
}

static int place_push(struct sink *s, const void *bytes, size_t len)
{
	struct place *p = (struct place *)s;
	char free[FMT_SIZE];

	if (len > p->room - p->len)
		return fail(ERR_PLACE_FULL,
			    "more than the %s that are free came",
			    fmt_size(free, p->room));
	memcpy(p->base + p->len, bytes, len);
	p->len += (uint32_t)len;
	return 0;
}

static void place_again(struct sink *s)
{
	((struct place *)s)->len = 0;
}

void place_init(struct place *p, void *base, uint32_t room)
{
	*p = (struct place){.sink = {place_expect, place_push, place_again},
			    .base = base,
			    .room = room};
}
