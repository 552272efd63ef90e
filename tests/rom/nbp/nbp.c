/* What the test NBPs share: calling, checking, COM1. Documented in nbp.h. */
#include "nbp.h"

#include <string.h>
#include "rom/bios.h"

struct pxe bang;
struct pxenv env;
ip4 server, client;

enum { COM1 = 0x3F8, COM1_STATUS = COM1 + 5, COM1_READY = 0x20, COM1_HAS = 1 };

static void print_char(char c)
{
	while (!(in8(COM1_STATUS) & COM1_READY))
		;
	out8(COM1, (uint8_t)c);
}

void print(const char *text)
{
	while (*text)
		print_char(*text++);
}

void wait_char(void)
{
	while (!(in8(COM1_STATUS) & COM1_HAS))
		;
	in8(COM1);
}

void print_number(uint32_t n)
{
	char digits[11];
	int i = sizeof(digits) - 1;

	digits[i] = 0;
	do {
		digits[--i] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	print(digits + i);
}

void check(const char *name, bool good)
{
	print(good ? "ok " : "FAIL ");
	print(name);
	print("\r\n");
}

void check_equal(const char *name, uint32_t got, uint32_t wanted)
{
	if (got != wanted) {
		print("got ");
		print_number(got);
		print(", wanted ");
		print_number(wanted);
		print(": ");
	}
	check(name, got == wanted);
}

uint32_t call(uint32_t opcode, void *block)
{
	*(uint16_t *)block = 0xEEEE;
	return call_pxe(far_of(bang.entry_sp), opcode, block);
}

uint32_t ticks(void)
{
	return far_read32(far_at(0x40, 0x6C));
}

uint8_t data_pattern(uint32_t i)
{
	return (uint8_t)(i * 7 + (i >> 8) * 13);
}
