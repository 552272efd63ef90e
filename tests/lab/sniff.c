/* Captures what passes a network interface, the first bytes of each frame, into
 * a classic pcap file with the kernel's times. It watches from the server's
 * side, so it takes no time from the machine that is measured.
 *
 *   sniff INTERFACE FILE BYTES
 *
 * Ends by SIGTERM, and then prints how many frames it has and has missed. */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#define RING_FRAME  512
#define RING_BLOCK  (1 << 16)
#define RING_BLOCKS 256
#define RING_FRAMES (RING_BLOCKS * RING_BLOCK / RING_FRAME)
#define PAUSE_NS    5000000
/* Less what the kernel puts in front of a frame. */
#define BYTES_MAX   (RING_FRAME - 128)

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static void die(const char *what)
{
	fprintf(stderr, "sniff: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* A packet socket with a ring; see packet(7). */
static int open_ring(const char *interface, unsigned bytes, uint8_t **ring)
{
	struct sock_filter cut = BPF_STMT(BPF_RET | BPF_K, bytes);
	struct sock_fprog filter = {1, &cut};
	struct tpacket_req request = {RING_BLOCK, RING_BLOCKS, RING_FRAME,
				      RING_FRAMES};
	struct sockaddr_ll address = {.sll_family = AF_PACKET,
				      .sll_protocol = htons(ETH_P_ALL)};
	int version = TPACKET_V2;
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	address.sll_ifindex = (int)if_nametoindex(interface);
	if (fd < 0 || !address.sll_ifindex ||
	    setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter,
		       sizeof(filter)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version,
		       sizeof(version)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &request,
		       sizeof(request)))
		die(interface);
	*ring = mmap(NULL, (size_t)RING_BLOCK * RING_BLOCKS,
		     PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (*ring == MAP_FAILED ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)))
		die(interface);
	return fd;
}

/* Appends what has come; returns the place to go on at. */
static unsigned drain(uint8_t *ring, unsigned next, FILE *file)
{
	for (;;) {
		uint8_t *at = ring + (size_t)next * RING_FRAME;
		volatile struct tpacket2_hdr *head = (void *)at;
		uint32_t record[4];

		if (!(head->tp_status & TP_STATUS_USER))
			return next;
		/* The kernel writes the rest before the status. */
		__sync_synchronize();
		record[0] = head->tp_sec;
		record[1] = head->tp_nsec / 1000;
		record[2] = head->tp_snaplen;
		record[3] = head->tp_len;
		fwrite(record, sizeof(record), 1, file);
		fwrite(at + head->tp_mac, head->tp_snaplen, 1, file);
		__sync_synchronize();
		head->tp_status = TP_STATUS_KERNEL;
		next = (next + 1) % RING_FRAMES;
	}
}

int main(int argc, char **argv)
{
	/* Magic number, version 2.4, no time zone, bytes of a frame, Ethernet.
	 */
	uint32_t header[6] = {0xa1b2c3d4, 2 | 4 << 16, 0, 0, 0, 1};
	struct sigaction action = {.sa_handler = on_signal};
	struct tpacket_stats stats = {0};
	socklen_t size = sizeof(stats);
	sigset_t block, old;
	unsigned next = 0;
	uint8_t *ring;
	FILE *file;
	int fd;

	header[4] = argc == 4 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
	if (header[4] < 14 || header[4] > BYTES_MAX) {
		fprintf(stderr,
			"usage: sniff INTERFACE FILE BYTES\n"
			"BYTES of each frame, 14 to %d\n",
			BYTES_MAX);
		return 2;
	}
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &old);
	sigaction(SIGTERM, &action, NULL);
	file = fopen(argv[2], "wb");
	if (!file)
		die(argv[2]);
	fd = open_ring(argv[1], header[4], &ring);
	fwrite(header, sizeof(header), 1, file);
	puts("sniff: listening");
	fflush(stdout);
	while (!stopped) {
		struct pollfd ready = {fd, POLLIN, 0};

		ppoll(&ready, 1, NULL, &old);
		/* Many frames at a time: the sender may want this processor. */
		nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
		next = drain(ring, next, file);
		fflush(file);
		/* The interface has gone. */
		if (ready.revents & POLLERR)
			break;
	}
	if (fclose(file))
		die(argv[2]);
	getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size);
	printf("sniff: %u frames, %u missed\n", stats.tp_packets,
	       stats.tp_drops);
	return 0;
}
