/* The simulated TFTP server and wire. Documented in tftp_peer.h. */
#include "tftp_peer.h"
#include <stdlib.h>
#include <string.h>
#include "base/fmt.h"
#include "base/str.h"
#include "guard.h"

uint8_t peer_byte(uint64_t at)
{
	uint64_t x = (at + 1) * 0x9E3779B97F4A7C15u;

	return (uint8_t)(x >> 56 ^ x >> 29);
}

static int peer_expect(struct sink *sink, uint64_t total)
{
	struct peer_sink *s = (struct peer_sink *)sink;

	s->wrong |= s->at != 0;
	s->expected = total;
	s->expects++;
	return s->refuse_expect;
}

static int peer_push(struct sink *sink, const void *bytes, size_t len)
{
	struct peer_sink *s = (struct peer_sink *)sink;
	const uint8_t *b = bytes;

	s->wrong |= len == 0;
	for (size_t i = 0; i < len; i++)
		s->wrong |= b[i] != peer_byte(s->at + i);
	s->at += len;
	return s->refuse_push;
}

void peer_sink_init(struct peer_sink *s)
{
	*s = (struct peer_sink){.sink = {peer_expect, peer_push, NULL}};
}

/* Queue in order of time; equal times keep their order. */
static void peer_queue(struct peer *p, bool to_client, uint16_t from,
		       uint16_t to, const void *bytes, size_t len,
		       uint32_t delay_ms)
{
	struct peer_datagram *d = malloc(sizeof(*d) + len), **at = &p->wire;

	*d = (struct peer_datagram){.at_ms = p->now_ms + delay_ms,
				    .to_client = to_client,
				    .from = from,
				    .to = to,
				    .len = len};
	memcpy(d->bytes, bytes, len);
	while (*at && (int32_t)((*at)->at_ms - d->at_ms) <= 0)
		at = &(*at)->next;
	d->next = *at;
	*at = d;
}

void peer_to_client(struct peer *p, uint16_t from, uint16_t to,
		    const void *bytes, size_t len, uint32_t delay_ms)
{
	peer_queue(p, true, from, to, bytes, len, delay_ms);
}

static void peer_send(struct peer *p, bool to_client, uint16_t from,
		      uint16_t to, const void *bytes, size_t len)
{
	enum peer_fate fate = PEER_DELIVER;

	if (p->fate)
		fate = p->fate(p, to_client, p->count[to_client], bytes, len);
	p->count[to_client]++;
	if (fate == PEER_DROP)
		return;
	peer_queue(p, to_client, from, to, bytes, len,
		   p->delay_ms * (fate == PEER_LATE ? 3 : 1) +
			   (fate == PEER_LATE));
	if (fate == PEER_TWICE)
		peer_queue(p, to_client, from, to, bytes, len, p->delay_ms);
}

static uint16_t peer_wire_number(const struct peer *p, uint64_t block)
{
	if (block > 65535 && p->server.wraps_to_one)
		return (uint16_t)((block - 1) % 65535 + 1);
	return (uint16_t)block;
}

static void peer_send_block(struct peer *p, struct peer_session *s,
			    uint64_t block)
{
	uint64_t at = (block - 1) * s->blksize;
	size_t len = p->server.size - at < s->blksize
			     ? (size_t)(p->server.size - at)
			     : s->blksize;
	uint16_t number = peer_wire_number(p, block);
	uint8_t *bytes;

	if (block == p->server.forget_at) {
		s->open = false;
		p->server.forget_at = p->server.forget_step
					      ? block + p->server.forget_step
					      : 0;
		return;
	}
	bytes = malloc(4 + len);
	bytes[0] = 0;
	bytes[1] = TFTP_DATA;
	bytes[2] = (uint8_t)(number >> 8);
	bytes[3] = (uint8_t)number;
	for (size_t i = 0; i < len; i++)
		bytes[4 + i] = peer_byte(at + i);
	peer_send(p, true, s->tid, s->client, bytes, 4 + len);
	free(bytes);
}

static void peer_arm(struct peer *p, struct peer_session *s)
{
	uint32_t ms = p->server.timer_ms ? p->server.timer_ms : 2000;

	s->timer_at_ms = p->now_ms + ms;
}

static void peer_send_window(struct peer *p, struct peer_session *s)
{
	uint64_t end = s->acked + s->windowsize;

	for (s->sent = s->acked; s->open && s->sent < end && s->sent < s->last;)
		peer_send_block(p, s, ++s->sent);
	peer_arm(p, s);
}

static void peer_send_oack(struct peer *p, struct peer_session *s, bool blksize,
			   bool windowsize)
{
	const struct peer_server *v = &p->server;
	char b[200];
	size_t n = fmt(b, sizeof(b), "%c%c", 0, TFTP_OACK);

	if (!v->no_tsize)
		n += fmt(b + n, sizeof(b) - n, "tsize%c%llu%c", 0,
			 (unsigned long long)(v->told ? v->told : v->size), 0);
	if (blksize)
		n += fmt(b + n, sizeof(b) - n, "BLKSIZE%c%u%c", 0, s->blksize,
			 0);
	if (windowsize)
		n += fmt(b + n, sizeof(b) - n, "windowsize%c%u%c", 0,
			 s->windowsize, 0);
	s->oack = true;
	peer_send(p, true, s->tid, s->client, b, n);
	peer_arm(p, s);
}

static void peer_request(struct peer *p, uint16_t client, const char *text,
			 const char *end)
{
	struct peer_session *s = p->session;
	bool blksize = false, windowsize = false, any = false;
	uint32_t n;

	/* libslirp has one session for a client's port. */
	while (p->server.kind == PEER_SLIRP && s->open && s->client != client)
		s++;
	while (p->server.kind != PEER_SLIRP && s->open)
		if (++s == p->session + PEER_SESSIONS)
			return;
	p->next_tid = p->next_tid ? (uint16_t)(p->next_tid + 1) : 40000;
	*s = (struct peer_session){
		.open = true,
		.tid = p->server.kind == PEER_SLIRP ? TFTP_PORT : p->next_tid,
		.client = client,
		.blksize = 512,
		.windowsize = 1};
	text += strlen(text) + 1; /* name */
	text += strlen(text) + 1; /* mode */
	while (text < end) {
		const char *value = text + strlen(text) + 1;

		str_number(value, 65535, &n);
		any |= !p->server.no_tsize;
		if (strcmp(text, "blksize") == 0 && p->server.blksize) {
			blksize = any = true;
			s->blksize = (uint16_t)(n < p->server.blksize
							? n
							: p->server.blksize);
		}
		if (strcmp(text, "windowsize") == 0 && p->server.windowsize) {
			windowsize = any = true;
			s->windowsize =
				(uint16_t)(n < p->server.windowsize
						   ? n
						   : p->server.windowsize);
		}
		text = value + strlen(value) + 1;
	}
	s->last = p->server.size / s->blksize + 1;
	if (any)
		peer_send_oack(p, s, blksize, windowsize);
	else
		peer_send_window(p, s);
}

static void peer_acked(struct peer *p, struct peer_session *s, uint16_t number)
{
	uint64_t block;

	if (p->server.kind == PEER_SLIRP) {
		if (s->sent == s->last)
			s->open = false;
		else
			peer_send_block(p, s, ++s->sent);
		return;
	}
	for (block = s->acked; block <= s->sent; block++)
		if (peer_wire_number(p, block) == number)
			break;
	if (block > s->sent)
		return;
	/* A repeated ACK: ignored in lock-step by all, in windows by some. */
	if (block == s->acked && !s->oack &&
	    (s->windowsize == 1 || p->server.kind == PEER_DNSMASQ))
		return;
	s->oack = false;
	s->tries = 0;
	s->acked = block;
	if (block == s->last) {
		s->open = false;
		p->complete++;
		return;
	}
	peer_send_window(p, s);
}

static void peer_serve(struct peer *p, const struct peer_datagram *d)
{
	uint16_t opcode = (uint16_t)(d->bytes[0] << 8 | d->bytes[1]);

	if (opcode == TFTP_RRQ && d->to == TFTP_PORT) {
		p->requests++;
		peer_request(p, d->from, (const char *)d->bytes + 2,
			     (const char *)d->bytes + d->len);
		return;
	}
	p->acks += opcode == TFTP_ACK;
	if (opcode == TFTP_ERROR) {
		p->errors++;
		if (d->bytes[3] == TFTP_ERR_UNKNOWN_TID)
			p->stray = d->to;
	}
	for (unsigned i = 0; i < PEER_SESSIONS; i++) {
		struct peer_session *s = &p->session[i];

		if (!s->open || s->tid != d->to || s->client != d->from)
			continue;
		if (opcode == TFTP_ERROR)
			s->open = false;
		if (opcode == TFTP_ACK)
			peer_acked(p, s,
				   (uint16_t)(d->bytes[2] << 8 | d->bytes[3]));
		return;
	}
}

static void peer_timers(struct peer *p)
{
	for (unsigned i = 0; i < PEER_SESSIONS; i++) {
		struct peer_session *s = &p->session[i];

		if (!s->open || p->server.kind == PEER_SLIRP ||
		    (int32_t)(p->now_ms - s->timer_at_ms) < 0)
			continue;
		if (++s->tries > 40)
			s->open = false;
		else if (s->oack)
			peer_send_oack(p, s, p->server.blksize != 0,
				       p->server.windowsize != 0);
		else
			peer_send_window(p, s);
	}
}

/* Deliver what is due, the client's datagrams at a guard page. */
static void peer_deliver(struct peer *p, struct tftp *t)
{
	while (p->wire && (int32_t)(p->now_ms - p->wire->at_ms) >= 0) {
		struct peer_datagram *d = p->wire;

		p->wire = d->next;
		if (d->to_client) {
			/* Mapping pages is slow: not for long files. */
			bool guard = p->server.size < 100000;
			void *copy =
				guard ? guard_copy(d->bytes, d->len) : d->bytes;

			tftp_input(t, d->from, d->to, span_of(copy, d->len),
				   p->now_ms);
			if (guard)
				guard_free(copy, d->len);
		} else {
			peer_serve(p, d);
		}
		free(d);
	}
}

static void peer_earlier(uint32_t *at_ms, uint32_t other_ms)
{
	if ((int32_t)(other_ms - *at_ms) < 0)
		*at_ms = other_ms;
}

/* When something happens next. */
static uint32_t peer_next(const struct peer *p, const struct tftp *t,
			  uint32_t end_ms)
{
	uint32_t at_ms = end_ms;

	if (t->state == TFTP_RUNNING)
		peer_earlier(&at_ms, tftp_deadline(t));
	if (p->wire)
		peer_earlier(&at_ms, p->wire->at_ms);
	for (unsigned i = 0; i < PEER_SESSIONS; i++)
		if (p->session[i].open && p->server.kind != PEER_SLIRP)
			peer_earlier(&at_ms, p->session[i].timer_at_ms);
	return (int32_t)(at_ms - p->now_ms) > 0 ? at_ms : p->now_ms;
}

void peer_resume(struct peer *p, struct tftp *t, uint32_t limit_ms)
{
	uint8_t *buf = guard_alloc(TFTP_OUTPUT_MAX);
	uint32_t end_ms = p->now_ms + limit_ms;
	bool ended = false;

	while ((int32_t)(p->now_ms - end_ms) < 0) {
		uint16_t to, from;
		size_t len;

		while ((len = tftp_output(t, buf, &to, &from, p->now_ms)) != 0)
			peer_send(p, false, from, to, buf, len);
		if (t->state != TFTP_RUNNING && !ended) {
			ended = true;
			end_ms = p->now_ms + PEER_LINGER_MS;
		}
		p->now_ms = peer_next(p, t, end_ms);
		peer_deliver(p, t);
		peer_timers(p);
	}
	guard_free(buf, TFTP_OUTPUT_MAX);
	while (p->wire) {
		struct peer_datagram *d = p->wire;

		p->wire = d->next;
		free(d);
	}
}

int peer_run(struct peer *p, struct tftp *t, const struct tftp_wish *wish,
	     struct sink *out, uint32_t start_ms, uint32_t limit_ms)
{
	int rc = tftp_start(t, "dir/file", wish, out, 50000, start_ms);

	p->now_ms = start_ms;
	if (rc == 0)
		peer_resume(p, t, limit_ms);
	return rc;
}
