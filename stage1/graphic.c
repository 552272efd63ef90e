/* The graphic menu. Documented in graphic.h. */
#include "graphic.h"
#include "base/err.h"
#include "base/log.h"
#include "fw/console.h"
#include "fw/gfx.h"
#include "fw/memory.h"
#include "netboot.h"

#define WIDTH  640
#define HEIGHT 480

static const char *shown; /* the background, NULL: black */

void graphic_start(const struct config *c)
{
	shown = NULL;
	if (!c->graphic) {
		console_text();
		return;
	}
	if (gfx_start(c->width ? c->width : WIDTH,
		      c->height ? c->height : HEIGHT)) {
		gfx_fill(0);
		console_clear();
	} else {
		log_line(LOG_DEBUG, "no VESA mode of %u x %u: text", c->width,
			 c->height);
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
	uint8_t *mark = arena_mark(&memory.heap);
	uint32_t color = name && *name == '#' ? conf_argb(name) : 0;
	int rc = 0;

	if (!gfx_is_on() || name == shown)
		return;
	shown = name;
	if (name && *name != '#')
		rc = graphic_fetch(name);
	arena_release(&memory.heap, mark);
	if (rc < 0)
		log_line(LOG_WARN, "%s: %s (%s) [%s]", name, err_sentence(rc),
			 err_detail(), err_code(rc));
	if (rc < 0 || !name || *name == '#')
		gfx_fill(color);
	console_clear();
}
