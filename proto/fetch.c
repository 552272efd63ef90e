/* The loop around the protocol engines. Documented in fetch.h. */
#include "base/err.h"
#include "proto/fetch.h"
#include "proto/tftp.h"

/* The dynamic ports of RFC 6335 begin here. */
#define PORT_FIRST 49152
#define PORT_MASK  0x3FFF

/* Send everything the engine has to say. A refused datagram counts as lost. */
static void fetch_send(struct wire *w, ip4 server, struct tftp *t,
		       uint16_t *own_port)
{
	uint8_t out[TFTP_OUTPUT_MAX];
	uint16_t to;
	size_t len;

	while ((len = tftp_output(t, out, &to, own_port, w->now_ms(w))) != 0)
		w->send(w, server, to, *own_port, out, len);
}

static void fetch_report(struct fetch_state *s, const struct tftp *t,
			 uint32_t elapsed_ms)
{
	s->done = t->received;
	s->total = t->has_total ? t->total : 0;
	s->elapsed_ms = elapsed_ms;
	s->retransmissions = t->retransmissions;
}

/* A port of its own for each transfer: late datagrams find nobody. */
static uint16_t fetch_port(struct wire *w)
{
	static uint16_t n;

	if (!n)
		n = (uint16_t)w->now_ms(w);
	n += 2; /* the engine may begin again from the next one */
	return (uint16_t)(PORT_FIRST + (n & PORT_MASK));
}

int fetch_tftp(struct wire *w, ip4 server, const char *path, struct sink *out,
	       struct fetch_watch *watch, struct fetch_state *state)
{
	struct tftp_wish wish = {.blksize = w->blksize,
				 .windowsize = w->windowsize};
	uint32_t start = w->now_ms(w);
	uint16_t own = fetch_port(w);
	struct tftp t;
	int rc;

	TRY(tftp_start(&t, path, &wish, out, own, start));
	do {
		struct span datagram;
		uint16_t port;

		fetch_send(w, server, &t, &own);
		rc = w->receive(w, server, own, &port, &datagram);
		if (rc > 0)
			tftp_input(&t, port, own, datagram, w->now_ms(w));
		fetch_report(state, &t, w->now_ms(w) - start);
		if (rc >= 0)
			rc = watch->look(watch, state);
		if (rc < 0)
			tftp_cancel(&t, rc);
	} while (t.state == TFTP_RUNNING);
	fetch_send(w, server, &t, &own); /* the last ACK, or a polite ERROR */
	return t.state == TFTP_DONE ? 0 : t.rc;
}
