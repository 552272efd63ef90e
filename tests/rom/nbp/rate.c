/*
 * An NBP that measures what calls cost: the mean of many calls with nothing to
 * do, and of a frame fetched by GET_NEXT out of bursts that have all arrived.
 * Says "rate NAME NS" on COM1. Runs on any PXE firmware.
 */
#include <string.h>
#include "nbp.h"
#include "rom/bios.h"

enum {
	CALLS = 2000,
	BURST = 32,
	BURSTS = 40,
	PAYLOAD = 1400,
	ECHO_PORT = 7003,
	OUR_PORT = 12292,
};

static struct frame_bytes {
	struct eth_header eth;
	struct ip_header ip;
	struct udp_header udp;
	uint8_t payload[PAYLOAD];
} PACKED out;
static struct pxe_undi_isr isr;
static uint32_t ticks_per_us;

static uint32_t cycles(void)
{
	uint32_t low;

	__asm__ volatile("rdtsc; shrd $4, %%edx, %%eax" : "=a"(low) : : "edx");
	return low; /* units of 16 cycles: no overflow within a minute */
}

/* How many of these units a microsecond has, by ten BIOS ticks. */
static void calibrate(void)
{
	uint32_t from = ticks(), start;

	while (ticks() == from)
		;
	start = cycles();
	while (ticks() - from < 11)
		;
	ticks_per_us = (cycles() - start) / 549254;
	if (ticks_per_us == 0)
		ticks_per_us = 1;
}

static void report(const char *name, uint32_t units, uint32_t count)
{
	print("rate ");
	print(name);
	print(" ");
	print_number(units / count * 1000 / ticks_per_us);
	print("\r\n");
}

static uint16_t isr_call(uint16_t function)
{
	isr.function = function;
	if (call(PXE_UNDI_ISR, &isr) != 0)
		return PXE_ISR_DONE;
	return isr.function;
}

static void measure_idle(const char *name, uint32_t opcode, void *block,
			 uint16_t function)
{
	uint32_t start = cycles(), i;

	for (i = 0; i < CALLS; i++) {
		if (opcode == PXE_UNDI_ISR)
			isr.function = function;
		call(opcode, block);
	}
	report(name, cycles() - start, CALLS);
}

static void transmit(const void *frame, uint16_t len)
{
	struct pxe_tbd tbd = {.immediate_len = len};
	struct pxe_undi_transmit t = {0};
	uint32_t tries = 100000;

	tbd.immediate.off = (uint16_t)(uintptr_t)frame;
	t.tbd.off = (uint16_t)(uintptr_t)&tbd;
	while (call(PXE_UNDI_TRANSMIT, &t) && --tries)
		;
}

/* Fetch what is there; how many of our datagrams came. */
static uint32_t drain(void)
{
	struct frame_bytes head;
	uint32_t count = 0;
	uint16_t what;

	isr_call(PXE_ISR_START);
	what = isr_call(PXE_ISR_PROCESS);
	for (; what != PXE_ISR_DONE; what = isr_call(PXE_ISR_GET_NEXT)) {
		if (what != PXE_ISR_RECEIVE)
			continue;
		far_get(&head, far_of(isr.frame), 42);
		if (head.eth.type == out.eth.type &&
		    head.udp.dst_port == out.udp.src_port)
			count++;
	}
	return count;
}

static uint16_t swap(uint16_t v)
{
	return (uint16_t)(v << 8 | v >> 8);
}

/* The header of a datagram to the echo server; its MAC is asked for. */
static bool build(void)
{
	static struct {
		struct eth_header eth;
		struct arp_packet arp;
	} PACKED a, reply;
	struct pxe_undi_get_information info;
	uint32_t start = ticks(), sum = 0, i;
	uint16_t what;

	call(PXE_UNDI_GET_INFORMATION, &info);
	memset(&a.eth.dst, 0xFF, 6);
	memcpy(&a.eth.src, info.current_node_address, 6);
	a.eth.type = swap(ETH_ARP);
	a.arp = (struct arp_packet){swap(1), swap(ETH_IP), 6,
				    4,	     swap(1),	   a.eth.src,
				    client,  {{0}},	   server};
	transmit(&a, 60);
	do {
		what = isr_call(PXE_ISR_PROCESS);
		for (; what != PXE_ISR_DONE; what = isr_call(PXE_ISR_GET_NEXT))
			if (what == PXE_ISR_RECEIVE)
				far_get(&reply, far_of(isr.frame), 42);
	} while (reply.arp.op != swap(2) && ticks() - start < 54);
	out.eth = (struct eth_header){reply.eth.src, a.eth.src, swap(ETH_IP)};
	out.ip = (struct ip_header){.version_ihl = 0x45,
				    .length = swap(PAYLOAD + 28),
				    .ttl = 64,
				    .protocol = IP_UDP,
				    .src = client,
				    .dst = server};
	for (i = 0; i < 10; i++)
		sum += ((uint16_t *)&out.ip)[i];
	out.ip.checksum = (uint16_t) ~((sum >> 16) + (sum & 0xFFFF));
	out.udp = (struct udp_header){swap(OUR_PORT), swap(ECHO_PORT),
				      swap(PAYLOAD + 8), 0};
	return reply.arp.op == swap(2);
}

static void measure_frames(void)
{
	uint32_t units = 0, count = 0, i, j, start;

	for (i = 0; i < BURSTS; i++) {
		for (j = 0; j < BURST; j++)
			transmit(&out, sizeof(out));
		for (start = ticks(); ticks() - start < 3;)
			;
		start = cycles();
		count += drain();
		units += cycles() - start;
	}
	check("most of what was sent came back", count > BURST * BURSTS / 2);
	if (count)
		report("GET_NEXT-frame", units, count);
}

void nbp_main(void);

void nbp_main(void)
{
	static struct pxe_undi_open open = {.filter = 3};
	struct pxe_undi_get_mcast_address m = {.inet = {{224, 0, 0, 9}}};

	test_structures();
	test_cached_info();
	calibrate();
	measure_idle("GET_MCAST_ADDRESS", PXE_UNDI_GET_MCAST_ADDRESS, &m, 0);
	call(PXE_UNDI_OPEN, &open);
	measure_idle("ISR-START", PXE_UNDI_ISR, &isr, PXE_ISR_START);
	measure_idle("ISR-PROCESS", PXE_UNDI_ISR, &isr, PXE_ISR_PROCESS);
	measure_idle("ISR-GET_NEXT", PXE_UNDI_ISR, &isr, PXE_ISR_GET_NEXT);
	if (build())
		measure_frames();
	print("rate ends\r\n");
}
