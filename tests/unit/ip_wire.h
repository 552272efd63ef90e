/*
 * A simulated Ethernet for proto/ip in virtual time: a nic, a neighbour that
 * answers ARP, and the fate of every single frame, which is the test's choice.
 * Servers are given the datagrams and segments and send their own. No checks:
 * the fuzzers use it, too.
 */
#ifndef TESTS_IP_WIRE_H
#define TESTS_IP_WIRE_H

#include "proto/ip.h"
#include "spec/net.h"

#define WIRE_CLIENT   ((ip4){{192, 0, 2, 77}})
#define WIRE_SERVER   ((ip4){{192, 0, 2, 1}})
#define WIRE_SECOND   ((ip4){{192, 0, 2, 2}}) /* name server */
#define WIRE_TCP      6
#define WIRE_DELAY_MS 1
#define WIRE_BUFFERS  16 /* of the card */

enum wire_fate { WIRE_DELIVER, WIRE_DROP, WIRE_TWICE, WIRE_LATE, WIRE_FLIP };

struct wire_frame {
	struct wire_frame *next;
	uint32_t at_ms;
	size_t len;
	uint8_t bytes[];
};

extern struct ip_wire {
	struct nic nic;
	uint32_t now_ms;
	struct wire_frame *frames; /* on their way to the client, by time */
	struct wire_frame *given[WIRE_BUFFERS]; /* to the client */
	struct wire_frame *lent;
	unsigned count; /* frames so far, both directions, without ARP */
	bool deaf;	/* ARP is not answered */
	ip4 addressed;	/* whom the client wrote to last: it is who answers */
	/* What becomes of frame number n. */
	enum wire_fate (*fate)(unsigned n, bool to_client);
	/* An IP packet's payload came from the client. */
	void (*heard)(uint8_t protocol, const uint8_t *bytes, size_t len);
	/* Called once a turn. */
	void (*tick)(void);
} ip_wire;

/* Start the stack on this wire, the first time; forget all frames. */
void ip_wire_start(void);

/* Let so much time pass; the stack gets its turns. */
void ip_wire_run(uint32_t ms);

/* Send a payload (at most 1480 bytes) from the server to the client. */
void ip_wire_send(uint8_t protocol, const void *payload, size_t len);

/* The same, of UDP, without a checksum. */
void ip_wire_udp(uint16_t from, uint16_t to, const void *bytes, size_t len);

/* RFC 1071 over the pseudo header and a payload. */
uint16_t ip_wire_sum(bool from_client, uint8_t protocol, const void *payload,
		     size_t len);

static inline uint16_t wire_be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t wire_be32(const uint8_t *p)
{
	return (uint32_t)wire_be16(p) << 16 | wire_be16(p + 2);
}

static inline void wire_put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static inline void wire_put32(uint8_t *p, uint32_t v)
{
	wire_put16(p, v >> 16);
	wire_put16(p + 2, v);
}

#endif
