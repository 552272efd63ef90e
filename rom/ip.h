/*
 * IPv4 headers, read and written (RFC 791, 1071). Works on bytes only; options
 * are skipped.
 */
#ifndef ROM_IP_H
#define ROM_IP_H

#include "base/span.h"
#include "spec/net.h"

struct ip_packet {
	ip4 src, dst;
	uint8_t protocol;
	bool more; /* fragments follow */
	uint16_t id;
	uint16_t off;	/* of this fragment in the whole payload, bytes */
	uint16_t start; /* of the payload, from the IP header */
	uint16_t len;	/* of the payload */
};

/*
 * Read the header at the front of head, which has the first bytes of a packet
 * that came in a frame with room for total bytes of IP. False if it is not a
 * sound IPv4 header: version, lengths, checksum, fragments beyond 64 KB.
 */
bool ip_parse(struct span head, uint16_t total, struct ip_packet *p);

/* Fill a header without options from p (id, src, dst, protocol, off, more). */
void ip_build(struct ip_header *h, const struct ip_packet *p);

/* Ones' complement sum of little-endian words (RFC 1071), not complemented. */
uint32_t ip_sum(const void *bytes, uint16_t len, uint32_t sum);
uint16_t ip_fold(uint32_t sum);

static inline uint16_t ip_swap16(uint16_t v)
{
	return (uint16_t)(v << 8 | v >> 8);
}

static inline bool ip_equal(ip4 a, ip4 b)
{
	return __builtin_memcmp(&a, &b, sizeof(a)) == 0;
}

static inline bool ip_is_zero(ip4 a)
{
	return (a.b[0] | a.b[1] | a.b[2] | a.b[3]) == 0;
}

static inline bool ip_is_broadcast(ip4 a)
{
	return (a.b[0] & a.b[1] & a.b[2] & a.b[3]) == 255;
}

static inline bool ip_is_group(ip4 a)
{
	return (a.b[0] & 0xF0) == 0xE0;
}

/* Are both in one subnet? */
static inline bool ip_on_link(ip4 a, ip4 b, ip4 mask)
{
	unsigned i;

	for (i = 0; i < 4; i++)
		if ((a.b[i] ^ b.b[i]) & mask.b[i])
			return false;
	return true;
}

#endif
