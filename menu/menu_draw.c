/*
 * The menu's screen, from bottom to top: a line of help; the count-down or a
 * line of input; messages; and above, the box with the entries, or what was
 * said before the boot: prompt. Not here: any state (menu.c).
 */
#include "base/fmt.h"
#include "base/str.h"
#include "menu/menu.h"

/* VGA attributes. */
#define MENU_PLAIN	  0x07
#define MENU_BRIGHT	  0x0F
#define MENU_SELECTED	  0x70
#define MENU_SELECTED_KEY 0x74 /* red on grey */
#define MENU_ALARM	  0x0E

#define MENU_OTHER_ROWS 9  /* that a long message leaves */
#define MENU_WIDE	72 /* columns that the long line of help needs */

/*
 * Draw text between words into lines from row to before end, or, with no
 * canvas, only count them. \n ends a line. Returns the lines.
 */
static int menu_draw_wrap(struct canvas *c, int row, int end, int width,
			  uint8_t attr, const char *text)
{
	char line[CANVAS_COLS_MAX + 1];
	int lines = 0;

	while (*text && row + lines < end) {
		int len = 0, fit = 0;

		for (; text[len] && text[len] != '\n' && len < width; len++)
			if (text[len] == ' ')
				fit = len;
		if (!text[len] || text[len] == '\n' || text[len] == ' ' || !fit)
			fit = len;
		fmt(line, sizeof(line), "%.*s", fit, text);
		if (c)
			canvas_text(c, row + lines, 2, width, attr, line);
		lines++;
		text += fit;
		if (*text == ' ' || *text == '\n')
			text++;
	}
	return lines;
}

/* A horizontal line of the box. */
static void menu_draw_rule(struct canvas *c, int row, uint8_t left,
			   uint8_t right)
{
	int col;

	for (col = 2; col < c->cols - 2; col++)
		canvas_put(c, row, col, MENU_PLAIN, 0xC4);
	canvas_put(c, row, 1, MENU_PLAIN, left);
	canvas_put(c, row, c->cols - 2, MENU_PLAIN, right);
}

/* One entry, or the title, with the sides of the box. */
static void menu_draw_row(struct canvas *c, int row, uint8_t attr, int indent,
			  const char *text)
{
	int width = c->cols - 4;

	canvas_put(c, row, 1, MENU_PLAIN, 0xB3);
	canvas_text(c, row, 2, width, attr, "");
	canvas_text(c, row, 2 + indent, width - indent, attr, text);
	canvas_put(c, row, c->cols - 2, MENU_PLAIN, 0xB3);
}

static void menu_draw_entry(struct canvas *c, int row,
			    const struct conf_label *l, bool selected)
{
	menu_draw_row(c, row, selected ? MENU_SELECTED : MENU_PLAIN, 1,
		      l->title);
	if (l->hotkey && l->hotkey_at < c->cols - 5)
		canvas_put(c, row, 3 + l->hotkey_at,
			   selected ? MENU_SELECTED_KEY : MENU_BRIGHT,
			   (uint8_t)l->title[l->hotkey_at]);
}

/* The box with title and entries, in the rows before end. */
static void menu_draw_box(const struct menu *m, struct canvas *c, int end)
{
	const char *title = m->conf->menus->title;
	int width = c->cols - 4, len;
	int shown = end - 4, count = (int)m->count, i, top;
	const struct conf_label *l;

	if (!title)
		title = "Boot menu";
	len = (int)strlen(title);
	if (shown > count)
		shown = count;
	/* The selected one in the middle, as far as the list goes. */
	top = (int)m->at - shown / 2;
	if (top > count - shown)
		top = count - shown;
	if (top < 0)
		top = 0;
	menu_draw_rule(c, 0, 0xDA, 0xBF);
	menu_draw_row(c, 1, MENU_BRIGHT, len < width ? (width - len) / 2 : 0,
		      title);
	menu_draw_rule(c, 2, 0xC3, 0xB4);
	l = menu_entry(m->conf, (unsigned)top);
	for (i = 0; i < shown; l = l->next)
		if (!l->hidden) {
			menu_draw_entry(c, 3 + i, l, top + i == (int)m->at);
			i++;
		}
	menu_draw_rule(c, 3 + shown, 0xC0, 0xD9);
	if (top > 0)
		canvas_put(c, 3, c->cols - 2, MENU_BRIGHT, '^');
	if (top + shown < count)
		canvas_put(c, 2 + shown, c->cols - 2, MENU_BRIGHT, 'v');
}

/* The labels that begin with what is typed, from row to before end. */
static void menu_draw_labels(const struct menu *m, struct canvas *c, int row,
			     int end)
{
	const struct conf_label *l;
	int col = 2;

	for (l = m->conf->labels; l && row < end; l = l->next) {
		int len = (int)strlen(l->name);

		if (!str_caseprefix(l->name, m->typed))
			continue;
		if (col > 2 && col + len > c->cols - 2) {
			col = 2;
			if (++row == end)
				return;
		}
		canvas_text(c, row, col, 0, MENU_PLAIN, l->name);
		col += len + 2;
	}
}

static void menu_draw_help(const struct menu *m, struct canvas *c)
{
	static const char *const keys[] = {
		[MENU_LIST] = "Tab edits, Esc: boot prompt, ",
		[MENU_EDIT] = "Esc: menu, ",
		[MENU_PROMPT] = "Tab: labels, Esc: menu, ",
	};
	char text[CANVAS_COLS_MAX];
	bool wide = c->cols >= MENU_WIDE;
	const char *how = keys[m->state];

	if (m->state == MENU_LIST && m->conf->no_options)
		how = "";
	if (m->state == MENU_PROMPT && m->home == MENU_PROMPT)
		how = "Tab: labels, ";
	fmt(text, sizeof(text), "%s%s%s", wide ? "Enter boots, " : "", how,
	    wide ? "Ctrl-X: next boot device" : "^X: leave");
	canvas_text(c, c->rows - 1, 1, 0, MENU_PLAIN, text);
}

static void menu_draw_count(const struct menu *m, struct canvas *c, int row,
			    uint32_t now_ms)
{
	uint32_t ms = m->deadline_ms - now_ms;
	uint32_t s = ms > INT32_MAX ? 0 : (ms + 999) / 1000;
	char text[CANVAS_COLS_MAX];

	fmt(text, sizeof(text), "%s in %u second%s...",
	    m->leaving ? "Next boot device" : "Automatic boot", s,
	    s == 1 ? "" : "s");
	canvas_text(c, row, 2, 0, MENU_BRIGHT, text);
}

/* The line of input of the prompt or the editor. */
static void menu_draw_input(const struct menu *m, struct canvas *c, int row)
{
	const char *before = m->state == MENU_EDIT ? ">" : "boot:";
	int col = 2 + (int)strlen(before);
	struct edit e = m->edit;

	canvas_text(c, row, 1, 0, MENU_BRIGHT, before);
	edit_draw(&e, c, row, col, c->cols - col - 1, MENU_PLAIN);
}

void menu_draw(const struct menu *m, struct canvas *c, uint32_t now_ms)
{
	int row = c->rows - 2, width = c->cols - 4, lines;

	canvas_clear(c, MENU_PLAIN);
	if (m->state == MENU_AT_ONCE)
		return;
	menu_draw_help(m, c);
	if (m->state != MENU_LIST)
		menu_draw_input(m, c, row--);
	if (m->counting)
		menu_draw_count(m, c, row, now_ms);
	lines = menu_draw_wrap(NULL, 0, c->rows - MENU_OTHER_ROWS, width, 0,
			       m->message);
	row -= lines;
	menu_draw_wrap(c, row, row + lines, width, MENU_ALARM, m->message);
	if (m->home == MENU_LIST && !m->listing) {
		menu_draw_box(m, c, row);
		return;
	}
	lines = 0;
	if (m->home == MENU_PROMPT && m->conf->say)
		lines = menu_draw_wrap(c, 0, row, width, MENU_PLAIN,
				       m->conf->say);
	if (m->listing)
		menu_draw_labels(m, c, lines, row);
}
