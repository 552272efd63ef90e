/*
 * Two roads: our own IP over UNDI, for TFTP and HTTP, and the firmware's UDP
 * interface, for TFTP where UNDI does not work or is slower. Documented in
 * road.h.
 */
#include "road.h"
#include "base/err.h"
#include "base/log.h"
#include "fw/clock.h"
#include "fw/udp.h"
#include "fw/undi.h"
#include "proto/ip.h"
#include "road_tftp.h"

/* A switch that has just seen the link may take some seconds to forward. */
#define PROBE_MS 4000

static const struct dhcp_lease *lease;
static struct wire *ip_wire;  /* TFTP over our own IP; NULL: UNDI fails */
static struct wire *udp_wire; /* TFTP over the firmware's */
static struct wire *taken;    /* whose turn it is */

static uint32_t road_random(void)
{
	static uint32_t seed;

	/* What a blind attacker on the net can not see. */
	seed = seed * 1664525 + 1013904223 + clock_cycles();
	return seed;
}

static int road_undi(void)
{
	static const struct ip_env env = {clock_ms, road_random};
	struct wire *w;
	struct nic *nic;

	TRY(undi_open(&nic));
	TRY(ip_start(nic, lease, &env));
	TRY(ip_probe(lease->server, PROBE_MS));
	TRY(ip_udp_wire(&w));
	taken = ip_wire = w;
	return 0;
}

int road_open(const struct dhcp_lease *l)
{
	int rc;

	lease = l;
	rc = road_undi();
	if (rc < 0) {
		log_line(LOG_WARN,
			 "UNDI: %s (%s) [%s]; using the firmware's UDP",
			 err_sentence(rc), err_detail(), err_code(rc));
		undi_pause();
		TRY(udp_open(lease, &udp_wire));
		taken = udp_wire;
	}
	road_tftp_init(ip_wire != NULL, undi_call_us());
	log_line(LOG_INFO, "Files come as %s", taken->road);
	return 0;
}

int road_take(bool api, struct wire **wire)
{
	struct nic *nic;

	if (api && taken != udp_wire) {
		undi_pause();
		TRY(udp_open(lease, &udp_wire));
		taken = udp_wire;
	} else if (!api && !ip_wire) {
		return fail(ERR_ROAD_NO_UNDI, "%s", "forced");
	} else if (!api && taken != ip_wire) {
		TRY(undi_open(&nic)); /* closes the firmware's UDP */
		taken = ip_wire;
	}
	*wire = taken;
	return 0;
}

int road_fetch(const struct url *u, struct sink *out, struct fetch_watch *watch,
	       struct fetch_state *state, const char **how)
{
	struct stream *stream = ip_tcp_stream();
	struct wire *w;

	if (u->scheme == URL_TFTP)
		return road_tftp(u, out, watch, state, how);
	if (!ip_wire)
		return fail(ERR_ROAD_HTTP, "%s", u->path);
	TRY(road_take(false, &w));
	*how = stream->road;
	return fetch_http(stream, u, out, watch, state);
}

void road_poll(void)
{
	struct span datagram;
	uint16_t port;

	taken->receive(taken, (ip4){{0, 0, 0, 0}}, 0, &port, &datagram);
}

void road_close(void)
{
	undi_log();
	undi_close();
}
