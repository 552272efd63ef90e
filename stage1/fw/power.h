/* Starting the machine anew, and switching it off. */
#ifndef FW_POWER_H
#define FW_POWER_H

#include "spec/types.h"

/*
 * Reset: the keyboard controller, port CF9h, then no interrupt table at all.
 * is_warm: the BIOS is told not to test memory.
 */
void power_reboot(bool is_warm) __attribute__((noreturn));

/*
 * Switch off by ACPI (S5). Returns, with an error, only if that is not there,
 * or does nothing.
 */
int power_off(void);

#endif
