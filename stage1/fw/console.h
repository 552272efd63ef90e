/*
 * What a person sees: the screen (text or graphic) and the serial line
 * together, and the debug port 0xE9. Either lines that scroll, with one status
 * line below them that is written over and over, or a whole canvas.
 */
#ifndef FW_CONSOLE_H
#define FW_CONSOLE_H

#include "base/canvas.h"

/* Screen and serial line on; the log's lines go there from now on. */
void console_init(void);

/* The same, when something else has had screen and serial line meanwhile. */
void console_again(void);

/* Who shows a canvas: CONSOLE_BOTH shows the same on both. */
enum { CONSOLE_SCREEN = 1, CONSOLE_TERMINAL = 2, CONSOLE_BOTH = 3 };

/* Columns and rows that fit on them, as a canvas should be made. */
void console_size(struct canvas *c, unsigned who);

/* Width of a line that fits on all outputs. */
int console_width(void);

/* Empty the screen; lines begin at the top again. */
void console_clear(void);

/*
 * Write a line below the last one; a status line is overwritten. attr is a VGA
 * attribute.
 */
void console_line(uint8_t attr, const char *text);

/* Show text in the line below the last one until the next line or status. */
void console_status(const char *text);

/* The log's lines wait, and a canvas stays as it is. Then they come, or not. */
void console_hold(void);
void console_release(bool show);

/*
 * Show a canvas; only what differs from the one shown before is sent. The inks
 * are compared by their address.
 */
void console_show(const struct canvas *c, unsigned who);

/* Back to the text screen, emptied, if it is graphic: for who comes next. */
void console_text(void);

enum {
	ATTR_NORMAL = 0x07,
	ATTR_BRIGHT = 0x0F,
	ATTR_WARN = 0x0E,
	ATTR_ERROR = 0x0C,
};

#endif
