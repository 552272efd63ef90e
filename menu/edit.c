/* A one-line editor. Documented in edit.h. Not here: a history
   (history.c). */
#include "menu/edit.h"
#include "base/key.h"
#include "base/str.h"

#define EDIT_CTRL(letter) ((letter) - '@')

void edit_start(struct edit *e, char *text, size_t room)
{
	e->text = text;
	e->room = room;
	e->len = e->cursor = strlen(text);
}

void edit_set(struct edit *e, const char *text)
{
	str_copy(e->text, e->room, text);
	edit_start(e, e->text, e->room);
}

/* Remove what is between a place and the cursor, on whichever side. */
static void edit_remove(struct edit *e, size_t place)
{
	size_t from = place < e->cursor ? place : e->cursor;
	size_t to = place < e->cursor ? e->cursor : place;

	memmove(e->text + from, e->text + to, e->len + 1 - to);
	e->len -= to - from;
	e->cursor = from;
}

/* Where the word before the cursor begins. */
static size_t edit_word(const struct edit *e)
{
	size_t at = e->cursor;

	while (at && str_isspace((uint8_t)e->text[at - 1]))
		at--;
	while (at && !str_isspace((uint8_t)e->text[at - 1]))
		at--;
	return at;
}

/* Where the word behind the cursor ends. */
static size_t edit_word_end(const struct edit *e)
{
	char *word = str_skip(e->text + e->cursor, true);

	return (size_t)(str_skip(word, false) - e->text);
}

static bool edit_insert(struct edit *e, int key)
{
	if (key < ' ' || key > 0xFF || key == 0x7F)
		return false;
	if (e->len + 1 >= e->room)
		return true; /* full: the key is lost */
	memmove(e->text + e->cursor + 1, e->text + e->cursor,
		e->len + 1 - e->cursor);
	e->text[e->cursor++] = (char)key;
	e->len++;
	return true;
}

bool edit_key(struct edit *e, int key)
{
	size_t before = e->cursor - (e->cursor > 0);
	size_t after = e->cursor + (e->cursor < e->len);

	switch (key) {
	case KEY_LEFT:
	case EDIT_CTRL('B'):
		e->cursor = before;
		return true;
	case KEY_RIGHT:
	case EDIT_CTRL('F'):
		e->cursor = after;
		return true;
	case KEY_WORD_LEFT:
		e->cursor = edit_word(e);
		return true;
	case KEY_WORD_RIGHT:
		e->cursor = edit_word_end(e);
		return true;
	case KEY_HOME:
	case EDIT_CTRL('A'):
		e->cursor = 0;
		return true;
	case KEY_END:
	case EDIT_CTRL('E'):
		e->cursor = e->len;
		return true;
	case KEY_DELETE:
	case EDIT_CTRL('D'):
		edit_remove(e, after);
		return true;
	case KEY_BACKSPACE:
		edit_remove(e, before);
		return true;
	case EDIT_CTRL('U'):
		edit_remove(e, 0);
		return true;
	case EDIT_CTRL('K'):
		edit_remove(e, e->len);
		return true;
	case EDIT_CTRL('W'):
		edit_remove(e, edit_word(e));
		return true;
	}
	return edit_insert(e, key);
}

void edit_draw(const struct edit *e, struct canvas *c,
	       const struct pager_area *area, bool stars)
{
	int width = area->width > 0 ? area->width : 1;
	int cursor = (int)e->cursor, row = cursor / width;
	int top = row < area->rows ? 0 : row - area->rows + 1, i;

	for (i = 0; i < area->rows * width; i++) {
		size_t at = (size_t)(top * width + i);
		uint8_t ch = at < e->len ? (uint8_t)e->text[at] : ' ';

		if (stars && at < e->len)
			ch = '*';
		canvas_put(c, area->row + i / width, area->col + i % width,
			   area->ink, ch < ' ' ? '.' : ch);
	}
	c->cursor_row = (uint8_t)(area->row + row - top);
	c->cursor_col = (uint8_t)(area->col + cursor % width);
	c->cursor_on = true;
}
