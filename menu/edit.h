/* A one-line editor as a state machine: keys in, text and cursor out. */
#ifndef MENU_EDIT_H
#define MENU_EDIT_H

#include "base/canvas.h"

struct edit {
	char *text;  /* caller's buffer, always NUL-terminated */
	size_t room; /* of the buffer, NUL included */
	size_t len, cursor;
	size_t scroll; /* first character shown */
};

/* Edit the text that is in the buffer; the cursor is put at its end. */
void edit_start(struct edit *e, char *text, size_t room);

/*
 * Left, Right, Home, End, Delete, Backspace, Ctrl-A/E/U/K/W, printable
 * characters. True if the key was one for the editor.
 */
bool edit_key(struct edit *e, int key);

/* Draw into width columns at row, col and place the canvas cursor. */
void edit_draw(struct edit *e, struct canvas *c, int row, int col, int width,
	       uint8_t attr);

#endif
