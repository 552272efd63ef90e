/* A growing text. Documented in text.h. */
#include "base/text.h"
#include "base/fmt.h"

const char *text_begin(struct text *t, struct arena *a)
{
	size_t room = arena_room(a);

	t->next = arena_alloc(a, 0);
	if (!t->next || !room) {
		t->next = t->end = NULL;
		return "";
	}
	t->end = t->next + room;
	*t->next = '\0';
	return t->next;
}

void text_add(struct text *t, const char *format, ...)
{
	size_t room = (size_t)(t->end - t->next), len;
	va_list args;

	if (!room)
		return;
	va_start(args, format);
	len = vfmt(t->next, room, format, args);
	va_end(args);
	t->next += len < room ? len : room - 1;
}

void text_end(struct text *t, struct arena *a)
{
	if (t->next)
		a->next = (uint8_t *)t->next + 1;
}
