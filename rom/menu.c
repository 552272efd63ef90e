/* The boot menu that DHCP servers send. Documented in menu.h. */
#include "rom/menu.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/say.h"

enum {
	TEXT_MAX = 70,
	ITEMS_MAX = 20, /* what fits on a screen with the lines above */
	AT_ONCE = 0,
	FOR_EVER = 255,
	ATTR_NORMAL = 0x07,
	ATTR_CHOSEN = 0x70,
};

/* Text from the wire: printing characters only. */
static void menu_text(struct span text, char *to)
{
	size_t n = 0;

	for (; n < text.len && n < TEXT_MAX; n++)
		to[n] = text.p[n] >= ' ' && text.p[n] < 0x7F ? (char)text.p[n]
							     : '.';
	to[n] = 0;
}

static bool menu_item(const struct vendor *v, unsigned n,
		      struct vendor_item *item)
{
	struct span menu = v->menu;

	do {
		if (!vendor_next_item(&menu, item))
			return false;
	} while (n--);
	return true;
}

static uint8_t menu_row(void)
{
	struct bios_regs r = {.eax = 0x0300};

	bios_int(0x10, &r);
	return (uint8_t)(r.edx >> 8);
}

static void menu_goto(uint8_t row, uint8_t col)
{
	struct bios_regs r = {.eax = 0x0200, .edx = (uint32_t)row << 8 | col};

	bios_int(0x10, &r);
}

/* Print with an attribute; the cursor does not move (INT 10h AH=09h). */
static void menu_draw(uint8_t row, const char *text, uint8_t attr)
{
	struct bios_regs r;
	uint8_t col = 2;

	for (; *text; text++, col++) {
		menu_goto(row, col);
		r = (struct bios_regs){
			.eax = 0x0900 | (uint8_t)*text, .ebx = attr, .ecx = 1};
		bios_int(0x10, &r);
	}
}

static void menu_draw_item(const struct vendor *v, uint8_t top, unsigned n,
			   uint8_t attr)
{
	struct vendor_item item;
	char text[TEXT_MAX + 1];

	if (!menu_item(v, n, &item))
		return;
	menu_text(item.text, text);
	menu_draw((uint8_t)(top + n), text, attr);
}

static uint16_t menu_wait_key(void)
{
	uint16_t key;

	do
		key = bios_key();
	while (key == 0);
	return key;
}

/* The new choice after a key. */
static unsigned menu_move(uint16_t key, unsigned chosen, unsigned count)
{
	uint8_t c = (uint8_t)key | 0x20, scan = key >> 8;

	if ((scan == BIOS_SCAN_UP || c == 'u') && chosen > 0)
		return chosen - 1;
	if ((scan == BIOS_SCAN_DOWN || c == 'd') && chosen + 1 < count)
		return chosen + 1;
	return chosen;
}

/* Show all items and let one be chosen: its number, or -1. */
static int menu_show(const struct vendor *v)
{
	struct vendor_item item;
	unsigned count, i, chosen = 0, next;
	uint16_t key;
	uint8_t top;

	for (count = 0; count < ITEMS_MAX && menu_item(v, count, &item);)
		count++;
	/* Scroll first, then the rows stay where they are. */
	for (i = 0; i <= count; i++)
		say("\n");
	top = (uint8_t)(menu_row() - count);
	for (i = 0; i < count; i++)
		menu_draw_item(v, top, i, i ? ATTR_NORMAL : ATTR_CHOSEN);
	for (;;) {
		menu_goto((uint8_t)(top + count), 0);
		key = menu_wait_key();
		if ((uint8_t)key == BIOS_KEY_ESC ||
		    (uint8_t)key == BIOS_KEY_CTRL_C)
			return -1;
		if ((uint8_t)key == BIOS_KEY_ENTER)
			return (int)chosen;
		next = menu_move(key, chosen, count);
		menu_draw_item(v, top, chosen, ATTR_NORMAL);
		menu_draw_item(v, top, next, ATTR_CHOSEN);
		chosen = next;
	}
}

static bool menu_opens(uint16_t key)
{
	uint8_t c = (uint8_t)key;

	return key >> 8 == BIOS_SCAN_F8 || (c | 0x20) == 'm' || c == 0x0D;
}

/*
 * Show the prompt and the seconds left. 1: show the menu; 0: time is over, take
 * the first item; -1: Esc.
 */
static int menu_prompt(const struct vendor *v)
{
	uint32_t start = bios_ms(), left, shown = 0;
	char text[TEXT_MAX + 1];
	uint16_t key;

	if (v->has_prompt && v->prompt_s == AT_ONCE)
		return 0;
	menu_text(v->prompt, text);
	if (v->has_prompt)
		say("\n%s", text);
	if (!v->has_prompt || v->prompt_s == FOR_EVER)
		return 1;
	for (;;) {
		left = (bios_ms() - start) / 1000;
		if (left >= v->prompt_s)
			return 0;
		left = v->prompt_s - left;
		if (left != shown)
			say("\r%s %u  ", text, (unsigned)left);
		shown = left;
		key = bios_key();
		if ((uint8_t)key == BIOS_KEY_ESC ||
		    (uint8_t)key == BIOS_KEY_CTRL_C)
			return -1;
		if (key && menu_opens(key))
			return 1;
	}
}

int menu_choose(const struct vendor *v, uint8_t type[2])
{
	struct vendor_item item;
	int n;

	if (!menu_item(v, 0, &item))
		return PXE_STATUS_BSTRAP_PROMPT_MENU;
	n = menu_prompt(v);
	if (n == 1)
		n = menu_show(v);
	say("\n");
	if (n < 0)
		return PXE_STATUS_BINL_CANCELED_BY_KEYSTROKE;
	menu_item(v, (unsigned)n, &item);
	memcpy(type, item.type, 2);
	return PXE_STATUS_SUCCESS;
}
