/*
 * Reading SMBIOS (DMTF DSP0134, version 3): the entry point, and what of the
 * table struct machine holds. Looks at memory that it is given; finds none
 * itself.
 */
#ifndef BASE_SMBIOS_H
#define BASE_SMBIOS_H

#include "base/arena.h"
#include "base/machine.h"
#include "base/span.h"

/*
 * Is there an entry point at the front of these 24 bytes or more (section 5.2;
 * for every 16th byte of F0000h to FFFFFh)? Then where the table is
 * and how long, at most. The checksum is right; a table that does not fit
 * below 4 GiB is no table. Of the 32-bit entry point only its second half,
 * "_DMI_", is needed: old BIOSes have nothing else.
 */
bool smbios_entry(struct span bytes, uint32_t *address, uint32_t *len);

/*
 * Fill text, uuid and form of a machine; the first structure that has a
 * string counts. A table that is cut or broken is read as far as it is whole.
 * The strings are kept in the arena.
 */
void smbios_read(struct machine *m, struct span table, struct arena *arena);

#endif
