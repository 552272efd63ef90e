/* The DHCP dialogue of a PXE client. Documented in dialogue.h. */
#include "rom/dialogue.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/say.h"
#include "rom/vendor.h"

enum {
	DISCOVER_TRIES = 4,
	REQUEST_TRIES = 4,
	FIRST_WAIT_MS = 4000, /* then 8, 16, 32 s */
	/* How long a plain offer with a boot file waits for a ProxyDHCP. */
	PROXY_GRACE_MS = 2000,
	/* Rounds in which an offer without a boot file waits for one. */
	PATIENT_ROUNDS = 2,
	PROXY_TRIES = 4, /* 1, 2, 3, 4 s */
	RESTARTS = 3,	 /* after a NAK */
	VENDOR_MAX = 512,
};

/* What one discover round has collected. The best packets are in the slots of
 * those that will replace them: ACK and REPLY. */
static struct {
	uint8_t offer, proxy; /* ranks; 0: none yet */
	bool bootp;	      /* the offer is no DHCP: it is final */
	ip4 offer_server, proxy_server;
} found;

/* An option 43 or its absence. */
static void dialogue_vendor(const struct dhcp *d, uint8_t *room,
			    struct vendor *v)
{
	int len = dhcp_option(d, DHCP_VENDOR, room, VENDOR_MAX);

	if (len < 0)
		len = 0;
	vendor_parse(span_of(room, len < VENDOR_MAX ? len : VENDOR_MAX), v);
}

static bool dialogue_has_file(const struct dhcp *d)
{
	char c[2];

	return dhcp_text(d, DHCP_BOOT_FILE, c, sizeof(c)) ||
	       (!(d->overload & 1) && d->packet->file[0]);
}

uint8_t dialogue_rank(const struct message_reply *r)
{
	uint8_t room[VENDOR_MAX], rank = RANK_ADDRESS;
	struct vendor v;

	if (dialogue_has_file(&r->dhcp))
		rank |= RANK_FILE;
	if (r->pxe) {
		rank |= RANK_PXE;
		dialogue_vendor(&r->dhcp, room, &v);
		if (v.pxe)
			rank |= RANK_VENDOR;
	}
	return rank;
}

/* Whom the packet names as its server: option 54, else the sender. */
static ip4 dialogue_server(const struct message_reply *r)
{
	ip4 server = r->from;

	dhcp_ip(&r->dhcp, DHCP_SERVER_ID, &server);
	return server;
}

/* Nothing better can be expected. */
static bool dialogue_satisfied(void)
{
	if (found.offer == 0)
		return false;
	return (found.offer & RANK_PXE && found.offer > RANK_COMPLETE) ||
	       found.proxy;
}

/* A DHCP offer is worth more than a BOOTP reply that says as much. */
static bool dialogue_better(const struct message_reply *r, uint8_t rank)
{
	return rank > found.offer ||
	       (rank == found.offer && found.bootp && r->type != 0);
}

static uint32_t dialogue_judge_offer(const struct message_reply *r)
{
	ip4 address = r->message->packet.yiaddr;
	bool proxy = ip_is_zero(address);
	uint8_t rank = dialogue_rank(r);

	if (r->type != DHCP_OFFER_TYPE && (r->type != 0 || proxy))
		return MESSAGE_GO_ON;
	if (!proxy && !dhcp_ip_usable(address))
		return MESSAGE_GO_ON;
	if (proxy && r->pxe && rank > found.proxy) {
		found.proxy = rank;
		found.proxy_server = dialogue_server(r);
		message_cached[MESSAGE_REPLY] = *r->message;
	}
	if (!proxy && dialogue_better(r, rank)) {
		found.offer = rank;
		found.bootp = r->type == 0;
		found.offer_server = dialogue_server(r);
		message_cached[MESSAGE_ACK] = *r->message;
	}
	if (dialogue_satisfied())
		return 0;
	return found.offer & RANK_FILE ? PROXY_GRACE_MS : MESSAGE_GO_ON;
}

/* Is what was found so far good enough after this round? */
static bool dialogue_settle(unsigned round)
{
	return found.offer &&
	       (found.offer & RANK_FILE || round + 1 >= PATIENT_ROUNDS);
}

static int dialogue_discover(void)
{
	static const struct net_to everybody = {
		.ip = {{255, 255, 255, 255}},
		.src_port = DHCP_CLIENT_PORT,
		.dst_port = DHCP_SERVER_PORT,
	};
	struct message *m = &message_cached[MESSAGE_DISCOVER];
	uint32_t wait_ms = FIRST_WAIT_MS;
	unsigned round;
	int rc;

	memset(&found, 0, sizeof(found));
	for (round = 0; round < DISCOVER_TRIES; round++, wait_ms *= 2) {
		say(".");
		message_begin(m, DHCP_DISCOVER_TYPE);
		message_end(m);
		rc = message_ask(m, &everybody, wait_ms, dialogue_judge_offer);
		if (rc != PXE_STATUS_DHCP_TIMEOUT || dialogue_settle(round))
			break;
	}
	if (rc == PXE_STATUS_DHCP_TIMEOUT && found.offer)
		return PXE_STATUS_SUCCESS;
	if (rc == PXE_STATUS_DHCP_TIMEOUT && found.proxy)
		return PXE_STATUS_DHCP_NO_IP_ADDRESS;
	return rc;
}

/* The ACK of the server that was chosen; a NAK ends the waiting as well. */
static bool dialogue_refused;

static uint32_t dialogue_judge_ack(const struct message_reply *r)
{
	if (r->type != DHCP_ACK_TYPE && r->type != DHCP_NAK_TYPE)
		return MESSAGE_GO_ON;
	if (!ip_equal(dialogue_server(r), found.offer_server))
		return MESSAGE_GO_ON;
	if (r->type == DHCP_ACK_TYPE &&
	    !dhcp_ip_usable(r->message->packet.yiaddr))
		return MESSAGE_GO_ON;
	dialogue_refused = r->type == DHCP_NAK_TYPE;
	if (!dialogue_refused)
		message_cached[MESSAGE_ACK] = *r->message;
	return 0;
}

/* RFC 2131 section 4.4.1. A BOOTP reply is final as it is. */
static int dialogue_request(struct message *m)
{
	static const struct net_to everybody = {
		.ip = {{255, 255, 255, 255}},
		.src_port = DHCP_CLIENT_PORT,
		.dst_port = DHCP_SERVER_PORT,
	};
	ip4 wanted = message_cached[MESSAGE_ACK].packet.yiaddr;
	uint32_t wait_ms = FIRST_WAIT_MS;
	unsigned i;
	int rc = PXE_STATUS_SUCCESS;

	dialogue_refused = false;
	if (found.bootp)
		return rc;
	for (i = 0; i < REQUEST_TRIES; i++, wait_ms *= 2) {
		message_begin(m, DHCP_REQUEST_TYPE);
		message_option(m, DHCP_REQUESTED_IP, &wanted, sizeof(wanted));
		message_option(m, DHCP_SERVER_ID, &found.offer_server,
			       sizeof(found.offer_server));
		message_end(m);
		rc = message_ask(m, &everybody, wait_ms, dialogue_judge_ack);
		if (rc != PXE_STATUS_DHCP_TIMEOUT)
			break;
	}
	return rc;
}

static void dialogue_configure(void)
{
	struct message *ack = &message_cached[MESSAGE_ACK];
	struct dhcp d;

	memset(&net, 0, sizeof(net));
	if (dhcp_open(&d, ack->bytes, ack->len) < 0)
		return;
	net.ip = ack->packet.yiaddr;
	dhcp_ip(&d, DHCP_SUBNET_MASK, &net.mask);
	dhcp_ip(&d, DHCP_ROUTER, &net.gateway);
}

static uint32_t dialogue_judge_proxy(const struct message_reply *r)
{
	/* Some answer with an OFFER. */
	if (!r->pxe ||
	    (r->type != DHCP_ACK_TYPE && r->type != DHCP_OFFER_TYPE) ||
	    dialogue_rank(r) <= RANK_COMPLETE)
		return MESSAGE_GO_ON;
	message_cached[MESSAGE_REPLY] = *r->message;
	return 0;
}

/* Ask the ProxyDHCP service on its own port (PXE 2.1 section 2.4.2). */
static int dialogue_ask_proxy(struct message *m, ip4 server)
{
	struct net_to to = {.ip = server,
			    .src_port = DHCP_CLIENT_PORT,
			    .dst_port = DHCP_PROXY_PORT};
	unsigned i;
	int rc = PXE_STATUS_DHCP_TIMEOUT;

	for (i = 1; i <= PROXY_TRIES && rc == PXE_STATUS_DHCP_TIMEOUT; i++) {
		message_begin(m, DHCP_REQUEST_TYPE);
		message_end(m);
		rc = message_ask(m, &to, i * 1000, dialogue_judge_proxy);
	}
	/* Not there: an ARP or DHCP time-out alike. */
	if (rc == PXE_STATUS_DHCP_TIMEOUT || rc == PXE_STATUS_ARP_TIMEOUT)
		rc = PXE_STATUS_BINL_NO_PXE_SERVER;
	return rc;
}

/*
 * Whose packet says what to boot? The DHCP server's if it is a PXE server, else
 * a proxy's. A PXE server that told nothing has its service on port 4011.
 */
static int dialogue_boot_source(struct dialogue *d, struct message *m)
{
	bool bare_server = found.offer == RANK_COMPLETE;
	int rc = PXE_STATUS_SUCCESS;

	d->server = found.offer_server;
	d->from_proxy = found.proxy && !(found.offer & RANK_PXE);
	if (d->from_proxy)
		d->proxy = found.proxy_server;
	else if (bare_server)
		d->proxy = found.offer_server;
	if (bare_server || (d->from_proxy && found.proxy <= RANK_COMPLETE)) {
		rc = dialogue_ask_proxy(m, d->proxy);
		d->from_proxy = rc == PXE_STATUS_SUCCESS;
	}
	if (!d->from_proxy)
		message_cached[MESSAGE_REPLY] = message_cached[MESSAGE_ACK];
	return rc;
}

int dialogue_run(struct dialogue *d)
{
	static struct message request;
	unsigned i;
	int rc;

	memset(d, 0, sizeof(*d));
	for (i = 0; i < RESTARTS; i++) {
		rc = dialogue_discover();
		if (rc)
			return rc;
		rc = dialogue_request(&request);
		if (rc)
			return rc;
		if (!dialogue_refused)
			break;
	}
	if (dialogue_refused)
		return PXE_STATUS_DHCP_NO_IP_ADDRESS;
	dialogue_configure();
	return dialogue_boot_source(d, &request);
}
