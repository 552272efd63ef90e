/* IPv4 headers, read and written: RFC 791. Documented in ip.h. */
#include "rom/ip.h"

#include <string.h>

uint32_t ip_sum(const void *bytes, uint16_t len, uint32_t sum)
{
	const uint8_t *p = bytes;

	for (; len > 1; len -= 2, p += 2)
		sum += (uint32_t)(p[0] | p[1] << 8);
	return len ? sum + p[0] : sum;
}

uint16_t ip_fold(uint32_t sum)
{
	sum = (sum >> 16) + (sum & 0xFFFF);
	sum += sum >> 16;
	return (uint16_t)sum;
}

bool ip_parse(struct span head, uint16_t total, struct ip_packet *p)
{
	struct span taken;
	struct ip_header h;
	uint16_t header_len, len, fragment;

	if (!span_take(&head, sizeof(h), &taken))
		return false;
	memcpy(&h, taken.p, sizeof(h));
	header_len = (uint16_t)((h.version_ihl & 15) * 4);
	len = ip_swap16(h.length);
	if (h.version_ihl >> 4 != 4 || header_len < sizeof(h) ||
	    len < header_len || len > total ||
	    !span_take(&head, header_len - sizeof(h), &taken))
		return false;
	if (ip_fold(ip_sum(head.p - header_len, header_len, 0)) != 0xFFFF)
		return false;
	fragment = ip_swap16(h.fragment);
	p->src = h.src;
	p->dst = h.dst;
	p->protocol = h.protocol;
	p->id = h.id;
	p->more = fragment & IP_MORE;
	p->off = (uint16_t)((fragment & IP_OFFSET_MASK) * 8);
	p->start = header_len;
	p->len = len - header_len;
	/* All but the last are multiples of 8; nothing exceeds 64 KB. */
	return p->off + p->len <= 0xFFFF - header_len &&
	       !(p->more && (p->len % 8 || p->len == 0));
}

void ip_build(struct ip_header *h, const struct ip_packet *p)
{
	memset(h, 0, sizeof(*h));
	h->version_ihl = 0x45;
	h->length = ip_swap16((uint16_t)(p->len + sizeof(*h)));
	h->id = p->id;
	h->fragment =
		ip_swap16((uint16_t)(p->off / 8 | (p->more ? IP_MORE : 0)));
	h->ttl = 64;
	h->protocol = p->protocol;
	h->src = p->src;
	h->dst = p->dst;
	h->checksum = (uint16_t)~ip_fold(ip_sum(h, sizeof(*h), 0));
}
