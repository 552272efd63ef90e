/* Walking the BIOS memory map. Documented in e820.h. */
#include "stage0/call16.h"
#include "stage0/e820.h"

#define SMAP	 0x534D4150
/* Firmware bugs can make an endless list. */
#define E820_MAX 256

/* In the low part: the BIOS must reach it by ES:DI. */
static struct e820_entry e820_buffer;

static bool e820_call(struct e820_walk *w)
{
	struct segoff to = segoff_of(&e820_buffer);
	struct call16 c = {.eax = 0xE820,
			   .ebx = w->next,
			   .ecx = sizeof(e820_buffer),
			   .edx = SMAP,
			   .edi = to.off,
			   .es = to.seg};

	/* BIOSes older than ACPI 3 leave the last dword: bit 0 is "valid". */
	e820_buffer = (struct e820_entry){.attributes = 1};
	call16_int(0x15, &c);
	if ((c.flags & FLAG_CARRY) || c.eax != SMAP || c.ecx < 20)
		return false;
	w->answered = true;
	w->next = c.ebx;
	w->ended = c.ebx == 0;
	return true;
}

bool e820_next(struct e820_walk *w, struct e820_entry *e)
{
	while (!w->ended && w->count++ < E820_MAX) {
		if (!e820_call(w))
			break;
		*e = e820_buffer;
		if (e->len && (e->attributes & 1))
			return true;
	}
	w->ended = true;
	return false;
}
