/* The part of C11 7.22 that the linked libraries name; none of them calls the
 * allocator unless its caller hands one in. No exit, no strtol, no rand. */
#ifndef STAGE1_LIBC_STDLIB_H
#define STAGE1_LIBC_STDLIB_H

#include <stddef.h>

void *malloc(size_t len);
void *calloc(size_t count, size_t len);
void free(void *ptr);
int atoi(const char *s);

#endif
