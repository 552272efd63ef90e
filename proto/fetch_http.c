/*
 * The loop around the HTTP engine: connections, patience, going on after a
 * broken one, unpacking. Documented in fetch.h.
 */
#include <string.h>
#include "base/err.h"
#include "base/gunzip.h"
#include "proto/fetch.h"
#include "proto/http.h"

#define STALL_MS   20000 /* silence after which a connection is given up */
#define RETRY_MS   1000	 /* before the first new try; doubles */
#define RETRY_MAX  8000
#define TRIES_MAX  8 /* without a byte between them */
#define SECOND_MS  1000
/* So many bytes before a body's end the next request goes out: more than the
   window, so that the server never has nothing to do. */
#define AHEAD	   (512 * 1024)
/* Pieces between two looks at the clock and the keys, while they come. */
#define LOOK_EVERY 16
#define AGENT	   "Towline/" VERSION

/* One transfer. The connection outlives it: kernel and initrds share one. */
struct fetch_http {
	struct stream *stream;
	struct http http;
	struct gunzip gunzip; /* for a server that sends the file packed */
	struct fetch_watch *watch;
	struct fetch_state *state;
	uint32_t start_ms;
};

static struct url kept; /* whom the open connection belongs to */

/* A request that went out before the file in front of it had come. */
static struct {
	bool sent;	  /* on the open connection */
	bool off;	  /* the server did not answer one */
	struct url url;	  /* of what */
	struct span rest; /* of its answer: came with the last file's end */
} ahead;

/* Tell the watch; negative: the person gave up. */
static int fetch_http_look(struct fetch_http *f)
{
	struct fetch_state *s = f->state;

	s->done = f->http.received;
	s->total = f->http.has_total ? f->http.total : 0;
	s->elapsed_ms = f->stream->now_ms(f->stream) - f->start_ms;
	return f->watch->look(f->watch, s);
}

int fetch_resolve(struct stream *s, const struct url *u, ip4 *server,
		  struct fetch_watch *watch, const struct fetch_state *state)
{
	int rc = u->has_ip;

	*server = u->ip;
	while (rc == 0) {
		rc = s->resolve(s, u->host, server);
		if (rc == 0)
			TRY(watch->look(watch, state));
	}
	return rc < 0 ? rc : 0;
}

/* A connection to the url's server: the one there is, or a new one. */
static int fetch_http_connect(struct fetch_http *f)
{
	struct stream *s = f->stream;
	struct span none;
	uint32_t start;
	ip4 server;

	if (s->state(s) == STREAM_OPEN && url_same_server(&kept, &f->http.url))
		return 0;
	ahead.sent = false;
	if (!url_same_server(&kept, &f->http.url))
		ahead.off = false;
	kept = f->http.url;
	TRY(fetch_resolve(s, &kept, &server, f->watch, f->state));
	TRY(s->open(s, server, kept.port));
	start = s->now_ms(s);
	while (s->state(s) == STREAM_OPENING) {
		s->receive(s, &none);
		TRY(fetch_http_look(f));
		if (s->now_ms(s) - start > STALL_MS)
			break;
	}
	if (s->state(s) == STREAM_OPEN)
		return 0;
	return fail(ERR_FETCH_CONNECT, "port %u", kept.port);
}

/* Near the end: ask for the next file, on the same connection. */
static void fetch_http_ahead(struct fetch_http *f)
{
	static struct http next; /* only for its request */
	static char request[HTTP_REQUEST_MAX];
	const struct url *u = f->watch->next;
	struct http *h = &f->http;
	size_t len;

	if (h->ahead || ahead.off || !u || http_left(h) > AHEAD ||
	    http_left(h) == 0 || !url_same_server(u, &kept))
		return;
	http_start(&next, u, &h->wish);
	len = http_request(&next, request);
	/* If there is no room for it now, there will be at the end. */
	if (f->stream->send(f->stream, request, len) < 0)
		return;
	h->ahead = true;
	ahead.sent = true;
	ahead.url = *u;
	ahead.rest.len = 0;
}

/* Ask for the file, unless that was done ahead; *rest: what has come of it. */
static int fetch_http_ask(struct fetch_http *f, struct span *rest)
{
	static char request[HTTP_REQUEST_MAX];
	size_t len = http_request(&f->http, request);

	*rest = ahead.rest;
	if (ahead.sent) {
		ahead.sent = false;
		return 0;
	}
	rest->len = 0;
	return f->stream->send(f->stream, request, len);
}

/* Bytes from the connection. */
static void fetch_http_take(struct fetch_http *f, struct span bytes)
{
	struct span rest = http_input(&f->http, bytes);

	fetch_http_ahead(f);
	if (f->http.state != HTTP_RUNNING)
		ahead.rest = rest;
}

/* Request and answer, until the engine's state says what is next. */
static int fetch_http_exchange(struct fetch_http *f)
{
	struct stream *s = f->stream;
	struct http *h = &f->http;
	uint32_t last_ms = s->now_ms(s);
	bool was_sent = ahead.sent, came = false;
	unsigned pieces = 0;
	struct span bytes;

	TRY(fetch_http_ask(f, &bytes));
	fetch_http_take(f, bytes);
	while (h->state == HTTP_RUNNING) {
		if (s->receive(s, &bytes)) {
			fetch_http_take(f, bytes);
			came = true;
			if (++pieces % LOOK_EVERY)
				continue;
		}
		if (came) {
			last_ms = s->now_ms(s);
			came = false;
		} else if (s->state(s) == STREAM_ENDED) {
			http_eof(h);
		} else if (s->state(s) != STREAM_OPEN) {
			http_lost(h, fail(ERR_FETCH_RESET, "after %llu bytes",
					  (unsigned long long)h->received));
		} else if (s->now_ms(s) - last_ms > STALL_MS) {
			http_lost(h, fail(ERR_FETCH_STALL, "after %llu bytes",
					  (unsigned long long)h->received));
		}
		TRY(fetch_http_look(f));
	}
	/* Perhaps it never will be. */
	if (was_sent && !h->answered)
		ahead.off = true;
	if (!h->keep)
		s->close(s);
	return 0;
}

static int fetch_http_pause(struct fetch_http *f, uint32_t ms)
{
	struct stream *s = f->stream;
	uint32_t start = s->now_ms(s);
	struct span none;

	while (s->now_ms(s) - start < ms) {
		s->receive(s, &none); /* keeps the network alive */
		TRY(fetch_http_look(f));
	}
	return 0;
}

/* Something broke: wait, longer each time nothing came between. */
static int fetch_http_again(struct fetch_http *f, int rc, unsigned *tries)
{
	uint32_t ms = RETRY_MS << *tries;

	if (++*tries > (f->watch->tries ? f->watch->tries : TRIES_MAX))
		return rc;
	f->state->retransmissions++;
	f->stream->close(f->stream);
	if (ms > RETRY_MAX)
		ms = RETRY_MAX;
	if (f->http.retry_after_s * SECOND_MS > ms)
		ms = f->http.retry_after_s * SECOND_MS;
	return fetch_http_pause(f, ms);
}

/* What is told of the file is its own size, however it came. */
static int fetch_http_done(struct fetch_http *f)
{
	struct http *h = &f->http;

	f->state->done = f->state->total = h->received;
	if (!h->gzip)
		return 0;
	f->state->done = f->state->total = f->gunzip.produced;
	/* Some servers call nothing at all gzip, too. */
	return h->received ? gunzip_end(&f->gunzip) : 0;
}

static int fetch_http_run(struct fetch_http *f)
{
	struct http *h = &f->http;
	unsigned tries = 0;

	for (;;) {
		uint64_t had = h->received;
		bool was_kept = f->stream->state(f->stream) == STREAM_OPEN;
		int rc = fetch_http_connect(f);

		if (rc == -ERR_FETCH_CONNECT) {
			TRY(fetch_http_again(f, rc, &tries));
			continue;
		}
		TRY(rc);
		TRY(fetch_http_exchange(f));
		if (h->received > had)
			tries = 0;
		if (h->state == HTTP_DONE)
			return fetch_http_done(f);
		if (h->state == HTTP_FAILED)
			return h->rc;
		if (h->state == HTTP_AGAIN)
			http_unpacked(h, f->gunzip.produced);
		/* A kept connection had merely been closed: at once again. */
		if (h->state == HTTP_AGAIN && was_kept && !h->answered)
			f->stream->close(f->stream);
		else if (h->state == HTTP_AGAIN)
			TRY(fetch_http_again(f, h->rc, &tries));
	}
}

int fetch_http(struct stream *s, const struct url *u, struct sink *out,
	       struct fetch_watch *watch, struct fetch_state *state)
{
	static struct fetch_http f; /* large, and there is one at a time */
	static uint64_t memory[GUNZIP_MEMORY / sizeof(uint64_t)]
		__attribute__((aligned(16)));
	struct http_wish wish = {.out = out,
				 .gunzip = watch->as_it_is ? NULL
							   : &f.gunzip.sink,
				 .agent = AGENT};
	const uint32_t holes = s->holes;
	int rc;

	*state = (struct fetch_state){0};
	f.stream = s;
	f.watch = watch;
	f.state = state;
	f.start_ms = s->now_ms(s);
	/* How much there may be at most is for out to say. */
	gunzip_init(&f.gunzip, out, memory, UINT64_MAX);
	http_start(&f.http, u, &wish);
	if (ahead.sent && (!url_same_server(u, &ahead.url) ||
			   strcmp(u->path, ahead.url.path) ||
			   strcmp(u->login, ahead.url.login)))
		s->close(s);
	rc = fetch_http_run(&f);
	state->retransmissions += s->holes - holes;
	if (rc < 0)
		s->close(s);
	return rc;
}
