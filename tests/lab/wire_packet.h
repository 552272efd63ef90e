/* The two ends of the wire: QEMU's stream socket and a network interface. Each
 * puts what it receives onto one direction and sends what comes out of the
 * other. All calls return at once. */
#ifndef TESTS_LAB_WIRE_ENDS_H
#define TESTS_LAB_WIRE_ENDS_H

#include <time.h>
#include "impair.h"

#define WIRE_FIFO  1000 /* frames that wait for a slow receiver, as in a tap */
#define WIRE_BATCH 64	/* frames in one system call */

/* Frames that are out of the wire and wait to be sent. */
struct wire_fifo {
	unsigned first, count;
	struct impair_frame *frames[WIRE_FIFO];
};

/* QEMU's -netdev stream: before each frame its length, 32 bits big endian. */
struct wire_stream {
	int fd;
	unsigned sent; /* bytes of the oldest frame that are sent already */
	unsigned have; /* bytes in buffer */
	uint8_t buffer[1 << 18];
};

/* A network interface, by a packet socket with a receive ring (packet(7)). */
struct wire_packet {
	int fd;
	uint8_t *ring;
	unsigned next;
	int64_t last; /* when the last frame came */
};

/* Listens at a path of the file system. Returns a descriptor, or -1 with errno
 * set. */
int wire_stream_listen(const char *path);

/* Waits for one QEMU at that descriptor, and closes it. Returns 0, or -1 with
 * errno set. */
int wire_stream_accept(struct wire_stream *s, int listener);

/* Puts what has arrived onto w. Returns 0, or -1 when QEMU has gone or sends
 * what is no frame. */
int wire_stream_receive(struct wire_stream *s, struct impair *w, int64_t now);

/* Sends what it can. Returns 0, or -1 when QEMU has gone. */
int wire_stream_send(struct wire_stream *s, struct wire_fifo *fifo,
		     struct impair *w);

/* Opens the named interface. Returns 0, or -1 with errno set. */
int wire_packet_open(struct wire_packet *p, const char *interface);

/* Switches off check sum and segmentation offload of the interface that sends
 * to ours, so that its frames are as they would be on a cable. */
int wire_packet_no_offload(const struct wire_packet *p, const char *interface);

void wire_packet_receive(struct wire_packet *p, struct impair *w, int64_t now);
void wire_packet_send(struct wire_packet *p, struct wire_fifo *fifo,
		      struct impair *w);

/* Nanoseconds. */
int64_t wire_clock(clockid_t clock);

/* Takes the n oldest frames out; they count as sent or not. */
void wire_fifo_drop(struct wire_fifo *fifo, struct impair *w, unsigned n,
		    bool sent);

/* The i-th oldest frame, i below count. */
struct impair_frame *wire_fifo_at(const struct wire_fifo *fifo, unsigned i);

#endif
