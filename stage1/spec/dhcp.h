/*
 * BOOTP and DHCP: RFC 951, 2131, 2132; the PXELINUX options of RFC 5071.
 */
#ifndef SPEC_DHCP_H
#define SPEC_DHCP_H

#include "spec/types.h"

#define DHCP_COOKIE	"\x63\x82\x53\x63"
#define DHCP_COOKIE_LEN 4
#define DHCP_FIXED_LEN	236 /* up to the cookie */

struct dhcp_packet {
	uint8_t op, htype, hlen, hops;
	uint8_t xid[4];
	uint8_t secs[2];
	uint8_t flags[2];
	ip4 ciaddr, yiaddr, siaddr, giaddr;
	uint8_t chaddr[16];
	char sname[64];
	char file[128];
	uint8_t cookie[DHCP_COOKIE_LEN]; /* DHCP_COOKIE */
	uint8_t options[];
} PACKED;

_Static_assert(offsetof(struct dhcp_packet, cookie) == DHCP_FIXED_LEN,
	       "RFC 2131 figure 1");

enum dhcp_op { DHCP_BOOTREQUEST = 1, DHCP_BOOTREPLY };

enum dhcp_option_code {
	DHCP_PAD = 0,
	DHCP_SUBNET_MASK = 1,
	DHCP_ROUTER = 3,
	DHCP_DNS = 6,
	DHCP_HOST_NAME = 12,
	DHCP_BOOT_FILE_SIZE = 13,
	DHCP_DOMAIN_NAME = 15,
	DHCP_VENDOR = 43,
	DHCP_REQUESTED_IP = 50,
	DHCP_OVERLOAD = 52,
	DHCP_MESSAGE_TYPE = 53,
	DHCP_SERVER_ID = 54,
	DHCP_PARAMETER_LIST = 55,
	DHCP_MAX_MESSAGE = 57,
	DHCP_CLASS_ID = 60,
	DHCP_CLIENT_ID = 61,
	DHCP_TFTP_SERVER = 66,
	DHCP_BOOT_FILE = 67,
	DHCP_USER_CLASS = 77,
	DHCP_CLIENT_ARCH = 93,
	DHCP_CLIENT_NDI = 94,
	DHCP_CLIENT_UUID = 97,
	DHCP_TFTP_SERVERS = 150,
	DHCP_PXELINUX_MAGIC = 208,
	DHCP_CONFIG_FILE = 209,
	DHCP_PATH_PREFIX = 210,
	DHCP_REBOOT_TIME = 211,
	DHCP_END = 255,
};

/* DHCP_MESSAGE_TYPE's values. */
enum dhcp_message_type {
	DHCP_DISCOVER_TYPE = 1,
	DHCP_OFFER_TYPE = 2,
	DHCP_REQUEST_TYPE = 3,
	DHCP_ACK_TYPE = 5,
	DHCP_NAK_TYPE = 6,
};

/* DHCP_CLASS_ID of a PC BIOS whose UNDI is 2.1: PXE 2.1, table 2-3. */
#define DHCP_PXE_CLASS_ID     "PXEClient:Arch:00000:UNDI:002001"
#define DHCP_PXE_CLASS_ID_LEN 32

/* An option that takes the place of the one with the same code. */
struct dhcp_new {
	uint8_t code, len;
	const void *bytes;
};

/* Inside option 43: PXE 2.1 table 2-1. */
enum dhcp_pxe_option {
	DHCP_MTFTP_IP = 1,
	DHCP_MTFTP_CLIENT_PORT = 2,
	DHCP_MTFTP_SERVER_PORT = 3,
	DHCP_MTFTP_LISTEN = 4,
	DHCP_MTFTP_TRANSMIT = 5,
	DHCP_DISCOVERY_CONTROL = 6,
	DHCP_DISCOVERY_GROUP = 7,
	DHCP_BOOT_SERVERS = 8,
	DHCP_BOOT_MENU = 9,
	DHCP_MENU_PROMPT = 10,
	DHCP_CREDENTIAL_TYPES = 12,
	DHCP_BOOT_ITEM = 71,
};

#endif
