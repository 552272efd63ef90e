/*
 * The PXE API: UDP (PXE 2.1 section 3.3, 30h to 33h). There is no queue: what
 * nobody has read waits in the card's ring. Reading copies once, from the
 * frames, also out of many fragments.
 */
#include "rom/api.h"

#include "rom/net.h"
#include "rom/nic.h"

#define DEFAULT_PORT 2069
#define PAYLOAD_MAX  (65535 - 20 - 8)

static bool udp_opened;

int api_udp_open(void *block)
{
	struct pxe_udp_open *p = block;

	/* A second open replaces the first. */
	if (!ip_is_zero(p->src_ip))
		net.ip = p->src_ip;
	udp_opened = true;
	return api_need_card();
}

int api_udp_close(void *block)
{
	(void)block;
	if (!udp_opened)
		return PXE_STATUS_UDP_CLOSED;
	udp_opened = false;
	return PXE_STATUS_SUCCESS;
}

/* Does the caller want this one? */
static bool api_udp_wanted(const struct pxe_udp_read *p,
			   const struct net_dgram *d)
{
	return (ip_is_zero(p->dest_ip) || ip_equal(p->dest_ip, d->dst)) &&
	       (p->d_port == 0 || ip_swap16(p->d_port) == d->dst_port);
}

int api_udp_read(void *block)
{
	struct pxe_udp_read *p = block;
	struct net_dgram d;

	if (!udp_opened)
		return PXE_STATUS_UDP_CLOSED;
	if (api_null(p->buffer, p->buffer_size) || api_need_card())
		return PXE_STATUS_FAILURE;
	while (net_poll(&d)) {
		if (!api_udp_wanted(p, &d)) {
			net_drop(&d);
			continue;
		}
		if (!net_take(&d, far_of(p->buffer), p->buffer_size))
			continue;
		p->src_ip = d.src;
		p->dest_ip = d.dst;
		p->s_port = ip_swap16(d.src_port);
		p->d_port = ip_swap16(d.dst_port);
		if (p->buffer_size > d.len)
			p->buffer_size = d.len;
		return PXE_STATUS_SUCCESS;
	}
	return PXE_STATUS_FAILURE;
}

int api_udp_write(void *block)
{
	struct pxe_udp_write *p = block;
	struct net_to to = {.ip = p->ip,
			    .gateway = p->gw,
			    .src_port = ip_swap16(p->src_port),
			    .dst_port = ip_swap16(p->dst_port)};

	if (!udp_opened)
		return PXE_STATUS_UDP_CLOSED;
	if (api_null(p->buffer, p->buffer_size) || api_need_card())
		return PXE_STATUS_FAILURE;
	if (p->buffer_size > PAYLOAD_MAX)
		return PXE_STATUS_FAILURE;
	if (to.src_port == 0)
		to.src_port = DEFAULT_PORT;
	return net_send(&to, far_of(p->buffer), p->buffer_size);
}
