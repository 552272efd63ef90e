/*
 * Reset and power off. Documented in power.h. ACPI by its fixed registers, as
 * BIOS machines since 2000 have them, for it is APM that is missing in those.
 * No AML is run (\_PTS), which few machines need.
 */
#include "fw/power.h"
#include "base/err.h"
#include "fw/acpi.h"
#include "fw/clock.h"
#include "load/acpi.h"
#include "spec/bios.h"
#include "stage0/io.h"

#define KBC_COMMAND   0x64
#define KBC_PULSE     0xFE /* the CPU's reset line */
#define RESET_CONTROL 0xCF9
#define RESET_FULL    0x0E
#define WARM	      0x1234
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

/* S5's values are in the DSDT, or in one of the SSDTs. */
static const struct acpi_fadt *power_fadt(uint8_t type[2])
{
	const struct acpi_fadt *f = (const void *)acpi_find("FACP", 0);
	const struct acpi_table *t;
	bool found;

	if (!f || f->head.len < sizeof(*f))
		return NULL;
	found = acpi_s5(acpi_body((const void *)(uintptr_t)f->dsdt), type);
	for (unsigned n = 0; (t = acpi_find("SSDT", n)); n++)
		found |= acpi_s5(acpi_body(t), type);
	return found ? f : NULL;
}

int power_off(void)
{
	uint8_t type[2];
	const struct acpi_fadt *f = power_fadt(type);
	uint32_t start = clock_ms();

	if (!f)
		return fail(ERR_POWER_TABLES, "%s", "FACP, \\_S5");
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
	return fail(ERR_POWER_OFF, "port %Xh", (unsigned)f->pm1a_control);
}
