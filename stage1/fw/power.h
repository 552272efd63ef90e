/* Starting the machine anew, and switching it off. */
#ifndef FW_POWER_H
#define FW_POWER_H

#include "spec/acpi.h"

/*
 * Reset: the keyboard controller, port CF9h, then no interrupt table at all.
 * is_warm: the BIOS is told not to test memory.
 */
void power_reboot(bool is_warm) __attribute__((noreturn));

/*
 * Switch off by ACPI (S5), else by APM. Returns, with an error, only if the
 * machine has neither.
 */
int power_off(void);

/* Where ACPI's tables begin, or NULL. Its checksum is right. */
const struct acpi_rsdp *power_rsdp(void);

#endif
