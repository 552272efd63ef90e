/*
 * What the machine tells about itself. Documented in machine.h; CPUID as in
 * Intel's manual, volume 2A, and AMD's, volume 3.
 */
#include "fw/machine.h"
#include <string.h>
#include "base/smbios.h"
#include "fw/memory.h"

#define BIOS_START 0xF0000u
#define BIOS_END   0x100000u
#define PARAGRAPH  16

#define CPUID_EXTENDED 0x80000000u

struct machine machine;

enum machine_register { EAX, EBX, ECX, EDX };

/* A leaf (and its part 0) of CPUID, zeros if the CPU does not have it. */
static void machine_cpuid(uint32_t leaf, uint32_t r[4])
{
	uint32_t last = leaf & CPUID_EXTENDED;

	__asm__("cpuid" : "+a"(last) : : "ebx", "ecx", "edx");
	memset(r, 0, 4 * sizeof(*r));
	/* An old CPU answers any high leaf as its last low one. */
	if (leaf > last || (last ^ leaf) & CPUID_EXTENDED)
		return;
	__asm__("cpuid"
		: "=a"(r[EAX]), "=b"(r[EBX]), "=c"(r[ECX]), "=d"(r[EDX])
		: "a"(leaf), "c"(0));
}

static const struct machine_feature {
	uint16_t is; /* enum machine_cpu */
	uint8_t leaf, in, mask_bits, shift;
} machine_feature[] = {
	{MACHINE_PAE, 0, EDX, 1, 6},	   {MACHINE_VMX, 0, ECX, 1, 5},
	{MACHINE_SMX, 0, ECX, 1, 6},	   {MACHINE_HYPERVISOR, 0, ECX, 1, 31},
	{MACHINE_NX, 1, EDX, 1, 20},	   {MACHINE_LONG, 1, EDX, 1, 29},
	{MACHINE_SVM, 1, ECX, 1, 2},	   {MACHINE_MULTICORE, 2, EAX, 6, 26},
	{MACHINE_MULTICORE, 3, ECX, 8, 0},
};

static void machine_ask_cpu(void)
{
	static const uint32_t leaf[] = {1, CPUID_EXTENDED | 1, 4,
					CPUID_EXTENDED | 8};
	uint32_t r[4][4], family;

	for (unsigned i = 0; i < 4; i++)
		machine_cpuid(leaf[i], r[i]);
	family = r[0][EAX] >> 8 & 15;
	machine.cpu_family = (char)('0' + (family < 6 ? family : 6));
	for (const struct machine_feature *f = machine_feature;
	     f < machine_feature +
			 sizeof(machine_feature) / sizeof(*machine_feature);
	     f++)
		if (r[f->leaf][f->in] >> f->shift & ((1u << f->mask_bits) - 1))
			machine.cpu |= f->is;
}

void machine_init(void)
{
	uint32_t table, len;
	bool is_read = false;

	machine_ask_cpu();
	for (uint32_t at = BIOS_START; at < BIOS_END; at += PARAGRAPH) {
		struct span bytes =
			span_of((const void *)(uintptr_t)at, BIOS_END - at);

		if (!memcmp(bytes.p, "_MP_", 4))
			machine.cpu |= MACHINE_SMP;
		if (!is_read && smbios_entry(bytes, &table, &len)) {
			is_read = true;
			smbios_read(
				&machine,
				span_of((const void *)(uintptr_t)table, len),
				&memory.heap);
		}
	}
}
