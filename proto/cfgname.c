/*
 * The names PXELINUX 6.04 tries for its config. Documented in cfgname.h.
 */
#include "proto/cfgname.h"
#include "base/fmt.h"
#include "base/str.h"

#define CFGNAME_FOLDER "pxelinux.cfg/"

/* Add bytes to the name, with a dash before those in dashes. */
static void cfgname_hex(char *name, size_t room, const uint8_t *bytes,
			size_t len, uint32_t dashes)
{
	size_t at = strlen(name);

	fmt_hex(name + at, room - at, bytes, len, '-', dashes);
}

bool cfgname(const struct dhcp_lease *l, unsigned n, char *name, size_t room)
{
	const uint8_t *a = l->address.b;

	if (l->config_file[0] && n-- == 0)
		return str_copy(name, room, l->config_file);
	str_copy(name, room, CFGNAME_FOLDER);
	if (l->has_uuid && n-- == 0) {
		cfgname_hex(name, room, l->uuid, sizeof(l->uuid), 0x550);
		return true;
	}
	if (l->mac_len && n-- == 0) {
		fmt(name, room, CFGNAME_FOLDER "%02x", l->mac_type);
		cfgname_hex(name, room, l->mac, l->mac_len, 0xFFFF);
		return true;
	}
	if (dhcp_ip_usable(l->address)) {
		if (n < 8) {
			fmt(name, room, CFGNAME_FOLDER "%02X%02X%02X%02X", a[0],
			    a[1], a[2], a[3]);
			name[strlen(name) - n] = '\0';
			return true;
		}
		n -= 8;
	}
	return n == 0 && str_copy(name, room, CFGNAME_FOLDER "default");
}

void cfgname_prefix(const struct dhcp_lease *l, char *prefix, size_t room)
{
	char *end;

	str_copy(prefix, room,
		 l->has_path_prefix ? l->path_prefix : l->boot_file);
	if (l->has_path_prefix)
		return;
	end = prefix + strlen(prefix);
	while (end > prefix && !strchr("/\\:", end[-1]))
		end--;
	*end = '\0';
}

/* PXELINUX: the first colon decides. */
static bool cfgname_absolute(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon && (colon[1] == ':' || strncmp(colon, "://", 3) == 0);
}

bool cfgname_join(const char *prefix, const char *name, char *path, size_t room)
{
	size_t len;

	if (cfgname_absolute(name))
		prefix = "";
	len = fmt(path, room, "%s%s", prefix, name);
	if (len >= room)
		return false;
	if (strncmp(path, "::", 2) == 0)
		memmove(path, path + 2, len - 1);
	return true;
}
