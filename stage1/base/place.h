/*
 * A sink that writes a stream to one bounded place in memory.
 */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include "base/sink.h"

struct place {
	struct sink sink;
	uint8_t *base;
	uint32_t room; /* bytes that may be written */
	uint32_t len;  /* bytes that were */
};

/* Write to base, at most room bytes; more fails, saying how many are missing.
 */
void place_init(struct place *p, void *base, uint32_t room);

#endif
