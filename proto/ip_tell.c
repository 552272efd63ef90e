/*
 * Datagrams that want no answer, over our own IP. Documented in ip.h. Nothing
 * here waits: a name is looked up by and by.
 */
#include <string.h>
#include "lwip/dns.h"
#include "lwip/udp.h"
#include "proto/ip.h"

static struct {
	struct udp_pcb *pcb;
	ip_addr_t to;
	int found; /* 1, 0: not yet, -1: there is no such host */
} tell;

static void ip_tell_found(const char *name, const ip_addr_t *address, void *arg)
{
	(void)name;
	(void)arg;
	tell.found = address ? 1 : -1;
	if (address)
		tell.to = *address;
}

void ip_tell_to(const char *host)
{
	err_t result = dns_gethostbyname(host, &tell.to, ip_tell_found, NULL);

	tell.found = result == ERR_OK ? 1 : result == ERR_INPROGRESS ? 0 : -1;
}

int ip_tell(uint16_t port, const void *datagram, size_t len)
{
	struct pbuf *p;

	if (!tell.pcb)
		tell.pcb = udp_new();
	if (tell.found <= 0 || !tell.pcb)
		return tell.found;
	p = pbuf_alloc(PBUF_TRANSPORT, (u16_t)len, PBUF_RAM);
	if (!p)
		return 0;
	memcpy(p->payload, datagram, len);
	udp_sendto(tell.pcb, p, &tell.to, port);
	pbuf_free(p);
	return 1;
}
