/* TFTP's wire over our own IP. Documented in ip.h. */
#include <string.h>
#include "base/err.h"
#include "lwip/sys.h"
#include "lwip/udp.h"
#include "proto/ip.h"
#include "proto/tftp.h"

#define QUEUE 256 /* datagrams between two looks; a power of two */

static struct {
	struct wire wire;
	struct udp_pcb *pcb;
	uint16_t port; /* bound to, 0: none */
	struct {
		struct pbuf *p;
		ip4_addr_t from;
		uint16_t port;
	} queue[QUEUE];
	unsigned head, tail;
	struct pbuf *shown; /* the datagram the caller looks at */
	uint8_t whole[TFTP_HEADER_LEN + TFTP_BLKSIZE_MAX];
} ip_udp;

static void ip_udp_arrived(void *arg, struct udp_pcb *pcb, struct pbuf *p,
			   const ip_addr_t *from, u16_t port)
{
	(void)arg;
	(void)pcb;
	if (ip_udp.head - ip_udp.tail == QUEUE) {
		pbuf_free(p);
		return;
	}
	ip_udp.queue[ip_udp.head % QUEUE].p = p;
	ip_udp.queue[ip_udp.head % QUEUE].from = *from;
	ip_udp.queue[ip_udp.head % QUEUE].port = port;
	ip_udp.head++;
}

/* Each transfer has a port of its own. */
static int ip_udp_bind(uint16_t port)
{
	if (ip_udp.port == port)
		return 0;
	if (udp_bind(ip_udp.pcb, IP4_ADDR_ANY, port) != ERR_OK)
		return fail(ERR_IP_PORT, "%u", port);
	/* A last block that came twice is not the next file's first one. */
	while (ip_udp.head != ip_udp.tail)
		pbuf_free(ip_udp.queue[ip_udp.tail++ % QUEUE].p);
	ip_udp.port = port;
	return 0;
}

static int ip_udp_send(struct wire *w, ip4 to, uint16_t to_port,
		       uint16_t from_port, const void *datagram, size_t len)
{
	ip4_addr_t address;
	struct pbuf *p;
	err_t result;

	(void)w;
	TRY(ip_udp_bind(from_port));
	p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)len, PBUF_RAM);
	if (!p)
		return fail(ERR_IP_SEND, "%zu bytes", len);
	memcpy(p->payload, datagram, len);
	memcpy(&address.addr, to.b, sizeof(to.b));
	result = udp_sendto(ip_udp.pcb, p, &address, to_port);
	pbuf_free(p);
	/* No route yet, no room: as good as lost; the engine asks again. */
	return result == ERR_OK ? 0 : -1;
}

static int ip_udp_receive(struct wire *w, ip4 from, uint16_t local_port,
			  uint16_t *from_port, struct span *datagram)
{
	unsigned at;

	(void)w;
	(void)local_port;
	if (ip_udp.shown)
		pbuf_free(ip_udp.shown);
	ip_udp.shown = NULL;
	if (ip_udp.head == ip_udp.tail)
		ip_turn();
	if (ip_udp.head == ip_udp.tail)
		return 0;
	at = ip_udp.tail++ % QUEUE;
	ip_udp.shown = ip_udp.queue[at].p;
	if (memcmp(&ip_udp.queue[at].from.addr, from.b, sizeof(from.b)))
		return 0;
	*from_port = ip_udp.queue[at].port;
	*datagram = span_of(ip_udp.shown->payload, ip_udp.shown->len);
	if (ip_udp.shown->next)
		*datagram =
			span_of(ip_udp.whole,
				pbuf_copy_partial(ip_udp.shown, ip_udp.whole,
						  sizeof(ip_udp.whole), 0));
	return 1;
}

static uint32_t ip_udp_now(struct wire *w)
{
	(void)w;
	return sys_now();
}

int ip_udp_wire(struct wire **wire)
{
	ip_udp.wire = (struct wire){.send = ip_udp_send,
				    .receive = ip_udp_receive,
				    .now_ms = ip_udp_now};
	ip_udp.pcb = udp_new();
	if (!ip_udp.pcb)
		return fail(ERR_IP_UDP, "%s", "udp_new");
	udp_recv(ip_udp.pcb, ip_udp_arrived, NULL);
	*wire = &ip_udp.wire;
	return 0;
}
