/* DHCP messages of the PXE client. Documented in message.h. */
#include "rom/message.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/nic.h"
#include "rom/say.h"

enum {
	OP_REQUEST = 1,
	OP_REPLY = 2,
	LEN_MIN = 300,
	/* Option 57 counts the IP and UDP headers, too. */
	MAX_MESSAGE = MESSAGE_LEN + 28,
};

static const char class_id[] = DHCP_PXE_CLASS_ID;
#define SERVER_CLASS_LEN 9 /* servers say only PXEClient */

struct message_client message_client;
/* Replies arrive here. */
static struct message received;

void message_option(struct message *m, uint8_t code, const void *data,
		    uint8_t len)
{
	/* END must still fit. */
	if (m->len + 3 + len > MESSAGE_LEN)
		return;
	m->bytes[m->len++] = code;
	m->bytes[m->len++] = len;
	memcpy(m->bytes + m->len, data, len);
	m->len += len;
}

static void message_options(struct message *m, uint8_t type)
{
	static const uint8_t max[] = {MAX_MESSAGE >> 8, MAX_MESSAGE & 255};
	static const uint8_t wanted[] = {
		1,   2,	  3,   4,   5,	 6,   11,  12,	13,  15,  16,
		17,  18,  22,  23,  28,	 40,  41,  42,	43,  50,  51,
		54,  58,  59,  60,  66,	 67,  97,  128, 129, 130, 131,
		132, 133, 134, 135, 150, 208, 209, 210, 211};
	static const uint8_t arch[] = {0, 0};	/* x86 BIOS */
	static const uint8_t ndi[] = {1, 2, 1}; /* UNDI 2.1 */
	uint8_t uuid[17] = {0};

	memcpy(uuid + 1, message_client.uuid, 16);
	message_option(m, DHCP_MESSAGE_TYPE, &type, 1);
	message_option(m, DHCP_MAX_MESSAGE, max, sizeof(max));
	message_option(m, DHCP_PARAMETER_LIST, wanted, sizeof(wanted));
	message_option(m, DHCP_CLIENT_UUID, uuid, sizeof(uuid));
	message_option(m, DHCP_CLIENT_ARCH, arch, sizeof(arch));
	message_option(m, DHCP_CLIENT_NDI, ndi, sizeof(ndi));
	message_option(m, DHCP_CLASS_ID, class_id, DHCP_PXE_CLASS_ID_LEN);
}

void message_begin(struct message *m, uint8_t type)
{
	uint32_t secs = (bios_ms() - message_client.start_ms) / 1000;

	memset(m, 0, sizeof(*m));
	m->packet.op = OP_REQUEST;
	m->packet.htype = 1;
	m->packet.hlen = ETH_MAC_LEN;
	message_client.xid += 0x01000193;
	memcpy(m->packet.xid, &message_client.xid, 4);
	m->packet.secs[0] = (uint8_t)(secs >> 8);
	m->packet.secs[1] = (uint8_t)secs;
	m->packet.ciaddr = net.ip;
	memcpy(m->packet.chaddr, &nic.mac, ETH_MAC_LEN);
	memcpy(m->packet.cookie, DHCP_COOKIE, DHCP_COOKIE_LEN);
	m->len = offsetof(struct dhcp_packet, options);
	message_options(m, type);
}

void message_end(struct message *m)
{
	m->bytes[m->len++] = DHCP_END;
	if (m->len < LEN_MIN)
		m->len = LEN_MIN;
}

/* Is this a sound answer to m? Fills r. */
static bool message_parse(const struct message *m, struct message_reply *r)
{
	const struct dhcp_packet *p = &received.packet;
	char class[SERVER_CLASS_LEN + 1];

	if (dhcp_open(&r->dhcp, received.bytes, received.len) < 0 ||
	    p->op != OP_REPLY || memcmp(p->xid, m->packet.xid, 4) != 0 ||
	    memcmp(p->chaddr, m->packet.chaddr, ETH_MAC_LEN) != 0)
		return false;
	r->message = &received;
	r->type = 0;
	dhcp_option(&r->dhcp, DHCP_MESSAGE_TYPE, &r->type, 1);
	r->pxe = dhcp_text(&r->dhcp, DHCP_CLASS_ID, class, sizeof(class)) &&
		 memcmp(class, class_id, SERVER_CLASS_LEN) == 0;
	return true;
}

/* The next reply to m, if one has come. */
static bool message_receive(const struct message *m, struct message_reply *r)
{
	struct net_dgram d;

	while (net_poll(&d)) {
		if (d.dst_port != DHCP_CLIENT_PORT &&
		    d.dst_port != DHCP_PROXY_PORT) {
			net_drop(&d);
			continue;
		}
		r->from = d.src;
		memset(&received, 0, sizeof(received));
		received.len = d.len < MESSAGE_LEN ? d.len : MESSAGE_LEN;
		if (net_take(&d, far_near(received.bytes), MESSAGE_LEN) &&
		    message_parse(m, r))
			return true;
	}
	return false;
}

int message_ask(struct message *m, const struct net_to *to, uint32_t wait_ms,
		message_judge *judge)
{
	uint32_t start = bios_ms(), waited, more;
	struct message_reply r;
	int rc = net_send(to, far_near(m->bytes), m->len);

	if (rc)
		return rc;
	do {
		while (message_receive(m, &r)) {
			more = judge(&r);
			if (more == 0)
				return PXE_STATUS_SUCCESS;
			waited = bios_ms() - start;
			if (more < MESSAGE_GO_ON && waited + more < wait_ms)
				wait_ms = waited + more;
		}
		if (say_cancelled())
			return PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE;
	} while (bios_ms() - start < wait_ms);
	return PXE_STATUS_DHCP_TIMEOUT;
}
