/* The firmware's UDP interface as the only road. Documented in road.h. */
#include "base/err.h"
#include "fw/udp.h"
#include "road.h"

static struct wire *wire;

int road_open(const struct dhcp_lease *lease)
{
	return udp_open(lease, &wire);
}

int road_fetch(struct url *u, struct sink *out, struct fetch_watch *watch,
	       struct fetch_state *state, const char **how)
{
	if (u->scheme != URL_TFTP || !u->has_ip)
		return fail(ERR_ROAD_URL, "%s", u->path);
	*how = wire->road;
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
}
