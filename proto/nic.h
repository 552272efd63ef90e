/*
 * A network card as the IP stack sees it: whole Ethernet frames without FCS.
 */
#ifndef PROTO_NIC_H
#define PROTO_NIC_H

#include "base/span.h"

#define NIC_FRAME_MAX	1514
/* Buffers that a card may give away at once. */
#define NIC_BUFFERS_MAX 256
/* No buffer was given away: the frame is lent until the next receive. */
#define NIC_LENT	0xFFFF

struct nic {
	uint8_t mac[6];
	/* Queue a frame (copied). False: no room, the frame is lost. */
	bool (*send)(struct nic *n, const void *frame, size_t len);
	/* Let the card work: send what is queued, take what has come. */
	void (*turn)(struct nic *n);
	/*
	 * The next frame that has come, in order, and its buffer (a small
	 * number), which is the caller's until released; or NIC_LENT, if the
	 * card has no other to put in its place. False: there is no frame.
	 */
	bool (*receive)(struct nic *n, struct span *frame, uint16_t *buffer);
	/* In any order. What is kept takes no room from what comes. */
	void (*release)(struct nic *n, uint16_t buffer);
};

#endif
