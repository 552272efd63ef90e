/*
 * Enabling A20: BIOS, keyboard controller, port 92h, each tested, since any of
 * them may lie, be absent, or take its time. Runs in 32-bit mode below 1 MiB,
 * where A20 does not matter.
 */
#include "stage0/a20.h"
#include "stage0/call16.h"
#include "stage0/io.h"

/* How often to look before a way is given up: some machines take 10 ms. */
#define A20_LOOKS      20000
#define KBC_STATUS     0x64
#define KBC_DATA       0x60
#define KBC_INPUT_FULL 0x02

static volatile uint32_t a20_word;

/* Two values that differ through both addresses: no coincidence. */
static bool a20_is_on(void)
{
	volatile uint32_t *alias =
		(volatile uint32_t *)((uintptr_t)&a20_word + 0x100000);

	for (int i = 0; i < 2; i++) {
		a20_word++;
		io_delay();
		if (a20_word != *alias)
			return true;
	}
	return false;
}

static bool a20_comes_on(void)
{
	for (int i = 0; i < A20_LOOKS; i++)
		if (a20_is_on())
			return true;
	return false;
}

static void a20_bios(void)
{
	struct call16 c = {.eax = 0x2401};

	call16_int(0x15, &c);
}

/* False on a machine without the controller: it never gets ready. */
static bool kbc_ready(void)
{
	for (int i = 0; i < A20_LOOKS; i++) {
		if (!(inb(KBC_STATUS) & KBC_INPUT_FULL))
			return true;
		io_delay();
	}
	return false;
}

static void a20_keyboard_controller(void)
{
	if (inb(KBC_STATUS) == 0xFF || !kbc_ready())
		return;
	outb(KBC_STATUS, 0xD1); /* write output port */
	if (!kbc_ready())
		return;
	outb(KBC_DATA, 0xDF); /* A20 on, reset line high */
	if (!kbc_ready())
		return;
	outb(KBC_STATUS, 0xFF); /* null command: some want it last */
	kbc_ready();
}

static void a20_port92(void)
{
	uint8_t v = inb(0x92);

	/* Bit 0 resets the machine; writing an unchanged value can hang. */
	if (v != 0xFF && !(v & 2))
		outb(0x92, (uint8_t)((v | 2) & ~1));
}

bool a20_enable(void)
{
	static void (*const ways[])(void) = {a20_bios, a20_keyboard_controller,
					     a20_port92};
	static bool busy;
	bool on = a20_is_on();

	/* call16 checks A20 after each call, also after ours. */
	if (on || busy)
		return on;
	busy = true;
	for (unsigned i = 0; !on && i < sizeof(ways) / sizeof(ways[0]); i++) {
		ways[i]();
		on = a20_comes_on();
	}
	busy = false;
	return on;
}
