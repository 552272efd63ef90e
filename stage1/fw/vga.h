/*
 * The VGA text screen, written to directly: a firmware that redirects INT 10h
 * to the serial line does not double our own serial output.
 */
#ifndef FW_VGA_H
#define FW_VGA_H

#include "base/canvas.h"

/*
 * Take over the screen as it is, and make it fw/screen.h's; set mode 3 if it is
 * no text mode.
 */
void vga_init(void);

/* What it shows now, with the BIOS's cursor: the size and all cells. */
void vga_read(struct canvas *c);

#endif
