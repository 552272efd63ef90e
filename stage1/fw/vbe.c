/* Graphic modes by VBE. Documented in vbe.h. */
#include <string.h>
#include "fw/memory.h"
#include "fw/vbe.h"
#include "stage0/call16.h"

#define MODES_MAX 256 /* of a list whose end is missing */

struct vbe_mode vbe_mode;

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
static bool vbe_check(struct vbe_mode *m, const struct vbe_info *i)
{
	const int needed = VBE_SUPPORTED | VBE_GRAPHIC | VBE_HAS_LINEAR;
	uint64_t end = m->base + (uint64_t)m->pitch * m->height;

	if ((m->attributes & needed) != needed || i->planes != 1 ||
	    i->model != (m->bits == 8 ? VBE_PACKED : VBE_DIRECT) || !m->width ||
	    m->width > VBE_MAX || !m->height || m->height > VBE_MAX ||
	    m->bytes - 1u >= 4 || m->pitch < m->width * m->bytes ||
	    end > UINT32_MAX || m->base < (uintptr_t)memory.heap.end ||
	    memmap_end_of(&memory.high, m->base) != m->base)
		return false;
	for (int k = 0; k < 3; k++) {
		struct vbe_field *f = &m->field[k];

		if (m->bits == 8)
			*f = (struct vbe_field){6, 0}; /* of the palette */
		if (f->size - 1u >= 8 || f->position + f->size > m->bits)
			return false;
	}
	return true;
}

static bool vbe_read(struct vbe_low *low, uint16_t number, struct vbe_mode *m)
{
	const struct vbe_info *i = &low->info;
	struct call16 c = {.eax = VBE_MODE, .ecx = number};

	memset(&low->info, 0, sizeof(low->info));
	if (!vbe_call(&c, i))
		return false;
	*m = (struct vbe_mode){
		number,
		i->attributes,
		i->width,
		i->height,
		i->pitch,
		i->bits,
		(uint8_t)((i->bits + 7) / 8),
		i->pages,
		i->base,
		{{0}},
	};
	memcpy(m->field, i->field, sizeof(m->field));
	if (version >= VBE_VERSION_3 && i->linear_pitch) {
		m->pitch = i->linear_pitch;
		m->pages = i->linear_pages;
		memcpy(m->field, i->linear_field, sizeof(m->field));
	}
	return vbe_check(m, i);
}

static bool vbe_set(const struct vbe_mode *m)
{
	struct call16 c = {.eax = VBE_SET_MODE,
			   .ebx = (m->number & VBE_NUMBER) | VBE_LINEAR};

	if (!m->width || !vbe_call(&c, NULL))
		return false;
	vbe_mode = *m;
	return true;
}

/* number: the mode, or VBE_LIST_END for the best of that size. */
static bool vbe_choose(uint16_t number, uint16_t width, uint16_t height)
{
	uint8_t *mark = arena_mark(&memory.low);
	struct vbe_low *low = arena_alloc(&memory.low, sizeof(*low));
	const uint16_t *list = low ? vbe_open(low) : NULL;
	struct vbe_mode m, best = {.bits = 8};

	if (list && number != VBE_LIST_END && vbe_read(low, number, &m))
		best = m;
	for (unsigned n = 0;
	     list && width && n < MODES_MAX && list[n] != VBE_LIST_END; n++)
		if (vbe_read(low, list[n], &m) && m.width == width &&
		    m.height == height && m.bits > best.bits)
			best = m;
	arena_release(&memory.low, mark);
	return vbe_set(&best);
}

bool vbe_set_size(uint16_t width, uint16_t height)
{
	return vbe_choose(VBE_LIST_END, width, height);
}

bool vbe_set_number(uint16_t number)
{
	return vbe_choose(number, 0, 0);
}

void vbe_screen(struct linux_screen *s)
{
	const struct vbe_mode *m = &vbe_mode;
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
