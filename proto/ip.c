/* The port of lwIP: frames in and out, time. Documented in ip.h. */
#include <string.h>
#include "base/err.h"
#include "base/str.h"
#include "lwip/dns.h"
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/ip4.h"
#include "lwip/sys.h"
#include "lwip/ip4_frag.h"
#include "lwip/priv/tcp_priv.h"
#include "netif/ethernet.h"
#include "proto/ip.h"

#define PROBE_AGAIN_MS 250

static struct {
	struct netif netif;
	struct nic *nic;
	const struct ip_env *env;
	uint32_t ticked; /* when, and how often */
	unsigned ticks;
	struct pbuf_custom frames[NIC_BUFFERS_MAX]; /* in the card's buffers */
} ip;

u32_t sys_now(void)
{
	return ip.env->now_ms();
}

uint32_t nic_rand(void)
{
	return ip.env->random();
}

/*
 * What the stack needs of lwIP's ip4_addr.c. That reads addresses in forms,
 * too, that may be names: "10", "0x7F.1".
 */
const ip_addr_t ip_addr_any;

u8_t ip4_addr_isbroadcast_u32(u32_t addr, const struct netif *netif)
{
	u32_t own = netif_ip4_addr(netif)->addr;

	return !addr || !~addr ||
	       (addr != own && addr == (own | ~netif_ip4_netmask(netif)->addr));
}

int ip4addr_aton(const char *text, ip4_addr_t *addr)
{
	const char *end = str_ip(text, (ip4 *)addr);

	return end && !*end;
}

static ip4_addr_t ip_addr_of(ip4 a)
{
	ip4_addr_t to;

	memcpy(&to.addr, a.b, sizeof(a.b));
	return to;
}

/* LWIP_NETIF_TX_SINGLE_PBUF: a frame is always in one piece. */
static err_t ip_frame_send(struct netif *netif, struct pbuf *p)
{
	(void)netif;
	return ip.nic->send(ip.nic, p->payload, p->tot_len) ? ERR_OK : ERR_MEM;
}

static err_t ip_netif(struct netif *netif)
{
	netif->name[0] = 'u';
	netif->name[1] = 'n';
	netif->output = etharp_output;
	netif->linkoutput = ip_frame_send;
	netif->mtu = 1500;
	netif->hwaddr_len = ETH_HWADDR_LEN;
	memcpy(netif->hwaddr, ip.nic->mac, ETH_HWADDR_LEN);
	netif->flags =
		NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_LINK_UP;
	return ERR_OK;
}

int ip_start(struct nic *nic, const struct dhcp_lease *lease,
	     const struct ip_env *env)
{
	ip4_addr_t address = ip_addr_of(lease->address);
	ip4_addr_t mask = ip_addr_of(lease->mask);
	ip4_addr_t gateway = ip_addr_of(lease->gateway);

	ip.nic = nic;
	ip.env = env;
	lwip_init();
	if (!netif_add(&ip.netif, &address, &mask, &gateway, NULL, ip_netif,
		       ethernet_input))
		return fail(ERR_IP_START, "%s", "netif_add");
	netif_set_default(&ip.netif);
	netif_set_up(&ip.netif);
	for (u8_t i = 0; i < 2; i++) {
		address = ip_addr_of(lease->dns[i]);
		dns_setserver(i, &address); /* 0: none */
	}
	return 0;
}

/* lwIP needs the frame no longer. */
static void ip_frame_free(struct pbuf *p)
{
	struct pbuf_custom *f = (struct pbuf_custom *)p;

	ip.nic->release(ip.nic, (uint16_t)(f - ip.frames));
}

/* A frame where it lies, in the card's buffer, or a copy of a lent one. */
static struct pbuf *ip_frame(struct span frame, uint16_t buffer)
{
	struct pbuf_custom *f;
	struct pbuf *p;

	if (buffer != NIC_LENT) {
		f = &ip.frames[buffer];
		f->custom_free_function = ip_frame_free;
		return pbuf_alloced_custom(PBUF_RAW, (u16_t)frame.len, PBUF_REF,
					   f, (void *)frame.p,
					   (u16_t)frame.len);
	}
	p = pbuf_alloc(PBUF_RAW, (u16_t)frame.len, PBUF_POOL);
	if (p)
		pbuf_take(p, frame.p, (u16_t)frame.len);
	return p; /* NULL: lost, as on a full wire */
}

/* lwIP's clocks, each with its own period. What was missed while nobody turned
   is made up for by one tick. */
static void ip_tick(void)
{
	uint32_t now = sys_now();

	if (now - ip.ticked < TCP_TMR_INTERVAL)
		return;
	ip.ticked = now;
	tcp_tmr();
	if (++ip.ticks % (1000 / TCP_TMR_INTERVAL))
		return;
	etharp_tmr();
	ip_reass_tmr();
	dns_tmr();
}

void ip_turn(void)
{
	struct span frame;
	uint16_t buffer;

	ip_tcp_acknowledge();
	ip.nic->turn(ip.nic);
	while (ip.nic->receive(ip.nic, &frame, &buffer)) {
		struct pbuf *p = ip_frame(frame, buffer);

		if (p && ip.netif.input(p, &ip.netif) != ERR_OK)
			pbuf_free(p);
	}
	/* Buffers ran out: those go that wait for a hole to be filled. */
	PBUF_CHECK_FREE_OOSEQ();
	ip_tick();
}

int ip_probe(ip4 server, uint32_t limit_ms)
{
	ip4_addr_t next = ip_addr_of(server);
	const ip4_addr_t *found;
	struct eth_addr *mac;
	uint32_t start = sys_now(), asked = start - PROBE_AGAIN_MS;

	if (!ip4_addr_net_eq(&next, netif_ip4_addr(&ip.netif),
			     netif_ip4_netmask(&ip.netif)))
		next = *netif_ip4_gw(&ip.netif);
	while (sys_now() - start < limit_ms) {
		if (sys_now() - asked >= PROBE_AGAIN_MS) {
			asked = sys_now();
			etharp_request(&ip.netif, &next);
		}
		ip_turn();
		if (etharp_find_addr(&ip.netif, &next, &mac, &found) >= 0)
			return 0;
	}
	return fail(ERR_IP_PROBE, "%u ms", (unsigned)limit_ms);
}
