/*
 * Fuzzer of the menu: a config, and behind an @ what a person does. Bytes are
 * keys and passing time; the screen is drawn in every size.
 */
#include "fuzz.h"
#include "menu/menu.h"

#define ROOM (1 << 20)

static int fuzz_include(struct conf_env *env, const char *name,
			const char **text, size_t *len)
{
	(void)env;
	(void)name;
	(void)text;
	(void)len;
	return -1;
}

static bool fuzz_matches(const char *typed, const char *stored)
{
	return !strcmp(typed, stored);
}

/* All cells are there, none is outside of the palette. */
static void fuzz_draw(struct menu *m, uint8_t size, uint32_t now)
{
	static struct canvas canvas;
	int i;

	canvas.cols = (uint8_t)(40 + size % 93);
	canvas.rows = (uint8_t)(15 + size % 46);
	memset(canvas.cell, 0xFF, sizeof(canvas.cell));
	menu_draw(m, &canvas, now);
	for (i = 0; i < canvas.cols * canvas.rows; i++)
		FUZZ_CHECK(canvas.cell[i].ink <= CONF_COLORS);
	FUZZ_CHECK(!canvas.cursor_on || (canvas.cursor_row < canvas.rows &&
					 canvas.cursor_col < canvas.cols));
}

static int fuzz_key(uint8_t byte)
{
	static const int keys[] = {KEY_ENTER, KEY_ESC,	KEY_TAB,
				   KEY_DOWN,  KEY_DOWN, KEY_UP};

	if (byte < 0x80)
		return byte;
	return byte < 0xB0 ? KEY_UP + byte % 26 : keys[byte % 6];
}

/* What a session does; text is what files and the log have in them. */
static void fuzz_action(struct menu *m, enum menu_action action,
			struct span text)
{
	FUZZ_CHECK(action != MENU_SHOW || m->file);
	if (action >= MENU_SHOW && text.len % 3)
		menu_show(m, (const char *)text.p, text.len);
	else if (action >= MENU_SHOW)
		menu_fail(m, text.len % 2 ? "It failed." : NULL);
	else if (action == MENU_BOOT || action == MENU_LEAVE)
		menu_again(m, m->cmdline);
	FUZZ_CHECK(strlen(m->cmdline) < sizeof(m->cmdline));
	FUZZ_CHECK(strlen(m->typed) < sizeof(m->typed));
	FUZZ_CHECK(!m->menu->at || conf_is_choice(m->menu->at));
}

static void fuzz_play(const struct config *c, struct span keys)
{
	static struct menu menu;
	uint32_t now = 0;

	memset(&menu, 0, sizeof(menu));
	menu.passwd_matches = fuzz_matches;
	menu_start(&menu, c, keys.len % 8 ? NULL : "It failed.", now);
	while (keys.len) {
		uint8_t byte = fuzz_u8(&keys);

		if (byte >= 0xF0)
			now += (byte & 15U) * 700;
		fuzz_action(&menu, menu_key(&menu, fuzz_key(byte), now), keys);
		if (byte % 4 == 0)
			fuzz_draw(&menu, byte / 4 + keys.len, now);
		fuzz_action(&menu, menu_tick(&menu, now), keys);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static char memory[ROOM];
	struct arena arena;
	struct conf_env env = {.include = fuzz_include, .arena = &arena};
	const uint8_t *end = len ? memchr(data, '@', len) : NULL;
	struct span keys = {data, len};
	struct config c;

	if (!end)
		return 0;
	keys.p = end + 1;
	keys.len = len - (size_t)(keys.p - data);
	arena_init(&arena, memory, sizeof(memory));
	if (conf_parse(&c, &env, "cfg", (const char *)data,
		       (size_t)(end - data)) == 0)
		fuzz_play(&c, keys);
	return 0;
}
