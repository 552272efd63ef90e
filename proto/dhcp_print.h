/*
 * A DHCP packet as a text for people: the fields a boot depends on, and every
 * option, with the names of the common ones (RFC 2132, 4578, 5071).
 */
#ifndef PROTO_DHCP_PRINT_H
#define PROTO_DHCP_PRINT_H

#include "base/text.h"

/* Add the packet of len bytes, or what is wrong with it, in lines. */
void dhcp_print(struct text *t, const void *packet, size_t len);

#endif
