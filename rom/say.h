/*
 * What the user sees: lines of text, and PXE-Exx messages with the numbers that
 * every PXE ROM uses (PXE 2.1 section 3.5).
 */
#ifndef ROM_SAY_H
#define ROM_SAY_H

#include "spec/net.h"
#include "spec/pxe.h"

/* Print; at most 160 characters. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "PXE-E51: ..." on a line of its own. */
void say_status(int status);

void say_mac(const eth_mac *mac);
void say_ip(const char *name, ip4 ip);
/* 16 bytes as SMBIOS stores them: the first three fields little-endian. */
void say_uuid(const uint8_t *uuid);

/* True if Esc or Ctrl-C was pressed. */
bool say_cancelled(void);

#endif
