/*
 * Asking a boot server for the name of the credentials file, as Boot Integrity
 * Services have it (PXE 2.1 sections 2.4.7, 2.4.8): a boot server discovery
 * with the layer's highest bit set. Makes the request, judges answers; sends
 * nothing, and what the file is good for is crypto's to say.
 */
#ifndef PROTO_BIS_H
#define PROTO_BIS_H

#include "proto/dhcp.h"

#define BIS_PORT	4011
#define BIS_REQUEST_LEN 400
#define BIS_TYPE_LEN	4

/* A question. */
struct bis {
	const struct dhcp_lease *lease; /* with an item; has to stay */
	uint8_t xid[4];			/* a random number */
	uint8_t type[BIS_TYPE_LEN];	/* of credentials that are understood */
};

/* Who has the file, and its name. */
struct bis_file {
	ip4 server;
	char name[sizeof(((struct dhcp_lease *)0)->boot_file)];
};

/* Write the request, to be sent to the lease's server at BIS_PORT. */
void bis_request(const struct bis *b, uint8_t request[BIS_REQUEST_LEN]);

/*
 * A datagram from the server: true if it is the answer, and *f was filled. It
 * has to be an ACK by a PXE server for this question, client and item, to name
 * the one type of credentials, and a file.
 */
bool bis_answer(const struct bis *b, struct span datagram, struct bis_file *f);

#endif
