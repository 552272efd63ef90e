/*
 * A network card as the IP stack sees it: whole Ethernet frames without FCS.
 */
#ifndef PROTO_NIC_H
#define PROTO_NIC_H

#include "base/span.h"

#define NIC_FRAME_MAX 1514

struct nic {
	uint8_t mac[6];
	uint16_t ring; /* frames that may arrive between two turns */
	/* Queue a frame (copied). False: no room, the frame is lost. */
	bool (*send)(struct nic *n, const void *frame, size_t len);
	/* Let the card work: send what is queued, take what has come. */
	void (*turn)(struct nic *n);
	/* A frame that has come, valid until the next call. False: none. */
	bool (*receive)(struct nic *n, struct span *frame);
};

#endif
