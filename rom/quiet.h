/*
 * Included before everything in the ROM: engines shared with the NBP keep their
 * error codes, but the sentences and details, which only a screen of the NBP
 * shows, are not linked.
 */
#include "base/err.h"

/* Never called, nor defined: lets the compiler check what is dropped. */
int quiet_detail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define fail(e, ...) ((void)sizeof(quiet_detail(__VA_ARGS__)), -(int)(e))
