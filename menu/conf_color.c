/*
 * MENU COLOR: the names of the colours, what they are without it (as in
 * menu.c32), and how they are written: for text as ECMA-48's "select graphic
 * rendition" (8.3.117), for graphics as #AARRGGBB.
 */
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

/* In the order of enum conf_color. */
static const char conf_color_names[] =
	"screen border title unsel hotkey sel hotsel disabled scrollbar "
	"tabmsg cmdmark cmdline pwdborder pwdheader pwdentry timeout_msg "
	"timeout help alarm";

static const struct ink conf_color_inks[CONF_COLORS] = {
	{0x07, 0x80FFFFFF, 0},		{0x10, 0x40000000, 0},
	{0x1B, 0xC00090F0, 0},		{0x17, 0x90FFFFFF, 0},
	{0x1F, 0xFFFFFFFF, 0},		{0x70, 0xE0000000, 0x20FF8000},
	{0x78, 0xE0400000, 0x20FF8000}, {0x18, 0x60CCCCCC, 0},
	{0x10, 0x40000000, 0},		{0x04, 0x90FFFF00, 0},
	{0x0B, 0xC000FFFF, 0},		{0x07, 0xC0FFFFFF, 0},
	{0x70, 0x80FFFFFF, 0x20FFFFFF}, {0x74, 0x80FF8080, 0x20FFFFFF},
	{0x70, 0x80FFFFFF, 0x20FFFFFF}, {0x07, 0x80FFFFFF, 0},
	{0x0F, 0xC0FFFFFF, 0},		{0x07, 0xC0FFFFFF, 0},
	{0x0E, 0xFFFFFF00, 0},
};

void conf_color_default(struct conf_look *look)
{
	memcpy(look->ink, conf_color_inks, sizeof(look->ink));
}

/* ECMA-48 counts colours red, green, blue from bit 0 up; VGA from bit 2 down.
 */
static unsigned conf_color_vga(unsigned ansi)
{
	return (ansi & 2) | (ansi & 1) << 2 | ansi >> 2;
}

/* The VGA attribute of "1;37;44". Blinking and underlining are left out. */
static uint8_t conf_color_attr(const char *text)
{
	unsigned fg = 7, bg = 0, bold = 0, reverse = 0, was;
	uint32_t n;

	while ((text = str_number(text, 99, &n))) {
		if (n == 0) {
			fg = 7;
			bg = bold = reverse = 0;
		}
		if (n == 1 || n == 22)
			bold = n == 1 ? 8 : 0;
		if (n == 7 || n == 27)
			reverse = n == 7;
		if (n >= 30 && n <= 39)
			fg = n < 38 ? conf_color_vga(n - 30) : 7;
		if (n >= 40 && n <= 49)
			bg = n < 48 ? conf_color_vga(n - 40) : 0;
		if (*text == ';')
			text++;
	}
	if (reverse) {
		was = fg;
		fg = bg;
		bg = was;
	}
	return (uint8_t)(bg << 4 | fg | bold);
}

uint32_t conf_argb(const char *text)
{
	unsigned digits = 0, each;
	uint32_t argb = 0xFF;

	text += *text == '#';
	while (str_digit(text[digits]) < 16)
		digits++;
	each = digits > 4 ? 2 : 1;
	if (digits != 3 * each && digits != 4 * each)
		return 0xFFFF0000;
	for (; digits; digits -= each, text += each)
		argb = argb << 8 | str_digit(text[0]) << 4 |
		       str_digit(text[each - 1]);
	return argb;
}

int conf_color(struct conf_parser *p, char *rest)
{
	int i = conf_word_index(conf_color_names, conf_word_take(&rest)), field;
	struct ink *ink = p->menu->look.ink;

	if (i < 0) {
		conf_pass_over(p);
		return 0;
	}
	ink += i;
	for (field = 0; field < 3; field++) {
		const char *word = conf_word_take(&rest);

		if (!*word || *word == '*')
			continue;
		if (field == 0)
			ink->attr = conf_color_attr(word);
		else
			*(field == 1 ? &ink->fg : &ink->bg) = conf_argb(word);
	}
	return 0;
}

void conf_color_finish(struct conf_look *look)
{
	struct ink *sel = &look->ink[CONF_COLOR_SEL];
	unsigned attr = look->ink[CONF_COLOR_UNSEL].attr;

	if (sel->attr == attr)
		sel[0].attr = sel[1].attr =
			(uint8_t)((attr & 7) << 4 | attr >> 4);
}
