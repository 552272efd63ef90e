/*
 * Boot server discovery (PXE 2.1 section 2.4.5): multicast, broadcast, unicast.
 */
#ifndef ROM_DISCOVER_H
#define ROM_DISCOVER_H

#include "rom/vendor.h"

/*
 * Find a server for this type (layer 0); its ACK becomes the cached reply. v is
 * the option 43 that the choice was made from. Enum pxe_status.
 */
int discover_server(const struct vendor *v, const uint8_t type[2]);

#endif
