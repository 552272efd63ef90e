/*
 * What we use of lwIP 2.2: Ethernet, ARP, IPv4 with reassembly, ICMP echo, UDP,
 * TCP as a receiver of large files, and DNS; by the raw API from one loop.
 * DHCP is not here: the firmware has the lease, proto/dhcp reads it.
 */
#ifndef PROTO_LWIP_LWIPOPTS_H
#define PROTO_LWIP_LWIPOPTS_H

/* One thread that polls: no locks, no mailboxes, no sockets. */
#define NO_SYS		     1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN	     0
#define LWIP_SOCKET	     0
/* proto/ip.c ticks. */
#define LWIP_TIMERS	     0

/* Memory: lwIP's own pools and heap, static, so nothing else can eat them. */
#define MEM_ALIGNMENT		      4
/* What we send, requests, ACKs, queries, comes from pools (lwippools.h), too.
 */
#define MEM_USE_POOLS		      1
#define MEMP_USE_CUSTOM_POOLS	      1
#define MEM_USE_POOLS_TRY_BIGGER_POOL 1
/*
 * Received frames stay in the card's ring; when many of them have to wait, the
 * next ones are copied, into pool buffers of one frame each.
 */
#define LWIP_SUPPORT_CUSTOM_PBUF      1
#define PBUF_POOL_SIZE		      512
#define PBUF_POOL_BUFSIZE	      1536
/* Buffers that only refer to others: pieces of reassembled datagrams. */
#define MEMP_NUM_PBUF		      64
#define MEMP_NUM_UDP_PCB	      4
/* One transfer, and closed ones waiting for their peer's last words. */
#define MEMP_NUM_TCP_PCB	      6
#define MEMP_NUM_TCP_PCB_LISTEN	      1
/* Segments that wait for a hole to be filled count here too. */
#define MEMP_NUM_TCP_SEG	      PBUF_POOL_SIZE

/* IPv4 only: PXE on a BIOS machine knows nothing else. */
#define LWIP_IPV4	   1
#define LWIP_IPV6	   0
#define LWIP_RAW	   0
#define LWIP_ACD	   0
#define IP_FORWARD	   0
#define IP_OPTIONS_ALLOWED 0
/* TFTP with large blocks comes in up to 45 fragments; room for two blocks. */
#define IP_REASSEMBLY	   1
#define IP_REASS_MAX_PBUFS 96
#define MEMP_NUM_REASSDATA 4
#define IP_REASS_MAXAGE	   3
/* What we send fits a frame. */
#define IP_FRAG		   0

/* Next hop, and the server where it is on our link; one packet waits. */
#define ARP_TABLE_SIZE	    8
#define ARP_QUEUEING	    0
#define ETHARP_TRUST_IP_MAC 0
#define ETH_PAD_SIZE	    0
/* A machine that boots should answer ping; never a broadcast one. */
#define LWIP_ICMP	    1
#define LWIP_BROADCAST_PING 0
#define LWIP_MULTICAST_PING 0
#define LWIP_IGMP	    0

#define LWIP_UDP     1
#define LWIP_UDPLITE 0

/* TCP: a window that keeps 100 MB/s busy at 2 ms, and fits the queue of a
 * common switch; scaled by 8 (RFC 7323). */
#define LWIP_TCP		   1
/* All that happens to a connection is told to one function, of ip_tcp.c. */
#define LWIP_EVENT_API		   1
#define LWIP_CALLBACK_API	   0
#define TCP_MSS			   1460
#define LWIP_WND_SCALE		   1
#define TCP_RCV_SCALE		   3
#define TCP_WND			   (160 * TCP_MSS)
/* Tell the window again after an eighth, not after each read. */
#define TCP_WND_UPDATE_THRESHOLD   (TCP_WND / 8)
/* Loss costs what was lost: keep what came behind it, and say so (RFC 2018). */
#define TCP_QUEUE_OOSEQ		   1
#define LWIP_TCP_SACK_OUT	   1
#define LWIP_TCP_MAX_SACK_NUM	   4
/* Leave a quarter of the pool for what fills the hole. */
#define TCP_OOSEQ_MAX_PBUFS(pcb)   (PBUF_POOL_SIZE * 3 / 4)
/* We send one request at a time. */
#define TCP_SND_BUF		   (4 * TCP_MSS)
#define TCP_SND_QUEUELEN	   16
/* What we send to is on an Ethernet. */
#define TCP_CALCULATE_EFF_SEND_MSS 0
/* A server that answers at all does so soon: 1+2+4+8+16 s, then an error. */
#define TCP_SYNMAXRTX		   4
#define TCP_MAXRTX		   8
#define LWIP_TCP_KEEPALIVE	   0

#define LWIP_DNS	    1
#define DNS_TABLE_SIZE	    4
#define DNS_MAX_SERVERS	    2
#define DNS_MAX_NAME_LENGTH 256
/* Answers must match id, port and question: what a blind forger can't know. */
#define LWIP_DNS_SECURE                                                        \
	(LWIP_DNS_SECURE_RAND_XID | LWIP_DNS_SECURE_NO_MULTIPLE_OUTSTANDING |  \
	 LWIP_DNS_SECURE_RAND_SRC_PORT)

/* The sum of a header that is sent is no other than that of one that came. */
#define LWIP_INLINE_IP_CHKSUM 0

/* A frame leaves in one piece: UNDI's transmit takes few fragments. */
#define LWIP_NETIF_TX_SINGLE_PBUF 1
#define LWIP_SINGLE_NETIF	  1
#define LWIP_HAVE_LOOPIF	  0
#define LWIP_NETIF_LOOPBACK	  0
#define LWIP_NETIF_HOSTNAME	  0

/* Errors are ours to tell, from return codes; counters are in proto/. */
#define LWIP_STATS	   0
#define LWIP_NOASSERT	   1
#define LWIP_NO_LWIP_ERRNO 1

#endif
