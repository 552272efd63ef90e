/*
 * Blocks of a TFTP window that came before one that is missing: kept in the
 * wish's room, in slots of a length and a block. In lock-step nothing is kept.
 * Between tftp.c and this only.
 */
#ifndef PROTO_TFTP_KEEP_H
#define PROTO_TFTP_KEEP_H

#include "proto/tftp.h"

/* The sizes are agreed: nothing is kept. */
void tftp_keep_none(struct tftp *t);

/*
 * Keep the block of this number, so many beyond the next. False if it can not
 * be kept: no room, too long, or the numbers have wrapped in between (some
 * servers go on with 0 then and some with 1).
 */
bool tftp_keep_put(struct tftp *t, uint16_t number, uint16_t beyond,
		   struct span bytes);

/* The next block is taken; the one behind it is the next now. */
void tftp_keep_next(struct tftp *t);

/* The next block, if it is kept; valid until tftp_keep_put. */
bool tftp_keep_get(const struct tftp *t, struct span *bytes);

#endif
