/*
 * The text helpers that string.h lacks. Everything is bounded; ASCII only.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <string.h>
#include "spec/types.h"

/* Copy text, cut to room bytes with the NUL. False if it was cut. */
bool str_copy(char *to, size_t room, const char *from);

/* How many characters a and b begin with in common, without regard to case. */
size_t str_same(const char *a, const char *b);

/* Compare without regard to case; 0 if equal. */
int str_casecmp(const char *a, const char *b);

/* True if s begins with prefix, without regard to case. */
bool str_caseprefix(const char *s, const char *prefix);

/* Lower case of an ASCII letter, other values as they are. */
int str_lower(int c);

/* True for blank, tab, CR, LF, vertical tab and form feed. */
bool str_isspace(int c);

/* The first character of s that is not blank; or, if not blank, that is. */
char *str_skip(const char *s, bool blank);

/* The value of a digit of any base up to 16; 16 if it is none. */
unsigned str_digit(int c);

/*
 * Read a decimal number (or hexadecimal with 0x) at s. Returns the first
 * character after it, or NULL if there is no digit or it exceeds max.
 */
const char *str_number(const char *s, uint32_t max, uint32_t *value);

/*
 * Read an address in dotted decimal ("10.0.2.2") at s. Returns the first
 * character after it, or NULL if there is none.
 */
const char *str_ip(const char *s, ip4 *address);

/*
 * Show control characters in s as dots, in place: for what came from the
 * network. Returns s.
 */
char *str_printable(char *s);

#endif
