/* A TCP connection and DNS over our own IP. Documented in ip.h, stream.h. */
#include <string.h>
#include "base/err.h"
#include "lwip/dns.h"
#include "lwip/sys.h"
#include "lwip/tcp.h"
#include "proto/ip.h"

#define QUEUE 512 /* pieces between two looks; a power of two */

static struct {
	struct stream stream;
	struct tcp_pcb *pcb;
	enum stream_state state;
	struct pbuf *queue[QUEUE]; /* received, not yet shown */
	unsigned head, tail;
	struct pbuf *rest;  /* of the one that came off the queue last */
	struct pbuf *shown; /* what the caller looks at */
	int found;	    /* of resolve: 1, 0, -1 */
	bool asking;
	ip_addr_t address;
	uint32_t hole; /* sequence number of the last one */
} tcp;

/* What has come, or NULL: the peer sends no more. */
static err_t ip_tcp_received(struct tcp_pcb *pcb, struct pbuf *p)
{
	if (!p) {
		tcp.state = STREAM_ENDED;
		return ERR_OK;
	}
	if (tcp.head - tcp.tail == QUEUE)
		return ERR_MEM; /* lwIP keeps it and offers it again */
	tcp.queue[tcp.head++ % QUEUE] = p;
	/* All that this turn brings is acknowledged at once, before the next.
	 */
	tcp_clear_flags(pcb, TF_ACK_NOW);
	tcp_set_flags(pcb, TF_ACK_DELAY);
	return ERR_OK;
}

/* What comes on a connection that was closed: nobody wants it. */
static err_t ip_tcp_left(struct tcp_pcb *pcb, struct pbuf *p)
{
	if (p) {
		tcp_recved(pcb, p->tot_len);
		pbuf_free(p);
	}
	return ERR_OK;
}

/* lwIP's word for everything; is_ours is NULL once it was closed. */
err_t lwip_tcp_event(void *is_ours, struct tcp_pcb *pcb, enum lwip_event event,
		     struct pbuf *p, u16_t size, err_t result)
{
	(void)size;
	(void)result;
	if (event == LWIP_EVENT_RECV)
		return is_ours ? ip_tcp_received(pcb, p) : ip_tcp_left(pcb, p);
	if (is_ours && event == LWIP_EVENT_CONNECTED)
		tcp.state = STREAM_OPEN;
	if (is_ours && event == LWIP_EVENT_ERR) {
		tcp.pcb = NULL; /* freed */
		tcp.state = STREAM_BROKEN;
	}
	return ERR_OK;
}

static void ip_tcp_close(struct stream *s)
{
	(void)s;
	if (tcp.shown)
		pbuf_free(tcp.shown);
	if (tcp.rest)
		pbuf_free(tcp.rest);
	while (tcp.tail != tcp.head)
		pbuf_free(tcp.queue[tcp.tail++ % QUEUE]);
	tcp.shown = tcp.rest = NULL;
	if (tcp.pcb) {
		tcp_arg(tcp.pcb, NULL);
		if (tcp_close(tcp.pcb) != ERR_OK)
			tcp_abort(tcp.pcb);
	}
	tcp.pcb = NULL;
	tcp.state = STREAM_CLOSED;
}

static int ip_tcp_open(struct stream *s, ip4 server, uint16_t port)
{
	ip4_addr_t to;

	ip_tcp_close(s);
	memcpy(&to.addr, server.b, sizeof(server.b));
	tcp.pcb = tcp_new();
	if (!tcp.pcb)
		return fail(ERR_IP_TCP, "port %u", port);
	tcp_arg(tcp.pcb, &tcp);
	tcp.state = STREAM_OPENING;
	if (tcp_connect(tcp.pcb, &to, port, NULL) != ERR_OK) {
		ip_tcp_close(s);
		return fail(ERR_IP_CONNECT, "port %u", port);
	}
	return 0;
}

static enum stream_state ip_tcp_state(struct stream *s)
{
	(void)s;
	return tcp.state;
}

static int ip_tcp_send(struct stream *s, const void *bytes, size_t len)
{
	(void)s;
	if (!tcp.pcb || len > tcp_sndbuf(tcp.pcb) ||
	    tcp_write(tcp.pcb, bytes, (u16_t)len, TCP_WRITE_FLAG_COPY) !=
		    ERR_OK)
		return fail(ERR_IP_TCP_SEND, "%zu bytes", len);
	tcp_output(tcp.pcb);
	return 0;
}

/* What is missing at a turn's end is lost, or late by as much. */
static void ip_tcp_count_hole(void)
{
	if (tcp.pcb->ooseq && tcp.pcb->rcv_nxt != tcp.hole) {
		tcp.hole = tcp.pcb->rcv_nxt;
		tcp.stream.holes++;
	}
}

void ip_tcp_acknowledge(void)
{
	if (!tcp.pcb)
		return;
	ip_tcp_count_hole();
	if (tcp.pcb->flags & TF_ACK_DELAY) {
		tcp_set_flags(tcp.pcb, TF_ACK_NOW);
		tcp_output(tcp.pcb);
	}
}

static size_t ip_tcp_receive(struct stream *s, struct span *bytes)
{
	(void)s;
	if (tcp.shown) {
		/* The window opens by what has been taken. */
		if (tcp.pcb)
			tcp_recved(tcp.pcb, tcp.shown->len);
		pbuf_free(tcp.shown);
		tcp.shown = NULL;
	}
	if (!tcp.rest && tcp.head == tcp.tail)
		ip_turn();
	if (!tcp.rest && tcp.head != tcp.tail)
		tcp.rest = tcp.queue[tcp.tail++ % QUEUE];
	if (!tcp.rest)
		return 0;
	tcp.shown = tcp.rest;
	tcp.rest = tcp.shown->next;
	if (tcp.rest) {
		pbuf_ref(tcp.rest); /* pbuf_dechain frees what nobody holds */
		pbuf_dechain(tcp.shown);
	}
	*bytes = span_of(tcp.shown->payload, tcp.shown->len);
	return bytes->len;
}

static void ip_tcp_found(const char *name, const ip_addr_t *address, void *arg)
{
	(void)name;
	(void)arg;
	tcp.found = address ? 1 : -1;
	if (address)
		tcp.address = *address;
}

static int ip_tcp_resolve(struct stream *s, const char *name, ip4 *address)
{
	err_t result;

	(void)s;
	if (!tcp.asking) {
		tcp.found = 0;
		result = dns_gethostbyname(name, &tcp.address, ip_tcp_found,
					   NULL);
		if (result == ERR_OK)
			tcp.found = 1;
		else if (result != ERR_INPROGRESS)
			return fail(ERR_IP_NAME, "%s", name);
		tcp.asking = true;
	}
	if (!tcp.found)
		ip_turn();
	if (!tcp.found)
		return 0;
	tcp.asking = false;
	if (tcp.found < 0)
		return fail(ERR_IP_NO_NAME, "%s", name);
	memcpy(address->b, &tcp.address.addr, sizeof(address->b));
	return 1;
}

static uint32_t ip_tcp_now(struct stream *s)
{
	(void)s;
	return sys_now();
}

struct stream *ip_tcp_stream(void)
{
	tcp.stream = (struct stream){.open = ip_tcp_open,
				     .state = ip_tcp_state,
				     .send = ip_tcp_send,
				     .receive = ip_tcp_receive,
				     .close = ip_tcp_close,
				     .resolve = ip_tcp_resolve,
				     .now_ms = ip_tcp_now,
				     .road = "HTTP over UNDI"};
	return &tcp.stream;
}
