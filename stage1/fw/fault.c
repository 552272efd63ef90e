/* CPU exceptions. Documented in fault.h. The entries are in fault.asm. */
#include "base/log.h"
#include "fw/clock.h"
#include "fw/fault.h"
#include "stage0/call16.h"

#define FAULTS	    20
#define FAULT_ENTRY 16
#define CODE32	    0x10
#define GATE_32	    0x8E00
/* How long the line can be read (and photographed). */
#define READ_MS	    30000

/* As fault.asm and the CPU push it. */
struct fault {
	uint32_t vector, error, eip, cs, eflags;
};

extern const uint8_t fault_entries[];
void fault_report(const struct fault *f);

static struct {
	uint16_t low, selector, type, high;
} PACKED idt[FAULTS];

void fault_report(const struct fault *f)
{
	struct call16 c = {.target = segoff_of(int18_16)};
	uint32_t start = clock_ms();

	log_line(LOG_ERROR,
		 "Towline has a bug: exception %u, error %X at %Xh [F00]. "
		 "Please report this line. Next boot device in 30 s.",
		 (unsigned)f->vector, (unsigned)f->error, (unsigned)f->eip);
	while (clock_ms() - start < READ_MS)
		;
	call16(&c);
	for (;;)
		;
}

void fault_init(void)
{
	struct {
		uint16_t limit;
		uint32_t base;
	} PACKED pointer = {sizeof(idt) - 1, (uint32_t)(uintptr_t)idt};

	for (unsigned i = 0; i < FAULTS; i++) {
		uint32_t at =
			(uint32_t)(uintptr_t)fault_entries + i * FAULT_ENTRY;

		idt[i].low = (uint16_t)at;
		idt[i].high = (uint16_t)(at >> 16);
		idt[i].selector = CODE32;
		idt[i].type = GATE_32;
	}
	__asm__ volatile("lidt %0" : : "m"(pointer));
}
