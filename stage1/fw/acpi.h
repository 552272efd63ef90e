/* The machine's ACPI tables, as the BIOS left them in memory (ACPI 6, 5.2). */
#ifndef FW_ACPI_H
#define FW_ACPI_H

#include "base/span.h"
#include "spec/acpi.h"

/* Where all of it begins, NULL if there is none. Its checksum is right. */
const struct acpi_rsdp *acpi_rsdp(void);

/* The nth table from 0 with these four letters, NULL if there are fewer. */
const struct acpi_table *acpi_find(const char *signature, unsigned n);

/*
 * What is behind the head of a table (acpi_find's, or at an address out of
 * another); nothing if there is none, or its length makes no sense.
 */
struct span acpi_body(const struct acpi_table *t);

#endif
