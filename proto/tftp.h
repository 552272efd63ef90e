/*
 * A TFTP read (RFC 1350) with blksize (2348), tsize (2349) and windowsize
 * (7440), as an engine: it is given datagrams and the time, and says what it
 * wants sent and when to be called again. No I/O, no clock, no allocation.
 *
 *   tftp_start; then while running: send what tftp_output gives until it gives
 *   nothing; wait for a datagram or until tftp_deadline; tftp_input.
 *
 * When it is done or has failed, a last tftp_output gives the final ACK or the
 * ERROR that tells the server so. A caller that stays in the loop for a moment
 * repeats the final ACK to a server that missed it.
 *
 * Lost packets: the receiver's rules of RFC 7440, one ACK for each gap. Blocks
 * behind it are kept, so that only what is missing has to come again, and a
 * block that was merely overtaken costs nothing. Where the server has lost the
 * thread (libslirp after a lost block, or 20 s of silence), the file is asked
 * for again from the next local port and what was already pushed is dropped;
 * after 60 s without progress it fails. If block 1 does not come, its size is
 * taken for the reason, and 1408 asked for.
 *
 * Not here: writing, netascii, multicast, a search for the best sizes.
 */
#ifndef PROTO_TFTP_H
#define PROTO_TFTP_H

#include "base/sink.h"
#include "base/span.h"
#include "spec/tftp.h"

/* Longest file name, NUL included. */
#define TFTP_NAME_MAX 256

struct tftp_wish {
	uint16_t blksize;    /* 8..65464 to ask for; 512: do not ask */
	uint16_t windowsize; /* 1..65535 to ask for; 1: do not ask */
	uint16_t port;	     /* of the server; 0: 69 */
	/* For blocks behind one that is missing; NULL: they are dropped. */
	uint8_t *room;
	uint32_t room_len;
};

enum tftp_state { TFTP_RUNNING, TFTP_DONE, TFTP_FAILED };

struct tftp {
	enum tftp_state state;
	int rc;		   /* of TFTP_FAILED: -ERR_x */
	uint64_t received; /* bytes pushed */
	uint64_t total;	   /* tsize, if has_total */
	bool has_total;
	uint32_t retransmissions;
	uint16_t blksize, windowsize; /* as agreed */

	/* Private to tftp.c and tftp_options.c from here. */
	struct tftp_wish wish;
	struct sink *out;
	uint64_t begun_at;   /* bytes there were when it was begun again */
	uint64_t skip;	     /* bytes to drop: begun again, already pushed */
	uint32_t since_ms;   /* of the last progress */
	uint32_t sent_ms;    /* of the last own packet */
	uint32_t timer_ms;   /* of the last packet that moved the timer */
	uint32_t rtt8_ms;    /* smoothed round trip * 8; 0: not measured */
	uint16_t local_port; /* own */
	uint16_t port;	     /* the server's; 0: not locked on yet */
	uint16_t stray_port, stray_local; /* to tell ERROR 5; 0: nobody */
	uint16_t block;			  /* the last one in order */
	uint16_t in_window;		  /* blocks since the last ACK */
	uint32_t holes;			  /* in windows, so far */
	uint16_t slot;			  /* in the room: of the next block */
	uint8_t phase, send, error_code;
	uint8_t tries;	      /* timer ran out so often since progress */
	uint8_t begun_again;  /* so often since progress */
	uint8_t begun_slowly; /* so often since real progress */
	uint8_t later;	      /* blocks kept since progress, up to a few */
	bool plain;	      /* ask without options */
	bool gap;	      /* a block is missing, told already */
	bool ahead;	      /* window 1: a later block came than the next */
	bool timing;	      /* the next block in order gives a round trip */
	bool wraps_to_one;    /* after block 65535 */
	char path[TFTP_NAME_MAX];
};

/* Room that tftp_output needs. */
#define TFTP_OUTPUT_MAX 512

/*
 * Begin to read a file. path is copied; out and the wish's room must live as
 * long as t. local_port is the own port of the first try; a transfer begun
 * again uses the next one: listen on the port that tftp_output named last.
 * Fails on a name too long or empty.
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

/* While running: when tftp_output is to be called if nothing comes (ms clock).
 */
uint32_t tftp_deadline(const struct tftp *t);

/*
 * Give up (Esc): the next tftp_output gives a polite ERROR packet, if a server
 * has answered. The state becomes TFTP_FAILED with rc.
 */
void tftp_cancel(struct tftp *t, int rc);

#endif
