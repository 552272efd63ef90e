/*
 * Changing what a DHCP packet tells about the boot. Documented in dhcp_patch.h.
 * Not here: the firmware's copy.
 */
#include "proto/dhcp_patch.h"
#include <string.h>
#include "base/err.h"
#include "proto/dhcp.h"

#define OPTION_MAX 255

/* What is left of the place to write to. */
struct dhcp_out {
	uint8_t *at, *end;
};

/* One byte stays free for END. */
static int dhcp_put(struct dhcp_out *o, uint8_t code, const void *bytes,
		    size_t len)
{
	if ((size_t)(o->end - o->at) < 2 + len + 1)
		return fail(ERR_DHCP_ROOM, "option %u, %zu bytes", code, len);
	*o->at++ = code;
	*o->at++ = (uint8_t)len;
	memcpy(o->at, bytes, len);
	o->at += len;
	return 0;
}

/* True if an option is not copied. */
static bool dhcp_drops(const struct dhcp_patch *p, uint8_t code)
{
	if (code == DHCP_OVERLOAD || (p->file && code == DHCP_BOOT_FILE))
		return true;
	if (p->server.b[0] &&
	    (code == DHCP_TFTP_SERVER || code == DHCP_TFTP_SERVERS))
		return true;
	for (unsigned i = 0; i < p->options; i++)
		if (p->option[i].code == code)
			return true;
	return false;
}

static int dhcp_copy_options(const struct dhcp_patch *p, const struct dhcp *d,
			     struct dhcp_out *o)
{
	for (unsigned i = 0; i < sizeof(d->area) / sizeof(d->area[0]); i++) {
		struct span area = d->area[i], value;
		uint8_t code;

		while (dhcp_next(&area, &code, &value))
			if (!dhcp_drops(p, code))
				TRY(dhcp_put(o, code, value.p, value.len));
	}
	for (unsigned i = 0; i < p->options; i++)
		TRY(dhcp_put(o, p->option[i].code, p->option[i].bytes,
			     p->option[i].len));
	return 0;
}

/* A name that the field can not hold goes into option 67. */
static int dhcp_put_file(struct dhcp_packet *new, const char *file,
			 struct dhcp_out *o)
{
	size_t len = strlen(file);

	memset(new->file, 0, sizeof(new->file));
	if (len < sizeof(new->file)) {
		memcpy(new->file, file, len);
		return 0;
	}
	if (len > OPTION_MAX)
		return fail(ERR_DHCP_FILE, "it has %zu", len);
	return dhcp_put(o, DHCP_BOOT_FILE, file, len);
}

int dhcp_patch(const struct dhcp_patch *p, const void *packet, size_t len,
	       void *to, size_t room)
{
	struct dhcp_packet *new = to;
	struct dhcp_out o = {new->options, (uint8_t *)to + room};
	struct dhcp d;

	TRY(dhcp_open(&d, packet, len));
	if (room < sizeof(*new) + 1)
		return fail(ERR_DHCP_ROOM, "%zu bytes in all", room);
	memset(to, 0, room);
	memcpy(to, packet, sizeof(*new));
	if (d.overload & 1)
		memset(new->file, 0, sizeof(new->file));
	if (d.overload & 2 || p->server.b[0])
		memset(new->sname, 0, sizeof(new->sname));
	if (p->server.b[0])
		new->siaddr = p->server;
	TRY(dhcp_copy_options(p, &d, &o));
	if (p->file)
		TRY(dhcp_put_file(new, p->file, &o));
	*o.at = DHCP_END;
	return 0;
}
