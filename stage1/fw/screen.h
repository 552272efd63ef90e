/*
 * The screen that console.c writes to: VGA text (vga.c) or graphic (gfx.c).
 */
#ifndef FW_SCREEN_H
#define FW_SCREEN_H

#include "base/canvas.h"

struct screen {
	uint8_t cols, rows; /* at most CANVAS_COLS_MAX, CANVAS_ROWS_MAX */
	/* Draw one cell of c; it is inside of both. */
	void (*put)(const struct canvas *c, int row, int col);
	/* Put or hide the cursor as c has it. */
	void (*cursor)(const struct canvas *c);
	/*
	 * Move everything up by so many rows, blanks come from below; 0: by
	 * all. NULL: the cells are put instead.
	 */
	void (*scroll)(int rows);
};

/* The one in use. */
extern struct screen screen;

#endif
