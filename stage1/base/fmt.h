/*
 * Text into bounded buffers. The formatter knows the part of printf that is
 * used: %s %.*s %c %d %u %x %X %% with width, '-' and '0', and the length
 * modifiers l, ll and z. No floating point.
 */
#ifndef BASE_FMT_H
#define BASE_FMT_H

#include <stdarg.h>
#include "spec/types.h"

/*
 * Format into buf, at most room bytes with the NUL (always written if room is
 * not 0). Returns the length the whole text would have had, without NUL.
 */
size_t fmt(char *buf, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
size_t vfmt(char *buf, size_t room, const char *format, va_list args);

/* "10.0.2.15". buf has at least FMT_IP bytes. Returns buf. */
#define FMT_IP 16
char *fmt_ip(char *buf, ip4 address);

/*
 * Bytes in lower-case hexadecimal, with between before those whose bit is set
 * in where (bit 0: the first; bit 31 is for all behind it, too). Room and
 * result as of fmt.
 */
size_t fmt_hex(char *buf, size_t room, const uint8_t *bytes, size_t len,
	       char between, uint32_t where);

/*
 * A byte count for people, in steps of 1000: "512 bytes", "14.2 MB". buf has
 * at least FMT_SIZE bytes. Returns buf.
 */
#define FMT_SIZE 16
char *fmt_size(char *buf, uint64_t bytes);

#endif
