/*
 * Changing what a DHCP packet tells about the boot: for the next boot program,
 * which reads the packets that the firmware keeps. RFC 2131, 2132.
 */
#ifndef PROTO_DHCP_PATCH_H
#define PROTO_DHCP_PATCH_H

#include "spec/dhcp.h"

struct dhcp_patch {
	const char *file; /* boot file, NULL: as it is */
	ip4 server;	  /* siaddr, 0: as it is */
	const struct dhcp_new *option;
	unsigned options;
};

/*
 * Make a changed copy of a packet of len bytes in to: exactly room bytes, zeros
 * behind END. Options that lay in sname and file are moved to the options. What
 * said the same in another way goes: options 66 and 150 with server, 67 with
 * file. Fails on what is no DHCP packet, on a file name of more than 255
 * characters, and if the options do not fit.
 */
int dhcp_patch(const struct dhcp_patch *p, const void *packet, size_t len,
	       void *to, size_t room);

#endif
