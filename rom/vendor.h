/*
 * PXE's part of option 43 (PXE 2.1 table 2-1): reading it. Byte order of types
 * and layers is left as found; only items are compared and echoed.
 */
#ifndef ROM_VENDOR_H
#define ROM_VENDOR_H

#include "base/span.h"
#include "spec/dhcp.h"

/* Discovery control. */
enum {
	VENDOR_NO_BROADCAST = 1,
	VENDOR_NO_MULTICAST = 2,
	VENDOR_LISTED_ONLY = 4,
	VENDOR_USE_FILE = 8,
};

/* Spans point into the bytes given. Absent: len 0, address 0. */
struct vendor {
	bool pxe; /* any of 6 to 10 is there */
	uint8_t control;
	ip4 group;	     /* for discovery */
	struct span servers; /* option 8 */
	struct span menu;    /* option 9 */
	bool has_prompt;
	uint8_t prompt_s;   /* 0: first item at once; 255: wait for ever */
	struct span prompt; /* its text */
	bool has_item;
	uint8_t item_type[2], item_layer[2];
	ip4 mtftp_ip;
	uint16_t mtftp_client_port, mtftp_server_port; /* host order */
	uint8_t mtftp_listen_s, mtftp_transmit_s;      /* 0: not given */
};

/*
 * Read option 43. Sub-options come in any order; those with lying lengths end
 * the reading, those too short are passed over.
 */
void vendor_parse(struct span option, struct vendor *v);

/* One entry of the boot server list. False at its end or if it is cut short. */
struct vendor_server {
	uint8_t type[2];
	struct span addresses; /* 4 bytes each; none: any server */
};
bool vendor_next_server(struct span *list, struct vendor_server *s);

/* One entry of the boot menu. */
struct vendor_item {
	uint8_t type[2];
	struct span text;
};
bool vendor_next_item(struct span *menu, struct vendor_item *item);

/* The servers listed for this type. False if it is not listed. */
bool vendor_find_server(const struct vendor *v, const uint8_t type[2],
			struct vendor_server *s);

#endif
