/* The part of C11 7.24 that the linked libraries use; stage1/base/mem.c has
 * the code. No locale, no strerror, no strtok. */
#ifndef STAGE1_LIBC_STRING_H
#define STAGE1_LIBC_STRING_H

#include <stddef.h>

void *memcpy(void *restrict dst, const void *restrict src, size_t len);
void *memmove(void *dst, const void *src, size_t len);
void *memset(void *dst, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
void *memchr(const void *s, int byte, size_t len);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t len);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *part);
/* POSIX, not C11. */
size_t strnlen(const char *s, size_t max);

#endif
