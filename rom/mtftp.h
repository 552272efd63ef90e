/*
 * Multicast TFTP as PXE 2.1 section 2.4.10 has it: blocks of 512 bytes come to
 * a group; who happens to be the master acknowledges them; who has missed some
 * asks for the file again. An engine without I/O or clock.
 */
#ifndef ROM_MTFTP_H
#define ROM_MTFTP_H

#include "base/span.h"

/* The largest file: one bit is kept for each block. */
#define MTFTP_BLOCKS_MAX 2048
#define MTFTP_BLOCK_LEN	 512

enum mtftp_phase {
	MTFTP_LISTEN,  /* somebody else may be the master */
	MTFTP_OPEN,    /* we have asked */
	MTFTP_RECEIVE, /* we are the master */
	MTFTP_DONE,
	MTFTP_FAILED,
};

struct mtftp {
	enum mtftp_phase phase;
	uint32_t len; /* of the file, once MTFTP_DONE */

	/* Private from here. */
	uint32_t listen_ms, transmit_ms, deadline_ms;
	uint16_t port;		/* of the server's session */
	uint16_t highest, last; /* block numbers; last 0: not known */
	uint16_t got;		/* different blocks there are */
	uint16_t ack;		/* to send, if send */
	bool send, heard;	/* something came in this phase */
	uint8_t tries, rounds;
	uint8_t map[MTFTP_BLOCKS_MAX / 8];
};

/* Begin; the times are those of option 43, 0: the default. */
void mtftp_start(struct mtftp *m, uint8_t listen_s, uint8_t transmit_s,
		 uint32_t now_ms);

/*
 * A datagram for the client port came from the server: to the group or to us
 * alone. True if its data is to be written to byte *at of the file.
 */
bool mtftp_input(struct mtftp *m, uint16_t from_port, bool to_group,
		 struct span datagram, uint32_t now_ms, uint32_t *at,
		 struct span *data);

/* What to send now. */
enum mtftp_send {
	MTFTP_SEND_NOTHING,
	MTFTP_SEND_REQUEST, /* for the file, to the server's MTFTP port */
	MTFTP_SEND_ACK,	    /* for block m->ack, to m->port */
};
enum mtftp_send mtftp_output(struct mtftp *m, uint32_t now_ms);

#endif
