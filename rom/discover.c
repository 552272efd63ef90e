/* Boot server discovery. Documented in discover.h. */
#include "rom/discover.h"

#include <string.h>
#include "rom/message.h"
#include "rom/say.h"

enum { ROUNDS = 4 }; /* of 1, 2, 3, 4 s for each way */

static struct {
	const struct vendor *v;
	uint8_t type[2];
	struct message request;
} search;

/* May this server answer for the type? (Discovery control bit 2.) */
static bool discover_allowed(ip4 server)
{
	struct vendor_server s;
	struct span one;

	if (!(search.v->control & VENDOR_LISTED_ONLY))
		return true;
	if (!vendor_find_server(search.v, search.type, &s))
		return false;
	if (s.addresses.len == 0)
		return true;
	while (span_take(&s.addresses, sizeof(ip4), &one))
		if (memcmp(one.p, &server, sizeof(ip4)) == 0)
			return true;
	return false;
}

/*
 * Only an ACK by a PXE server that names our type: plain DHCP servers, too,
 * answer a request that they take for theirs.
 */
static uint32_t discover_judge(const struct message_reply *r)
{
	uint8_t room[256];
	ip4 server = r->from;
	struct vendor v;
	int len;

	if (r->type != DHCP_ACK_TYPE || !r->pxe)
		return MESSAGE_GO_ON;
	len = dhcp_option(&r->dhcp, DHCP_VENDOR, room, sizeof(room));
	if (len < 0)
		return MESSAGE_GO_ON;
	vendor_parse(span_of(room, len < 256 ? (size_t)len : 256), &v);
	dhcp_ip(&r->dhcp, DHCP_SERVER_ID, &server);
	if (!v.has_item || memcmp(v.item_type, search.type, 2) != 0 ||
	    !discover_allowed(server))
		return MESSAGE_GO_ON;
	message_cached[MESSAGE_REPLY] = *r->message;
	return 0;
}

static int discover_ask(ip4 ip, uint16_t port, uint32_t wait_ms)
{
	struct net_to to = {
		.ip = ip, .src_port = DHCP_CLIENT_PORT, .dst_port = port};
	uint8_t item[] = {DHCP_BOOT_ITEM, 4, search.type[0],
			  search.type[1], 0, 0,
			  DHCP_END};
	int rc;

	message_begin(&search.request, DHCP_REQUEST_TYPE);
	message_option(&search.request, DHCP_VENDOR, item, sizeof(item));
	message_end(&search.request);
	rc = message_ask(&search.request, &to, wait_ms, discover_judge);
	/* A dead server is as good as a silent one. */
	return rc == PXE_STATUS_ARP_TIMEOUT ? PXE_STATUS_DHCP_TIMEOUT : rc;
}

static int discover_listed(uint32_t wait_ms)
{
	int rc = PXE_STATUS_DHCP_TIMEOUT;
	struct vendor_server s;
	struct span one;
	ip4 ip;

	if (!vendor_find_server(search.v, search.type, &s))
		return rc;
	while (rc == PXE_STATUS_DHCP_TIMEOUT &&
	       span_take(&s.addresses, sizeof(ip4), &one)) {
		memcpy(&ip, one.p, sizeof(ip));
		rc = discover_ask(ip, DHCP_PROXY_PORT, wait_ms);
	}
	return rc;
}

/* All enabled ways once, in the order of the specification. */
static int discover_round(uint32_t wait_ms)
{
	static const ip4 everybody = {{255, 255, 255, 255}};
	const struct vendor *v = search.v;
	int rc = PXE_STATUS_DHCP_TIMEOUT;

	if (!(v->control & VENDOR_NO_MULTICAST) && !ip_is_zero(v->group))
		rc = discover_ask(v->group, DHCP_PROXY_PORT, wait_ms);
	if (rc == PXE_STATUS_DHCP_TIMEOUT &&
	    !(v->control & VENDOR_NO_BROADCAST))
		rc = discover_ask(everybody, DHCP_SERVER_PORT, wait_ms);
	if (rc == PXE_STATUS_DHCP_TIMEOUT)
		rc = discover_listed(wait_ms);
	return rc;
}

/* Is there any way to ask? */
static bool discover_possible(void)
{
	const struct vendor *v = search.v;
	struct vendor_server s;

	if (!(v->control & VENDOR_NO_BROADCAST) ||
	    (!(v->control & VENDOR_NO_MULTICAST) && !ip_is_zero(v->group)))
		return true;
	return vendor_find_server(v, search.type, &s) && s.addresses.len;
}

int discover_server(const struct vendor *v, const uint8_t type[2])
{
	unsigned i;
	int rc = PXE_STATUS_DHCP_TIMEOUT;

	search.v = v;
	memcpy(search.type, type, 2);
	if (!discover_possible())
		return PXE_STATUS_BSTRAP_MISSING_LIST;
	say("Boot server");
	for (i = 1; i <= ROUNDS && rc == PXE_STATUS_DHCP_TIMEOUT; i++) {
		say(".");
		rc = discover_round(i * 1000);
	}
	say("\n");
	return rc == PXE_STATUS_DHCP_TIMEOUT ? PXE_STATUS_BSTRAP_NO_RESPONSE
					     : rc;
}
