/*
 * The VGA text screen, written to directly: a firmware that redirects INT 10h
 * to the serial line does not double our own serial output. Or by INT 10h,
 * where that is wanted.
 */
#ifndef FW_VGA_H
#define FW_VGA_H

#include "base/canvas.h"

/*
 * Take over the screen as it is, and make it fw/screen.h's; set mode 3 if it is
 * no text mode.
 */
void vga_init(void);

/*
 * How it is written to, from the next vga_init on: its memory; INT 10h, so that
 * a firmware that redirects that sees it; not at all.
 */
enum vga_way { VGA_MEMORY, VGA_BIOS, VGA_OFF };
extern enum vga_way vga_way;

/* What it shows now, with the BIOS's cursor: the size and all cells. */
void vga_read(struct canvas *c);

#endif
