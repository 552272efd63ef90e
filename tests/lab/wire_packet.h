/* An end of the wire at a network interface: the tap that QEMU has opened, or
 * one of a veth pair. All calls return at once. */
#ifndef TESTS_LAB_WIRE_PACKET_H
#define TESTS_LAB_WIRE_PACKET_H

#include <time.h>
#include "impair.h"

/* A packet socket with a receive ring (packet(7)). */
struct wire_packet {
	int fd;
	uint8_t *ring;
	unsigned next;
	int64_t last; /* when the last frame came */
};

/* Opens the named interface. Returns 0, or -1 with errno set. */
int wire_packet_open(struct wire_packet *p, const char *interface);

/* Switches off check sum and segmentation offload of the interface that sends
 * to ours, so that its frames are as they would be on a cable. */
int wire_packet_no_offload(const struct wire_packet *p, const char *interface);

/* Puts what has come by now onto w. */
void wire_packet_receive(struct wire_packet *p, struct impair *w, int64_t now);

/* Sends what is out of w by now. What the interface has no room for is dropped,
 * as by a switch, and counts as overflow. */
void wire_packet_send(struct wire_packet *p, struct impair *w, int64_t now);

/* Nanoseconds. */
int64_t wire_clock(clockid_t clock);

#endif
