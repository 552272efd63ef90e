/*
 * Texts on the canvas. Documented in pager.h. Not here: the picture that a
 * display file may name (it is passed over), and fetching.
 */
#include "menu/pager.h"
#include "base/key.h"
#include "base/str.h"

/* Codes of display files; what else is below blank is passed over. */
enum {
	PAGER_CLEAR = '\f',
	PAGER_COLOUR = 0x0F,  /* two digits follow: background, foreground */
	PAGER_MODES = 0x10,   /* to 17h: bit 0 shows it on text screens ... */
	PAGER_PICTURE = 0x18, /* the rest of the line names it */
	PAGER_END = 0x1A,
};

/* What has been drawn of a text. */
struct pager_pen {
	struct canvas *c;
	const struct pager_area *area;
	unsigned ink;
	int line, col;
	bool gap; /* a word may begin */
	bool off; /* not for text screens */
};

/* The printable characters from p on, at most max. */
static int pager_word(const char *p, const char *end, int max)
{
	int len = 0;

	while (len < max && p + len < end && (uint8_t)p[len] > ' ')
		len++;
	return len;
}

static void pager_next_line(struct pager_pen *pen)
{
	pen->line++;
	pen->col = 0;
}

static void pager_clear(struct pager_pen *pen)
{
	const struct pager_area *a = pen->area;
	int i;

	for (i = 0; pen->c && i < a->rows; i++)
		canvas_text(pen->c, a->row + i, a->col, a->width, pen->ink, "");
	pen->line = pen->col = 0;
}

static void pager_put(struct pager_pen *pen, uint8_t ch)
{
	const struct pager_area *a = pen->area;
	int row = pen->line - a->skip;

	if (pen->col >= a->width) {
		if (ch == ' ')
			return;
		pager_next_line(pen);
		row++;
	}
	if (pen->c && row >= 0 && row < a->rows)
		canvas_put(pen->c, a->row + row, a->col + pen->col, pen->ink,
			   ch);
	pen->col++;
	pen->gap = ch == ' ';
}

/* One byte that is no code of more bytes. */
static void pager_byte(struct pager_pen *pen, uint8_t ch)
{
	if ((ch & ~7) == PAGER_MODES)
		pen->off = !(ch & 1);
	else if (pen->off)
		return;
	else if (ch == '\n')
		pager_next_line(pen);
	else if (ch == PAGER_CLEAR)
		pager_clear(pen);
	else if (ch == '\t')
		pen->col = (pen->col | 7) + 1, pen->gap = true;
	else if (ch >= ' ')
		pager_put(pen, ch);
}

int pager_text(struct canvas *c, const struct pager_area *area,
	       const char *text, size_t len)
{
	struct pager_pen pen = {.c = c, .area = area, .ink = area->ink};
	const char *p = text, *end = text + len;

	for (; p < end && *p != PAGER_END; p++) {
		/* A word that does not fit goes to the next line. */
		if (pen.gap && pen.col && !pen.off &&
		    pen.col + pager_word(p, end, area->width) > area->width)
			pager_next_line(&pen);
		if (*p == PAGER_PICTURE) {
			while (p + 1 < end && *p != '\n')
				p++;
		} else if (*p == PAGER_COLOUR && end - p > 2) {
			pen.ink = CANVAS_RAW | (str_digit(p[1]) & 15) << 4 |
				  (str_digit(p[2]) & 15);
			p += 2;
		} else {
			pager_byte(&pen, (uint8_t)*p);
		}
	}
	return pen.line + (pen.col > 0);
}

void pager_open(struct pager *p, const char *text, size_t len)
{
	memset(p, 0, sizeof(*p));
	p->text = text;
	p->rows = 1;
	p->len = len;
}

int pager_top(const struct pager *p)
{
	int last = p->lines > p->rows ? p->lines - p->rows : 0;

	return p->top > last ? last : p->top < 0 ? 0 : p->top;
}

void pager_draw(struct pager *p, struct canvas *c, struct pager_area *area)
{
	p->rows = area->rows;
	p->lines = pager_text(NULL, area, p->text, p->len);
	area->skip = pager_top(p);
	pager_text(c, area, p->text, p->len);
}

bool pager_key(struct pager *p, int key)
{
	int step = pager_step(key, p->rows);

	p->top = pager_top(p) + step;
	p->top = pager_top(p);
	return step != 0;
}

int pager_step(int key, int page)
{
	/* Every other one goes down. */
	static const struct {
		uint16_t key;
		uint8_t step; /* 1 row, a page (2), to the end (3) */
	} steps[] = {
		{KEY_UP, 1},	{KEY_DOWN, 1},	  {'P' - '@', 1},
		{'N' - '@', 1}, {KEY_PAGE_UP, 2}, {KEY_PAGE_DOWN, 2},
		{KEY_LEFT, 2},	{KEY_RIGHT, 2},	  {'B' - '@', 2},
		{'F' - '@', 2}, {'<', 2},	  {'>', 2},
		{KEY_HOME, 3},	{KEY_END, 3},	  {'A' - '@', 3},
		{'E' - '@', 3},
	};
	unsigned i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (steps[i].key == key) {
			int by = steps[i].step == 1   ? 1
				 : steps[i].step == 2 ? page
						      : PAGER_FAR;

			return i & 1 ? by : -by;
		}
	return 0;
}
