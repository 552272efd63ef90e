/*
 * The graphic menu that a config asks for: the mode, and the picture behind a
 * menu. Glue between fw/, the config and the network.
 */
#ifndef STAGE1_GRAPHIC_H
#define STAGE1_GRAPHIC_H

#include "load/linux.h"
#include "menu/conf.h"

/*
 * The screen as a config wants it: graphic if the machine can, else text,
 * without complaint.
 */
void graphic_start(const struct config *c);

/*
 * If the screen is graphic, put this behind the text: a PNG file, which is
 * fetched, or "#aarrggbb"; NULL is black. Does nothing if it is there already.
 * What fails leaves it black, and says so in the log.
 */
void graphic_background(const char *name);

/*
 * Set what vga= asks for, by the BIOS: the kernel's setup code, which would do
 * it, is passed by. Without vga= the screen stays as the menu had it; a mode
 * that does not exist is no reason not to boot. Nothing may be written to the
 * screen after this.
 */
void graphic_vga(const struct linux_boot *b);

#endif
