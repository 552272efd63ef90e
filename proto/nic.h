/*
 * A network card as the IP stack sees it: whole Ethernet frames without FCS.
 */
#ifndef PROTO_NIC_H
#define PROTO_NIC_H

#include "base/span.h"

#define NIC_FRAME_MAX 1514
#define NIC_RING_MAX  256

struct nic {
	uint8_t mac[6];
	uint16_t ring; /* slots: frames that may arrive between two turns */
	/* Queue a frame (copied). False: no room, the frame is lost. */
	bool (*send)(struct nic *n, const void *frame, size_t len);
	/* Let the card work: send what is queued, take what has come. */
	void (*turn)(struct nic *n);
	/*
	 * The next frame that has come, in order, and its slot. Frame and slot
	 * are the caller's until released. False: there is none.
	 */
	bool (*receive)(struct nic *n, struct span *frame, uint16_t *slot);
	/* In any order. A slot that is kept takes room for what comes. */
	void (*release)(struct nic *n, uint16_t slot);
};

#endif
