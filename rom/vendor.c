/* PXE's part of option 43. Documented in vendor.h. */
#include "rom/vendor.h"

#include <string.h>

/* Ports are little-endian here, as Intel's client has it (PXE 2.1 2.4.10). */
static uint16_t vendor_le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static void vendor_prompt(struct vendor *v, struct span data)
{
	v->pxe = v->has_prompt = true;
	v->prompt_s = data.p[0];
	v->prompt = span_of(data.p + 1, data.len - 1);
}

/* A reply's boot item; some old servers leave out the last byte. */
static void vendor_item(struct vendor *v, struct span data)
{
	v->has_item = true;
	memcpy(v->item_type, data.p, 2);
	memcpy(v->item_layer, data.p + 2, data.len > 4 ? 2 : data.len - 2);
}

/* Discovery control, servers, menu and prompt: what makes a PXE server. */
static bool vendor_pxe_option(struct vendor *v, uint8_t code, struct span data)
{
	switch (code) {
	case DHCP_DISCOVERY_CONTROL:
		v->control = data.p[0];
		break;
	case DHCP_DISCOVERY_GROUP:
		if (data.len >= 4)
			memcpy(&v->group, data.p, 4);
		break;
	case DHCP_BOOT_SERVERS:
		v->servers = data;
		break;
	case DHCP_BOOT_MENU:
		v->menu = data;
		break;
	default:
		return false;
	}
	v->pxe = true;
	return true;
}

/* One sub-option with at least one byte. */
static void vendor_option(struct vendor *v, uint8_t code, struct span data)
{
	if (vendor_pxe_option(v, code, data))
		return;
	if (code == DHCP_MENU_PROMPT)
		vendor_prompt(v, data);
	else if (code == DHCP_MTFTP_LISTEN)
		v->mtftp_listen_s = data.p[0];
	else if (code == DHCP_MTFTP_TRANSMIT)
		v->mtftp_transmit_s = data.p[0];
	else if (code == DHCP_MTFTP_IP && data.len >= 4)
		memcpy(&v->mtftp_ip, data.p, 4);
	else if (code == DHCP_MTFTP_CLIENT_PORT && data.len >= 2)
		v->mtftp_client_port = vendor_le16(data.p);
	else if (code == DHCP_MTFTP_SERVER_PORT && data.len >= 2)
		v->mtftp_server_port = vendor_le16(data.p);
	else if (code == DHCP_BOOT_ITEM && data.len >= 3)
		vendor_item(v, data);
}

void vendor_parse(struct span option, struct vendor *v)
{
	struct span data;
	uint8_t code, len;

	memset(v, 0, sizeof(*v));
	while (span_u8(&option, &code) && code != DHCP_END) {
		if (code == 0)
			continue;
		if (!span_u8(&option, &len) || !span_take(&option, len, &data))
			return;
		if (len)
			vendor_option(v, code, data);
	}
}

bool vendor_next_server(struct span *list, struct vendor_server *s)
{
	struct span type;
	uint8_t count;

	if (!span_take(list, 2, &type) || !span_u8(list, &count) ||
	    !span_take(list, (size_t)count * 4, &s->addresses))
		return false;
	memcpy(s->type, type.p, 2);
	return true;
}

bool vendor_next_item(struct span *menu, struct vendor_item *item)
{
	struct span type;
	uint8_t len;

	if (!span_take(menu, 2, &type) || !span_u8(menu, &len) ||
	    !span_take(menu, len, &item->text))
		return false;
	memcpy(item->type, type.p, 2);
	return true;
}

bool vendor_find_server(const struct vendor *v, const uint8_t type[2],
			struct vendor_server *s)
{
	struct span list = v->servers;

	while (vendor_next_server(&list, s))
		if (memcmp(s->type, type, 2) == 0)
			return true;
	return false;
}
