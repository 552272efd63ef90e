/* Time. Documented in clock.h. */
#include "fw/clock.h"
#include "base/div.h"
#include "spec/bios.h"
#include "stage0/call16.h"
#include "stage0/io.h"

/* 8254 timer, channel 2: its gate and output are at port 61h. */
#define PIT_HZ		1193182u
#define PIT_CHANNEL2	0x42
#define PIT_COMMAND	0x43
#define PIT_GATE	0x61
#define CALIBRATE_MS	20
#define CALIBRATE_LOOKS 10000000u

static uint32_t tsc_per_ms; /* 0: no usable counter, BIOS ticks instead */
static uint64_t tsc_last;
static uint32_t ms;

static uint64_t clock_tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static bool clock_has_tsc(void)
{
	uint32_t eax = 1, edx;

	__asm__("cpuid" : "+a"(eax), "=d"(edx) : : "ebx", "ecx");
	return edx & 1 << 4;
}

/* Counts of the TSC while channel 2 counts down once; 0 if it never ends. */
static uint32_t clock_calibrate(void)
{
	uint16_t count = PIT_HZ * CALIBRATE_MS / 1000;
	uint8_t gate = inb(PIT_GATE);
	uint64_t start;
	uint32_t looks = 0;

	outb(PIT_GATE, (uint8_t)((gate & ~2) | 1)); /* speaker off, gate on */
	outb(PIT_COMMAND, 0xB0);		    /* channel 2, mode 0 */
	outb(PIT_CHANNEL2, (uint8_t)count);
	outb(PIT_CHANNEL2, (uint8_t)(count >> 8));
	start = clock_tsc();
	while (!(inb(PIT_GATE) & 0x20))
		if (++looks == CALIBRATE_LOOKS)
			return 0;
	outb(PIT_GATE, gate);
	return (uint32_t)(clock_tsc() - start) / CALIBRATE_MS;
}

void clock_init(void)
{
	if (!clock_has_tsc())
		return;
	tsc_per_ms = clock_calibrate();
	tsc_last = clock_tsc();
}

uint32_t clock_ms(void)
{
	uint64_t passed;
	uint32_t n;

	if (!tsc_per_ms)
		return *(volatile uint32_t *)BDA_TICKS * 55;
	/*
	 * The quotient of one step must fit 32 bits, so does the dividend of
	 * any step shorter than a second or so; longer ones are taken apart.
	 */
	passed = clock_tsc() - tsc_last;
	while (passed >> 32) {
		uint32_t most = 0xFFFFFFFF / tsc_per_ms;

		ms += most;
		tsc_last += (uint64_t)most * tsc_per_ms;
		passed = clock_tsc() - tsc_last;
	}
	n = (uint32_t)passed / tsc_per_ms;
	ms += n;
	tsc_last += (uint64_t)n * tsc_per_ms;
	return ms;
}

uint32_t clock_cycles(void)
{
	return tsc_per_ms ? (uint32_t)clock_tsc() : 0;
}

uint32_t clock_us(uint32_t cycles)
{
	uint64_t us = (uint64_t)cycles * 1000;

	if (!tsc_per_ms)
		return 0;
	div_u64(&us, tsc_per_ms);
	return (uint32_t)us;
}

void clock_wait(uint32_t wait_ms)
{
	uint32_t start = clock_ms();

	do
		clock_idle();
	while (clock_ms() - start < wait_ms);
}

void clock_idle(void)
{
	struct call16 c = {.target = segoff_of(idle16),
			   .flags = FLAG_INTERRUPT};

	call16(&c);
}
