/* Does the firmware show its text screen on a serial line, too? */
#ifndef FW_REDIRECT_H
#define FW_REDIRECT_H

#include "spec/types.h"

/*
 * True if it does: ACPI's SPCR table names a serial port, or somebody else than
 * the video BIOS has INT 10h (SeaBIOS's serial console, sgabios, servers).
 */
bool redirect_found(void);

/* The second of these: such a firmware reads the line's keys, too. */
bool redirect_by_int10(void);

#endif
