/* Finding ACPI tables. Documented in acpi.h. Not here: the 64-bit XSDT. */
#include "fw/acpi.h"
#include <string.h>
#include "spec/bios.h"

#define RSDP_START 0xE0000
#define RSDP_END   0x100000
#define EBDA_LEN   1024
#define TABLE_MAX  0x400000 /* longer is rubbish */

static const struct acpi_rsdp *acpi_look(uint32_t at, uint32_t end)
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

const struct acpi_rsdp *acpi_rsdp(void)
{
	uint32_t ebda = *(volatile uint16_t *)BDA_EBDA * 16u;
	const struct acpi_rsdp *r = acpi_look(ebda, ebda + EBDA_LEN);

	return r ? r : acpi_look(RSDP_START, RSDP_END);
}

struct span acpi_body(const struct acpi_table *t)
{
	if (!t || t->len < sizeof(*t) || t->len > TABLE_MAX)
		return span_of(t, 0);
	return span_of(t + 1, t->len - sizeof(*t));
}

const struct acpi_table *acpi_find(const char *signature, unsigned n)
{
	const struct acpi_rsdp *r = acpi_rsdp();
	struct span list;

	if (!r)
		return NULL;
	list = acpi_body((const void *)(uintptr_t)r->rsdt);
	for (; list.len >= 4; list.p += 4, list.len -= 4) {
		const struct acpi_table *t =
			(const void *)(uintptr_t) * (const uint32_t *)list.p;

		if (!memcmp(t->signature, signature, sizeof(t->signature)) &&
		    !n--)
			return t;
	}
	return NULL;
}
