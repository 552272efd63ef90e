/* Into the kernel. Documented in handoff.h. */
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "fw/console.h"
#include "fw/gfx.h"
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

void handoff_begin(void)
{
	memset(&jump, 0, sizeof(jump));
}

int handoff_move(uint32_t to, const void *from, uint32_t len)
{
	struct move *m = jump.move;

	while (m->len)
		m++;
	if (m == jump.move + JUMP_MOVES)
		return fail(ERR_HANDOFF_MOVES, "more than %u", JUMP_MOVES);
	*m = (struct move){to, (uint32_t)(uintptr_t)from, len};
	return 0;
}

void handoff(const struct verified *v, const char *what,
	     const struct linux_boot *b, struct linux_screen *screen)
{
	/* Only Linux is told of a graphic screen. */
	if (!screen)
		console_text();
	log_line(LOG_INFO, "Starting %s (%s)", what, v->by);
	road_close();
	if (!b || !b->keep_pxe)
		pxe_unload();
	/* Nothing is written to the screen from here on. */
	if (screen) {
		graphic_vga(b);
		handoff_screen(screen);
	}
	jump_now();
}
