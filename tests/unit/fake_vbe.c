/* A PC's graphics. Documented in fake_vbe.h. */
#include "fake_vbe.h"
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "fw/memory.h"
#include "fw/screen.h"
#include "fw/vbe.h"
#include "fw/vga.h"
#include "stage0/call16.h"

#define LOW	 0x20000u /* the LOW arena, the list of modes, the font */
#define LIST	 0x28000u
#define FONT	 0x29000u
#define LOW_LEN	 0x10000u
#define HEAP	 0x10000000u
#define HIGH	 0x11000000u
#define HIGH_LEN 0x800000u

struct fake_vbe fake;
struct memory memory;
struct screen screen;

static void *map(uint32_t at, size_t len)
{
	void *p =
		mmap((void *)(uintptr_t)at, len, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (p != (void *)(uintptr_t)at)
		abort();
	return p;
}

/* Glyph n has the bits of n in each line, the line's number in the last. */
static void draw_font(void)
{
	uint8_t *font = (uint8_t *)(uintptr_t)FONT;

	for (int ch = 0; ch < 256; ch++)
		for (int y = 0; y < 16; y++)
			font[ch * 16 + y] = (uint8_t)(y < 15 ? ch : 0);
}

void fake_start(void)
{
	static bool is_mapped;

	if (!is_mapped) {
		map(LOW, LOW_LEN);
		map(HIGH, HIGH_LEN);
		map(FAKE_BASE, FAKE_ROOM);
		is_mapped = true;
	}
	memset((void *)(uintptr_t)LOW, 0xA5, LOW_LEN);
	memset((void *)(uintptr_t)FAKE_BASE, 0xA5, FAKE_ROOM);
	draw_font();
	fake = (struct fake_vbe){.is_there = true,
				 .signature = "VESA",
				 .version = 0x0200,
				 .number = -1};
	memset(&memory, 0, sizeof(memory));
	arena_init(&memory.low, (void *)(uintptr_t)LOW, LIST - LOW);
	memory.heap.end = (void *)(uintptr_t)HEAP;
	memmap_add(&memory.high, HIGH, HIGH_LEN);
	memset(&vbe_mode, 0, sizeof(vbe_mode));
	memset(&screen, 0, sizeof(screen));
}

struct vbe_info *fake_add(uint16_t number, uint16_t width, uint16_t height,
			  uint8_t bits)
{
	struct fake_mode *m = &fake.mode[fake.modes++];
	struct vbe_info *i = &m->info;

	memset(m, 0, sizeof(*m));
	m->number = number;
	i->attributes = 0x9B;
	i->width = width;
	i->height = height;
	i->bits = bits;
	i->pitch = (uint16_t)(width * ((bits + 7) / 8));
	i->planes = 1;
	i->model = bits == 8 ? VBE_PACKED : VBE_DIRECT;
	i->base = FAKE_BASE;
	if (bits >= 24)
		memcpy(i->field, "\x8\x10\x8\x8\x8\0\x8\x18", 8);
	else if (bits == 16)
		memcpy(i->field, "\5\xB\6\5\5\0\0\0", 8);
	else
		memcpy(i->field, "\5\xA\5\5\5\0\1\xF", 8);
	return i;
}

uint32_t fake_pixel(uint32_t x, uint32_t y)
{
	uint32_t pixel = 0;

	memcpy(&pixel,
	       (uint8_t *)(uintptr_t)FAKE_BASE + y * vbe_mode.pitch +
		       x * vbe_bytes(&vbe_mode),
	       vbe_bytes(&vbe_mode));
	return pixel;
}

static bool controller(struct vbe_controller *k)
{
	uint16_t *list = (uint16_t *)(uintptr_t)LIST;

	if (memcmp(k->signature, "VBE2", 4))
		return false;
	memset(k, 0, sizeof(*k));
	memcpy(k->signature, fake.signature, 4);
	k->version = fake.version;
	k->capabilities = 1;
	k->modes = segoff_of(list);
	k->memory = FAKE_ROOM >> 16;
	for (unsigned n = 0; n < fake.modes; n++)
		*list++ = fake.mode[n].number;
	*list = fake.no_end ? fake.mode[0].number : VBE_LIST_END;
	return true;
}

static bool info(uint16_t number, void *to)
{
	fake.asked++;
	for (unsigned n = 0; n < fake.modes; n++)
		if (fake.mode[n].number == number) {
			memcpy(to, &fake.mode[n].info, 256);
			return true;
		}
	return false;
}

void call16_int(uint8_t n, struct call16 *c)
{
	void *buffer = (void *)(uintptr_t)(c->es * 16u + (c->edi & 0xFFFF));
	bool done = false;

	if (n != 0x10)
		abort();
	if (c->eax == 0x0003)
		fake.number = 3;
	if (c->eax == 0x1130 && c->ebx == 0x0600 && !fake.no_font) {
		c->es = segoff_of((void *)(uintptr_t)FONT).seg;
		c->ebp = 0xABCD0000;
	}
	if (c->eax >> 8 != 0x4F || !fake.is_there)
		return;
	if (c->eax == VBE_CONTROLLER)
		done = controller(buffer);
	if (c->eax == VBE_MODE)
		done = info((uint16_t)c->ecx, buffer);
	if (c->eax == VBE_SET_MODE && c->ebx & VBE_LINEAR && !fake.refuses) {
		fake.number = (int)(c->ebx & ~VBE_LINEAR);
		done = true;
	}
	if (c->eax == VBE_PROTECTED) {
		c->es = 0xC000;
		c->edi = 0x1234;
		done = true;
	}
	c->eax = done ? VBE_OK : 0x014F;
}

void vga_init(void)
{
	screen.cols = 80;
	screen.rows = 25;
}
