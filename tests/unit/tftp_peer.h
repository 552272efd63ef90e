/*
 * A simulated network with a TFTP server at its other end, in virtual time: the
 * server's manners and the fate of every single datagram are the test's choice.
 */
#ifndef TESTS_TFTP_PEER_H
#define TESTS_TFTP_PEER_H

#include "proto/tftp.h"

enum peer_kind {
	PEER_RFC,     /* RFC 7440: any ACK in the window restarts behind it */
	PEER_DNSMASQ, /* the same, but a repeated ACK is ignored */
	PEER_SLIRP,   /* any ACK makes the next block go; no timer; port 69 */
};

struct peer_server {
	enum peer_kind kind;
	uint64_t size;		      /* of the file */
	uint64_t told;		      /* tsize, if it differs: not 0 */
	uint16_t blksize, windowsize; /* most it agrees to; 0: no option */
	bool no_tsize;
	bool wraps_to_one;
	uint32_t timer_ms;    /* sends again after; 0: 2000 */
	uint64_t forget_at;   /* the session ends before this block, and */
	uint64_t forget_step; /* again so many later; 0: only once */
};

enum peer_fate { PEER_DELIVER, PEER_DROP, PEER_TWICE, PEER_LATE };

/* A datagram on the wire. */
struct peer_datagram {
	struct peer_datagram *next;
	uint32_t at_ms;
	bool to_client;
	uint16_t from, to;
	size_t len;
	uint8_t bytes[];
};

struct peer_session {
	bool open;
	uint16_t tid, client;
	uint16_t blksize, windowsize;
	uint64_t acked, sent, last; /* blocks, counted on for ever */
	bool oack;		    /* sent and not yet acknowledged */
	uint32_t timer_at_ms;
	unsigned tries;
};

/* How long a run goes on after the end: late datagrams may come. */
#define PEER_LINGER_MS 20000
#define PEER_SESSIONS  8
struct peer {
	struct peer_server server;
	uint32_t now_ms, delay_ms;
	struct peer_datagram *wire;
	struct peer_session session[PEER_SESSIONS];
	uint16_t next_tid;
	unsigned complete; /* transfers whose last ACK came */
	/* What becomes of the n-th datagram (from 0) in this direction. */
	enum peer_fate (*fate)(struct peer *p, bool to_client, unsigned n,
			       const uint8_t *bytes, size_t len);
	unsigned count[2]; /* datagrams so far: to the server, to the client */
	unsigned drop_a, drop_b, drop_seed; /* for the test's fate function */
	unsigned errors, requests, acks;    /* what the client sent */
	uint16_t stray;			    /* a port that got ERROR 5 */
};

/* A sink that knows what it has to get: bytes of peer_byte. */
struct peer_sink {
	struct sink sink;
	uint64_t at, expected;
	unsigned expects;
	int refuse_expect, refuse_push; /* negative: returned */
	bool wrong;
};

/* The byte of every test's file at this place. */
uint8_t peer_byte(uint64_t at);

void peer_sink_init(struct peer_sink *s);

/*
 * Run a transfer to its end and a little longer, at most limit_ms of virtual
 * time. Returns what tftp_start did.
 */
int peer_run(struct peer *p, struct tftp *t, const struct tftp_wish *wish,
	     struct sink *out, uint32_t start_ms, uint32_t limit_ms);

/* Go on with a transfer that had not ended. */
void peer_resume(struct peer *p, struct tftp *t, uint32_t limit_ms);

/* Put a datagram on the wire to the client. */
void peer_to_client(struct peer *p, uint16_t from, uint16_t to,
		    const void *bytes, size_t len, uint32_t delay_ms);

#endif
