/*
 * Who has a file, and under what name: "tftp://server/path", "server::path" as
 * PXELINUX has it, or a path on the boot server. Text only; asks nobody.
 */
#ifndef PROTO_TARGET_H
#define PROTO_TARGET_H

#include "spec/types.h"

struct target {
	ip4 server;
	const char *path; /* inside the name that was given */
};

/*
 * Take a joined name (cfgname_join) apart. Without a server it is
 * boot_server's. Fails on a scheme other than tftp and a server that is no
 * dotted address.
 */
int target_of(struct target *t, const char *name, ip4 boot_server);

#endif
