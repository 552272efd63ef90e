/* An end of the wire at a network interface: a packet socket, read through a
 * ring in shared memory, so that receiving costs no system call for each frame.
 * See packet(7) and the kernel's packet_mmap.rst. Documented in wire_packet.h.
 */
#include "wire_packet.h"
#include <arpa/inet.h>
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define RING_FRAME  2048
#define RING_BLOCK  (1 << 16)
#define RING_BLOCKS 128
#define RING_FRAMES (RING_BLOCKS * RING_BLOCK / RING_FRAME)
#define BATCH	    64 /* frames in one system call */

static int wire_packet_ring(struct wire_packet *p)
{
	struct tpacket_req ring = {RING_BLOCK, RING_BLOCKS, RING_FRAME,
				   RING_FRAMES};
	int version = TPACKET_V2, one = 1;

	/* Without the second option the ring has what we send, too. */
	if (setsockopt(p->fd, SOL_PACKET, PACKET_VERSION, &version,
		       sizeof(version)) ||
	    setsockopt(p->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one,
		       sizeof(one)) ||
	    setsockopt(p->fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof(ring)))
		return -1;
	p->ring = mmap(NULL, (size_t)RING_BLOCK * RING_BLOCKS,
		       PROT_READ | PROT_WRITE, MAP_SHARED, p->fd, 0);
	return p->ring == MAP_FAILED ? -1 : 0;
}

int wire_packet_open(struct wire_packet *p, const char *interface)
{
	struct sockaddr_ll address = {.sll_family = AF_PACKET,
				      .sll_protocol = htons(ETH_P_ALL)};
	int one = 1;

	address.sll_ifindex = (int)if_nametoindex(interface);
	if (!address.sll_ifindex)
		return -1;
	p->next = 0;
	p->last = 0;
	p->fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd < 0 || wire_packet_ring(p))
		return -1;
	/* Straight to the interface, past the queueing layer. */
	setsockopt(p->fd, SOL_PACKET, PACKET_QDISC_BYPASS, &one, sizeof(one));
	return bind(p->fd, (struct sockaddr *)&address, sizeof(address));
}

int wire_packet_no_offload(const struct wire_packet *p, const char *interface)
{
	/* Scatter-gather and segmentation need the check sums, and go too. */
	struct ethtool_value value = {ETHTOOL_STXCSUM, 0};
	struct ifreq request = {.ifr_data = (void *)&value};

	if (strlen(interface) >= sizeof(request.ifr_name)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(request.ifr_name, interface);
	return ioctl(p->fd, SIOCETHTOOL, &request);
}

int64_t wire_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/*
 * When the kernel had the frame, not when we came to see it: a sender with a
 * burst keeps the processor, and a cable would have begun to send by then.
 * ahead: by how much the kernel's clock for frames is before now's.
 */
static int64_t wire_packet_came(struct wire_packet *p, int64_t now,
				int64_t ahead,
				const volatile struct tpacket2_hdr *head)
{
	int64_t came = head->tp_sec * INT64_C(1000000000) + head->tp_nsec;

	came -= ahead;
	if (came > now)
		came = now;
	if (came > p->last)
		p->last = came;
	return p->last;
}

void wire_packet_receive(struct wire_packet *p, struct impair *w, int64_t now)
{
	const int64_t ahead =
		wire_clock(CLOCK_REALTIME) - wire_clock(CLOCK_MONOTONIC);

	for (unsigned i = 0; i < RING_FRAMES; i++) {
		uint8_t *at = p->ring + (size_t)p->next * RING_FRAME;
		volatile struct tpacket2_hdr *head = (void *)at;

		if (!(head->tp_status & TP_STATUS_USER))
			return;
		/* The kernel writes the rest before the status. */
		__sync_synchronize();
		if (head->tp_snaplen == head->tp_len)
			impair_put(w, wire_packet_came(p, now, ahead, head),
				   at + head->tp_mac, head->tp_snaplen);
		else
			w->stats.overflow++;
		__sync_synchronize();
		head->tp_status = TP_STATUS_KERNEL;
		p->next = (p->next + 1) % RING_FRAMES;
	}
}

/* Sends n frames and gives them back. */
static void wire_packet_batch(const struct wire_packet *p, struct impair *w,
			      struct impair_frame *const *frames, unsigned n)
{
	struct mmsghdr messages[BATCH] = {0};
	struct iovec pieces[BATCH];
	unsigned done = 0;

	for (unsigned i = 0; i < n; i++) {
		pieces[i] = (struct iovec){frames[i]->data, frames[i]->len};
		messages[i].msg_hdr.msg_iov = &pieces[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	while (done < n) {
		int sent = sendmmsg(p->fd, messages + done, n - done, 0);

		if (sent <= 0) /* no room, or too short for the interface */
			impair_release(w, frames[done++], false);
		for (; sent > 0; sent--)
			impair_release(w, frames[done++], true);
	}
}

void wire_packet_send(struct wire_packet *p, struct impair *w, int64_t now)
{
	struct impair_frame *frames[BATCH];
	unsigned n;

	do {
		n = 0;
		while (n < BATCH && (frames[n] = impair_take(w, now)))
			n++;
		wire_packet_batch(p, w, frames, n);
	} while (n == BATCH);
}
