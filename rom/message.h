/*
 * DHCP messages of the PXE client (RFC 2131, 2132; PXE 2.1 section 2.2): the
 * three that GET_CACHED_INFO hands out, building requests, and asking.
 */
#ifndef ROM_MESSAGE_H
#define ROM_MESSAGE_H

#include "proto/dhcp.h"
#include "rom/net.h"

/* Windows PE depends on this size of the cached packets. */
#define MESSAGE_LEN 1260

struct message {
	union {
		struct dhcp_packet packet;
		uint8_t bytes[MESSAGE_LEN];
	};
	uint16_t len;
};

enum message_slot { MESSAGE_DISCOVER, MESSAGE_ACK, MESSAGE_REPLY, MESSAGES };
/* In api_boot.c: the API hands them out when the code here is gone. */
extern struct message message_cached[MESSAGES];

/* The client's identity; set once. */
struct message_client {
	uint8_t uuid[16];
	uint32_t start_ms; /* for the secs field */
	uint32_t xid;
};
extern struct message_client message_client;

enum {
	DHCP_SERVER_PORT = 67,
	DHCP_CLIENT_PORT = 68,
	DHCP_PROXY_PORT = 4011,
};

/* Begin a message of this type, with all options of a PXE client; a new xid. */
void message_begin(struct message *m, uint8_t type);

/* Append an option. What does not fit is left out. */
void message_option(struct message *m, uint8_t code, const void *data,
		    uint8_t len);

/* End the options and pad to the 300 bytes that old relays want. */
void message_end(struct message *m);

/* A reply as it is given to a message_judge. */
struct message_reply {
	const struct message *message;
	struct dhcp dhcp;
	uint8_t type; /* option 53, 0: BOOTP */
	ip4 from;
	bool pxe; /* option 60 begins with PXEClient */
};

/*
 * Look at a reply: how many ms to go on waiting at most; 0 ends it,
 * MESSAGE_GO_ON leaves it as it was.
 */
typedef uint32_t message_judge(const struct message_reply *r);
#define MESSAGE_GO_ON 0xFFFFFFFF

/*
 * Send m and show its answers to judge, until that says 0 (success), the time
 * is over (PXE_STATUS_DHCP_TIMEOUT), Esc is pressed or sending fails.
 */
int message_ask(struct message *m, const struct net_to *to, uint32_t wait_ms,
		message_judge *judge);

#endif
