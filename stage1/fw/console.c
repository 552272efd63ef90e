/*
 * Screen and serial line as one. Documented in console.h. Serial output is
 * VT100 with ANSI colours; box characters become ASCII, since nobody knows the
 * terminal's character set.
 */
#include <string.h>
#include "base/fmt.h"
#include "base/log.h"
#include "fw/console.h"
#include "fw/serial.h"
#include "fw/vga.h"
#include "stage0/io.h"

#define DEBUG_PORT 0xE9
#define TERM_COLS  80
#define TERM_ROWS  24

static int row;	       /* where the next line goes */
static bool is_canvas; /* the screen shows a canvas, not lines */
static struct canvas shown;
static bool is_held; /* the log's lines wait, from held_at on */
static uint32_t held_at;
static int sent_attr; /* what the terminal is set to, -1: not known */

static void term_text(const char *text)
{
	while (*text)
		serial_put((uint8_t)*text++);
}

/* VGA colours count blue as 1, ANSI counts red as 1. */
static void term_attr(uint8_t attr)
{
	static const char ansi[] = "04261537";
	char sgr[] = "\033[0;37;40m";

	if (attr == sent_attr)
		return;
	sent_attr = attr;
	if (attr & 0x08)
		sgr[2] = '1';
	sgr[5] = ansi[attr & 7];
	sgr[8] = ansi[attr >> 4 & 7];
	term_text(attr == ATTR_NORMAL ? "\033[m" : sgr);
}

static void term_goto(int to_row, int to_col)
{
	char esc[16];

	fmt(esc, sizeof(esc), "\033[%d;%dH", to_row + 1, to_col + 1);
	term_text(esc);
}

/* Code page 437's lines, corners, blocks and arrows, as near as ASCII gets. */
static void term_char(uint8_t ch)
{
	static const struct {
		uint8_t from, to;
		char as;
	} map[] = {
		{0xB0, 0xB2, '.'}, {0xB3, 0xB3, '|'}, {0xBA, 0xBA, '|'},
		{0xC4, 0xC4, '-'}, {0xCD, 0xCD, '='}, {0xB4, 0xDA, '+'},
		{0xDB, 0xDF, '#'}, {0x18, 0x18, '^'}, {0x19, 0x19, 'v'},
		{0x10, 0x10, '>'}, {0x11, 0x11, '<'},
	};

	for (unsigned i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (ch >= map[i].from && ch <= map[i].to) {
			serial_put((uint8_t)map[i].as);
			return;
		}
	serial_put(ch < 0x20 || ch == 0x7F ? '?' : ch);
}

static void console_log(enum log_level level, const char *line)
{
	static const uint8_t attr[] = {ATTR_ERROR, ATTR_WARN, ATTR_NORMAL,
				       ATTR_NORMAL};

	if (!is_held)
		console_line(attr[level], line);
}

void console_hold(void)
{
	is_held = true;
	held_at = log_end();
}

void console_release(void)
{
	char line[LOG_LINE_MAX];
	int level;

	is_held = false;
	while ((level = log_read(&held_at, line, sizeof(line))) >= 0)
		if (level <= LOG_INFO)
			console_log((enum log_level)level, line);
}

static void console_debug(enum log_level level, const char *line)
{
	(void)level;
	while (*line)
		outb(DEBUG_PORT, (uint8_t)*line++);
	outb(DEBUG_PORT, '\n');
}

void console_again(void)
{
	int col;

	sent_attr = -1;
	is_canvas = false;
	vga_init();
	vga_get_cursor(&row, &col);
	if (col)
		row++;
	serial_again();
	term_text("\r\n");
}

void console_init(void)
{
	static struct log_output screen = {LOG_INFO, console_log, NULL};
	static struct log_output debug = {LOG_DEBUG, console_debug, NULL};

	serial_open(0, SERIAL_BAUD_DEFAULT);
	console_again();
	log_add_output(&screen);
	log_add_output(&debug);
}

void console_size(struct canvas *c)
{
	c->cols = vga_cols < CANVAS_COLS_MAX ? vga_cols : CANVAS_COLS_MAX;
	c->rows = vga_rows < CANVAS_ROWS_MAX ? vga_rows : CANVAS_ROWS_MAX;
	/* The terminal shows the same, and a VT100 has 80 by 24. */
	if (serial_is_open() && c->rows > TERM_ROWS)
		c->rows = TERM_ROWS;
	if (serial_is_open() && c->cols > TERM_COLS)
		c->cols = TERM_COLS;
}

int console_width(void)
{
	/* The last column stays empty: some terminals wrap there at once. */
	return (vga_cols < 80 ? vga_cols : 80) - 1;
}

void console_clear(void)
{
	for (int r = 0; r < vga_rows; r++)
		for (int c = 0; c < vga_cols; c++)
			vga_put(r, c, ATTR_NORMAL, ' ');
	vga_cursor(0, 0);
	term_attr(ATTR_NORMAL);
	term_text("\033[2J\033[H");
	row = 0;
	is_canvas = false;
}

/* The text into the screen's line, which is scrolled into view first. */
static const char *vga_text(uint8_t attr, const char *text)
{
	while (row >= vga_rows) {
		vga_scroll(ATTR_NORMAL);
		row--;
	}
	for (int col = 0; col < vga_cols; col++)
		vga_put(row, col, attr, *text ? (uint8_t)*text++ : ' ');
	return text;
}

void console_line(uint8_t attr, const char *text)
{
	if (is_canvas)
		console_clear();
	serial_put('\r');
	term_attr(attr);
	for (const char *p = text; *p; p++)
		term_char((uint8_t)*p);
	term_attr(ATTR_NORMAL);
	term_text("\033[K\r\n");
	do {
		text = vga_text(attr, text);
		row++;
	} while (*text);
	vga_text(ATTR_NORMAL, "");
	vga_cursor(row, 0);
}

void console_status(const char *text)
{
	if (is_canvas)
		console_clear();
	serial_put('\r');
	term_text(text);
	term_text("\033[K");
	vga_text(ATTR_NORMAL, text);
	vga_cursor(-1, 0);
}

/* One row: runs of cells that changed. */
static void show_row(const struct canvas *c, int r, bool all)
{
	int at = -1; /* the terminal's column, if it is in this row */

	for (int col = 0; col < c->cols; col++) {
		unsigned i = (unsigned)(r * c->cols + col);
		struct cell cell = c->cell[i];

		if (!all && cell.ch == shown.cell[i].ch &&
		    cell.attr == shown.cell[i].attr)
			continue;
		vga_put(r, col, cell.attr, cell.ch);
		/* Writing the last cell would scroll a terminal. */
		if (r == c->rows - 1 && col == c->cols - 1)
			continue;
		if (at != col)
			term_goto(r, col);
		term_attr(cell.attr);
		term_char(cell.ch);
		at = col + 1;
	}
}

void console_show(const struct canvas *c)
{
	bool all = !is_canvas;

	if (!all && !memcmp(c, &shown, sizeof(shown)))
		return;
	if (all)
		console_clear();
	is_canvas = true;
	for (int r = 0; r < c->rows; r++)
		show_row(c, r, all);
	if (c->cursor_on) {
		vga_cursor(c->cursor_row, c->cursor_col);
		term_goto(c->cursor_row, c->cursor_col);
	} else {
		vga_cursor(-1, 0);
	}
	term_attr(ATTR_NORMAL);
	memcpy(&shown, c, sizeof(shown));
}
