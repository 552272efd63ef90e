/* ARP over Ethernet: RFC 826. Documented in arp.h. */
#include "rom/arp.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/net.h"

enum { ENTRIES = 8, TRIES = 4, TRY_MS = 1000 };

struct arp_frame {
	struct eth_header eth;
	struct arp_packet arp;
} PACKED;

static struct {
	ip4 ip;
	eth_mac mac;
} cache[ENTRIES];
static uint8_t cache_next;

static bool arp_lookup(ip4 ip, eth_mac *mac)
{
	uint8_t i;

	for (i = 0; i < ENTRIES; i++) {
		if (!ip_equal(cache[i].ip, ip))
			continue;
		*mac = cache[i].mac;
		return true;
	}
	return false;
}

/* Newer news of a known address; a new one only if it is for us. */
static void arp_learn(ip4 ip, const eth_mac *mac, bool add)
{
	uint8_t i;

	if (ip_is_zero(ip) || mac->b[0] & 1)
		return;
	for (i = 0; i < ENTRIES; i++)
		if (ip_equal(cache[i].ip, ip))
			break;
	if (i == ENTRIES) {
		if (!add)
			return;
		i = cache_next;
		cache_next = (cache_next + 1) % ENTRIES;
	}
	cache[i].ip = ip;
	cache[i].mac = *mac;
}

static void arp_send(uint16_t op, ip4 ip, const eth_mac *mac)
{
	static const eth_mac everyone = {{255, 255, 255, 255, 255, 255}};
	farptr room = nic_transmit_room();
	struct arp_frame f = {
		.eth = {*mac, nic.mac, ip_swap16(ETH_ARP)},
		.arp = {ip_swap16(ARP_ETHERNET), ip_swap16(ETH_IP), ETH_MAC_LEN,
			sizeof(ip4), ip_swap16(op), nic.mac, net.ip, *mac, ip},
	};

	if (op == ARP_REQUEST) {
		f.eth.dst = everyone;
		memset(&f.arp.target_mac, 0, sizeof(f.arp.target_mac));
	}
	if (room == 0)
		return;
	far_put(room, &f, sizeof(f));
	nic_transmit(sizeof(f));
}

void arp_input(const struct frame *frame)
{
	struct arp_frame f;
	bool for_us;

	if (frame->len < sizeof(f))
		return;
	nic_read(frame->id, 0, &f, sizeof(f));
	if (f.arp.hw_type != ip_swap16(ARP_ETHERNET) ||
	    f.arp.proto_type != ip_swap16(ETH_IP) ||
	    f.arp.hw_len != ETH_MAC_LEN || f.arp.proto_len != sizeof(ip4))
		return;
	for_us = !ip_is_zero(net.ip) && ip_equal(f.arp.target_ip, net.ip);
	arp_learn(f.arp.sender_ip, &f.arp.sender_mac, for_us);
	if (for_us && f.arp.op == ip_swap16(ARP_REQUEST))
		arp_send(ARP_REPLY, f.arp.sender_ip, &f.arp.sender_mac);
}

/* Handle frames until the answer is there or this try's time is over. */
static bool arp_wait(ip4 ip, eth_mac *mac)
{
	uint32_t start = bios_ms();
	struct frame f;

	while (bios_ms() - start < TRY_MS) {
		if (!nic_poll_card(&f)) {
			bios_relax();
			continue;
		}
		if (f.type != ETH_ARP) {
			nic_keep(&f);
			continue;
		}
		arp_input(&f);
		nic_give(f.id);
		if (arp_lookup(ip, mac))
			return true;
	}
	return false;
}

bool arp_resolve(ip4 ip, eth_mac *mac)
{
	static const eth_mac none;
	uint8_t i;

	if (arp_lookup(ip, mac))
		return true;
	for (i = 0; i < TRIES; i++) {
		arp_send(ARP_REQUEST, ip, &none);
		if (arp_wait(ip, mac))
			return true;
	}
	return false;
}
