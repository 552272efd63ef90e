/*
 * The loop around the HTTP engine: connections, patience, going on after a
 * broken one. Documented in fetch.h.
 */
#include <string.h>
#include "base/err.h"
#include "proto/fetch.h"
#include "proto/http.h"

#define STALL_MS  20000 /* silence after which a connection is given up */
#define RETRY_MS  1000	/* before the first new try; doubles */
#define RETRY_MAX 8000
#define TRIES_MAX 8 /* without a byte between them */
#define SECOND_MS 1000
#define AGENT	  "Towline/" VERSION

/* One transfer. The connection outlives it: kernel and initrds share one. */
struct fetch_http {
	struct stream *stream;
	struct http http;
	struct fetch_watch *watch;
	struct fetch_state *state;
	uint32_t start_ms;
};

static struct url kept; /* whom the open connection belongs to */

/* Tell the watch; negative: the person gave up. */
static int fetch_http_look(struct fetch_http *f)
{
	struct fetch_state *s = f->state;

	s->done = f->http.received;
	s->total = f->http.has_total ? f->http.total : 0;
	s->elapsed_ms = f->stream->now_ms(f->stream) - f->start_ms;
	return f->watch->look(f->watch, s);
}

static int fetch_http_resolve(struct fetch_http *f, ip4 *server)
{
	const struct url *u = &f->http.url;
	int rc = 0;

	*server = u->ip;
	while (!u->has_ip && rc == 0) {
		rc = f->stream->resolve(f->stream, u->host, server);
		if (rc == 0)
			TRY(fetch_http_look(f));
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
	kept = f->http.url;
	TRY(fetch_http_resolve(f, &server));
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

/* Request and answer, until the engine's state says what is next. */
static int fetch_http_exchange(struct fetch_http *f)
{
	static char request[HTTP_REQUEST_MAX];
	struct stream *s = f->stream;
	struct http *h = &f->http;
	uint32_t last_ms = s->now_ms(s);
	struct span bytes;

	TRY(s->send(s, request, http_request(h, request)));
	while (h->state == HTTP_RUNNING) {
		if (s->receive(s, &bytes)) {
			http_input(h, bytes);
			last_ms = s->now_ms(s);
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

	if (++*tries > TRIES_MAX)
		return rc;
	f->state->retransmissions++;
	f->stream->close(f->stream);
	if (ms > RETRY_MAX)
		ms = RETRY_MAX;
	if (f->http.retry_after_s * SECOND_MS > ms)
		ms = f->http.retry_after_s * SECOND_MS;
	return fetch_http_pause(f, ms);
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
			return 0;
		if (h->state == HTTP_FAILED)
			return h->rc;
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
	struct http_wish wish = {.out = out, .agent = AGENT};
	int rc;

	*state = (struct fetch_state){0};
	f.stream = s;
	f.watch = watch;
	f.state = state;
	f.start_ms = s->now_ms(s);
	http_start(&f.http, u, &wish);
	rc = fetch_http_run(&f);
	if (rc < 0)
		s->close(s);
	return rc;
}
