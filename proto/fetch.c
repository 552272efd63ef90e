/* The loop around the protocol engines. Documented in fetch.h. */
#include "base/err.h"
#include "base/str.h"
#include "proto/fetch.h"
#include "proto/tftp.h"

/*
 * The dynamic ports of RFC 6335 begin here. A transfer that begins again takes
 * the next port: so many are kept for each.
 */
#define PORT_FIRST 49152
#define PORT_STEP  16
#define PORT_MASK  (0x3FFF & ~(PORT_STEP - 1))

/* For blocks out of order: the largest window of those that are asked for. */
#define TFTP_ROOM (201 * 1024)

/*
 * Send everything the engine has to say. A refused datagram counts as lost, so
 * its detail does not take the place of that of a failure before.
 */
static void fetch_send(struct wire *w, ip4 server, struct tftp *t,
		       uint16_t *own_port)
{
	uint8_t out[TFTP_OUTPUT_MAX];
	char detail[ERR_DETAIL_MAX];
	uint16_t to;
	size_t len;

	while ((len = tftp_output(t, out, &to, own_port, w->now_ms(w))) != 0) {
		str_copy(detail, sizeof(detail), err_detail());
		if (w->send(w, server, to, *own_port, out, len) < 0)
			fail(ERR_NONE, "%s", detail);
	}
}

static void fetch_report(struct fetch_state *s, const struct tftp *t,
			 uint32_t elapsed_ms)
{
	s->done = t->received;
	s->total = t->has_total ? t->total : 0;
	s->elapsed_ms = elapsed_ms;
	s->retransmissions = t->retransmissions;
	if (t->has_total || t->received) { /* answered */
		s->blksize = t->blksize;
		s->windowsize = t->windowsize;
	}
}

/* A port of its own for each transfer: late datagrams find nobody. */
static uint16_t fetch_port(struct wire *w)
{
	static uint16_t n;

	if (!n)
		n = (uint16_t)w->now_ms(w);
	n += PORT_STEP;
	return (uint16_t)(PORT_FIRST + (n & PORT_MASK));
}

int fetch_tftp(struct wire *w, const struct url *u, struct sink *out,
	       struct fetch_watch *watch, struct fetch_state *state)
{
	static uint8_t room[TFTP_ROOM];
	struct tftp_wish wish = {.blksize = w->blksize,
				 .windowsize = w->windowsize,
				 .port = u->port,
				 .room = room,
				 .room_len = sizeof(room)};
	uint32_t start = w->now_ms(w);
	uint16_t own = fetch_port(w);
	struct tftp t;

	*state = (struct fetch_state){0};
	TRY(tftp_start(&t, u->path, &wish, out, own, start));
	for (;;) {
		struct span datagram;
		uint16_t port;
		int rc;

		fetch_send(w, u->ip, &t, &own);
		rc = w->receive(w, u->ip, own, &port, &datagram);
		if (t.state != TFTP_RUNNING)
			return t.rc; /* the last ACK or ERROR is sent */
		if (rc > 0)
			tftp_input(&t, port, own, datagram, w->now_ms(w));
		fetch_report(state, &t, w->now_ms(w) - start);
		/* The look would overwrite the detail of what just failed. */
		if (rc >= 0 && t.state == TFTP_RUNNING)
			rc = watch->look(watch, state);
		if (rc < 0)
			tftp_cancel(&t, rc);
	}
}
