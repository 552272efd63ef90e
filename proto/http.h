/*
 * A file by HTTP/1.1 GET (RFC 9110, 9112), as an engine: it is given what a
 * connection brings and says what to send. No I/O, no clock, no allocation.
 *
 *   http_start; then, until it is done or has failed: connect to url's host and
 *   port (or keep the connection, if keep is set and url_same_server), send
 *   what http_request gives, http_input what comes, http_eof or http_lost when
 *   the connection ends or stays silent for too long.
 *
 * After HTTP_REDIRECT and HTTP_AGAIN the next http_request goes on: at the new
 * url, or from the byte that is missing (Range, with If-Range where the server
 * gave a validator). A server that sends the whole file again is listened to
 * until the missing part comes; a file that was replaced meanwhile is an error.
 * The caller counts HTTP_AGAIN without progress, waits and gives up.
 *
 * Not here: other methods, cookies, caches, proxies, pipelining, TLS.
 */
#ifndef PROTO_HTTP_H
#define PROTO_HTTP_H

#include "base/sink.h"
#include "base/span.h"
#include "proto/url.h"

#define HTTP_REDIRECTS_MAX 5
#define HTTP_HEAD_MAX	   32768 /* bytes of an answer before its body */
#define HTTP_LINE_MAX	   1280	 /* of a header line that is of use */

/* Constant for the whole transfer. */
struct http_wish {
	struct sink *out; /* takes the body */
	/*
	 * Takes a body that comes gzipped (base/gunzip), and is called instead
	 * of out then. NULL: no such body is asked for, and if one comes, it
	 * goes to out as it is.
	 */
	struct sink *gunzip;
	const char *agent; /* for User-Agent, at most 63 characters */
};

enum http_state {
	HTTP_RUNNING,
	HTTP_DONE,     /* the body is complete */
	HTTP_REDIRECT, /* ask at url */
	HTTP_AGAIN,    /* broken off, or the server is busy: rc; may be asked
			  again, not before retry_after_s */
	HTTP_FAILED,   /* for good: rc */
};

/* What the head of one answer said. Private. */
struct http_head {
	uint64_t length;		  /* Content-Length */
	uint64_t range_first, range_last; /* Content-Range */
	uint64_t range_total;
	uint16_t status;
	uint8_t encoding;
	bool old; /* HTTP/1.0 */
	bool chunked, has_length, has_range, has_range_total;
	bool located; /* Location was good: url is the new one */
	bool changed; /* another ETag or Last-Modified than before */
};

struct http {
	enum http_state state;
	int rc;		   /* of HTTP_AGAIN and HTTP_FAILED: -ERR_x */
	uint64_t received; /* body bytes that were pushed */
	uint64_t total;	   /* of them, if has_total */
	bool has_total;
	bool gzip;     /* the body goes to wish.gunzip */
	bool keep;     /* not running: the connection can be used again */
	bool answered; /* something came on this request; if not, a connection
			  that was kept had merely been closed before */
	bool ahead;    /* the caller's: the next request has been sent already,
			  what comes behind the body is its answer */
	uint16_t retry_after_s; /* 0: the server did not say */

	/* Private to proto/http*.c up to url. Small things come first: that
	   makes the code smaller. */
	uint8_t phase;
	bool known; /* a good head came: what follows must be the same file */
	bool drain; /* not the file: the body is read to keep the connection */
	bool pending;	   /* a field's line is complete, unless it is folded */
	bool cr, cut;	   /* of the line: CR came; it was too long */
	uint8_t redirects; /* without a file between them */
	uint16_t line_len;
	uint32_t head_len; /* bytes in lines, without a body's byte between */
	uint32_t drained;
	uint64_t left; /* of the body or chunk; HTTP_UNTIL_CLOSE */
	uint64_t at;   /* in the file: the next byte of the body */
	uint64_t end;  /* in the file: end of this body, or HTTP_NO_END */
	struct http_head head;
	struct http_wish wish;
	char etag[128]; /* "" if unknown, and so on */
	char modified[32], date[32];
	char reason[40]; /* beside the status */
	char line[HTTP_LINE_MAX];

	struct url url; /* where to ask; read it after HTTP_REDIRECT */
};

/* Room that http_request needs. */
#define HTTP_REQUEST_MAX 2048

/* Begin a transfer of url (http). url is copied, wish too; wish's sinks must
 * live as long as h. */
void http_start(struct http *h, const struct url *url,
		const struct http_wish *wish);

/*
 * The request to send on a connection that is new or was kept: its length,
 * written to buf (HTTP_REQUEST_MAX bytes; with the login in it). The state is
 * HTTP_RUNNING then.
 */
size_t http_request(struct http *h, char *buf);

/*
 * After HTTP_AGAIN: bytes is what the gzipped body has become so far. A server
 * that packs while it sends packs otherwise the next time, so unless a strong
 * ETag promises the same bytes, the next request is for the rest of the file as
 * it is. Does nothing if the body was not gzipped.
 */
void http_unpacked(struct http *h, uint64_t bytes);

/*
 * Bytes came, in pieces of any size. Look at h->state afterwards. Returns what
 * lies behind the answer: if ahead is set, of the next one.
 */
struct span http_input(struct http *h, struct span bytes);

/*
 * How much of the body is to come, if the next request may be sent already, on
 * the same connection; else UINT64_MAX.
 */
uint64_t http_left(const struct http *h);

/* The server closed the connection in good order. */
void http_eof(struct http *h);

/* The connection broke, or the caller gave it up: rc says why. */
void http_lost(struct http *h, int rc);

#endif
