/*
 * IPv4 reassembly (RFC 791 section 3.2) without copying: the fragments of a
 * datagram stay in the card's buffers, linked in order. Overlaps, which only an
 * attacker sends, cost the whole datagram (as RFC 5722 has it for IPv6).
 */
#ifndef ROM_FRAG_H
#define ROM_FRAG_H

#include "rom/ip.h"

#define FRAG_END 0xFF

/* One buffer's part of a payload. Indexed by buffer id. */
struct frag_piece {
	uint16_t off;	/* in the payload */
	uint16_t start; /* of the data in the buffer */
	uint16_t len;
	uint8_t next; /* id, or FRAG_END */
};
extern struct frag_piece frag_piece[];

/* A whole payload. */
struct frag_chain {
	uint8_t first;
	uint16_t len;
};

/*
 * Take buffer id, which has the packet's data from byte start on. True: *whole
 * is complete and the caller owns its buffers. False: the buffer waits for
 * others, or has been given back with nic_give.
 */
bool frag_add(const struct ip_packet *p, uint8_t id, uint16_t start,
	      uint32_t now_ms, struct frag_chain *whole);

/* Give all buffers of a chain back. */
void frag_free(struct frag_chain *chain);

/* Forget everything; the card has been reset and has its buffers. */
void frag_reset(void);

#endif
