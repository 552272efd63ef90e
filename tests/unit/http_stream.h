/*
 * A connection that plays a script, for the tests of HTTP's loop: who answers
 * what to which request, and how the connection goes on.
 */
#ifndef TESTS_HTTP_STREAM_H
#define TESTS_HTTP_STREAM_H

#include "unit.h"
#include <string.h>
#include "base/err.h"
#include "base/place.h"
#include "proto/fetch.h"
#include "proto/http.h"

#define STEP_MS 250 /* passes with each receive that brings nothing */
#define SERVER	((ip4){{192, 168, 0, 1}})

/* How it goes on behind an answer. */
enum end { STAYS, ENDS, BREAKS };

/* What one request meets. */
struct step {
	const char *asks;  /* must be in the request */
	const char *lacks; /* must not, or NULL */
	bool fresh;	   /* a connection was made for it */
	unsigned refused;  /* so often before */
	enum end end;
	const char *text; /* the answer; of len bytes, or 0: strlen */
	size_t len;
};

static struct {
	struct stream stream;
	const struct step *step; /* of the next request */
	enum stream_state state;
	unsigned opens, refused, resolves, closes;
	bool fresh, opening;
	uint32_t now;
	uint8_t in[8192]; /* answers on their way */
	size_t at, len, piece;
	enum end end;
	uint8_t shown[8192];
	/* With how many bytes of the answer before still to come: */
	size_t ahead;
} fake;

static inline int fake_open(struct stream *s, ip4 server, uint16_t port)
{
	ip4 wanted = SERVER;

	assert_ptr_equal(s, &fake.stream);
	assert_memory_equal(&server, &wanted, sizeof(wanted));
	assert_int_equal(port, 80);
	fake.opens++;
	fake.fresh = true;
	fake.at = fake.len = 0;
	fake.end = STAYS;
	fake.state = STREAM_OPENING;
	return 0;
}

static inline enum stream_state fake_state(struct stream *s)
{
	(void)s;
	return fake.state;
}

static inline void fake_close(struct stream *s)
{
	(void)s;
	fake.closes += fake.state != STREAM_CLOSED;
	fake.state = STREAM_CLOSED;
}

static inline int fake_send(struct stream *s, const void *bytes, size_t len)
{
	const struct step *step = fake.step++;
	char text[HTTP_REQUEST_MAX + 1];
	bool good;
	size_t n;

	(void)s;
	assert_int_equal(fake.state, STREAM_OPEN);
	assert_true(len < sizeof(text));
	memcpy(text, bytes, len);
	text[len] = '\0';
	assert_non_null(step->text);
	good = strstr(text, step->asks) &&
	       !(step->lacks && strstr(text, step->lacks));
	if (!good)
		print_message("not \"%s\" but %s", step->asks, text);
	assert_true(good);
	assert_int_equal(fake.fresh, step->fresh);
	fake.fresh = false;
	fake.refused = 0;
	fake.ahead = fake.len - fake.at;
	n = step->len ? step->len : strlen(step->text);
	assert_true(fake.len + n <= sizeof(fake.in));
	memcpy(fake.in + fake.len, step->text, n);
	fake.len += n;
	fake.end = step->end;
	return 0;
}

static inline size_t fake_receive(struct stream *s, struct span *bytes)
{
	size_t n = fake.len - fake.at;

	(void)s;
	memset(fake.shown, 0xA5, sizeof(fake.shown)); /* valid until now */
	if (fake.state == STREAM_OPENING)
		fake.state = fake.refused++ < fake.step->refused ? STREAM_BROKEN
								 : STREAM_OPEN;
	else if (fake.state == STREAM_OPEN && !n && fake.end != STAYS)
		fake.state = fake.end == ENDS ? STREAM_ENDED : STREAM_BROKEN;
	if (fake.state != STREAM_OPEN || !n) {
		fake.now += STEP_MS;
		return 0;
	}
	if (n > fake.piece)
		n = fake.piece;
	memcpy(fake.shown, fake.in + fake.at, n);
	fake.at += n;
	*bytes = span_of(fake.shown, n);
	fake.now++;
	return n;
}

/* The third answer tells. */
static inline int fake_resolve(struct stream *s, const char *name, ip4 *address)
{
	(void)s;
	if (strcmp(name, "nowhere") == 0)
		return fail(ERR_IP_NO_NAME, "%s", name);
	*address = SERVER;
	return ++fake.resolves % 3 == 0;
}

static inline uint32_t fake_now(struct stream *s)
{
	(void)s;
	return fake.now;
}

static struct {
	struct fetch_watch watch;
	unsigned looks, stop_at;
} eye;

static inline int eye_look(struct fetch_watch *w, const struct fetch_state *s)
{
	assert_ptr_equal(w, &eye.watch);
	(void)s;
	return ++eye.looks == eye.stop_at ? fail(ERR_NETBOOT_ESC, "stop") : 0;
}

static char got[4096];
static struct place place;
static struct fetch_state result;
static struct url url;

static inline int fetch(const char *name)
{
	assert_int_equal(url_of(&url, name, SERVER), 0);
	place_init(&place, got, sizeof(got) - 1);
	eye.looks = 0;
	memset(&result, 0xA5, sizeof(result));
	return fetch_http(&fake.stream, &url, &place.sink, &eye.watch, &result);
}

static inline void begin(const struct step *script, size_t piece)
{
	fake.stream.close(&fake.stream);
	fake.step = script;
	fake.piece = piece;
	fake.opens = fake.closes = fake.refused = 0;
	eye.watch = (struct fetch_watch){.look = eye_look};
	eye.stop_at = 0;
}

/* A server elsewhere is asked, in vain: what was learnt of this one is lost. */
static inline void forget(void)
{
	static const struct step nobody[] = {{.refused = 1000, .text = ""}};

	begin(nobody, 1);
	eye.watch.tries = 1;
	assert_int_equal(fetch("http://elsewhere/"), -ERR_FETCH_CONNECT);
}

/* It came, this text, and the script is at its end. */
static inline void check(int rc, const char *text)
{
	if (rc < 0)
		print_message("%s: %s (%s)\n", err_code(rc), err_sentence(rc),
			      err_detail());
	assert_int_equal(rc, 0);
	got[place.len] = '\0';
	assert_string_equal(got, text);
	assert_int_equal(result.done, strlen(text));
	assert_int_equal(result.total, strlen(text));
	assert_null(fake.step->text);
}

static inline int reset(void **state)
{
	(void)state;
	fake.stream = (struct stream){fake_open,    fake_state, fake_send,
				      fake_receive, fake_close, fake_resolve,
				      fake_now,	    0,		"a script"};
	fake.now = 4294960000u;
	return 0;
}

#define OK	 "HTTP/1.1 200 OK\r\n"
#define TEN	 OK "ETag: \"t\"\r\nContent-Length: 10\r\n\r\n"
#define SEVEN	 OK "Content-Length: 7\r\n\r\n"
#define REST	 "HTTP/1.1 206 P\r\nETag: \"t\"\r\nContent-Range: bytes "
#define EVERY(p) for (size_t p = 1; p < 400; p += p < 20 ? 1 : 37)

#endif
