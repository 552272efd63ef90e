/* Keys from both places. Documented in keys.h. */
#include "fw/clock.h"
#include "fw/keymap.h"
#include "fw/keys.h"
#include "fw/serial.h"
#include "menu/vtkeys.h"
#include "stage0/call16.h"

#define SELDOM_MS 50

/* INT 16h scan codes of keys without an ASCII value. */
static int keys_extended(uint8_t scan)
{
	static const struct {
		uint8_t scan;
		uint16_t key;
	} map[] = {
		{0x48, KEY_UP},	     {0x50, KEY_DOWN},	    {0x4B, KEY_LEFT},
		{0x4D, KEY_RIGHT},   {0x47, KEY_HOME},	    {0x4F, KEY_END},
		{0x49, KEY_PAGE_UP}, {0x51, KEY_PAGE_DOWN}, {0x52, KEY_INSERT},
		{0x53, KEY_DELETE},
	};

	for (unsigned i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].scan == scan)
			return map[i].key;
	if (scan >= 0x3B && scan <= 0x44)
		return KEY_F1 + scan - 0x3B;
	if (scan == 0x85 || scan == 0x86)
		return KEY_F1 + 10 + scan - 0x85;
	return KEY_NONE;
}

static int keys_bios(void)
{
	struct call16 look = {.eax = 0x1100};
	struct call16 read = {.eax = 0x1000};
	uint8_t ch;

	call16_int(0x16, &look);
	if (look.flags & FLAG_ZERO)
		return KEY_NONE;
	call16_int(0x16, &read);
	ch = keymap_char((uint16_t)read.eax);
	return ch ? ch : keys_extended((uint8_t)(read.eax >> 8));
}

static int keys_serial(void)
{
	static struct vtkeys vt;
	int byte, key;

	while ((byte = serial_get()) >= 0) {
		key = vtkeys_byte(&vt, (uint8_t)byte, clock_ms());
		if (key != KEY_NONE)
			return key;
	}
	return vtkeys_idle(&vt, clock_ms());
}

int keys_get(void)
{
	int key = keys_serial();

	return key == KEY_NONE ? keys_bios() : key;
}

int keys_get_seldom(void)
{
	static uint32_t last;
	uint32_t now = clock_ms();

	if (now - last < SELDOM_MS)
		return KEY_NONE;
	last = now;
	return keys_get();
}
