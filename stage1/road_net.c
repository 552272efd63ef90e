/*
 * Our own IP over UNDI, and the firmware's UDP interface where that does not
 * work. Documented in road.h.
 */
#include "base/err.h"
#include "base/log.h"
#include "fw/clock.h"
#include "fw/udp.h"
#include "fw/undi.h"
#include "proto/ip.h"
#include "road.h"

/* A switch that has just seen the link may take some seconds to forward. */
#define PROBE_MS 4000

static uint32_t road_random(void)
{
	static uint32_t seed;

	/* What a blind attacker on the net can not see. */
	seed = seed * 1664525 + 1013904223 + clock_cycles();
	return seed;
}

static struct wire *wire;     /* of TFTP */
static struct stream *stream; /* of HTTP; NULL: the road has none */

static int road_undi(const struct dhcp_lease *lease)
{
	static const struct ip_env env = {clock_ms, road_random};
	struct nic *nic;

	TRY(undi_open(&nic));
	TRY(ip_start(nic, lease, &env));
	TRY(ip_probe(lease->server, PROBE_MS));
	TRY(ip_udp_wire(&wire));
	stream = ip_tcp_stream();
	return 0;
}

int road_open(const struct dhcp_lease *lease)
{
	int rc = road_undi(lease);

	if (rc < 0) {
		log_line(LOG_WARN,
			 "UNDI: %s (%s) [%s]; using the firmware's UDP",
			 err_sentence(rc), err_detail(), err_code(rc));
		undi_close();
		TRY(udp_open(lease, &wire));
	}
	log_line(LOG_INFO, "Files come as %s", wire->road);
	return 0;
}

int road_fetch(struct url *u, struct sink *out, struct fetch_watch *watch,
	       struct fetch_state *state, const char **how)
{
	if (u->scheme == URL_HTTP && !stream)
		return fail(ERR_ROAD_HTTP, "%s", u->path);
	if (!stream && !u->has_ip)
		return fail(ERR_ROAD_HOST, "%s", u->host);
	*how = u->scheme == URL_HTTP ? stream->road : wire->road;
	if (u->scheme == URL_HTTP)
		return fetch_http(stream, u, out, watch, state);
	TRY(fetch_resolve(stream, u, &u->ip, watch, state));
	return fetch_tftp(wire, u, out, watch, state);
}

void road_poll(void)
{
	struct span datagram;
	uint16_t port;

	wire->receive(wire, (ip4){{0, 0, 0, 0}}, 0, &port, &datagram);
}

void road_close(void)
{
	undi_log();
	undi_close();
}
