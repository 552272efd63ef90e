/*
 * A TFTP read (RFC 1350) with blksize (2348), tsize (2349) and windowsize
 * (7440), as an engine: it is given datagrams and the time, and says what it
 * wants sent and when to be called again. No I/O, no clock, no allocation.
 *
 *   tftp_start; then for ever: send what tftp_output gives until it gives
 *   nothing; wait for a datagram or until tftp_deadline; tftp_input.
 */
#ifndef PROTO_TFTP_H
#define PROTO_TFTP_H

#include "base/sink.h"
#include "base/span.h"
#include "spec/tftp.h"

struct tftp_wish {
	uint16_t blksize;    /* 8..65464 to ask for; 512: do not ask */
	uint16_t windowsize; /* 1..65535 to ask for; 1: do not ask */
};

enum tftp_state { TFTP_RUNNING, TFTP_DONE, TFTP_FAILED };

struct tftp {
	enum tftp_state state;
	int rc; /* of TFTP_FAILED: -ERR_x */
	uint64_t received; /* bytes pushed */
	uint64_t total;    /* tsize, if has_total */
	bool has_total;
	uint32_t retransmissions;
	uint16_t blksize, windowsize; /* as agreed */
	/* ... private to tftp.c from here ... */
};

/* Longest file name, NUL included. */
#define TFTP_NAME_MAX 256
/* Room that tftp_output needs. */
#define TFTP_OUTPUT_MAX 512

/*
 * Begin to read a file. path is copied. local_port is the own port of the
 * first try; a transfer begun again (old server refused the options) uses the
 * next one. Fails on a name too long or empty.
 */
int tftp_start(struct tftp *t, const char *path, const struct tftp_wish *wish,
	       struct sink *out, uint16_t local_port, uint32_t now_ms);

/*
 * A datagram for local_port came from the server's port (host order). Never
 * fails for what others send: look at t->state afterwards.
 */
void tftp_input(struct tftp *t, uint16_t from_port, uint16_t local_port,
		struct span datagram, uint32_t now_ms);

/*
 * The next datagram to send: its length (0: nothing now), written to buf
 * (TFTP_OUTPUT_MAX bytes), the server port and own port to use (host order).
 */
size_t tftp_output(struct tftp *t, void *buf, uint16_t *to_port,
		   uint16_t *local_port, uint32_t now_ms);

/* When tftp_output wants to be called again if nothing comes (ms clock). */
uint32_t tftp_deadline(const struct tftp *t);

/*
 * Give up (Esc): the next tftp_output gives a polite ERROR packet, if a server
 * has answered. The state becomes TFTP_FAILED with rc.
 */
void tftp_cancel(struct tftp *t, int rc);

#endif
