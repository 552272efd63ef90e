/* The simulated Ethernet. Documented in ip_wire.h. */
#include "ip_wire.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

struct ip_wire ip_wire;
bool mem_wide = true; /* every machine that runs this has SSE2 */

static const uint8_t client_mac[] = {2, 0, 0, 0, 0, 0x77};
static const uint8_t server_mac[] = {2, 0, 0, 0, 0, 0x01};

static enum wire_fate wire_choose(bool to_client)
{
	unsigned n = ip_wire.count++;

	return ip_wire.fate ? ip_wire.fate(n, to_client) : WIRE_DELIVER;
}

/* Put a frame on its way to the client, behind those that come before it. */
static void wire_put(const uint8_t *bytes, size_t len, uint32_t delay_ms)
{
	struct wire_frame *f = malloc(sizeof(*f) + len), **at = &ip_wire.frames;

	f->at_ms = ip_wire.now_ms + delay_ms;
	f->len = len;
	memcpy(f->bytes, bytes, len);
	while (*at && (int32_t)((*at)->at_ms - f->at_ms) <= 0)
		at = &(*at)->next;
	f->next = *at;
	*at = f;
}

static uint32_t wire_add(const uint8_t *p, size_t len, uint32_t sum)
{
	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? p[i] : p[i] << 8;
	return sum;
}

static uint16_t wire_fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xFFFF) + (sum >> 16);
	return (uint16_t)~sum;
}

uint16_t ip_wire_sum(bool from_client, uint8_t protocol, const void *payload,
		     size_t len)
{
	ip4 client = WIRE_CLIENT, server = ip_wire.addressed;
	uint32_t sum = wire_add(client.b, 4, protocol + (uint32_t)len);

	(void)from_client; /* both addresses count the same */
	return wire_fold(wire_add(payload, len, wire_add(server.b, 4, sum)));
}

void ip_wire_send(uint8_t protocol, const void *payload, size_t len)
{
	static uint16_t id;
	uint8_t frame[ETH_FRAME_MAX] = {0};
	struct ip_header *h = (struct ip_header *)(frame + 14);
	ip4 client = WIRE_CLIENT, server = ip_wire.addressed;
	enum wire_fate fate = wire_choose(true);

	memcpy(frame, client_mac, 6);
	memcpy(frame + 6, server_mac, 6);
	wire_put16(frame + 12, ETH_IP);
	h->version_ihl = 0x45;
	wire_put16((uint8_t *)&h->length, (unsigned)(sizeof(*h) + len));
	wire_put16((uint8_t *)&h->id, ++id);
	h->ttl = 64;
	h->protocol = protocol;
	memcpy(&h->src, &server, 4);
	memcpy(&h->dst, &client, 4);
	wire_put16((uint8_t *)&h->checksum,
		   wire_fold(wire_add(frame + 14, sizeof(*h), 0)));
	memcpy(frame + 14 + sizeof(*h), payload, len);
	if (fate == WIRE_FLIP)
		frame[14 + sizeof(*h) + len / 2] ^= 4;
	if (fate != WIRE_DROP)
		wire_put(frame, 14 + sizeof(*h) + len,
			 WIRE_DELAY_MS + (fate == WIRE_LATE ? 3 : 0));
	if (fate == WIRE_TWICE)
		wire_put(frame, 14 + sizeof(*h) + len, WIRE_DELAY_MS);
}

void ip_wire_udp(uint16_t from, uint16_t to, const void *bytes, size_t len)
{
	uint8_t packet[ETH_MTU];

	wire_put16(packet, from);
	wire_put16(packet + 2, to);
	wire_put16(packet + 4, (unsigned)len + 8);
	wire_put16(packet + 6, 0);
	memcpy(packet + 8, bytes, len);
	ip_wire_send(IP_UDP, packet, len + 8);
}

/* Answer for everybody: the gateway and the servers are one. */
static void wire_arp(const uint8_t *frame)
{
	const struct arp_packet *ask = (const struct arp_packet *)(frame + 14);
	uint8_t reply[ETH_FRAME_MIN] = {0};
	struct arp_packet *r = (struct arp_packet *)(reply + 14);
	ip4 client = WIRE_CLIENT;

	if (ip_wire.deaf || !memcmp(&ask->target_ip, &client, 4))
		return;
	memcpy(reply, client_mac, 6);
	memcpy(reply + 6, server_mac, 6);
	wire_put16(reply + 12, ETH_ARP);
	*r = *ask;
	wire_put16((uint8_t *)&r->op, ARP_REPLY);
	memcpy(&r->sender_mac, server_mac, 6);
	r->sender_ip = ask->target_ip;
	memcpy(&r->target_mac, client_mac, 6);
	r->target_ip = ask->sender_ip;
	wire_put(reply, sizeof(reply), WIRE_DELAY_MS);
}

static bool wire_sent(struct nic *n, const void *bytes, size_t len)
{
	const uint8_t *frame = bytes;
	enum wire_fate fate;

	(void)n;
	if (wire_be16(frame + 12) == ETH_ARP) {
		wire_arp(frame);
		return true;
	}
	fate = wire_choose(false);
	memcpy(&ip_wire.addressed, frame + 30, 4);
	len = wire_be16(frame + 16);
	for (int times = fate == WIRE_TWICE ? 2 : 1; times; times--)
		if (fate != WIRE_DROP && fate != WIRE_FLIP && ip_wire.heard)
			ip_wire.heard(frame[23], frame + 34, len - 20);
	return true;
}

/* Time passes only where nothing is to be done. */
static void wire_turn(struct nic *n)
{
	(void)n;
	if (!ip_wire.frames ||
	    (int32_t)(ip_wire.frames->at_ms - ip_wire.now_ms) > 0)
		ip_wire.now_ms++;
	if (ip_wire.tick)
		ip_wire.tick();
}

static bool wire_received(struct nic *n, struct span *frame, uint16_t *buffer)
{
	struct wire_frame *f = ip_wire.frames;

	(void)n;
	free(ip_wire.lent);
	ip_wire.lent = NULL;
	if (!f || (int32_t)(f->at_ms - ip_wire.now_ms) > 0)
		return false;
	for (*buffer = 0; *buffer < WIRE_BUFFERS; ++*buffer)
		if (!ip_wire.given[*buffer])
			break;
	if (*buffer == WIRE_BUFFERS) {
		*buffer = NIC_LENT;
		ip_wire.lent = f;
	} else {
		ip_wire.given[*buffer] = f;
	}
	ip_wire.frames = f->next;
	*frame = span_of(f->bytes, f->len);
	return true;
}

/* The sanitizer sees who looks at a frame after this. */
static void wire_released(struct nic *n, uint16_t buffer)
{
	(void)n;
	free(ip_wire.given[buffer]);
	ip_wire.given[buffer] = NULL;
}

static uint32_t wire_now(void)
{
	return ip_wire.now_ms;
}

static uint32_t wire_random(void)
{
	static uint32_t seed = 1;

	seed = seed * 1664525 + 1013904223;
	return seed >> 7;
}

void ip_wire_start(void)
{
	static const struct ip_env env = {wire_now, wire_random};
	static const struct dhcp_lease lease = {
		.address = WIRE_CLIENT,
		.mask = {{255, 255, 255, 0}},
		.gateway = WIRE_SERVER,
		.server = WIRE_SERVER,
		.dns = {WIRE_SERVER, WIRE_SECOND},
	};
	static bool started;

	while (ip_wire.frames) {
		struct wire_frame *f = ip_wire.frames;

		ip_wire.frames = f->next;
		free(f);
	}
	ip_wire.count = 0;
	ip_wire.deaf = false;
	ip_wire.addressed = WIRE_SERVER;
	ip_wire.fate = NULL;
	ip_wire.heard = NULL;
	ip_wire.tick = NULL;
	if (started)
		return;
	started = true;
	ip_wire.now_ms = 4294900000u; /* wraps soon */
	ip_wire.nic = (struct nic){.send = wire_sent,
				   .turn = wire_turn,
				   .receive = wire_received,
				   .release = wire_released};
	memcpy(ip_wire.nic.mac, client_mac, 6);
	ip_start(&ip_wire.nic, &lease, &env);
}

void ip_wire_run(uint32_t ms)
{
	uint32_t start = ip_wire.now_ms;

	while (ip_wire.now_ms - start < ms)
		ip_turn();
}
