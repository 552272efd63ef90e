/*
 * The tables of ACPI that lead to the switch (ACPI 6 section 5.2). All
 * addresses are physical.
 */
#ifndef SPEC_ACPI_H
#define SPEC_ACPI_H

#include "spec/types.h"

/* On a paragraph of the EBDA's first KB, or of E0000h to FFFFFh. */
struct acpi_rsdp {
	char signature[8]; /* "RSD PTR " */
	uint8_t sum;
	char oem[6];
	uint8_t revision;
	uint32_t rsdt;
} PACKED;
#define ACPI_RSDP_SIGNATURE "RSD PTR "
#define ACPI_RSDP_2	    2  /* from this revision on */
#define ACPI_RSDP_2_LEN	    36 /* bytes */
_Static_assert(sizeof(struct acpi_rsdp) == 20, "ACPI 6 table 5-27");

struct acpi_table {
	char signature[4];
	uint32_t len;
	uint8_t revision, sum;
	char oem[14];
	uint32_t oem_revision, creator, creator_revision;
} PACKED;
_Static_assert(sizeof(struct acpi_table) == 36, "ACPI 6 table 5-29");

/* "FACP" */
struct acpi_fadt {
	struct acpi_table head;
	uint32_t facs, dsdt;
	uint8_t reserved, profile;
	uint16_t sci_int;
	uint32_t smi_cmd; /* 0: ACPI is always on */
	uint8_t acpi_enable, acpi_disable, s4bios, pstate;
	uint32_t pm1a_event, pm1b_event;
	uint32_t pm1a_control, pm1b_control; /* ports; b may be 0 */
} PACKED;
_Static_assert(offsetof(struct acpi_fadt, pm1a_control) == 64,
	       "ACPI 6 table 5-34");

/* "SPCR": Microsoft's Serial Port Console Redirection Table. */
struct acpi_spcr {
	struct acpi_table head;
	uint8_t interface, reserved[3];
	uint8_t space, width, offset, access; /* of the address */
	uint64_t address;		      /* of the port */
} PACKED;
_Static_assert(offsetof(struct acpi_spcr, address) == 44,
	       "SPCR; address as ACPI 6 table 5-1");
#define ACPI_SPACE_IO 1

enum acpi_pm1_control {
	ACPI_SCI_EN = 1,
	ACPI_SLP_TYP = 7 << 10,
	ACPI_SLP_EN = 1 << 13,
};

#endif
