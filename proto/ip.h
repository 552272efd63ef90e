/*
 * Our own IP over a nic: the port of lwIP (raw API, one loop). ARP, IPv4 with
 * reassembly, ICMP echo, UDP, TCP. Not here: DHCP; the firmware has the lease.
 */
#ifndef PROTO_IP_H
#define PROTO_IP_H

#include "proto/dhcp.h"
#include "proto/fetch.h"
#include "proto/nic.h"
#include "proto/stream.h"

/* The time for lwIP's timers, and a number nobody can guess; from the caller.
 */
struct ip_env {
	uint32_t (*now_ms)(void);
	uint32_t (*random)(void);
};

/* Start the stack with the lease's address. Once; nic and env must stay. */
int ip_start(struct nic *nic, const struct dhcp_lease *lease,
	     const struct ip_env *env);

/* One turn: let the card work, take its frames, run the timers. */
void ip_turn(void);

/*
 * Does the card really carry frames? Asks for the neighbour's (server, or the
 * gateway on the way to it) hardware address. 0, or fails after limit_ms.
 */
int ip_probe(ip4 server, uint32_t limit_ms);

/* The wire of TFTP over this stack. There is one. */
int ip_udp_wire(struct wire **wire);

/* To whom ip_tell goes from now on: an address or a name. Does not wait. */
void ip_tell_to(const char *host);

/*
 * Send a datagram that wants no answer. 1: sent, or lost; 0: not yet, the host
 * is looked up; negative: there is no such host.
 */
int ip_tell(uint16_t port, const void *datagram, size_t len);

/* Acknowledge what TCP has received, and see what is missing; for ip_turn. */
void ip_tcp_acknowledge(void);

/* The TCP connection of HTTP over this stack. There is one. */
struct stream *ip_tcp_stream(void);

#endif
