/*
 * Keyboard maps. The BIOS always takes the keyboard for an American one; what
 * it read is turned back into the key and then into what is printed on that.
 * Code page 437 and letters outside ASCII: not here, such a key gives nothing.
 */
#ifndef FW_KEYMAP_H
#define FW_KEYMAP_H

#include "spec/types.h"

/* Bytes of a file (PXELINUX's .ktl): what each character becomes. */
#define KEYMAP_FILE_LEN 256

/*
 * Use a map: us, uk, de, fr, es, se, ch, jp. False, and nothing changes, if
 * there is none of this name.
 */
bool keymap_use(const char *name);

/* Use a file. False, and nothing changes, if it has not KEYMAP_FILE_LEN bytes.
 */
bool keymap_use_file(const void *file, size_t len);

/*
 * The character of a keystroke as INT 16h AH=10h tells it (AH: scan code, AL:
 * character): ASCII, or 0 if it has none.
 */
uint8_t keymap_char(uint16_t keystroke);

#endif
