/* The lines typed last. Documented in history.h. */
#include "menu/history.h"
#include "base/str.h"

/* Line n from 1, or NULL. */
static char *history_line(struct history *h, unsigned n)
{
	char *line = h->text;

	while (--n && line < h->text + h->len)
		line += strlen(line) + 1;
	return line < h->text + h->len ? line : NULL;
}

void history_add(struct history *h, const char *line)
{
	size_t size = strlen(line) + 1;
	char *last;

	h->at = 0;
	if (size > sizeof(h->text) || (h->len && !strcmp(h->text, line)))
		return;
	/* What would not fit, and what is one line too many. */
	if (h->len > sizeof(h->text) - size)
		h->len = sizeof(h->text) - size;
	while (h->len && h->text[h->len - 1])
		h->len--;
	last = history_line(h, HISTORY_LINES);
	if (last)
		h->len = (size_t)(last - h->text);
	memmove(h->text + size, h->text, h->len);
	memcpy(h->text, line, size);
	h->len += size;
}

const char *history_go(struct history *h, bool older)
{
	if (older ? !history_line(h, h->at + 1) : !h->at)
		return NULL;
	h->at += older ? 1U : -1U;
	return h->at ? history_line(h, h->at) : "";
}
