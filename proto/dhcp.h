/*
 * Reading DHCP packets (RFC 2131, 2132, 3396; PXE 2.1 section 2): options
 * wherever they are (options field, file and sname by overload), repeated ones
 * joined. Reads only; asks no server.
 */
#ifndef PROTO_DHCP_H
#define PROTO_DHCP_H

#include "base/span.h"
#include "spec/dhcp.h"

/* A checked packet. Points into the caller's bytes, which must stay. */
struct dhcp {
	const struct dhcp_packet *packet;
	struct span area[3]; /* options, file, sname: those with options */
	uint8_t overload;
};

/*
 * Look at a BOOTP/DHCP message of len bytes ("op" first). An option area that
 * ends without END or in the middle of an option is read as far as it is whole.
 * Fails on a packet too short for the fixed part or without the cookie.
 */
int dhcp_open(struct dhcp *d, const void *packet, size_t len);

/*
 * Take the next option, or the next part of one, from the front of an area.
 * False at END and where it is not whole.
 */
bool dhcp_next(struct span *area, uint8_t *code, struct span *value);

/*
 * Copy an option, all its parts joined, cut to room bytes. Returns the whole
 * length, or -1 if the packet has it nowhere.
 */
int dhcp_option(const struct dhcp *d, uint8_t code, void *to, size_t room);

/*
 * An option as text: NUL-terminated, cut to room, non-printing bytes end it.
 * False, and nothing written, if the packet has it nowhere or it is empty.
 */
bool dhcp_text(const struct dhcp *d, uint8_t code, char *to, size_t room);

/*
 * An option of at least 4 bytes as an address (the first of a list). False, and
 * nothing written, if the packet has none.
 */
bool dhcp_ip(const struct dhcp *d, uint8_t code, ip4 *address);

/*
 * Option 43 as a packet of its own, of which dhcp_option reads the options
 * inside. *vendor refers to bytes. False if there is none.
 */
#define DHCP_VENDOR_MAX 256
bool dhcp_vendor(const struct dhcp *d, uint8_t bytes[DHCP_VENDOR_MAX],
		 struct dhcp *vendor);

/* True for an address that one machine can have: not 0, 127, D or all ones. */
bool dhcp_ip_usable(ip4 address);

/*
 * What a boot needs of the packets that the firmware caches, merged: the ACK
 * gives address, mask and gateway; file, server and the PXELINUX options come
 * from the reply (ProxyDHCP, boot server) and, failing that, from the ACK. All
 * zero before the first packet.
 */
#define DHCP_OTHER_MAX 3
#define DHCP_ITEM_LEN  4
struct dhcp_lease {
	ip4 address, mask, gateway, server; /* 0 where not known */
	ip4 other[DHCP_OTHER_MAX]; /* more servers, named beside server; 0
				      behind the last */
	ip4 dns[2];		   /* 0 where not known */
	uint8_t mac[16], mac_len, mac_type;
	uint8_t uuid[16];      /* of option 97, as it lies on the wire */
	bool has_uuid;	       /* only a valid one: version not 0 or 15 */
	char boot_file[256];   /* option 67, else the file field */
	char config_file[256]; /* option 209, "" if none */
	char path_prefix[256]; /* option 210, "" if none */
	bool has_path_prefix;
	uint32_t reboot_seconds; /* option 211, 0 if none */
	char host_name[64], domain_name[128];
	bool has_item; /* a PXE boot server was found: for this item of its */
	uint8_t item[DHCP_ITEM_LEN]; /* as it lies on the wire: type, layer */
};

/*
 * Merge one cached packet into the lease, in this order: discover (the
 * client's own; for MAC and UUID only), ACK, reply. What a later packet lacks
 * stays. A malformed packet fails and changes nothing.
 *
 * server: siaddr, else option 66 if a dotted address, else 150; what is left of
 * them is other. Failing these, option 54, unless an earlier packet told the
 * server and this one names no boot file. The PXELINUX options count inside
 * option 43, too.
 */
int dhcp_merge(struct dhcp_lease *lease, const void *packet, size_t len);

#endif
