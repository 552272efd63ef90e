/* The character screen in memory. Documented in canvas.h. */
#include "base/canvas.h"

void canvas_clear(struct canvas *c, uint8_t attr)
{
	unsigned i;

	for (i = 0; i < CANVAS_ROWS_MAX * CANVAS_COLS_MAX; i++)
		c->cell[i] = (struct cell){' ', attr, 0};
	c->cursor_on = false;
}

void canvas_put(struct canvas *c, int row, int col, uint8_t attr, uint8_t ch)
{
	if (row < 0 || col < 0 || row >= c->rows || col >= c->cols)
		return;
	c->cell[row * c->cols + col] = (struct cell){ch, attr, 0};
}

void canvas_text(struct canvas *c, int row, int col, int width, uint8_t attr,
		 const char *text)
{
	int end = width > 0 && width < c->cols - col ? col + width : c->cols;

	for (; col < end && (*text || width > 0); col++) {
		canvas_put(c, row, col, attr, *text ? (uint8_t)*text : ' ');
		if (*text)
			text++;
	}
}
