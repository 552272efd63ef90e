/*
 * Included before everything in the ROM: engines shared with the NBP keep their
 * error codes, but the sentences and details, which only a screen of the NBP
 * shows, are not linked.
 */
#include "base/err.h"

#define fail(e, ...) (-(int)(e))
