/*
 * A character screen in memory: what the menu draws on and the consoles show.
 * Characters are code page 437. Colours are inks: numbers of the canvas's
 * palette, or CANVAS_RAW and a VGA attribute where a text brings its own.
 */
#ifndef BASE_CANVAS_H
#define BASE_CANVAS_H

#include "spec/types.h"

#define CANVAS_COLS_MAX 132
#define CANVAS_ROWS_MAX 60

/* A colour: of a text screen, and of a graphic one (AARRGGBB, A = FF covers).
 */
struct ink {
	uint8_t attr;
	uint32_t fg, bg;
};

/* Added to a VGA attribute it stands for an ink. */
#define CANVAS_RAW 0x100

struct cell {
	uint8_t ch;
	uint8_t attr; /* what a text screen shows */
	uint8_t ink;  /* 1 + place in the canvas's inks; 0: attr's own colours,
			 on the picture where it says black */
};

struct canvas {
	uint8_t cols, rows;
	uint8_t cursor_row, cursor_col;
	bool cursor_on;
	const struct ink *inks; /* the palette; set it before drawing by it */
	struct cell cell[CANVAS_ROWS_MAX * CANVAS_COLS_MAX];
};

/* Fill everything with blanks of this ink and hide the cursor. */
void canvas_clear(struct canvas *c, unsigned ink);

/*
 * Put text at a place, cut at the right edge; if width is not 0, cut to it or
 * filled up to it with blanks. What lies outside is not drawn.
 */
void canvas_text(struct canvas *c, int row, int col, int width, unsigned ink,
		 const char *text);

/* One character. A place outside is ignored. */
void canvas_put(struct canvas *c, int row, int col, unsigned ink, uint8_t ch);

#endif
