/*
 * The VGA text screen, written to directly: a firmware that redirects INT 10h
 * to the serial line does not double our own serial output.
 */
#ifndef FW_VGA_H
#define FW_VGA_H

#include "spec/types.h"

/* Sizes of the screen, set by vga_init. */
extern uint8_t vga_cols, vga_rows;

/* Take over the screen as it is; set mode 3 if it is no text mode. */
void vga_init(void);

/* One character cell; attr as VGA has it. Places outside are ignored. */
void vga_put(int row, int col, uint8_t attr, uint8_t ch);

/* Move everything up by one row; the last one becomes blank. */
void vga_scroll(uint8_t attr);

/* Put the hardware cursor and tell the BIOS of it; row -1 hides it. */
void vga_cursor(int row, int col);

/* Where the BIOS has its cursor. */
void vga_get_cursor(int *row, int *col);

#endif
