/*
 * The network as a boot sees it: what DHCP said, and files by name. Glue
 * between fw/, proto/ and the screen.
 */
#ifndef STAGE1_NETBOOT_H
#define STAGE1_NETBOOT_H

#include "base/arena.h"
#include "base/memmap.h"
#include "base/span.h"
#include "proto/dhcp.h"

extern struct dhcp_lease netboot_lease;

/* What netboot_init finds out, in words. */
#define NETBOOT_TEXT 100
extern char netboot_firmware[NETBOOT_TEXT], netboot_card[NETBOOT_TEXT];

/* Find PXE, read the cached packets, open the wire; says so on the screen. */
int netboot_init(void);

/*
 * What a person does while files are fetched that nobody has asked for yet:
 * called often, in place of the progress line and the Esc key. A negative value
 * ends the fetch with that error. NULL: files are fetched for all to see.
 */
extern int (*netboot_meanwhile)(void);

/* All is fetched: wait until netboot_meanwhile is NULL, or fails. */
int netboot_settle(void);

/*
 * Read a file named as in a config to a place in memory, if the policy
 * (trust.h) lets it pass, with a progress line; Esc cancels. All its sources
 * are tried (proto/source.h). *file is where it lies.
 */
int netboot_fetch(const char *name, struct range room, struct span *file);

/*
 * Where the file that was fetched last came from: its server, 0 if that is not
 * known, and its path there, or URL if that was no TFTP server.
 */
void netboot_origin(char *name, size_t room, ip4 *server);

/*
 * Name the file that will be fetched behind the one that is fetched next, so
 * that it can be asked for in time. names must stay. Forgotten by then.
 */
void netboot_announce(const char *names);

/*
 * Ask another boot server first from now on. False, and nothing changes, if
 * there are but tried of them.
 */
bool netboot_other_server(unsigned tried);

/*
 * The same into an arena, as text with a NUL behind it. quiet: one boot server
 * only, no line after it, and no complaint (a config being searched).
 */
int netboot_text(const char *name, struct arena *arena, bool quiet,
		 const char **text, size_t *len);

/*
 * Read what proves the rest, and is not believed before that, into memory.heap.
 */
int netboot_credential(const char *name, struct span *bytes);

/*
 * Change what stands before every file name, as PXELINUX does for CONFIG: a
 * URL or a name with "::" takes its place, other text is added. NULL: as DHCP
 * has it. False, and nothing changes, if it is too long.
 */
bool netboot_folder(const char *folder);

/* A host name without a dot gets DHCP's domain, if it fits. */
void netboot_full_name(char *host, size_t room);

/* Keep the firmware answering ARP while nothing is fetched. */
void netboot_poll(void);

#endif
