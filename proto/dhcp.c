/*
 * Reading DHCP packets (RFC 2131, 2132, 3396, 5071; PXE 2.1 section 2).
 * Documented in dhcp.h. Not here: asking, and PXE's own part of option 43.
 */
#include "proto/dhcp.h"
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

bool dhcp_next(struct span *area, uint8_t *code, struct span *value)
{
	uint8_t len;

	do
		if (!span_u8(area, code))
			return false;
	while (*code == DHCP_PAD);
	return *code != DHCP_END && span_u8(area, &len) &&
	       span_take(area, len, value);
}

int dhcp_open(struct dhcp *d, const void *packet, size_t len)
{
	const struct dhcp_packet *p = packet;

	memset(d, 0, sizeof(*d));
	if (len < sizeof(*p))
		return fail(ERR_DHCP_SHORT, "%zu bytes", len);
	if (memcmp(p->cookie, DHCP_COOKIE, DHCP_COOKIE_LEN) != 0)
		return fail(ERR_DHCP_COOKIE, "%02x %02x %02x %02x",
			    p->cookie[0], p->cookie[1], p->cookie[2],
			    p->cookie[3]);
	d->packet = p;
	d->area[0] = span_of(p->options, len - sizeof(*p));
	/* RFC 2132 9.3: 1 file, 2 sname, 3 both hold options, in this order. */
	dhcp_option(d, DHCP_OVERLOAD, &d->overload, 1);
	if (d->overload & 1)
		d->area[1] = span_of(p->file, sizeof(p->file));
	if (d->overload & 2)
		d->area[2] = span_of(p->sname, sizeof(p->sname));
	return 0;
}

int dhcp_option(const struct dhcp *d, uint8_t code, void *to, size_t room)
{
	uint8_t *at = to;
	int total = -1;
	unsigned i;

	for (i = 0; i < sizeof(d->area) / sizeof(d->area[0]); i++) {
		struct span area = d->area[i], value;
		uint8_t found;

		while (dhcp_next(&area, &found, &value)) {
			size_t n = value.len < room ? value.len : room;

			if (found != code)
				continue;
			total += (int)value.len + (total < 0);
			if (!n)
				continue;
			memcpy(at, value.p, n);
			at += n;
			room -= n;
		}
	}
	return total;
}

static bool dhcp_printing(char c)
{
	return (uint8_t)c >= ' ' && c != 0x7F;
}

/* End the text in len bytes (and one more for the NUL) where it ends. */
static void dhcp_end_text(char *text, size_t len)
{
	while (len-- && dhcp_printing(*text))
		text++;
	*text = '\0';
}

bool dhcp_text(const struct dhcp *d, uint8_t code, char *to, size_t room)
{
	char first;
	int len = dhcp_option(d, code, &first, 1);

	if (len <= 0 || !dhcp_printing(first))
		return false;
	dhcp_option(d, code, to, room - 1);
	dhcp_end_text(to, (size_t)len < room ? (size_t)len : room - 1);
	return true;
}

bool dhcp_ip(const struct dhcp *d, uint8_t code, ip4 *address)
{
	if (dhcp_option(d, code, NULL, 0) < (int)sizeof(*address))
		return false;
	dhcp_option(d, code, address, sizeof(*address));
	return true;
}

bool dhcp_ip_usable(ip4 a)
{
	return a.b[0] != 0 && a.b[0] != 127 && a.b[0] >> 4 != 14 &&
	       (a.b[0] & a.b[1] & a.b[2] & a.b[3]) != 255;
}

/* Who is asked for the file, in this order. */
struct dhcp_servers {
	ip4 at[1 + DHCP_OTHER_MAX];
	unsigned count;
};

static void dhcp_add_server(struct dhcp_servers *s, ip4 a)
{
	unsigned i = 0;

	while (i < s->count && memcmp(&s->at[i], &a, sizeof(a)))
		i++;
	if (i == s->count && i < 1 + DHCP_OTHER_MAX && dhcp_ip_usable(a))
		s->at[s->count++] = a;
}

/* What the packet tells of servers. */
static void dhcp_find_servers(const struct dhcp *d, struct dhcp_servers *s)
{
	char text[FMT_IP + 1]; /* one more: a longer text is no address */
	ip4 list[1 + DHCP_OTHER_MAX];
	const char *end;
	int len;

	memset(s, 0, sizeof(*s));
	dhcp_add_server(s, d->packet->siaddr);
	if (dhcp_text(d, DHCP_TFTP_SERVER, text, sizeof(text))) {
		end = str_ip(text, &list[0]);
		if (end && !*end)
			dhcp_add_server(s, list[0]);
	}
	len = dhcp_option(d, DHCP_TFTP_SERVERS, list, sizeof(list));
	for (int i = 0; i <= DHCP_OTHER_MAX && (i + 1) * 4 <= len; i++)
		dhcp_add_server(s, list[i]);
}

/* RFC 5071. */
static void dhcp_merge_pxelinux(struct dhcp_lease *l, const struct dhcp *d)
{
	uint8_t s[4];

	dhcp_text(d, DHCP_CONFIG_FILE, l->config_file, sizeof(l->config_file));
	if (dhcp_option(d, DHCP_PATH_PREFIX, NULL, 0) >= 0) {
		l->has_path_prefix = true;
		l->path_prefix[0] = '\0';
		dhcp_text(d, DHCP_PATH_PREFIX, l->path_prefix,
			  sizeof(l->path_prefix));
	}
	if (dhcp_option(d, DHCP_REBOOT_TIME, s, sizeof(s)) == sizeof(s))
		l->reboot_seconds =
			(uint32_t)s[0] << 24 | s[1] << 16 | s[2] << 8 | s[3];
}

bool dhcp_vendor(const struct dhcp *d, uint8_t bytes[DHCP_VENDOR_MAX],
		 struct dhcp *vendor)
{
	int len = dhcp_option(d, DHCP_VENDOR, bytes, DHCP_VENDOR_MAX);

	if (len <= 0)
		return false;
	if (len > DHCP_VENDOR_MAX)
		len = DHCP_VENDOR_MAX;
	*vendor = (struct dhcp){.packet = d->packet};
	vendor->area[0] = span_of(bytes, (size_t)len);
	return true;
}

/* The same inside option 43 (ISC's "vendor-option-space pxelinux"), and PXE's
 * boot item. */
static void dhcp_merge_vendor(struct dhcp_lease *l, const struct dhcp *d)
{
	uint8_t bytes[DHCP_VENDOR_MAX];
	struct dhcp vendor;

	if (!dhcp_vendor(d, bytes, &vendor))
		return;
	dhcp_merge_pxelinux(l, &vendor);
	/* Some old servers leave out the last byte: it is 0 then. */
	if (dhcp_option(&vendor, DHCP_BOOT_ITEM, NULL, 0) < 3)
		return;
	l->has_item = true;
	l->item[3] = 0;
	dhcp_option(&vendor, DHCP_BOOT_ITEM, l->item, sizeof(l->item));
}

/* The file's name. False if the packet does not tell it. */
static bool dhcp_boot_file(struct dhcp_lease *l, const struct dhcp *d)
{
	const struct dhcp_packet *p = d->packet;

	if (dhcp_text(d, DHCP_BOOT_FILE, l->boot_file, sizeof(l->boot_file)))
		return true;
	if (d->overload & 1 || !dhcp_printing(p->file[0]))
		return false;
	memcpy(l->boot_file, p->file, sizeof(p->file));
	dhcp_end_text(l->boot_file, sizeof(p->file));
	return true;
}

/* Who the client is: in its own packet and in those of the servers. */
static void dhcp_merge_client(struct dhcp_lease *l, const struct dhcp *d)
{
	const struct dhcp_packet *p = d->packet;
	uint8_t id[17]; /* type 0 and the UUID */

	if (p->hlen && p->hlen <= sizeof(l->mac)) {
		memcpy(l->mac, p->chaddr, sizeof(l->mac));
		l->mac_len = p->hlen;
		l->mac_type = p->htype;
	}
	/* The first one counts; one without a version is a BIOS's filler. */
	if (l->has_uuid ||
	    dhcp_option(d, DHCP_CLIENT_UUID, id, sizeof(id)) != sizeof(id) ||
	    id[0] != 0 || id[1 + 6] < 0x10 || id[1 + 6] >= 0xF0)
		return;
	l->has_uuid = true;
	memcpy(l->uuid, id + 1, sizeof(l->uuid));
}

static void dhcp_merge_dns(struct dhcp_lease *l, const struct dhcp *d)
{
	ip4 list[2];
	int len = dhcp_option(d, DHCP_DNS, list, sizeof(list));

	if (len < 4)
		return;
	l->dns[0] = list[0];
	l->dns[1] = len < 8 ? (ip4){{0, 0, 0, 0}} : list[1];
}

int dhcp_merge(struct dhcp_lease *lease, const void *packet, size_t len)
{
	struct dhcp d;
	struct dhcp_servers servers;
	bool has_file;

	TRY(dhcp_open(&d, packet, len));
	dhcp_merge_client(lease, &d);
	if (d.packet->op == DHCP_BOOTREQUEST)
		return 0;

	if (dhcp_ip_usable(d.packet->yiaddr))
		lease->address = d.packet->yiaddr;
	dhcp_ip(&d, DHCP_SUBNET_MASK, &lease->mask);
	dhcp_ip(&d, DHCP_ROUTER, &lease->gateway);
	dhcp_merge_dns(lease, &d);
	dhcp_text(&d, DHCP_HOST_NAME, lease->host_name,
		  sizeof(lease->host_name));
	dhcp_text(&d, DHCP_DOMAIN_NAME, lease->domain_name,
		  sizeof(lease->domain_name));
	dhcp_merge_vendor(lease, &d);
	dhcp_merge_pxelinux(lease, &d);

	has_file = dhcp_boot_file(lease, &d);
	dhcp_find_servers(&d, &servers);
	if (servers.count || ((has_file || !dhcp_ip_usable(lease->server)) &&
			      dhcp_ip(&d, DHCP_SERVER_ID, &servers.at[0]))) {
		lease->server = servers.at[0];
		memcpy(lease->other, servers.at + 1, sizeof(lease->other));
	}
	return 0;
}
