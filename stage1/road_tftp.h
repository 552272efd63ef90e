/*
 * A file by TFTP, by the way that is fastest here (way.h). Between road.c and
 * this only.
 */
#ifndef STAGE1_ROAD_TFTP_H
#define STAGE1_ROAD_TFTP_H

#include "road.h"

/*
 * Take the road to begin with, and say which; call_us: what a PXE call costs
 * beyond ours into real mode. Fails if there is none.
 */
int road_tftp_open(uint32_t call_us);

/* Which roads may be used. Fails if none of them works. */
int road_tftp_force(bool undi, bool udp);

/* The card is ours now: the firmware's UDP is no way any more. */
void road_tftp_no_udp(void);

/* As road_fetch, for a tftp URL with an address. */
int road_tftp(const struct url *u, struct sink *out, struct fetch_watch *watch,
	      struct fetch_state *state, const char **how);

/*
 * In road.c: the wire over the firmware's UDP, or over our own IP. The second
 * takes some seconds to fail, and is not tried again then.
 */
int road_take_udp(struct wire **w);
int road_take_undi(struct wire **w);

#endif
