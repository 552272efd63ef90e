/*
 * ARP (RFC 826): a small cache, answers, and waiting for an answer.
 */
#ifndef ROM_ARP_H
#define ROM_ARP_H

#include "rom/nic.h"

/* An ARP frame came: learn from it, answer it. Does not give it back. */
void arp_input(const struct frame *f);

/*
 * The MAC of a neighbour, asked for if it is not known. Takes up to 4 s; frames
 * of other kinds are kept. False if there is no answer.
 */
bool arp_resolve(ip4 ip, eth_mac *mac);

#endif
