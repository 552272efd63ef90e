/*
 * The network as a boot sees it: what DHCP said, and files by name. Glue
 * between fw/, proto/ and the screen.
 */
#ifndef STAGE1_NETBOOT_H
#define STAGE1_NETBOOT_H

#include "base/arena.h"
#include "base/sink.h"
#include "base/span.h"
#include "proto/dhcp.h"

extern struct dhcp_lease netboot_lease;

/* Find PXE, read the cached packets, open the wire; says so on the screen. */
int netboot_init(void);

/*
 * Read a file named as in a config into a sink, if the policy (trust.h) lets
 * it pass, with a progress line; Esc
 * cancels. quiet: no line after it, and no complaint (a config being searched).
 */
int netboot_fetch(const char *name, struct sink *out, bool quiet);

/* The same into the arena, as text with a NUL behind it. */
int netboot_text(const char *name, struct arena *arena, bool quiet,
		 const char **text, size_t *len);

/*
 * Read what proves the rest, and is not believed before that, into memory.heap.
 */
int netboot_credential(const char *name, struct span *bytes);

/* Keep the firmware answering ARP while nothing is fetched. */
void netboot_poll(void);

#endif
