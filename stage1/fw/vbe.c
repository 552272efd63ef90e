/* Graphic modes by VBE. Documented in vbe.h. */
#include <string.h>
#include "fw/memory.h"
#include "fw/vbe.h"
#include "stage0/call16.h"

#define MODES_MAX 256 /* of a list whose end is missing */

struct vbe_info vbe_mode;

/* What the BIOS fills in, in base memory. */
struct vbe_low {
	struct vbe_controller controller;
	struct vbe_info info;
};

/* Of the newest vbe_open. */
static uint32_t capabilities;
static uint16_t version, memory_64k;

static bool vbe_call(struct call16 *c, const void *buffer)
{
	struct segoff at = segoff_of(buffer);

	c->es = at.seg;
	c->edi = at.off;
	call16_int(0x10, c);
	return (c->eax & 0xFFFF) == VBE_OK;
}

/* The list of modes, or NULL if there is no VBE. */
static const uint16_t *vbe_open(struct vbe_low *low)
{
	struct vbe_controller *k = &low->controller;
	struct call16 c = {.eax = VBE_CONTROLLER};

	memcpy(k->signature, "VBE2", 4);
	if (!vbe_call(&c, k) || memcmp(k->signature, "VESA", 4) ||
	    k->version < VBE_VERSION_2)
		return NULL;
	version = k->version;
	capabilities = k->capabilities;
	memory_64k = k->memory;
	return (const uint16_t *)(uintptr_t)segoff_phys(k->modes);
}

/* All that is used later is possible. */
static bool vbe_check(struct vbe_info *i)
{
	const int needed = VBE_SUPPORTED | VBE_GRAPHIC | VBE_HAS_LINEAR;
	uint64_t end = i->base + (uint64_t)i->pitch * i->height;

	if ((i->attributes & needed) != needed || i->planes != 1 ||
	    i->model != (i->bits == 8 ? VBE_PACKED : VBE_DIRECT) ||
	    i->width - 1u >= VBE_MAX || i->height - 1u >= VBE_MAX ||
	    vbe_bytes(i) - 1 >= 4 || i->pitch < i->width * vbe_bytes(i) ||
	    end > UINT32_MAX || i->base < (uintptr_t)memory.heap.end ||
	    memmap_end_of(&memory.high, i->base) != i->base)
		return false;
	for (struct vbe_field *f = i->field; f < i->field + 3; f++) {
		if (i->bits == 8)
			*f = (struct vbe_field){6, 0}; /* of the palette */
		if (f->size - 1u >= 8 || f->position + f->size > i->bits)
			return false;
	}
	return true;
}

static bool vbe_read(uint16_t number, struct vbe_info *i)
{
	struct call16 c = {.eax = VBE_MODE, .ecx = number};

	memset(i, 0, sizeof(*i));
	if (!vbe_call(&c, i))
		return false;
	if (version >= VBE_VERSION_3 && i->linear_pitch) {
		i->pitch = i->linear_pitch;
		i->pages = i->linear_pages;
		memcpy(i->field, i->linear_field, sizeof(i->field));
	}
	return vbe_check(i);
}

static bool vbe_set(uint16_t number, struct vbe_info *i)
{
	struct call16 c = {.eax = VBE_SET_MODE,
			   .ebx = (number & VBE_NUMBER) | VBE_LINEAR};

	if (!vbe_read(number, i) || !vbe_call(&c, NULL))
		return false;
	vbe_mode = *i;
	return true;
}

/* The best of that size; or the one in only, of whatever size. */
static bool vbe_choose(uint32_t width, uint32_t height, const uint16_t *only)
{
	uint8_t *mark = arena_mark(&memory.low);
	struct vbe_low *low = arena_alloc(&memory.low, sizeof(*low));
	const uint16_t *list = low ? vbe_open(low) : NULL;
	uint16_t best = VBE_LIST_END;
	uint8_t bits = 8;
	bool done = false;

	if (list && only)
		done = vbe_set(*only, &low->info);
	for (unsigned n = 0;
	     list && !only && n < MODES_MAX && list[n] != VBE_LIST_END; n++)
		if (vbe_read(list[n], &low->info) && low->info.bits > bits &&
		    low->info.width == width && low->info.height == height) {
			bits = low->info.bits;
			best = list[n];
		}
	if (bits > 8)
		done = vbe_set(best, &low->info);
	arena_release(&memory.low, mark);
	return done;
}

bool vbe_set_size(uint16_t width, uint16_t height)
{
	return vbe_choose(width, height, NULL);
}

bool vbe_set_number(uint16_t number)
{
	return vbe_choose(0, 0, &number);
}

void vbe_screen(struct linux_screen *s)
{
	const struct vbe_info *m = &vbe_mode;
	struct call16 c = {.eax = VBE_PROTECTED};

	s->is_vga = LINUX_VIDEO_VLFB;
	s->lfb_width = m->width;
	s->lfb_height = m->height;
	s->lfb_depth = m->bits;
	s->lfb_base = m->base;
	s->lfb_size = memory_64k;
	s->lfb_pitch = m->pitch;
	memcpy(s->lfb_field, m->field, sizeof(m->field));
	s->vesa_pages = m->pages;
	s->vesa_attributes = m->attributes;
	s->capabilities = capabilities;
	if (vbe_call(&c, NULL)) {
		s->vesapm_seg = c.es;
		s->vesapm_off = (uint16_t)c.edi;
	}
}
