/*
 * The PXE client, as head.asm calls it.
 */
#ifndef ROM_CLIENT_H
#define ROM_CLIENT_H

#include "rom/far.h"

/*
 * Boot from the network; comes back when that failed or the NBP gave up.
 * Nonzero: all is unhooked, the memory can be given back.
 */
int client_main(void);

#endif
