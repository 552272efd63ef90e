/* Asking for credentials. Documented in bis.h. */
#include "proto/bis.h"
#include <string.h>

#define BIS_LAYER_FLAG 0x80 /* of the layer's first byte: its credentials */
#define BIS_CLASS      "PXEClient"

/* What follows the cookie; the request's zeros behind it are padding. */
struct bis_options {
	uint8_t message[3], class_head[2];
	char class_id[DHCP_PXE_CLASS_ID_LEN];
	uint8_t most[4], arch[4], ndi[5], list[8];
	uint8_t vendor_head[2], item_head[2], item[DHCP_ITEM_LEN];
	uint8_t types_head[2], types[BIS_TYPE_LEN], vendor_end;
	uint8_t end[1 + 2 + 1 + 16 + 1]; /* the UUID, if there is one */
};

_Static_assert(sizeof(struct dhcp_packet) + sizeof(struct bis_options) <=
		       BIS_REQUEST_LEN,
	       "it fits");

static const struct bis_options bis_options = {
	.message = {DHCP_MESSAGE_TYPE, 1, DHCP_REQUEST_TYPE},
	.class_head = {DHCP_CLASS_ID, DHCP_PXE_CLASS_ID_LEN},
	.class_id = {DHCP_PXE_CLASS_ID},
	.most = {DHCP_MAX_MESSAGE, 2, 1472 >> 8, 1472 & 0xFF},
	.arch = {DHCP_CLIENT_ARCH, 2, 0, 0},
	.ndi = {DHCP_CLIENT_NDI, 3, 1, 2, 1},
	.list = {DHCP_PARAMETER_LIST, 6, DHCP_VENDOR, DHCP_SERVER_ID,
		 DHCP_CLASS_ID, DHCP_TFTP_SERVER, DHCP_BOOT_FILE,
		 DHCP_BOOT_FILE_SIZE},
	.vendor_head = {DHCP_VENDOR, 2 + DHCP_ITEM_LEN + 2 + BIS_TYPE_LEN + 1},
	.item_head = {DHCP_BOOT_ITEM, DHCP_ITEM_LEN},
	.types_head = {DHCP_CREDENTIAL_TYPES, BIS_TYPE_LEN},
	.vendor_end = DHCP_END,
	.end = {DHCP_END}};

void bis_request(const struct bis *b, uint8_t request[BIS_REQUEST_LEN])
{
	const struct dhcp_lease *l = b->lease;
	struct dhcp_packet *p = (struct dhcp_packet *)request;
	struct bis_options *o = (struct bis_options *)p->options;
	size_t len = strlen(l->boot_file);

	memset(request, 0, BIS_REQUEST_LEN);
	p->op = DHCP_BOOTREQUEST;
	p->htype = l->mac_type;
	p->hlen = l->mac_len;
	memcpy(p->xid, b->xid, sizeof(p->xid));
	p->ciaddr = l->address;
	memcpy(p->chaddr, l->mac, sizeof(p->chaddr));
	if (len < sizeof(p->file))
		memcpy(p->file, l->boot_file, len);
	memcpy(p->cookie, DHCP_COOKIE, DHCP_COOKIE_LEN);
	*o = bis_options;
	memcpy(o->item, l->item, DHCP_ITEM_LEN);
	o->item[2] |= BIS_LAYER_FLAG;
	memcpy(o->types, b->type, BIS_TYPE_LEN);
	if (!l->has_uuid)
		return;
	o->end[0] = DHCP_CLIENT_UUID;
	o->end[1] = 1 + sizeof(l->uuid);
	memcpy(o->end + 3, l->uuid, sizeof(l->uuid));
	o->end[sizeof(o->end) - 1] = DHCP_END;
}

/* Is it for this question and client, by a PXE server? */
static bool bis_is_ours(const struct bis *b, const struct dhcp *d)
{
	const struct dhcp_packet *p = d->packet;
	char class_id[sizeof(BIS_CLASS) - 1];
	uint8_t message = 0;

	dhcp_option(d, DHCP_MESSAGE_TYPE, &message, 1);
	return p->op == DHCP_BOOTREPLY &&
	       memcmp(p->xid, b->xid, sizeof(p->xid)) == 0 &&
	       memcmp(p->chaddr, b->lease->mac, sizeof(p->chaddr)) == 0 &&
	       message == DHCP_ACK_TYPE &&
	       dhcp_option(d, DHCP_CLASS_ID, class_id, sizeof(class_id)) >=
		       (int)sizeof(class_id) &&
	       memcmp(class_id, BIS_CLASS, sizeof(class_id)) == 0;
}

/* The item that was asked for, and the one type that was offered? A server may
 * tell another layer, and some old ones cut it short. */
static bool bis_is_offered(const struct bis *b, const struct dhcp *d)
{
	uint8_t bytes[DHCP_VENDOR_MAX], type[BIS_TYPE_LEN];
	uint8_t item[DHCP_ITEM_LEN] = {0};
	struct dhcp vendor;

	return dhcp_vendor(d, bytes, &vendor) &&
	       dhcp_option(&vendor, DHCP_CREDENTIAL_TYPES, type,
			   sizeof(type)) == sizeof(type) &&
	       memcmp(type, b->type, sizeof(type)) == 0 &&
	       dhcp_option(&vendor, DHCP_BOOT_ITEM, item, sizeof(item)) >= 3 &&
	       memcmp(item, b->lease->item, 2) == 0 && item[2] & BIS_LAYER_FLAG;
}

bool bis_answer(const struct bis *b, struct span datagram, struct bis_file *f)
{
	struct dhcp_lease told = {.server = b->lease->server};
	struct dhcp d;

	if (dhcp_open(&d, datagram.p, datagram.len) < 0 ||
	    !bis_is_ours(b, &d) || !bis_is_offered(b, &d) ||
	    dhcp_merge(&told, datagram.p, datagram.len) < 0 ||
	    !told.boot_file[0])
		return false;
	f->server = told.server;
	memcpy(f->name, told.boot_file, sizeof(f->name));
	return true;
}
