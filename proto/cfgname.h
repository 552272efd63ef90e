/*
 * Where PXELINUX looks for its config, in its order: option 209; then under
 * pxelinux.cfg/ the UUID, 01-MAC, the address in hex shortened digit by digit,
 * "default". Names only; fetches nothing.
 */
#ifndef PROTO_CFGNAME_H
#define PROTO_CFGNAME_H

#include "proto/dhcp.h"

#define CFGNAME_MAX 512

/*
 * Write the n-th name (from 0) to try, without the path prefix; room is at
 * least CFGNAME_MAX. False when there are no more. What the lease does not
 * know (UUID, MAC, address) is left out.
 */
bool cfgname(const struct dhcp_lease *lease, unsigned n, char *name,
	     size_t room);

/*
 * The path prefix of this boot: option 210 if there (even if empty), else the
 * boot file's name up to and including its last '/', '\\' or ':'. (PXELINUX
 * takes every character but letters, digits, '.' and '-' for a separator, so
 * "x_y.0" has the prefix "x_" there; here it has none.)
 */
void cfgname_prefix(const struct dhcp_lease *lease, char *prefix, size_t room);

/*
 * The name to ask for: prefix and name joined, or name alone where it is
 * absolute in PXELINUX's sense: "::name", "server::name", "scheme://...". A
 * name that begins with '/' is not: PXELINUX puts the prefix before it, too,
 * and trees rely on it. A leading "::" is taken off. False if it does not fit.
 */
bool cfgname_join(const char *prefix, const char *name, char *path,
		  size_t room);

#endif
