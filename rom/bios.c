/*
 * BIOS services: INT 10h, 16h and 1Ah (PCI BIOS 2.1), the tick counter at
 * 40:6C, SMBIOS type 1 for the UUID. Knows nothing of networks.
 */
#include "rom/bios.h"

#include <string.h>
#include "rom/far.h"

#define BDA_TICKS     far_at(0x40, 0x6C)
#define TICKS_PER_DAY 0x1800B0
#define TICK_MS	      55
#define PIT_COUNTER0  0x40
#define PIT_MODE      0x43

BOOT_ONLY void bios_putc(char c)
{
	struct bios_regs r = {.eax = 0x0E00 | (uint8_t)c, .ebx = 7};

	bios_int(0x10, &r);
}

BOOT_ONLY void bios_print(const char *text)
{
	while (*text) {
		if (*text == '\n')
			bios_putc('\r');
		bios_putc(*text++);
	}
}

/* The keyboard buffer's head and tail differ: a key waits. */
BOOT_ONLY static bool bios_key_waits(void)
{
	return far_read16(far_at(0x40, 0x1A)) != far_read16(far_at(0x40, 0x1C));
}

BOOT_ONLY uint16_t bios_key(void)
{
	struct bios_regs r = {.eax = 0};

	bios_relax();
	if (!bios_key_waits())
		return 0;
	bios_int(0x16, &r);
	return (uint16_t)r.eax;
}

uint32_t bios_ms(void)
{
	static uint32_t last, ms;
	static bool started;
	uint32_t now = far_read32(BDA_TICKS);

	if (!started)
		last = now;
	started = true;
	/* The counter begins again at midnight. */
	ms += (now >= last ? now - last : now + TICKS_PER_DAY - last) * TICK_MS;
	last = now;
	return ms;
}

void bios_relax(void)
{
	uint32_t flags = irq_save();

	/* STI acts after the next instruction. */
	__asm__ volatile("sti; nop; pause; cli" : : : "memory");
	irq_restore(flags);
}

void bios_delay(uint32_t ms)
{
	uint32_t start = bios_ms();

	while (bios_ms() - start < ms)
		bios_relax();
}

uint16_t bios_timer(void)
{
	uint8_t low;

	out8(PIT_MODE, 0); /* latch counter 0 */
	low = in8(PIT_COUNTER0);
	return (uint16_t)(in8(PIT_COUNTER0) << 8 | low);
}

BOOT_ONLY static uint32_t bios_pci(uint16_t function, uint16_t pfa, uint8_t reg,
				   uint32_t value)
{
	struct bios_regs r = {
		.eax = function, .ebx = pfa, .ecx = value, .edi = reg};

	bios_int(0x1A, &r);
	return r.ecx;
}

BOOT_ONLY uint8_t bios_pci8(uint16_t pfa, uint8_t reg)
{
	return (uint8_t)bios_pci(0xB108, pfa, reg, 0);
}

BOOT_ONLY uint16_t bios_pci16(uint16_t pfa, uint8_t reg)
{
	return (uint16_t)bios_pci(0xB109, pfa, reg, 0);
}

BOOT_ONLY uint32_t bios_pci32(uint16_t pfa, uint8_t reg)
{
	return bios_pci(0xB10A, pfa, reg, 0);
}

BOOT_ONLY void bios_pci_set16(uint16_t pfa, uint8_t reg, uint16_t value)
{
	bios_pci(0xB10C, pfa, reg, value);
}

BOOT_ONLY bool bios_pci_find(uint16_t vendor, uint16_t device, uint16_t n,
			     uint16_t *pfa)
{
	struct bios_regs r = {
		.eax = 0xB102, .ecx = device, .edx = vendor, .esi = n};

	bios_int(0x1A, &r);
	*pfa = (uint16_t)r.ebx;
	return !(r.flags & BIOS_CF);
}

/* The byte at a physical address. */
BOOT_ONLY static uint8_t bios_peek(uint32_t address)
{
	return (uint8_t)(flat_read(address & ~3u) >> (address & 3) * 8);
}

/*
 * Look through the table for the type 1 structure (SMBIOS 2.7 section 7.2).
 * Its UUID is at 08h.
 */
BOOT_ONLY static bool bios_uuid_in_table(uint32_t at, uint16_t len,
					 uint8_t uuid[16])
{
	uint32_t end = at + len;
	unsigned i;

	while (at + 4 < end) {
		uint8_t type = bios_peek(at), size = bios_peek(at + 1);

		if (type == 127 || size < 4)
			return false;
		if (type == 1 && size >= 0x18) {
			for (i = 0; i < 16; i++)
				uuid[i] = bios_peek(at + 8 + i);
			return true;
		}
		/* Strings follow, up to two zero bytes. */
		for (at += size; at + 1 < end; at++)
			if (bios_peek(at) == 0 && bios_peek(at + 1) == 0)
				break;
		at += 2;
	}
	return false;
}

BOOT_ONLY bool bios_uuid(uint8_t uuid[16])
{
	uint16_t off = 0;
	uint8_t all_or = 0, all_and = 0xFF;
	unsigned i;

	memset(uuid, 0, 16);
	/* The entry point is on a paragraph in F0000h-FFFFFh. */
	do {
		if (far_read32(far_at(0xF000, off)) == 0x5F4D535F) /* _SM_ */
			break;
		off += 16;
	} while (off);
	if (far_read32(far_at(0xF000, off)) != 0x5F4D535F)
		return false;
	bios_uuid_in_table(far_read32(far_at(0xF000, off + 0x18)),
			   far_read16(far_at(0xF000, off + 0x16)), uuid);
	for (i = 0; i < 16; i++) {
		all_or |= uuid[i];
		all_and &= uuid[i];
	}
	/* All ones: not set either. */
	if (all_or == 0 || all_and == 0xFF) {
		memset(uuid, 0, 16);
		return false;
	}
	return true;
}
