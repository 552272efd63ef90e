/* A 16550-compatible serial port, polled: bytes out, bytes in. */
#ifndef FW_SERIAL_H
#define FW_SERIAL_H

#include "spec/types.h"

#define SERIAL_BAUD_DEFAULT 115200

/*
 * Flow control, PXELINUX's bits: a byte is sent, or taken for good, only while
 * all the lines CTS, DSR, RI, DCD are on whose bits are set. DTR and RTS are
 * always on.
 */
enum { SERIAL_FLOW_SEND = 0x0F0, SERIAL_FLOW_RECEIVE = 0xF00 };

/*
 * Use a port: 0..3 for the n-th the BIOS found (40:00), else an I/O address.
 * 8 data bits, no parity, 1 stop bit. False, and no port is used, if nothing
 * answers there.
 */
bool serial_open(uint16_t port, uint32_t baud, uint16_t flow);

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

/* True if a byte waits to be got. */
bool serial_has(void);

/* A received byte, or -1. */
int serial_get(void);

#endif
