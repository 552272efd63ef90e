/*
 * What ACPI's tables say about switching off: the values for sleep state S5.
 * ACPI 6 sections 5.2, 7.4 and 20.2. AML is searched, not run.
 */
#ifndef LOAD_ACPI_H
#define LOAD_ACPI_H

#include "base/span.h"

/* The two SLP_TYP values of \_S5 in a definition block; false: it has none. */
bool acpi_s5(struct span aml, uint8_t type[2]);

#endif
