/* A one-line editor as a state machine: keys in, text and cursor out. */
#ifndef MENU_EDIT_H
#define MENU_EDIT_H

#include "menu/pager.h"

struct edit {
	char *text;  /* caller's buffer, always NUL-terminated */
	size_t room; /* of the buffer, NUL included */
	size_t len, cursor;
};

/* Edit the text that is in the buffer; the cursor is put at its end. */
void edit_start(struct edit *e, char *text, size_t room);

/* Put another text into the buffer, cut to its room. */
void edit_set(struct edit *e, const char *text);

/*
 * Left, Right, Home, End, Delete, Backspace, by words with Ctrl-Left and
 * Ctrl-Right, Ctrl-A/E/B/F/D/U/K/W, printable characters. True if the key was
 * one for the editor.
 */
bool edit_key(struct edit *e, int key);

/*
 * Draw into an area and place the canvas cursor: over several rows if there
 * are, those with the cursor if all do not fit. stars: for what must not be
 * seen.
 */
void edit_draw(const struct edit *e, struct canvas *c,
	       const struct pager_area *area, bool stars);

#endif
