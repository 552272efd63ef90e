/*
 * One file from a server to a sink: drives the protocol engines over a wire,
 * with the time and the person's patience. Not here: what a wire is made of.
 */
#ifndef PROTO_FETCH_H
#define PROTO_FETCH_H

#include "base/sink.h"
#include "base/span.h"
#include "proto/stream.h"
#include "proto/url.h"

/* Datagrams and time. Ports in host order. */
struct wire {
	int (*send)(struct wire *w, ip4 to, uint16_t to_port,
		    uint16_t from_port, const void *datagram, size_t len);
	/*
	 * A datagram for local_port from that server: 1, 0 if there is none,
	 * negative on error. *datagram is valid until the next call.
	 */
	int (*receive)(struct wire *w, ip4 from, uint16_t local_port,
		       uint16_t *from_port, struct span *datagram);
	uint32_t (*now_ms)(struct wire *w);
	uint16_t blksize;    /* TFTP block to ask for */
	uint16_t windowsize; /* TFTP window to ask for */
};

/* How a transfer went, or how far it is. */
struct fetch_state {
	uint64_t done, total; /* bytes; total 0: not known */
	uint32_t elapsed_ms;
	uint32_t retransmissions;
	uint16_t blksize, windowsize; /* of TFTP, as agreed; 0: not yet */
};

/* Who waits for a file, and what is wanted besides. */
struct fetch_watch {
	/* Called often; negative ends the transfer with that error. */
	int (*look)(struct fetch_watch *w, const struct fetch_state *s);
	/*
	 * The file that will be asked for behind this one, or NULL. If the same
	 * HTTP server has it, its request goes out before this file's end, so
	 * that the line is never idle. Its login and path must stay as they
	 * are.
	 */
	const struct url *next;
	uint8_t tries; /* of HTTP without a byte between them; 0: many */
	bool as_it_is; /* HTTP must not pack it on its way */
};

/*
 * Read a URL by TFTP into out; its ip is the server. state: the result, also of
 * failure.
 */
int fetch_tftp(struct wire *w, const struct url *u, struct sink *out,
	       struct fetch_watch *watch, struct fetch_state *state);

/*
 * The address of u's server: at once if u has it, else from DNS. Fails as the
 * stream's resolve does, or as the watch says.
 */
int fetch_resolve(struct stream *s, const struct url *u, ip4 *server,
		  struct fetch_watch *watch, const struct fetch_state *state);

/*
 * Read u by HTTP over s into out: redirects, gzip unpacked (Content-Encoding),
 * and going on after a broken or stalled connection, several times. The
 * connection stays open for the next file of the same server.
 */
int fetch_http(struct stream *s, const struct url *u, struct sink *out,
	       struct fetch_watch *watch, struct fetch_state *state);

#endif
