/*
 * An HTTP server's TCP on the simulated Ethernet (ip_wire.h): one file, sent in
 * windows of a few segments, go-back-N after a timeout, one segment after three
 * equal ACKs. It reads Range. Small and strict: what the client does wrong is
 * counted.
 */
#ifndef TESTS_TCP_PEER_H
#define TESTS_TCP_PEER_H

#include "ip_wire.h"

struct tcp_peer {
	uint64_t size;	    /* of the file: bytes of tcp_peer_byte */
	unsigned window;    /* segments under way at most */
	uint32_t reset_at;  /* once, reset when so many bytes were sent */
	uint32_t silent_at; /* once, nothing more from there on */
	bool refuses;	    /* every SYN */

	unsigned connections, requests, resent, wrong;
	uint32_t asked_from; /* the last Range */
	unsigned offered;    /* by the client: its largest window */
};
extern struct tcp_peer tcp_peer;

uint8_t tcp_peer_byte(uint64_t at);

/* Listen on port 80 of the wire. */
void tcp_peer_start(const struct tcp_peer *how);

#endif
