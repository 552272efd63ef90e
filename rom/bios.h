/*
 * The BIOS services that the ROM uses: screen, keyboard, tick clock, PCI,
 * SMBIOS. Also the I/O port instructions.
 */
#ifndef ROM_BIOS_H
#define ROM_BIOS_H

#include "spec/types.h"

/* bios_int (far.asm) knows these offsets. */
struct bios_regs {
	uint32_t eax, ebx, ecx, edx, esi, edi;
	uint16_t es;
	uint16_t flags; /* out */
};
_Static_assert(sizeof(struct bios_regs) == 28, "far.asm");
#define BIOS_CF 1

void bios_int(uint32_t vector, struct bios_regs *r);

void bios_putc(char c);
void bios_print(const char *text);

/* The next key as INT 16h gives it (scan code << 8 | ASCII), 0 if none. */
uint16_t bios_key(void);
enum {
	BIOS_KEY_ESC = 0x1B,
	BIOS_KEY_ENTER = 0x0D,
	BIOS_KEY_CTRL_C = 3,
	BIOS_SCAN_F8 = 0x42,
	BIOS_SCAN_UP = 0x48,
	BIOS_SCAN_DOWN = 0x50
};

/*
 * Milliseconds since the first call, in steps of 55: the BIOS tick. Stands
 * still while interrupts are off; bios_relax lets them in.
 */
uint32_t bios_ms(void);

/* One round of a waiting loop: an open window for interrupts. */
void bios_relax(void);

/*
 * The timer's count, which falls by 1 in 0.8 us or by 2, round 65536: for waits
 * with interrupts off, when bios_ms() stands still.
 */
uint16_t bios_timer(void);

/* Wait with interrupts on. */
void bios_delay(uint32_t ms);

/* Configuration space; pfa is bus << 8 | device << 3 | function. */
uint8_t bios_pci8(uint16_t pfa, uint8_t reg);
uint16_t bios_pci16(uint16_t pfa, uint8_t reg);
uint32_t bios_pci32(uint16_t pfa, uint8_t reg);
void bios_pci_set16(uint16_t pfa, uint8_t reg, uint16_t value);

/* The n-th function with these ids. False if there is none. */
bool bios_pci_find(uint16_t vendor, uint16_t device, uint16_t n, uint16_t *pfa);

/* The system's UUID as SMBIOS stores it; zeros and false if it has none. */
bool bios_uuid(uint8_t uuid[16]);

static inline void out8(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void out16(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline void out32(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in8(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint16_t in16(uint16_t port)
{
	uint16_t value;

	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static inline uint32_t in32(uint16_t port)
{
	uint32_t value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* The caller's interrupt flag is given back by the second. */
static inline uint32_t irq_save(void)
{
	uint32_t flags;

	__asm__ volatile("pushfl; popl %0; cli" : "=r"(flags) : : "memory");
	return flags;
}

static inline void irq_restore(uint32_t flags)
{
	__asm__ volatile("pushl %0; popfl" : : "r"(flags) : "memory", "cc");
}

#endif
