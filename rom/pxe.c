/* !PXE, PXENV+ and INT 1Ah. Documented in pxe.h. */
#include "rom/pxe.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/far.h"

#define VECTOR_1A far_at(0, 0x1A * 4)
enum { PIC1_MASK = 0x21, PIC2_MASK = 0xA1 };

struct pxe api_pxe_block __attribute__((aligned(16)));
struct pxenv api_pxenv_block __attribute__((aligned(16)));

/* head.asm, entry.asm and rom.lds have these. */
extern uint16_t rom_seg, dma_seg, dma_kb, base_kb;
extern farptr int1a_old;
extern char api_pxe[], api_pxenv[], int1a[], undi_rom_id[], resident_end[];
static bool hooked;

static uint8_t pxe_sum(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	uint8_t sum = 0;

	while (len--)
		sum += *p++;
	return sum;
}

static void pxe_checksums(void)
{
	struct pxe *p = &api_pxe_block;
	struct pxenv *e = &api_pxenv_block;

	p->checksum -= pxe_sum(p, sizeof(*p));
	e->checksum -= pxe_sum(e, sizeof(*e));
}

BOOT_ONLY static void pxe_segment(enum pxe_seg which, uint16_t seg,
				  uint32_t size)
{
	struct pxe_segdesc *s = &api_pxe_block.seg[which];

	s->seg = seg;
	s->phys = (uint32_t)seg << 4;
	s->size = size > 0xFFFF ? 0xFFFF : (uint16_t)size;
}

/*
 * One segment has code, data and stacks of UNDI and base code; the frames are
 * the UNDI's data. NBPs compute from the higher of the UNDI's two segments and
 * its size where base memory ended before, so ours ends exactly there.
 */
BOOT_ONLY static uint16_t pxe_own_size(void)
{
	/* Loaded by somebody else, who has the memory from somewhere. */
	if (base_kb == 0)
		return (uint16_t)(uintptr_t)resident_end;
	return (uint16_t)((base_kb * 64 - far_own_seg()) * 16);
}

BOOT_ONLY static void pxe_describe_segments(void)
{
	uint16_t own = far_own_seg(), size = pxe_own_size();

	pxe_segment(PXE_SEG_STACK, own, size);
	pxe_segment(PXE_SEG_UNDI_DATA, dma_seg, dma_kb * 1024u);
	pxe_segment(PXE_SEG_UNDI_CODE, own, size);
	pxe_segment(PXE_SEG_UNDI_CODE_W, own, size);
	pxe_segment(PXE_SEG_BC_DATA, own, size);
	pxe_segment(PXE_SEG_BC_CODE, own, size);
	pxe_segment(PXE_SEG_BC_CODE_W, own, size);
}

BOOT_ONLY void pxe_describe(void)
{
	struct pxe *p = &api_pxe_block;
	struct pxenv *e = &api_pxenv_block;

	memset(p, 0, sizeof(*p));
	memset(e, 0, sizeof(*e));
	memcpy(p->signature, PXE_SIGNATURE, sizeof(p->signature));
	p->length = sizeof(*p);
	p->undi_rom_id =
		(struct segoff){(uint16_t)(uintptr_t)undi_rom_id, rom_seg};
	p->entry_sp = far_segoff(far_near(api_pxe));
	p->seg_count = PXE_SEGS;
	pxe_describe_segments();
	memcpy(e->signature, PXENV_SIGNATURE, sizeof(e->signature));
	e->version = 0x0201;
	e->length = sizeof(*e);
	e->rm_entry = far_segoff(far_near(api_pxenv));
	e->stack_seg = e->bc_code_seg = e->bc_data_seg = far_own_seg();
	e->stack_size = e->bc_code_size = e->bc_data_size = pxe_own_size();
	e->undi_code_seg = far_own_seg();
	e->undi_code_size = e->stack_size;
	e->undi_data_seg = dma_seg;
	e->undi_data_size = p->seg[PXE_SEG_UNDI_DATA].size;
	e->pxe_ptr = far_segoff(far_near(p));
	pxe_checksums();
}

void pxe_describe_unloaded(void)
{
	struct pxe *p = &api_pxe_block;
	struct pxenv *e = &api_pxenv_block;

	p->base_rom_id = (struct segoff){0, 0};
	memset(&p->seg[PXE_SEG_STACK], 0, sizeof(p->seg[0]));
	memset(&p->seg[PXE_SEG_BC_DATA], 0, 3 * sizeof(p->seg[0]));
	e->stack_seg = e->stack_size = 0;
	e->bc_code_seg = e->bc_code_size = 0;
	e->bc_data_seg = e->bc_data_size = 0;
	pxe_checksums();
}

void pxe_hook(void)
{
	uint32_t flags = irq_save();

	if (!hooked) {
		int1a_old = far_read32(VECTOR_1A);
		far_write32(VECTOR_1A, far_near(int1a));
	}
	hooked = true;
	irq_restore(flags);
}

bool pxe_unhook(void)
{
	uint32_t flags = irq_save();
	bool ours = hooked && far_read32(VECTOR_1A) == far_near(int1a);

	if (ours)
		far_write32(VECTOR_1A, int1a_old);
	if (ours)
		hooked = false;
	irq_restore(flags);
	return !hooked;
}

void pxe_mask_irq(uint8_t irq)
{
	uint16_t port = irq < 8 ? PIC1_MASK : PIC2_MASK;

	if (irq)
		out8(port, in8(port) | (uint8_t)(1 << irq % 8));
}
