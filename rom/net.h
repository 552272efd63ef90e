/*
 * UDP over IPv4 on the card (RFC 768, 791), ARP (RFC 826), IGMPv2 membership
 * (RFC 2236). One datagram at a time, no sockets: whoever polls looks at the
 * ports. What nobody has polled for waits in the card's ring.
 */
#ifndef ROM_NET_H
#define ROM_NET_H

#include "rom/far.h"
#include "rom/frag.h"

/* Our configuration; zeros until DHCP is done. */
struct net {
	ip4 ip, mask, gateway;
	ip4 group; /* joined, or 0 */
};
extern struct net net;

/* A received datagram in the card's buffers. Ports in host order. */
struct net_dgram {
	ip4 src, dst;
	uint16_t src_port, dst_port;
	uint16_t len;	   /* of the payload */
	uint32_t checksum; /* sum of all but the payload; NET_UNSUMMED: none */
	struct frag_chain chain;
};
#define NET_UNSUMMED 0xFFFFFFFF

/*
 * Handle what has come, up to the next datagram for us, which the caller then
 * owns: net_take or net_drop. False if nothing is left.
 */
bool net_poll(struct net_dgram *d);

/*
 * Copy the payload, cut to room bytes, and give the buffers back. False if its
 * checksum was wrong; the bytes are there, but worthless.
 */
bool net_take(struct net_dgram *d, farptr to, uint16_t room);
void net_drop(struct net_dgram *d);

/* Where to send. gateway 0: our own, if any. Ports in host order. */
struct net_to {
	ip4 ip, gateway;
	uint16_t src_port, dst_port;
};

/*
 * Send a datagram of up to 65507 bytes, in fragments if need be. Waits for ARP
 * up to a few seconds; other frames that come meanwhile are kept. Enum
 * pxe_status.
 */
int net_send(const struct net_to *to, farptr payload, uint16_t len);

/* Join a group (0: leave it) and report that. */
void net_join(ip4 group);

#endif
