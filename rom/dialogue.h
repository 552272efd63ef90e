/*
 * The DHCP dialogue of a PXE client (PXE 2.1 section 2.4, RFC 2131): discover,
 * choose, request, ProxyDHCP. Fills message_cached and net.
 */
#ifndef ROM_DIALOGUE_H
#define ROM_DIALOGUE_H

#include "rom/message.h"

/* Who answered. */
struct dialogue {
	ip4 server;	 /* the DHCP server */
	ip4 proxy;	 /* the ProxyDHCP server, or 0 */
	bool from_proxy; /* the boot information is the proxy's */
};

/* Enum pxe_status. On success all three cached packets are there. */
int dialogue_run(struct dialogue *d);

/*
 * How good an offer is; the best wins, the first of equals. 0: not to be used.
 * Pure, for tests.
 */
uint8_t dialogue_rank(const struct message_reply *r);
enum {
	RANK_ADDRESS = 1, /* an address (or proxy) at all */
	RANK_FILE = 2,	  /* with a boot file */
	RANK_PXE = 4,	  /* by a PXE server */
	RANK_VENDOR = 8,  /* with PXE options: menu, servers, ... */
	RANK_COMPLETE = RANK_ADDRESS | RANK_PXE,
};

#endif
