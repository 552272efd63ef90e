/* The wire over the firmware's UDP API. */
#ifndef FW_UDP_H
#define FW_UDP_H

#include "proto/dhcp.h"
#include "proto/fetch.h"

/*
 * Open the firmware's socket for the lease's address. Returns the wire in *w;
 * there is one.
 */
int udp_open(const struct dhcp_lease *lease, struct wire **w);

/* The largest TFTP block (bytes) there is room for, once it has been opened. */
uint16_t udp_blksize_max(void);

#endif
