/*
 * A TCP connection as HTTP sees it: bytes in order, both ways. Ops, since the
 * tests have another one.
 */
#ifndef PROTO_STREAM_H
#define PROTO_STREAM_H

#include "base/span.h"

enum stream_state {
	STREAM_CLOSED, /* never opened, or closed by us */
	STREAM_OPENING,
	STREAM_OPEN,
	STREAM_ENDED,  /* by the peer, in order; bytes may be left to read */
	STREAM_BROKEN, /* reset, refused, or no answer */
};

struct stream {
	/* Begin to connect; an old connection is closed. 0 or negative. */
	int (*open)(struct stream *s, ip4 server, uint16_t port);
	enum stream_state (*state)(struct stream *s);
	/* Queue all of it (copied), or fail. Not before STREAM_OPEN. */
	int (*send)(struct stream *s, const void *bytes, size_t len);
	/*
	 * The next received bytes, valid until the next call: their number, 0
	 * if there are none now (the network was given a turn).
	 */
	size_t (*receive)(struct stream *s, struct span *bytes);
	void (*close)(struct stream *s);
	/* A host name's address: 1, 0: not known yet, negative: there is none.
	 */
	int (*resolve)(struct stream *s, const char *name, ip4 *address);
	uint32_t (*now_ms)(struct stream *s);
	uint32_t holes;	  /* so far: in what came, later filled or not */
	const char *road; /* for the line after each file */
};

#endif
