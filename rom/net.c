/* UDP over IPv4 on the card. Documented in net.h. */
#include "rom/net.h"

#include <string.h>
#include "rom/arp.h"
#include "rom/bios.h"
#include "rom/nic.h"

enum {
	/* Enough for the longest headers; whole steps of far_copy. */
	HEAD_LEN = 96,
	FRAGMENT_LEN = (ETH_MTU - sizeof(struct ip_header)) / 8 * 8,
	IGMP_TTL = 1,
};

struct head {
	struct eth_header eth;
	struct ip_header ip;
	struct udp_header udp;
} PACKED;

struct net net;

/* The sum over the pseudo header (RFC 768). len in host order. */
static uint32_t net_pseudo_sum(ip4 src, ip4 dst, uint16_t len)
{
	uint32_t sum = ip_sum(&src, sizeof(src), 0);

	sum = ip_sum(&dst, sizeof(dst), sum);
	return sum + ip_swap16(IP_UDP) + ip_swap16(len);
}

/* Is this address ours? Before DHCP is done, whatever reached our MAC is. */
static bool net_is_us(ip4 dst)
{
	ip4 subnet_broadcast = net.ip;
	unsigned i;

	for (i = 0; i < 4; i++)
		subnet_broadcast.b[i] |= (uint8_t)~net.mask.b[i];
	if (ip_is_group(dst))
		return ip_equal(dst, net.group);
	return ip_is_zero(net.ip) || ip_equal(dst, net.ip) ||
	       ip_is_broadcast(dst) || ip_equal(dst, subnet_broadcast);
}

/* Reads the UDP header of a whole payload. False: dropped. */
static bool net_datagram(const struct ip_packet *p, struct net_dgram *d)
{
	const struct frag_piece *piece = &frag_piece[d->chain.first];
	struct udp_header udp;
	uint16_t len;

	if (piece->len >= sizeof(udp)) {
		nic_read(d->chain.first, piece->start, &udp, sizeof(udp));
		len = ip_swap16(udp.length);
		if (len >= sizeof(udp) && len <= d->chain.len) {
			d->src = p->src;
			d->dst = p->dst;
			d->src_port = ip_swap16(udp.src_port);
			d->dst_port = ip_swap16(udp.dst_port);
			d->len = len - sizeof(udp);
			d->checksum = NET_UNSUMMED;
			if (udp.checksum)
				d->checksum = ip_sum(
					&udp, sizeof(udp),
					net_pseudo_sum(p->src, p->dst, len));
			return true;
		}
	}
	frag_free(&d->chain);
	return false;
}

static void net_igmp_report(uint8_t type);

/* One IP frame; the buffer is taken over. True: a datagram. */
static bool net_ip_input(const struct frame *f, struct net_dgram *d)
{
	uint8_t head[HEAD_LEN];
	struct ip_packet p;
	uint16_t have = f->len - sizeof(struct eth_header);
	struct span span;

	/* Buffers are larger than this, whatever the frame's length. */
	nic_read(f->id, 0, head, sizeof(head));
	span = span_of(head + sizeof(struct eth_header),
		       have < IP_HEADER_MAX ? have : IP_HEADER_MAX);
	if (!ip_parse(span, have, &p) || !net_is_us(p.dst) ||
	    (p.protocol != IP_UDP && p.protocol != IP_IGMP)) {
		nic_give(f->id);
		return false;
	}
	if (p.protocol == IP_IGMP) {
		if (head[sizeof(struct eth_header) + p.start] == IGMP_QUERY)
			net_igmp_report(IGMP_REPORT);
		nic_give(f->id);
		return false;
	}
	if (!frag_add(&p, f->id, p.start + sizeof(struct eth_header), bios_ms(),
		      &d->chain))
		return false;
	return net_datagram(&p, d);
}

bool net_poll(struct net_dgram *d)
{
	static uint8_t starts;
	struct frame f;

	/* Buffers that waited for others are the card's again. */
	if (starts != nic.starts)
		frag_reset();
	starts = nic.starts;

	while (nic_poll(&f)) {
		if (f.type == ETH_IP) {
			if (net_ip_input(&f, d))
				return true;
			continue;
		}
		if (f.type == ETH_ARP)
			arp_input(&f);
		nic_give(f.id);
	}
	return false;
}

void net_drop(struct net_dgram *d)
{
	frag_free(&d->chain);
}

/* A piece that does not fit: the sum of n bytes, room of which are copied. */
static uint32_t net_take_cut(uint8_t id, uint16_t off, farptr to, uint16_t n,
			     uint16_t room)
{
	uint8_t part[HEAD_LEN];
	uint32_t sum = 0;
	uint16_t step;

	for (; n; n -= step, off += step) {
		step = n < sizeof(part) ? n : sizeof(part);
		nic_read(id, off, part, step);
		sum = ip_sum(part, step, sum);
		if (room > step) {
			far_put(to, part, step);
			to += step;
			room -= step;
		} else {
			far_put(to, part, room);
			room = 0;
		}
	}
	return ip_fold(sum);
}

/*
 * Go through the payload's pieces; only the last can have an odd length, so
 * their sums add up.
 */
bool net_take(struct net_dgram *d, farptr to, uint16_t room)
{
	uint16_t left = d->len, off, n;
	uint32_t sum = ip_fold(d->checksum);
	uint8_t id = d->chain.first;

	to = far_normal(to);
	for (; id != FRAG_END && left; id = frag_piece[id].next) {
		off = frag_piece[id].start;
		n = frag_piece[id].len;
		if (id == d->chain.first) {
			off += sizeof(struct udp_header);
			n -= sizeof(struct udp_header);
		}
		if (n > left)
			n = left;
		left -= n;
		if (n > room) {
			sum += net_take_cut(id, off, to, n, room);
			room = 0;
			continue;
		}
		sum += nic_copy_sum(id, off, to, n);
		to += n;
		room -= n;
	}
	frag_free(&d->chain);
	return d->checksum == NET_UNSUMMED || ip_fold(sum) == 0xFFFF;
}

/* The Ethernet address for the next hop. */
static bool net_route(const struct net_to *to, eth_mac *mac)
{
	ip4 hop = to->ip;

	if (ip_is_broadcast(hop)) {
		memset(mac, 0xFF, sizeof(*mac));
		return true;
	}
	if (ip_is_group(hop)) {
		*mac = nic_group_mac(hop);
		return true;
	}
	/* A gateway given for a neighbour is a caller's mistake (field 22). */
	if (!ip_on_link(hop, net.ip, net.mask)) {
		if (!ip_is_zero(to->gateway))
			hop = to->gateway;
		else if (!ip_is_zero(net.gateway))
			hop = net.gateway;
	}
	return arp_resolve(hop, mac);
}

/* Send one IP packet: head (head_len bytes from eth on) and len of payload. */
static int net_send_packet(struct head *head, uint16_t head_len, farptr payload,
			   uint16_t len)
{
	farptr room = nic_transmit_room();

	if (room == 0)
		return PXE_STATUS_UNDI_TRANSMIT_ERROR;
	far_put(room, head, head_len);
	far_copy(room + head_len, payload, len);
	nic_transmit(head_len + len);
	return PXE_STATUS_SUCCESS;
}

static void net_udp_header(struct udp_header *udp, const struct net_to *to,
			   farptr payload, uint16_t len)
{
	uint32_t sum;

	udp->src_port = ip_swap16(to->src_port);
	udp->dst_port = ip_swap16(to->dst_port);
	udp->length = ip_swap16((uint16_t)(len + sizeof(*udp)));
	udp->checksum = 0;
	sum = net_pseudo_sum(net.ip, to->ip, (uint16_t)(len + sizeof(*udp)));
	sum = ip_sum(udp, sizeof(*udp), sum) + far_sum(payload, len);
	udp->checksum = (uint16_t)~ip_fold(sum);
	if (udp->checksum == 0)
		udp->checksum = 0xFFFF;
}

int net_send(const struct net_to *to, farptr payload, uint16_t len)
{
	static uint16_t id;
	struct ip_packet p = {
		.src = net.ip, .dst = to->ip, .protocol = IP_UDP, .id = ++id};
	struct head head = {.eth = {.src = nic.mac, .type = ip_swap16(ETH_IP)}};
	uint16_t udp_len = sizeof(head.udp), n;
	int rc;

	if (!net_route(to, &head.eth.dst))
		return PXE_STATUS_ARP_TIMEOUT;
	payload = far_normal(payload);
	net_udp_header(&head.udp, to, payload, len);
	do {
		n = len;
		if (n > FRAGMENT_LEN - udp_len)
			n = FRAGMENT_LEN - udp_len;
		len -= n;
		p.more = len != 0;
		p.len = n + udp_len;
		ip_build(&head.ip, &p);
		rc = net_send_packet(
			&head,
			(uint16_t)(sizeof(head) - sizeof(head.udp) + udp_len),
			payload, n);
		payload += n;
		p.off += p.len;
		udp_len = 0;
	} while (len && rc == PXE_STATUS_SUCCESS);
	return rc;
}

/* A membership report or leave, to the group or to all routers. */
static void net_igmp_report(uint8_t type)
{
	static const ip4 all_routers = {{224, 0, 0, 2}};
	struct igmp_packet igmp = {.type = type, .group = net.group};
	struct ip_packet p = {.src = net.ip,
			      .dst = type == IGMP_LEAVE ? all_routers
							: net.group,
			      .protocol = IP_IGMP,
			      .len = sizeof(igmp)};
	struct head head = {.eth = {.src = nic.mac, .type = ip_swap16(ETH_IP)}};

	if (ip_is_zero(net.group))
		return;
	head.eth.dst = nic_group_mac(p.dst);
	igmp.checksum = (uint16_t)~ip_fold(ip_sum(&igmp, sizeof(igmp), 0));
	ip_build(&head.ip, &p);
	head.ip.checksum = 0;
	head.ip.ttl = IGMP_TTL;
	head.ip.checksum =
		(uint16_t)~ip_fold(ip_sum(&head.ip, sizeof(head.ip), 0));
	net_send_packet(&head, sizeof(head) - sizeof(head.udp), far_near(&igmp),
			sizeof(igmp));
}

void net_join(ip4 group)
{
	if (ip_is_zero(group))
		net_igmp_report(IGMP_LEAVE);
	net.group = group;
	nic.mcast_count = ip_is_zero(group) ? 0 : 1;
	nic.mcast[0] = nic_group_mac(group);
	nic_set_filter();
	net_igmp_report(IGMP_REPORT);
}
