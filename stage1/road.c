/*
 * Two roads: our own IP over UNDI, for TFTP and HTTP, and the firmware's UDP
 * interface, for TFTP. Which one TFTP takes is chosen in road_tftp.c.
 * Documented in road.h.
 *
 * The card goes from the firmware to us without a pause, but not back: most
 * firmware resets it then, and a switch takes its time with a new link. So it
 * goes back only where UNDI does not work.
 */
#include "road.h"
#include "base/err.h"
#include "base/log.h"
#include "fw/clock.h"
#include "fw/pxe.h"
#include "fw/udp.h"
#include "fw/undi.h"
#include "proto/ip.h"
#include "proto/tftp.h"
#include "road_tftp.h"
#include "syslog.h"

/* A switch that has just seen the link may take some seconds to forward. */
#define PROBE_MS 4000

static const struct dhcp_lease *lease;
static struct wire *wire;     /* of TFTP, on the road that is taken */
static struct stream *stream; /* of HTTP; NULL: UNDI is not taken */
static int undi_failed;	      /* how; 0: it has not */
static struct tell {
	const char *host;
	ip4 address;
	bool is_asked; /* for its name, of our own IP */
} tell;

static uint32_t road_random(void)
{
	static uint32_t seed;

	/* What a blind attacker on the net can not see. */
	seed = seed * 1664525 + 1013904223 + clock_cycles();
	return seed;
}

static int road_try_undi(void)
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

int road_take_udp(struct wire **w)
{
	if (!wire)
		TRY(udp_open(lease, &wire));
	*w = wire;
	return 0;
}

int road_take_undi(struct wire **w)
{
	if (undi_failed)
		return undi_failed;
	if (!stream)
		undi_failed = road_try_undi();
	if (undi_failed) {
		log_line(LOG_WARN, "UNDI: %s; the firmware's UDP is left",
			 err_text(undi_failed));
		undi_pause();
		wire = NULL;
		return undi_failed;
	}
	*w = wire;
	return 0;
}

int road_open(const struct dhcp_lease *l)
{
	lease = l;
	return road_tftp_open(undi_call_us());
}

int road_fetch(struct url *u, struct sink *out, struct fetch_watch *watch,
	       struct fetch_state *state, const char **how)
{
	struct wire *w;

	if (u->scheme == URL_TFTP && u->has_ip)
		return road_tftp(u, out, watch, state, how);
	if (road_take_undi(&w) < 0)
		return u->scheme == URL_HTTP
			       ? fail(ERR_ROAD_HTTP, "%s", u->path)
			       : fail(ERR_ROAD_HOST, "%s", u->host);
	road_tftp_no_udp();
	if (u->scheme == URL_HTTP) {
		*how = stream->road;
		return fetch_http(stream, u, out, watch, state);
	}
	TRY(fetch_resolve(stream, u, &u->ip, watch, state));
	return road_tftp(u, out, watch, state, how);
}

int road_force(bool undi, bool udp)
{
	if (!undi && stream) {
		undi_pause();
		wire = NULL;
		stream = NULL;
	}
	if (!undi && !undi_failed)
		undi_failed = fail(ERR_ROAD_FORCED, "%s", "ROAD udp");
	return road_tftp_force(undi, udp);
}

struct wire *road_wire(void)
{
	return wire;
}

void road_poll(void)
{
	struct span datagram;
	uint16_t port;

	if (wire)
		wire->receive(wire, (ip4){{0, 0, 0, 0}}, 0, &port, &datagram);
}

bool road_tell_to(const char *host, ip4 address)
{
	tell = (struct tell){.host = host, .address = address};
	return stream || dhcp_ip_usable(address);
}

int road_tell(uint16_t port, const void *datagram, size_t len)
{
	int rc;

	if (stream) {
		if (!tell.is_asked)
			ip_tell_to(tell.host);
		tell.is_asked = true;
		rc = ip_tell(port, datagram, len);
		ip_turn();
		return rc;
	}
	if (!wire || !dhcp_ip_usable(tell.address) ||
	    wire->send(wire, tell.address, port, port, datagram,
		       len < TFTP_OUTPUT_MAX ? len : TFTP_OUTPUT_MAX))
		return 0;
	road_poll(); /* it goes out with the next look */
	return 1;
}

void road_print(struct text *t)
{
	text_add(t, "Road\n  %s\n  %s\n",
		 stream ? "our own IP over UNDI" : "the firmware's UDP",
		 undi_counters());
	if (undi_failed)
		text_add(t, "  UNDI: %s\n", err_sentence(undi_failed));
}

void road_pause(void)
{
	log_line(LOG_DEBUG, "%s", undi_counters());
	if (stream)
		undi_pause();
	else if (wire)
		pxe_udp_close();
}

int road_resume(void)
{
	struct nic *nic;

	if (stream)
		return undi_open(&nic);
	return wire ? pxe_udp_open(lease->address) : 0;
}

void road_close(void)
{
	syslog_flush();
	log_line(LOG_DEBUG, "%s", undi_counters());
	undi_close();
}
