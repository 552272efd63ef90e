/* The character screen in memory. Documented in canvas.h. */
#include "base/canvas.h"

static struct cell canvas_cell(const struct canvas *c, unsigned ink, uint8_t ch)
{
	if (ink & CANVAS_RAW)
		return (struct cell){ch, (uint8_t)ink, 0};
	return (struct cell){ch, c->inks[ink].attr, (uint8_t)(ink + 1)};
}

void canvas_clear(struct canvas *c, unsigned ink)
{
	struct cell blank = canvas_cell(c, ink, ' ');
	unsigned i;

	for (i = 0; i < CANVAS_ROWS_MAX * CANVAS_COLS_MAX; i++)
		c->cell[i] = blank;
	c->cursor_on = false;
}

void canvas_put(struct canvas *c, int row, int col, unsigned ink, uint8_t ch)
{
	if (row < 0 || col < 0 || row >= c->rows || col >= c->cols)
		return;
	c->cell[row * c->cols + col] = canvas_cell(c, ink, ch);
}

void canvas_text(struct canvas *c, int row, int col, int width, unsigned ink,
		 const char *text)
{
	int end = width > 0 && width < c->cols - col ? col + width : c->cols;

	for (; col < end && (*text || width > 0); col++) {
		canvas_put(c, row, col, ink, *text ? (uint8_t)*text : ' ');
		if (*text)
			text++;
	}
}
