/* A 16550-compatible serial port, polled: bytes out, bytes in. */
#ifndef FW_SERIAL_H
#define FW_SERIAL_H

#include "spec/types.h"

#define SERIAL_BAUD_DEFAULT 115200

/*
 * Use a port: 0..3 for the n-th the BIOS found (40:00), else an I/O address.
 * 8 data bits, no parity, 1 stop bit. False, and no port is used, if nothing
 * answers there.
 */
bool serial_open(uint16_t port, uint32_t baud);

/* Stop using it. */
void serial_close(void);

/* Set the port that is open again, after another program had it. */
void serial_again(void);

/* True if a port is in use. */
bool serial_is_open(void);

/*
 * Send one byte. Waits for room, but not for ever: while the port does not get
 * ready, bytes are dropped.
 */
void serial_put(uint8_t byte);

/* A received byte, or -1. */
int serial_get(void);

#endif
