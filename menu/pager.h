/*
 * Texts on the canvas: wrapped between words, with the codes of PXELINUX's
 * display files (docs/CONFIG.md, "Text files"), and paged through. Keys in,
 * cells out.
 */
#ifndef MENU_PAGER_H
#define MENU_PAGER_H

#include "base/canvas.h"

/* Where a text goes. */
struct pager_area {
	int row, rows; /* on the canvas */
	int col, width;
	int skip;     /* lines of the text not shown */
	unsigned ink; /* until the text says otherwise */
};

/*
 * Draw len bytes of text, or only count with c NULL. Returns the lines that
 * all of it takes at this width.
 */
int pager_text(struct canvas *c, const struct pager_area *area,
	       const char *text, size_t len);

/* A text longer than the screen. */
struct pager {
	const char *text; /* the caller's */
	size_t len;
	int top;	 /* first line shown, if there are so many */
	int rows, lines; /* when it was drawn last */
};

/* Begin with a text, at its first line. */
void pager_open(struct pager *p, const char *text, size_t len);

/* Draw it into an area, whose skip is set here. */
void pager_draw(struct pager *p, struct canvas *c, struct pager_area *area);

/* The first line shown, from 0. */
int pager_top(const struct pager *p);

/* Scroll by a key. False if it is none for this. */
bool pager_key(struct pager *p, int key);

/*
 * How many rows a key moves by where a page has so many: 1, page or PAGER_FAR
 * (to the end), negative upwards; 0 for other keys.
 */
#define PAGER_FAR 0x10000
int pager_step(int key, int page);

#endif
