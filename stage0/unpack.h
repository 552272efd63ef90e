/* Stage1 out of its packed form, which tools/pack.py makes. */
#ifndef STAGE0_UNPACK_H
#define STAGE0_UNPACK_H

#include "stage0/head.h"
#include "stage0/mix.h"

/*
 * Unpack h->packed_len bytes to the h->image_len bytes at "to". "work" is
 * scratch memory. False if the data are damaged; then "to" holds anything.
 */
bool unpack(const struct head *h, const uint8_t *packed, uint8_t *to,
	    struct mix *work);

#endif
