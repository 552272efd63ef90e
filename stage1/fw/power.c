/*
 * Reset and power off. Documented in power.h. ACPI by its fixed registers, as
 * all BIOS machines since 2000 have them; no AML is run (\_PTS), which Linux
 * does and which few machines need.
 */
#include "fw/power.h"
#include <string.h>
#include "base/err.h"
#include "fw/clock.h"
#include "load/acpi.h"
#include "spec/acpi.h"
#include "spec/bios.h"
#include "stage0/call16.h"
#include "stage0/io.h"

#define KBC_COMMAND   0x64
#define KBC_PULSE     0xFE /* the CPU's reset line */
#define RESET_CONTROL 0xCF9
#define RESET_FULL    0x0E
#define WARM	      0x1234
#define RSDP_START    0xE0000
#define RSDP_END      0x100000
#define EBDA_LEN      1024
#define TABLE_MAX     0x400000 /* longer is rubbish */
#define ENABLE_MS     3000
#define OFF_MS	      2000

static uint16_t inw(uint16_t port)
{
	uint16_t v;

	__asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static void outw(uint16_t port, uint16_t v)
{
	__asm__ volatile("outw %0, %1" : : "a"(v), "Nd"(port));
}

void power_reboot(bool is_warm)
{
	static const struct {
		uint16_t limit;
		uint32_t base;
	} PACKED none = {0, 0};

	*(volatile uint16_t *)BDA_RESET = is_warm ? WARM : 0;
	outb(KBC_COMMAND, KBC_PULSE);
	clock_wait(100);
	outb(RESET_CONTROL, RESET_FULL & ~4);
	outb(RESET_CONTROL, RESET_FULL);
	clock_wait(100);
	/* An exception without a table shuts the CPU down: that resets. */
	__asm__ volatile("lidt %0\n\tint3" : : "m"(none));
	for (;;)
		;
}

static const struct acpi_rsdp *power_look(uint32_t at, uint32_t end)
{
	for (; at < end; at += 16) {
		const struct acpi_rsdp *r = (const void *)(uintptr_t)at;
		uint8_t sum = 0;

		for (unsigned i = 0; i < sizeof(*r); i++)
			sum = (uint8_t)(sum + ((const uint8_t *)r)[i]);
		if (!memcmp(r->signature, ACPI_RSDP_SIGNATURE,
			    sizeof(r->signature)) &&
		    !sum)
			return r;
	}
	return NULL;
}

const struct acpi_rsdp *power_rsdp(void)
{
	uint32_t ebda = *(volatile uint16_t *)BDA_EBDA * 16u;
	const struct acpi_rsdp *r = power_look(ebda, ebda + EBDA_LEN);

	return r ? r : power_look(RSDP_START, RSDP_END);
}

/* What is behind a table's head; nothing if its length makes no sense. */
static struct span power_table(uint32_t at)
{
	const struct acpi_table *t = (const void *)(uintptr_t)at;

	if (!at || t->len < sizeof(*t) || t->len > TABLE_MAX)
		return span_of(t, 0);
	return span_of(t + 1, t->len - sizeof(*t));
}

/* S5's values are in the DSDT, or in one of the SSDTs. */
static const struct acpi_fadt *power_fadt(uint8_t type[2])
{
	const struct acpi_rsdp *r = power_rsdp();
	const struct acpi_fadt *f = NULL;
	struct span list;
	bool found = false;

	if (!r)
		return NULL;
	list = power_table(r->rsdt);
	for (; list.len >= 4; list.p += 4, list.len -= 4) {
		uint32_t at = *(const uint32_t *)list.p;
		const struct acpi_fadt *t = (const void *)(uintptr_t)at;
		bool is_fadt = !memcmp(t->head.signature, "FACP", 4);

		if (is_fadt && t->head.len >= sizeof(*t))
			f = t;
		if (is_fadt || !memcmp(t->head.signature, "SSDT", 4))
			found |= acpi_s5(power_table(is_fadt ? t->dsdt : at),
					 type);
	}
	return found ? f : NULL;
}

static void power_acpi(void)
{
	uint8_t type[2];
	const struct acpi_fadt *f = power_fadt(type);
	uint32_t start = clock_ms();

	if (!f)
		return;
	if (f->smi_cmd && !(inw((uint16_t)f->pm1a_control) & ACPI_SCI_EN))
		outb((uint16_t)f->smi_cmd, f->acpi_enable);
	while (!(inw((uint16_t)f->pm1a_control) & ACPI_SCI_EN) &&
	       clock_ms() - start < ENABLE_MS)
		;
	for (unsigned i = 0; i < 2; i++) {
		uint16_t port = (uint16_t)(&f->pm1a_control)[i];

		if (port)
			outw(port, (uint16_t)((inw(port) & ~ACPI_SLP_TYP) |
					      type[i] << 10 | ACPI_SLP_EN));
	}
	clock_wait(OFF_MS);
}

/* APM 1.2: connect, say that 1.2 is known, all devices off. */
static void power_apm(void)
{
	static const struct {
		uint16_t ax, bx, cx;
	} steps[] = {{0x5301, 0, 0}, {0x530E, 0, 0x102}, {0x5307, 1, 3}};

	for (unsigned i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct call16 c = {.eax = steps[i].ax,
				   .ebx = steps[i].bx,
				   .ecx = steps[i].cx};

		call16_int(0x15, &c);
	}
	clock_wait(OFF_MS);
}

int power_off(void)
{
	power_acpi();
	power_apm();
	return fail(ERR_POWER_OFF, "%s", "tried ACPI and APM");
}
