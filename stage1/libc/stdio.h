/* The part of C11 7.21 that the linked libraries name, without streams. The
 * functions that call snprintf make texts we do not ask for: the linker leaves
 * them out, so there is no code for it. */
#ifndef STAGE1_LIBC_STDIO_H
#define STAGE1_LIBC_STDIO_H

#include <stddef.h>

int snprintf(char *buf, size_t len, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
