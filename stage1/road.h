/*
 * The road to the wire: how datagrams and streams get to the card. There are
 * two, our own IP over UNDI and the firmware's UDP interface.
 */
#ifndef STAGE1_ROAD_H
#define STAGE1_ROAD_H

#include "base/text.h"
#include "proto/dhcp.h"
#include "proto/fetch.h"

/* Open the best road there is, and say on the screen which. */
int road_open(const struct dhcp_lease *lease);

/*
 * Read a file into out; *how is the road it took. For TFTP, u's address is
 * looked up. Fails on a URL that no road that works here can carry.
 */
int road_fetch(struct url *u, struct sink *out, struct fetch_watch *watch,
	       struct fetch_state *state, const char **how);

/*
 * Which roads may be taken from now on: our own IP over UNDI, the firmware's
 * UDP. Fails if the ones that may do not work.
 */
int road_force(bool undi, bool udp);

/* The wire of datagrams, for a question besides files; NULL: there is none. */
struct wire *road_wire(void);

/*
 * To whom road_tell goes: a host, which has to stay, and its address if that
 * is what it is, else 0.0.0.0. False if that waits until our own IP is taken.
 */
bool road_tell_to(const char *host, ip4 address);

/*
 * Send a datagram that wants no answer; not in the middle of a file. 1: sent;
 * 0: it can not be sent yet; negative: it never can.
 */
int road_tell(uint16_t port, const void *datagram, size_t len);

/* Keep the card answering ARP (and ping) while nothing is fetched. */
void road_poll(void);

/* Add to a text which road is taken, and what was counted on it. */
void road_print(struct text *t);

/*
 * Before another program has the network: the card closed, if it was ours, and
 * no socket open. And after it.
 */
void road_pause(void);
int road_resume(void);

/* Before the hand-off: leave the card as the firmware expects it. */
void road_close(void);

#endif
