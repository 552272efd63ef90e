/* DHCP packets for the tests, built option by option. */
#ifndef TESTS_PACKET_H
#define TESTS_PACKET_H

#include <string.h>
#include "spec/dhcp.h"

struct packet {
	uint8_t bytes[1500];
	size_t len;
};

/* A reply without options: its fixed part, all zero but op, MAC and cookie. */
static inline void packet_begin(struct packet *p, uint8_t op)
{
	static const uint8_t mac[] = {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD};
	struct dhcp_packet *d = (struct dhcp_packet *)p->bytes;

	memset(p, 0, sizeof(*p));
	d->op = op;
	d->htype = 1;
	d->hlen = sizeof(mac);
	memcpy(d->chaddr, mac, sizeof(mac));
	memcpy(d->cookie, "\x63\x82\x53\x63", DHCP_COOKIE_LEN);
	p->len = sizeof(*d);
}

static inline struct dhcp_packet *packet_fixed(struct packet *p)
{
	return (struct dhcp_packet *)p->bytes;
}

static inline void packet_raw(struct packet *p, const void *bytes, size_t len)
{
	memcpy(p->bytes + p->len, bytes, len);
	p->len += len;
}

static inline void packet_option(struct packet *p, uint8_t code,
				 const void *value, uint8_t len)
{
	const uint8_t head[2] = {code, len};

	packet_raw(p, head, sizeof(head));
	packet_raw(p, value, len);
}

static inline void packet_text(struct packet *p, uint8_t code, const char *text)
{
	packet_option(p, code, text, (uint8_t)strlen(text));
}

static inline void packet_end(struct packet *p)
{
	packet_raw(p, "\xFF", 1);
}

#endif
