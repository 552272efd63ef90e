/* Keys from both places. Documented in keys.h. */
#include "fw/clock.h"
#include "fw/keymap.h"
#include "fw/keys.h"
#include "fw/redirect.h"
#include "fw/serial.h"
#include "menu/vtkeys.h"
#include "spec/bios.h"
#include "stage0/call16.h"

#define SELDOM_MS  50
#define TICKS_LEFT 3 /* that a byte waits for the firmware */

/* INT 16h scan codes of keys without an ASCII value. */
static int keys_extended(uint8_t scan)
{
	static const struct {
		uint8_t scan;
		uint16_t key;
	} map[] = {
		{0x48, KEY_UP},	       {0x50, KEY_DOWN},
		{0x4B, KEY_LEFT},      {0x4D, KEY_RIGHT},
		{0x47, KEY_HOME},      {0x4F, KEY_END},
		{0x49, KEY_PAGE_UP},   {0x51, KEY_PAGE_DOWN},
		{0x52, KEY_INSERT},    {0x53, KEY_DELETE},
		{0x73, KEY_WORD_LEFT}, {0x74, KEY_WORD_RIGHT},
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

/*
 * A firmware that has the line, too, reads it in its timer's interrupt: each
 * would get half of an arrow key. It is left to the firmware, as long as that
 * takes what comes.
 */
static bool keys_are_ours(void)
{
	static bool is_ours, has_seen;
	static uint32_t since;
	uint32_t now = *(volatile uint32_t *)BDA_TICKS;

	if (is_ours || !redirect_by_int10())
		return true;
	if (!has_seen)
		since = now;
	has_seen = serial_has();
	is_ours = has_seen && now - since >= TICKS_LEFT;
	return is_ours;
}

static int keys_serial(void)
{
	static struct vtkeys vt;
	int byte, key;

	if (!keys_are_ours())
		return KEY_NONE;
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
