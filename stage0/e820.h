/* The BIOS memory map, INT 15h EAX=E820h (ACPI 6 section 15.1). */
#ifndef STAGE0_E820_H
#define STAGE0_E820_H

#include "spec/bios.h"

/* A walk through the map. Start zeroed. */
struct e820_walk {
	uint32_t next;	/* continuation value */
	unsigned count; /* entries so far */
	bool answered;	/* the call exists */
	bool ended;
};

/*
 * The next entry with a length above 0 that is not marked to be ignored. False
 * at the end or if the call does not exist. Entries are unsorted, may overlap.
 */
bool e820_next(struct e820_walk *w, struct e820_entry *e);

#endif
