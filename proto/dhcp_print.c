/*
 * DHCP packets for people. Documented in dhcp_print.h. Not here: what is inside
 * of options but 43.
 */
#include "proto/dhcp_print.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "proto/dhcp.h"

#define HEX_MAX 40 /* bytes that are shown */

/* Options: number, what they hold (@ addresses, # a number), name. */
static const char dhcp_names[] = "1@subnet mask\0"
				 "3@router\0"
				 "6@DNS\0"
				 "12 host name\0"
				 "13#boot file size\0"
				 "15 domain\0"
				 "17 root path\0"
				 "26#MTU\0"
				 "28@broadcast\0"
				 "42@NTP\0"
				 "43 vendor\0"
				 "50@requested\0"
				 "51#lease seconds\0"
				 "52#overload\0"
				 "53#message type\0"
				 "54@DHCP server\0"
				 "55 parameter list\0"
				 "57#message size\0"
				 "58#renewal\0"
				 "59#rebinding\0"
				 "60 class\0"
				 "61 client\0"
				 "66 TFTP server\0"
				 "67 boot file\0"
				 "77 user class\0"
				 "82 relay\0"
				 "93#architecture\0"
				 "94 UNDI\0"
				 "97 UUID\0"
				 "150@TFTP servers\0"
				 "209 config\0"
				 "210 path prefix\0"
				 "211#reboot seconds\0";

/* What an option holds, and its name behind that; "" of one without. */
static const char *dhcp_name(unsigned code)
{
	const char *p, *name;
	uint32_t number;

	for (p = dhcp_names; *p; p += strlen(p) + 1) {
		name = str_number(p, UINT8_MAX, &number);
		if (number == code)
			return name;
	}
	return p;
}

static void dhcp_print_value(struct text *t, char kind, const uint8_t *v,
			     size_t len)
{
	uint32_t number = 0;
	bool is_text = len != 0;
	size_t i;

	for (i = 0; i < len; i++) {
		number = number << 8 | v[i];
		is_text &= v[i] >= ' ' && v[i] < 0x7F;
	}
	if (kind == '@' && len && len % 4 == 0)
		for (i = 0; i < len; i += 4)
			text_add(t, " %u.%u.%u.%u", v[i], v[i + 1], v[i + 2],
				 v[i + 3]);
	else if (kind == '#' && len <= 4)
		text_add(t, " %u", (unsigned)number);
	else if (is_text)
		text_add(t, " \"%.*s\"", (int)len, (const char *)v);
	else
		for (i = 0; i < len && i < HEX_MAX; i++)
			text_add(t, " %02x", v[i]);
}

/* All options; inside: those of option 43, which have no names. */
static void dhcp_print_options(struct text *t, const struct dhcp *d,
			       bool inside)
{
	uint8_t value[DHCP_VENDOR_MAX];
	struct dhcp vendor;
	unsigned code;

	for (code = 1; code < DHCP_END; code++) {
		int len = dhcp_option(d, (uint8_t)code, value, sizeof(value));
		const char *name = inside ? "" : dhcp_name(code);
		char kind = *name;

		if (len < 0)
			continue;
		text_add(t, "  %s%u%s%s:", inside ? "43." : "", code,
			 kind ? " " : "", kind ? name + 1 : name);
		dhcp_print_value(t, kind, value,
				 (size_t)len < sizeof(value) ? (size_t)len
							     : sizeof(value));
		if (len > HEX_MAX)
			text_add(t, " (%d bytes)", len);
		text_add(t, "\n");
	}
	if (!inside && dhcp_vendor(d, value, &vendor))
		dhcp_print_options(t, &vendor, true);
}

/* A field that holds a text. */
static void dhcp_print_field(struct text *t, const char *name,
			     const char *field, size_t len)
{
	char value[sizeof(((struct dhcp_packet *)0)->file) + 1];

	fmt(value, sizeof(value), "%.*s", (int)len, field);
	if (*value)
		text_add(t, "  %s: %s\n", name, str_printable(value));
}

void dhcp_print(struct text *t, const void *packet, size_t len)
{
	const struct dhcp_packet *p = packet;
	char own[FMT_IP], server[FMT_IP], relay[FMT_IP];
	struct dhcp d;
	int rc = dhcp_open(&d, packet, len);

	if (rc < 0) {
		text_add(t, "  %s\n", err_text(rc));
		return;
	}
	text_add(t, "  address %s, server %s, relay %s\n",
		 fmt_ip(own, p->yiaddr), fmt_ip(server, p->siaddr),
		 fmt_ip(relay, p->giaddr));
	if (!(d.overload & 1))
		dhcp_print_field(t, "file", p->file, sizeof(p->file));
	if (!(d.overload & 2))
		dhcp_print_field(t, "server name", p->sname, sizeof(p->sname));
	dhcp_print_options(t, &d, false);
}
