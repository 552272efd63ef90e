/*
 * A file by TFTP, by the way that is fastest here (way.h); between the road and
 * road.c only.
 */
#ifndef STAGE1_ROAD_TFTP_H
#define STAGE1_ROAD_TFTP_H

#include "road.h"

/* undi: it works; call_us: what a PXE call costs, 0 if nobody knows. */
void road_tftp_init(bool undi, uint32_t call_us);

/* As road_fetch, for a tftp URL. */
int road_tftp(const struct url *u, struct sink *out, struct fetch_watch *watch,
	      struct fetch_state *state, const char **how);

/* In road.c: give the card to the firmware's UDP interface, or to our own IP.
 */
int road_take(bool api, struct wire **wire);

#endif
