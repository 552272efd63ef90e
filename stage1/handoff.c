/* Into the kernel. Documented in handoff.h. */
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "fw/gfx.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "fw/vbe.h"
#include "graphic.h"
#include "handoff.h"
#include "road.h"
#include "stage0/call16.h"

/* The kernel's setup code, which we pass by, asks the BIOS the same. */
static void handoff_screen(struct linux_screen *s)
{
	struct call16 c = {.eax = 0x1200, .ebx = 0x10};

	s->x = *(volatile uint8_t *)BDA_CURSOR;
	s->y = *(volatile uint8_t *)(BDA_CURSOR + 1);
	s->mode = *(volatile uint8_t *)BDA_VIDEO_MODE & 0x7F;
	s->cols = *(volatile uint8_t *)BDA_COLUMNS;
	s->lines = *(volatile uint8_t *)BDA_ROWS + 1;
	s->points = *(volatile uint16_t *)BDA_FONT_HEIGHT;
	call16_int(0x10, &c);
	s->ega_bx = (uint16_t)c.ebx;
	s->is_vga = 1;
	if (gfx_is_on())
		vbe_screen(s);
}

/*
 * The firmware's map as it gave it, but base memory ends at 40:13: what lies
 * above may be PXE's still, and E820 does not know that.
 */
static void handoff_e820(struct linux_params *p)
{
	for (unsigned i = 0; i < memory.e820_count; i++) {
		struct e820_entry *from = &memory.e820[i];
		struct linux_e820 *to = &p->e820[p->e820_entries++];

		*to = (struct linux_e820){from->base, from->len, from->type};
		if (from->type == E820_RAM && from->base < memory.base_end &&
		    from->base + from->len > memory.base_end &&
		    from->base + from->len <= 0x100000)
			to->len = memory.base_end - from->base;
		if (from->type == E820_RAM && from->base == 0x100000)
			p->alt_mem_k = (uint32_t)(from->len >> 10);
	}
}

int handoff(const struct verified *v, const struct linux_kernel *k,
	    const struct linux_boot *b, const struct move *moves)
{
	struct linux_params *p = arena_alloc(&memory.low, sizeof(*p));
	struct move *list = arena_alloc(&memory.low, 2 * sizeof(*list));

	if (!p || !list)
		return fail(ERR_HANDOFF_MEMORY, "%zu bytes", sizeof(*p));
	memcpy(list, moves, 2 * sizeof(*list));
	linux_params(p, k, b);
	handoff_e820(p);
	log_line(LOG_INFO, "Starting Linux (%s)", v->by);
	log_line(LOG_DEBUG, "kernel at %Xh, initrd %u bytes at %Xh", b->run_at,
		 b->initrd_len, b->initrd);
	road_close();
	pxe_unload();
	graphic_vga(b);
	handoff_screen(&p->screen);
	jump32(list, (uint32_t)(uintptr_t)p, b->run_at);
}
