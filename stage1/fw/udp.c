/* The wire over the firmware's UDP API. Documented in udp.h. */
#include <string.h>
#include "base/err.h"
#include "fw/clock.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "fw/udp.h"
#include "proto/tftp.h"
#include "stage0/call16.h"
#include "stage0/pump.h"

/* The largest block with its header; else one that fits a frame. */
#define UDP_BUFFER	 (TFTP_HEADER_LEN + TFTP_BLKSIZE_MAX)
#define UDP_BUFFER_SMALL 2048
/* How often to ask in one entry: costs less than the way to real mode. */
#define UDP_LOOKS	 8

static struct {
	struct wire wire;
	const struct dhcp_lease *lease;
	struct udp_low {
		struct pump pump;
		uint8_t sent[TFTP_OUTPUT_MAX];
		uint8_t received[];
	} * low;       /* in base memory */
	uint16_t room; /* in received */
} udp;

static uint16_t swap16(uint16_t v)
{
	return (uint16_t)(v << 8 | v >> 8);
}

static bool ip_equal(ip4 a, ip4 b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

/*
 * Some firmware never routes, so it is told the gateway of a server outside;
 * and never of one inside, which it would not find then.
 */
static ip4 udp_gateway(ip4 to)
{
	const struct dhcp_lease *l = udp.lease;

	for (int i = 0; i < 4; i++)
		if ((to.b[i] ^ l->address.b[i]) & l->mask.b[i])
			return l->gateway;
	return (ip4){{0, 0, 0, 0}};
}

/* Goes out with the next look for an answer. */
static int udp_send(struct wire *w, ip4 to, uint16_t to_port,
		    uint16_t from_port, const void *datagram, size_t len)
{
	struct pxe_udp_write *p = &udp.low->pump.write;

	(void)w;
	if (p->buffer_size || len > TFTP_OUTPUT_MAX)
		return -1; /* as good as lost */
	*p = (struct pxe_udp_write){.ip = to,
				    .gw = udp_gateway(to),
				    .src_port = swap16(from_port),
				    .dst_port = swap16(to_port),
				    .buffer_size = (uint16_t)len,
				    .buffer = segoff_of(udp.low->sent)};
	memcpy(udp.low->sent, datagram, len);
	return 0;
}

static int udp_receive(struct wire *w, ip4 from, uint16_t local_port,
		       uint16_t *from_port, struct span *datagram)
{
	const struct pxe_udp_read *p = &udp.low->pump.read;
	struct call16 c = {.ds = (uint16_t)((uintptr_t)udp.low >> 4),
			   .flags = FLAG_INTERRUPT,
			   .target = {(uint16_t)(uintptr_t)pump16_udp, 0},
			   .stack = entry_state.stack};

	(void)w;
	udp.low->pump.wanted =
		(struct pxe_udp_read){.dest_ip = udp.lease->address,
				      .d_port = swap16(local_port),
				      .buffer_size = udp.room,
				      .buffer = segoff_of(udp.low->received)};
	call16(&c);
	/* Not every firmware applies the filter, or reports true lengths. */
	if ((uint16_t)c.eax || !ip_equal(p->src_ip, from) ||
	    p->buffer_size > udp.room || p->d_port != swap16(local_port))
		return 0;
	*from_port = swap16(p->s_port);
	*datagram = span_of(udp.low->received, p->buffer_size);
	return 1;
}

static uint32_t udp_now_ms(struct wire *w)
{
	(void)w;
	return clock_ms();
}

static int udp_memory(void)
{
	udp.room = UDP_BUFFER;
	udp.low = arena_alloc(&memory.low, sizeof(*udp.low) + udp.room);
	if (!udp.low) {
		udp.room = UDP_BUFFER_SMALL;
		udp.low = arena_alloc(&memory.low, sizeof(*udp.low) + udp.room);
	}
	if (!udp.low)
		return fail(ERR_UDP_BUFFER, "%u bytes", udp.room);
	udp.low->pump.entry = pxe_api.entry;
	udp.low->pump.looks = UDP_LOOKS;
	return 0;
}

int udp_open(const struct dhcp_lease *lease, struct wire **w)
{
	udp.wire = (struct wire){
		.send = udp_send, .receive = udp_receive, .now_ms = udp_now_ms};
	udp.lease = lease;
	if (!udp.low)
		TRY(udp_memory());
	TRY(pxe_udp_open(lease->address));
	*w = &udp.wire;
	return 0;
}

uint16_t udp_blksize_max(void)
{
	return udp.room - TFTP_HEADER_LEN;
}
