/*
 * Screen and serial line as one. Documented in console.h. Serial output is
 * VT100 with ANSI colours; box characters become ASCII, since nobody knows the
 * terminal's character set.
 */
#include <string.h>
#include "base/fmt.h"
#include "base/log.h"
#include "fw/console.h"
#include "fw/gfx.h"
#include "fw/redirect.h"
#include "fw/screen.h"
#include "fw/serial.h"
#include "fw/vga.h"
#include "stage0/io.h"

#define DEBUG_PORT 0xE9
#define TERM_COLS  80
#define TERM_ROWS  24

struct screen screen;

/* What is shown: on the screen also lines, on the terminal canvases only. */
static struct canvas on_screen, on_terminal;
static uint8_t canvases;       /* CONSOLE_x: who shows a canvas, not lines */
static int row;		       /* where the next line goes */
static int sent_attr;	       /* what the terminal is set to, -1: not known */
static int term_row, term_col; /* where it is, while a canvas is sent */
static bool is_held;	       /* the log's lines wait, from held_at on */
static uint32_t held_at;

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

void console_release(bool show)
{
	char line[LOG_LINE_MAX];
	int level;

	is_held = false;
	while (show && (level = log_read(&held_at, line, sizeof(line))) >= 0)
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
	sent_attr = -1;
	canvases = 0;
	vga_init();
	vga_read(&on_screen);
	row = on_screen.cursor_row + !!on_screen.cursor_col;
	serial_again();
	term_text("\r\n");
}

void console_init(void)
{
	static struct log_output lines = {LOG_INFO, console_log, NULL};
	static struct log_output debug = {LOG_DEBUG, console_debug, NULL};

	if (redirect_found())
		vga_way = VGA_BIOS;
	else
		serial_open(0, SERIAL_BAUD_DEFAULT, 0);
	console_again();
	log_add_output(&lines);
	log_add_output(&debug);
}

void console_size(struct canvas *c, unsigned who)
{
	c->cols = CANVAS_COLS_MAX;
	c->rows = CANVAS_ROWS_MAX;
	if (who & CONSOLE_SCREEN) {
		c->cols = screen.cols;
		c->rows = screen.rows;
	}
	/* A VT100 has 80 by 24. */
	if (who & CONSOLE_TERMINAL && serial_is_open()) {
		if (c->rows > TERM_ROWS)
			c->rows = TERM_ROWS;
		if (c->cols > TERM_COLS)
			c->cols = TERM_COLS;
	}
}

int console_width(void)
{
	/* The last column stays empty: some terminals wrap there at once. */
	return (screen.cols < 80 ? screen.cols : 80) - 1;
}

static void screen_clear(void)
{
	on_screen.cols = screen.cols;
	on_screen.rows = screen.rows;
	on_screen.inks = NULL;
	canvas_clear(&on_screen, CANVAS_RAW | ATTR_NORMAL);
	if (screen.scroll) {
		screen.scroll(0);
		return;
	}
	for (int r = 0; r < screen.rows; r++)
		for (int c = 0; c < screen.cols; c++)
			screen.put(&on_screen, r, c);
}

static void screen_cursor(int to_row, bool on)
{
	on_screen.cursor_row = (uint8_t)to_row;
	on_screen.cursor_col = 0;
	on_screen.cursor_on = on;
	screen.cursor(&on_screen);
}

void console_clear(void)
{
	screen_clear();
	screen_cursor(0, true);
	canvas_clear(&on_terminal, CANVAS_RAW | ATTR_NORMAL);
	term_attr(ATTR_NORMAL);
	term_text("\033[2J\033[H");
	row = 0;
	canvases = 0;
}

void console_text(void)
{
	if (!gfx_is_on())
		return;
	gfx_stop();
	console_clear();
}

static void screen_cell(int at, struct cell cell)
{
	if (!memcmp(&on_screen.cell[at], &cell, sizeof(cell)))
		return;
	on_screen.cell[at] = cell;
	screen.put(&on_screen, at / screen.cols, at % screen.cols);
}

/* Move everything up by one row; the last one becomes blank. */
static void screen_scroll(void)
{
	int at = 0, last = (screen.rows - 1) * screen.cols;

	for (; at < last + screen.cols; at++) {
		struct cell cell = {' ', ATTR_NORMAL, 0};

		if (at < last)
			cell = on_screen.cell[at + screen.cols];
		if (screen.scroll)
			on_screen.cell[at] = cell;
		else
			screen_cell(at, cell);
	}
	if (screen.scroll)
		screen.scroll(1);
}

/* The text into the screen's line, which is scrolled into view first. */
static const char *screen_text(uint8_t attr, const char *text)
{
	for (; row >= screen.rows; row--)
		screen_scroll();
	for (int col = 0; col < screen.cols; col++)
		screen_cell(
			row * screen.cols + col,
			(struct cell){*text ? (uint8_t)*text++ : ' ', attr, 0});
	return text;
}

void console_line(uint8_t attr, const char *text)
{
	if (canvases)
		console_clear();
	screen_cursor(0, false);
	serial_put('\r');
	term_attr(attr);
	for (const char *p = text; *p; p++)
		term_char((uint8_t)*p);
	term_attr(ATTR_NORMAL);
	term_text("\033[K\r\n");
	do {
		text = screen_text(attr, text);
		row++;
	} while (*text);
	screen_text(ATTR_NORMAL, "");
	screen_cursor(row, true);
}

void console_status(const char *text)
{
	if (canvases)
		console_clear();
	serial_put('\r');
	term_text(text);
	term_text("\033[K");
	screen_cursor(0, false);
	screen_text(ATTR_NORMAL, text);
}

static void term_put(const struct canvas *c, int r, int col)
{
	struct cell cell = c->cell[r * c->cols + col];

	/* Writing the last cell would scroll a terminal. */
	if (r == c->rows - 1 && col == c->cols - 1)
		return;
	if (r != term_row || col != term_col)
		term_goto(r, col);
	term_attr(cell.attr);
	term_char(cell.ch);
	term_row = r;
	term_col = col + 1;
}

static void term_cursor(const struct canvas *c)
{
	if (c->cursor_on)
		term_goto(c->cursor_row, c->cursor_col);
	term_attr(ATTR_NORMAL);
}

/* What differs from the one shown before. */
static void show(const struct canvas *c, unsigned who, struct canvas *was,
		 const struct screen *to)
{
	bool all;

	if (canvases & who && (c->cols != was->cols || c->rows != was->rows))
		console_clear();
	if (!memcmp(c, was, sizeof(*c)))
		return;
	all = who == CONSOLE_SCREEN && c->inks != was->inks;
	for (int r = 0; r < c->rows; r++)
		for (int col = 0; col < c->cols; col++) {
			int at = r * c->cols + col;

			if (all || memcmp(&c->cell[at], &was->cell[at],
					  sizeof(c->cell[at])))
				to->put(c, r, col);
		}
	to->cursor(c);
	memcpy(was, c, sizeof(*c));
	canvases |= (uint8_t)who;
}

void console_show(const struct canvas *c, unsigned who)
{
	static const struct screen terminal = {.put = term_put,
					       .cursor = term_cursor};

	if (!canvases)
		console_clear();
	if (who & CONSOLE_SCREEN)
		show(c, CONSOLE_SCREEN, &on_screen, &screen);
	term_row = -1;
	if (who & CONSOLE_TERMINAL)
		show(c, CONSOLE_TERMINAL, &on_terminal, &terminal);
}
