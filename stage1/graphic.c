/* The graphic menu. Documented in graphic.h. */
#include "graphic.h"
#include "base/err.h"
#include "base/log.h"
#include "fw/console.h"
#include "fw/gfx.h"
#include "fw/memory.h"
#include "fw/vbe.h"
#include "fw/vga.h"
#include "netboot.h"
#include "stage0/call16.h"

#define WIDTH  640
#define HEIGHT 480

static const char *shown; /* the background, NULL: black */

void graphic_start(const struct config *c)
{
	uint16_t width = c->width ? c->width : WIDTH;
	uint16_t height = c->height ? c->height : HEIGHT;

	shown = NULL;
	if (!c->graphic || vga_way != VGA_MEMORY) {
		console_text();
	} else if (gfx_start(width, height)) {
		gfx_fill(0);
		console_clear();
	} else {
		console_clear();
		log_line(LOG_DEBUG, "VESA: no %u x %u; text", width, height);
	}
}

/* Fetched once, from one server: a menu waits for it. */
static int graphic_fetch(const char *name)
{
	const char *file;
	size_t len;

	TRY(netboot_text(name, &memory.heap, true, &file, &len));
	return gfx_picture(span_of(file, len), &memory.heap);
}

void graphic_background(const char *name)
{
	bool is_picture = name && *name != '#';
	uint8_t *mark;
	int rc;

	if (!gfx_is_on() || name == shown)
		return;
	shown = name;
	mark = arena_mark(&memory.heap);
	rc = is_picture ? graphic_fetch(name) : 0;
	arena_release(&memory.heap, mark);
	if (rc < 0)
		log_line(LOG_WARN, "%s: %s", name, err_text(rc));
	if (rc < 0 || !is_picture)
		gfx_fill(name && !is_picture ? conf_argb(name) : 0);
	console_clear();
}

void graphic_vga(const struct linux_boot *b)
{
	struct call16 small_font = {.eax = 0x1112};
	uint16_t mode = b->vid_mode;

	if (!b->has_vga || mode == LINUX_VGA_CURRENT)
		return;
	if (mode >= LINUX_VGA_VESA_FIRST && mode <= LINUX_VGA_VESA_LAST) {
		vbe_set_number(mode - LINUX_VGA_VESA);
		return;
	}
	gfx_stop();
	if (mode == LINUX_VGA_EXTENDED)
		call16_int(0x10, &small_font);
}
