/*
 * Ethernet II, ARP (RFC 826), IPv4 (RFC 791), UDP (RFC 768) and IGMPv2
 * (RFC 2236) headers. Fields of more than a byte are in network order.
 */
#ifndef SPEC_NET_H
#define SPEC_NET_H

#include "spec/types.h"

#define ETH_MAC_LEN   6
#define ETH_FRAME_MIN 60 /* without the frame check sequence */
#define ETH_FRAME_MAX 1514
#define ETH_MTU	      1500

typedef struct {
	uint8_t b[ETH_MAC_LEN];
} eth_mac;

struct eth_header {
	eth_mac dst, src;
	uint16_t type;
} PACKED;
_Static_assert(sizeof(struct eth_header) == 14, "Ethernet II");

/* Numbers here and below are host order. */
enum { ETH_IP = 0x0800, ETH_ARP = 0x0806, ETH_RARP = 0x8035 };

struct arp_packet {
	uint16_t hw_type, proto_type;
	uint8_t hw_len, proto_len;
	uint16_t op;
	eth_mac sender_mac;
	ip4 sender_ip;
	eth_mac target_mac;
	ip4 target_ip;
} PACKED;
_Static_assert(sizeof(struct arp_packet) == 28, "RFC 826");
enum { ARP_ETHERNET = 1, ARP_REQUEST = 1, ARP_REPLY = 2 };

struct ip_header {
	uint8_t version_ihl; /* 4, and the header length in dwords */
	uint8_t tos;
	uint16_t length;
	uint16_t id;
	uint16_t fragment; /* flags and offset / 8 */
	uint8_t ttl;
	uint8_t protocol;
	uint16_t checksum;
	ip4 src, dst;
} PACKED;
_Static_assert(sizeof(struct ip_header) == 20, "RFC 791 section 3.1");
#define IP_HEADER_MAX 60
enum { IP_MORE = 0x2000, IP_OFFSET_MASK = 0x1FFF };
enum { IP_IGMP = 2, IP_UDP = 17 };

struct udp_header {
	uint16_t src_port, dst_port;
	uint16_t length;
	uint16_t checksum;
} PACKED;
_Static_assert(sizeof(struct udp_header) == 8, "RFC 768");

struct igmp_packet {
	uint8_t type;
	uint8_t max_response;
	uint16_t checksum;
	ip4 group;
} PACKED;
_Static_assert(sizeof(struct igmp_packet) == 8, "RFC 2236 section 2");
enum {
	IGMP_QUERY = 0x11,
	IGMP_V1_REPORT = 0x12,
	IGMP_REPORT = 0x16,
	IGMP_LEAVE = 0x17
};

#endif
