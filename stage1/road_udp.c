/* The firmware's UDP interface as the only road. Documented in road.h. */
#include "fw/udp.h"
#include "road.h"

int road_open(const struct dhcp_lease *lease, struct wire **wire)
{
	return udp_open(lease, wire);
}

void road_close(void)
{
}
