/*
 * An NBP that measures UNDI's receive path on any PXE firmware: what a call
 * costs when nothing has come; what GET_NEXT costs for a frame that has come
 * already; and how many frames a second it takes when up to 64 are on the way,
 * as in a TCP or TFTP window. Asks tests/bench/frames.py for the frames.
 * Results go to COM1, a line each: "empty NS", "frame NS", "flow FRAMES TICKS".
 */
#include <string.h>
#include "nbp.h"
#include "rom/bios.h"

enum {
	ROUNDS = 5,
	CALLS = 2000,	  /* in a round of empty calls */
	BURST = 16,	  /* fits into the ring of any firmware */
	BURSTS = 16,	  /* in a round */
	SETTLE_TICKS = 2, /* for a burst to arrive */
	FLOW_TICKS = 18,  /* a round */
	WINDOW = 64,	  /* frames on the way */
	LOST_TICKS = 9,	  /* then those that have not come are lost */
	PORT = 7005,
	OUR_PORT = 12292,
	FRAME_LEN = 1514,
	/* 16-cycle units in 549,254 us: ten ticks */
	TEN_TICKS_US = 549254,
};

/* Asks for this many frames. */
static struct request {
	struct eth_header eth;
	struct ip_header ip;
	struct udp_header udp;
	uint16_t count;
} PACKED request;
static struct pxe_undi_isr isr;
static uint32_t units_per_us;

/* In units of 16 cycles: no overflow within a minute. */
static uint32_t cycles(void)
{
	uint32_t low;

	__asm__ volatile("rdtsc; shrd $4, %%edx, %%eax" : "=a"(low) : : "edx");
	return low;
}

static void calibrate(void)
{
	uint32_t from = ticks(), start;

	while (ticks() == from)
		;
	start = cycles();
	while (ticks() - from < 11)
		;
	units_per_us = (cycles() - start) / TEN_TICKS_US;
	if (units_per_us == 0)
		units_per_us = 1;
}

static void report(const char *name, uint32_t units, uint32_t count)
{
	print(name);
	print(" ");
	print_number(count ? units / count * 1000 / units_per_us : 0);
	print("\r\n");
}

static uint16_t isr_call(uint16_t function)
{
	isr.function = function;
	if (call(PXE_UNDI_ISR, &isr) != 0)
		return PXE_ISR_DONE;
	return isr.function;
}

/* Take what is there; how many of the frames asked for. */
static uint32_t drain(void)
{
	uint32_t count = 0;
	uint16_t what;

	isr_call(PXE_ISR_START);
	what = isr_call(PXE_ISR_PROCESS);
	for (; what != PXE_ISR_DONE; what = isr_call(PXE_ISR_GET_NEXT))
		if (what == PXE_ISR_RECEIVE && isr.frame_len == FRAME_LEN)
			count++;
	return count;
}

static uint16_t swap(uint16_t v)
{
	return (uint16_t)(v << 8 | v >> 8);
}

static void ask(uint16_t count)
{
	struct pxe_tbd tbd = {.immediate_len = sizeof(request)};
	struct pxe_undi_transmit t = {0};
	uint32_t tries = 100000;

	request.count = swap(count);
	tbd.immediate.off = (uint16_t)(uintptr_t)&request;
	t.tbd.off = (uint16_t)(uintptr_t)&tbd;
	while (call(PXE_UNDI_TRANSMIT, &t) && --tries)
		;
}

/* To everybody's Ethernet address: so nobody has to be asked for it. */
static void build(void)
{
	struct pxe_undi_get_information info;
	uint32_t sum = 0, i;

	call(PXE_UNDI_GET_INFORMATION, &info);
	memset(&request.eth.dst, 0xFF, 6);
	memcpy(&request.eth.src, info.current_node_address, 6);
	request.eth.type = swap(ETH_IP);
	request.ip = (struct ip_header){
		.version_ihl = 0x45,
		.length = swap(sizeof(request) - sizeof(request.eth)),
		.ttl = 64,
		.protocol = IP_UDP,
		.src = client,
		.dst = server};
	for (i = 0; i < 10; i++)
		sum += ((uint16_t *)&request.ip)[i];
	request.ip.checksum = (uint16_t) ~((sum >> 16) + (sum & 0xFFFF));
	request.udp = (struct udp_header){swap(OUR_PORT), swap(PORT),
					  swap(sizeof(request.udp) + 2), 0};
}

static void measure_empty(void)
{
	uint32_t start = cycles(), i;

	for (i = 0; i < CALLS; i++)
		isr_call(PXE_ISR_GET_NEXT);
	report("empty", cycles() - start, CALLS);
}

static void measure_bursts(void)
{
	uint32_t units = 0, count = 0, i, start;

	for (i = 0; i < BURSTS; i++) {
		ask(BURST);
		for (start = ticks(); ticks() - start < SETTLE_TICKS;)
			;
		start = cycles();
		count += drain();
		units += cycles() - start;
	}
	report("frame", units, count);
}

/* Take frames for this many ticks, asking for more by half windows. */
static uint32_t flow(uint32_t for_ticks)
{
	uint32_t start = ticks(), last = start, now, n;
	uint32_t count = 0, owed = WINDOW;

	while ((now = ticks()) - start < for_ticks) {
		n = drain();
		count += n;
		owed += n;
		if (n)
			last = now;
		if (now - last > LOST_TICKS) {
			last = now;
			owed = WINDOW;
		}
		if (owed >= WINDOW / 2) {
			ask((uint16_t)owed);
			owed = 0;
		}
	}
	/* Those on the way must not count for the next round. */
	for (last = now; ticks() - last < SETTLE_TICKS;)
		drain();
	return count;
}

static void measure_flow(void)
{
	uint32_t start = ticks();

	/* From one tick to another, so that the time is exact. */
	while (ticks() == start)
		;
	print("flow ");
	print_number(flow(FLOW_TICKS));
	print(" ");
	print_number(FLOW_TICKS);
	print("\r\n");
}

void nbp_main(void);

void nbp_main(void)
{
	static struct pxe_undi_open open = {.filter = 3};
	unsigned i;

	test_structures();
	learn_addresses();
	calibrate();
	call(PXE_UNDI_OPEN, &open);
	build();
	for (i = 0; i < ROUNDS; i++)
		measure_empty();
	for (i = 0; i < ROUNDS; i++)
		measure_bursts();
	for (i = 0; i < ROUNDS; i++)
		measure_flow();
	print("getnext ends\r\n");
}
