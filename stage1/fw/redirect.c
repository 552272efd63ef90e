/*
 * Console redirection by the firmware. Documented in redirect.h. Not here:
 * what watches the screen's memory and tells nobody.
 */
#include "fw/redirect.h"
#include "fw/acpi.h"
#include "spec/optrom.h"
#include "stage0/call16.h"

#define INT10	  0x10
#define VIDEO_ROM 0xC0000u
#define ROM_MAX	  0x10000u
#define IRET	  0xCF /* all there is where nobody has it */

bool redirect_by_int10(void)
{
	const struct optrom_header *rom = (const void *)(uintptr_t)VIDEO_ROM;
	uint32_t at = segoff_phys(*(volatile struct segoff *)(INT10 * 4));
	uint32_t len = rom->signature == OPTROM_SIGNATURE
			       ? rom->length * OPTROM_UNIT
			       : ROM_MAX;

	return at - VIDEO_ROM >= len && *(const uint8_t *)(uintptr_t)at != IRET;
}

/* Microsoft's Serial Port Console Redirection Table, of any revision. */
static bool redirect_by_spcr(void)
{
	const struct acpi_spcr *s = (const void *)acpi_find("SPCR", 0);

	return s && s->head.len >= sizeof(*s) && s->space == ACPI_SPACE_IO &&
	       s->address;
}

bool redirect_found(void)
{
	return redirect_by_int10() || redirect_by_spcr();
}
