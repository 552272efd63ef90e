/*
 * The menu's screen. Rows and columns are those of PXELINUX's menu where they
 * fit; where they do not, what stands below the box makes room for it and for
 * messages, and then the box becomes smaller. Not here: any state (menu.c).
 */
#include "base/fmt.h"
#include "base/str.h"
#include "menu/menu.h"

#define MENU_NARROW   36 /* columns of a box that is never made smaller */
#define MENU_ROWS_MIN 3
#define MENU_LEFT     8 /* rows for the box, a line of input, the count-down */
#define MENU_INPUT    4 /* rows of the boot: prompt, at most */
#define MENU_TEXT_INK (CANVAS_RAW | 0x07)

/* Where things stand: rows from 0, in order from top to bottom. */
enum menu_place { MENU_BOX_END, MENU_LINE, MENU_COUNT, MENU_HELP, MENU_PLACES };

struct menu_page {
	const struct menu *m;
	const struct conf_look *look;
	struct canvas *c;
	int left, width; /* of the box */
	int top, rows;	 /* of the box, and of entries in it */
	int at[MENU_PLACES];
	int end;		/* last row of the help */
	struct pager_area area; /* menu_area's */
};

static int __attribute__((noinline)) menu_clamp(int v, int low, int high)
{
	if (v > high)
		v = high;
	return v < low ? low : v;
}

/* A setting; what is negative counts from below. */
static int menu_number(const struct menu_page *p, enum conf_number n)
{
	int v = p->look->number[n];

	return v < 0 ? v + p->c->rows : v;
}

/* The rows that are seen, before one of them; NULL: all. */
static int menu_rows(const struct menu *m, const struct conf_label *before)
{
	const struct conf_label *l;
	int n = 0;

	for (l = m->menu->rows; l && l != before; l = l->row_below)
		n += !l->hidden;
	return n;
}

/* Whole rows. */
static struct pager_area *menu_area(struct menu_page *p, int row, int rows,
				    unsigned ink)
{
	p->area = (struct pager_area){row, rows, 0, p->c->cols, 0, ink};
	return &p->area;
}

/* The message, or the selected row's help: drawn, or with no canvas counted. */
static int menu_help(struct menu_page *p, struct canvas *c)
{
	const struct menu *m = p->m;
	bool alarm = *m->message;
	struct pager_area *a =
		menu_area(p, p->at[MENU_HELP], p->end + 1 - p->at[MENU_HELP],
			  alarm ? CONF_COLOR_ALARM : CONF_COLOR_HELP);
	const char *text = m->message;

	if (!alarm && m->state == MENU_LIST && m->menu->at)
		text = m->menu->at->help;
	if (!text)
		return 0;
	if (alarm) {
		a->col = 2;
		a->width -= 4;
	}
	return pager_text(c, a, text, strlen(text));
}

static void menu_across(struct menu_page *p)
{
	int cols = p->c->cols;
	int width = p->look->is_set & 1U << CONF_WIDTH
			    ? menu_clamp(p->look->number[CONF_WIDTH], 40, cols)
			    : cols;
	int margin = menu_clamp(p->look->number[CONF_MARGIN], 0,
				(width - MENU_NARROW) / 2);

	p->width = width - 2 * margin;
	p->left = menu_clamp(margin + p->look->number[CONF_HSHIFT], 0,
			     cols - p->width);
}

/* What is below makes room downwards first, then upwards. */
static void menu_down(struct menu_page *p)
{
	bool input = p->m->state == MENU_EDIT || p->m->state == MENU_PROMPT;
	int last = p->c->rows - 2, i, shift;
	int need = menu_clamp(*p->m->message ? menu_help(p, NULL) : 1, 1,
			      last - MENU_LEFT);

	p->top = menu_clamp(p->look->number[CONF_VSHIFT], 0,
			    last - MENU_LEFT - need);
	shift = p->top - 1;
	p->end = menu_clamp(menu_number(p, CONF_HELPMSGENDROW) - 1,
			    p->top + MENU_LEFT + need, last);
	p->rows = menu_clamp(menu_number(p, CONF_ROWS), 1, CANVAS_ROWS_MAX);
	if (!(p->look->is_set & 1U << CONF_ROWS) && !p->m->conf->graphic)
		p->rows = menu_clamp(menu_rows(p->m, NULL), p->rows,
				     CANVAS_ROWS_MAX);
	p->at[MENU_BOX_END] = p->top + p->rows + 3;
	p->at[MENU_LINE] =
		menu_number(p, input ? CONF_CMDLINEROW : CONF_TABMSGROW);
	p->at[MENU_COUNT] = menu_number(p, CONF_TIMEOUTROW);
	p->at[MENU_HELP] = menu_number(p, CONF_HELPMSGROW);
	for (i = 1; i < MENU_PLACES; i++) {
		p->at[i] += shift;
		if (p->at[i] <= p->at[i - 1])
			p->at[i] = p->at[i - 1] + 1;
	}
	if (p->at[MENU_HELP] > p->end + 1 - need)
		p->at[MENU_HELP] = p->end + 1 - need;
	for (i = MENU_PLACES - 1; i > 0; i--)
		if (p->at[i - 1] >= p->at[i])
			p->at[i - 1] = p->at[i] - 1;
	p->rows = p->at[MENU_BOX_END] - p->top - 3;
}

static void menu_center(const struct menu_page *p, int row, unsigned ink,
			const char *text)
{
	int col = p->left + (p->width - (int)strlen(text)) / 2;

	canvas_text(p->c, row, col < 0 ? 0 : col, 0, ink, text);
}

/* Rows of a box: left side, filling, right side. */
static const char menu_top[] = "\xDA\xC4\xBF", menu_sides[] = "\xB3 \xB3",
		  menu_middle[] = "\xC3\xC4\xB4",
		  menu_bottom[] = "\xC0\xC4\xD9";

static void menu_bar(const struct menu_page *p, int row, unsigned ink,
		     unsigned fill, const char *chars)
{
	int i;

	for (i = p->width - 1; i >= 0; i--) {
		canvas_put(p->c, row, p->left + i, fill, (uint8_t)chars[1]);
		if (i == 0 || i == p->width - 1)
			canvas_put(p->c, row, p->left + i, ink,
				   (uint8_t)chars[i ? 2 : 0]);
	}
}

static void menu_entry(const struct menu_page *p, int row,
		       const struct conf_label *l)
{
	const struct menu *m = p->m;
	bool selected = l == m->menu->at;
	unsigned ink = selected		   ? CONF_COLOR_SEL
		       : conf_is_choice(l) ? CONF_COLOR_UNSEL
					   : CONF_COLOR_DISABLED;
	int col = p->left + 2, width = p->width - 4;

	canvas_text(p->c, row, col - 1, width + 2, ink, "");
	if (l->action == CONF_SUBMENU && l->target->parent == m->menu)
		canvas_put(p->c, row, col + width - 1, ink, '>');
	if (l->action == CONF_SUBMENU && l->target == m->menu->parent)
		canvas_put(p->c, row, col + width - 1, ink, '<');
	if (l->action == CONF_SUBMENU)
		width -= 2;
	col += l->indent;
	width -= l->indent;
	if (width <= 0 || !*l->title)
		return;
	canvas_text(p->c, row, col, width, ink, l->title);
	if (l->hotkey && l->hotkey_at < width && conf_is_choice(l))
		canvas_put(p->c, row, col + l->hotkey_at,
			   selected ? CONF_COLOR_HOTSEL : CONF_COLOR_HOTKEY,
			   (uint8_t)l->title[l->hotkey_at]);
}

/* The thumb of the scroll bar, where not all entries are shown. */
static void menu_scroll_bar(const struct menu_page *p, int top, int count)
{
	int len = p->rows * p->rows / count, i;
	int from = top * (p->rows - len) / (count - p->rows);

	for (i = 0; i <= len && from + i < p->rows; i++)
		canvas_put(p->c, p->top + 3 + from + i, p->left + p->width - 1,
			   CONF_COLOR_SCROLLBAR, 0xB1);
}

/*
 * The first row shown: by half a page at a time, so that some above and below
 * the selected one are seen, and a slow line has little to send.
 */
static int menu_scroll(const struct menu_page *p, int count)
{
	int at = menu_rows(p->m, p->m->menu->at) - p->rows / 4;
	int half = (p->rows + 1) / 2;

	return menu_clamp(at / half * half, 0, count - p->rows);
}

static void menu_box(const struct menu_page *p)
{
	const struct conf_menu *menu = p->m->menu;
	const struct conf_label *l;
	const char *title = menu->title ? menu->title : "Boot menu";
	int count = menu_rows(p->m, NULL), top = menu_scroll(p, count), i;

	menu_bar(p, p->top, CONF_COLOR_BORDER, CONF_COLOR_BORDER, menu_top);
	menu_bar(p, p->top + 1, CONF_COLOR_BORDER, CONF_COLOR_TITLE,
		 menu_sides);
	i = menu_clamp((p->width - (int)strlen(title)) / 2, 2, p->width);
	canvas_text(p->c, p->top + 1, p->left + i, p->width - 2 - i,
		    CONF_COLOR_TITLE, title);
	menu_bar(p, p->top + 2, CONF_COLOR_BORDER, CONF_COLOR_BORDER,
		 menu_middle);
	for (i = 0; i < p->rows; i++)
		menu_bar(p, p->top + 3 + i, CONF_COLOR_BORDER, CONF_COLOR_UNSEL,
			 menu_sides);
	for (i = -top, l = menu->rows; l && i < p->rows; l = l->row_below)
		if (!l->hidden && i++ >= 0)
			menu_entry(p, p->top + 2 + i, l);
	menu_bar(p, p->top + 3 + p->rows, CONF_COLOR_BORDER, CONF_COLOR_BORDER,
		 menu_bottom);
	if (count > p->rows)
		menu_scroll_bar(p, top, count);
}

/* The labels that begin with what is typed, in the rows before end. */
static void menu_labels(const struct menu_page *p, int end)
{
	const struct conf_label *l;
	int row = 0, col = 2;

	for (l = p->m->conf->labels; l; l = l->next) {
		int len = (int)strlen(l->name);

		if (!str_caseprefix(l->name, p->m->typed))
			continue;
		if (col > 2 && col + len > p->c->cols - 2) {
			col = 2;
			row++;
		}
		if (row >= end)
			break;
		canvas_text(p->c, row, col, 0, MENU_TEXT_INK, l->name);
		col += len + 2;
	}
}

/*
 * MENU AUTOBOOT: # is the number of seconds, {one,two,more} words that go with
 * it. Returns the length; in a row outside it is only counted.
 */
static int menu_autoboot(const struct menu_page *p, int row, int col,
			 const char *text, uint32_t s)
{
	int from = col, form = -1, wanted = 0;
	char number[12];
	const char *t;

	for (; *text; text++) {
		if (*text == '#') {
			col += (int)fmt(number, sizeof(number), "%u", s);
			canvas_text(p->c, row, col - (int)strlen(number), 0,
				    CONF_COLOR_TIMEOUT, number);
		} else if (*text == '{' && form < 0) {
			/* The last form stands for those not given. */
			for (form = wanted = 0, t = text; *t && *t != '}'; t++)
				wanted +=
					*t == ',' && wanted + 1U < (s ? s : 3);
		} else if (*text == '}' && form >= 0) {
			form = -1;
		} else if (*text == ',' && form >= 0) {
			form++;
		} else if (form < 0 || form == wanted) {
			canvas_put(p->c, row, col++, CONF_COLOR_TIMEOUT_MSG,
				   (uint8_t)*text);
		}
	}
	return col - from;
}

static void menu_count_down(const struct menu_page *p, int row, uint32_t now_ms)
{
	const struct menu *m = p->m;
	uint32_t left = m->deadline_ms - now_ms, s;
	const char *text = m->leaving ? "Next boot device in # second{,s}..."
				      : p->look->autoboot;

	if (!m->counting)
		left = m->start_ms + m->total_ms - now_ms;
	s = left > INT32_MAX ? 0 : (left + 999) / 1000;
	menu_autoboot(p, row,
		      p->left +
			      (p->width - menu_autoboot(p, -1, 0, text, s)) / 2,
		      text, s);
}

/* The line of input, in as many rows as it needs up to a number. */
static void menu_input(struct menu_page *p, int row, int rows)
{
	const char *mark = p->m->state == MENU_EDIT ? ">" : "boot:";
	struct pager_area *a = menu_area(p, row, rows, CONF_COLOR_CMDLINE);

	canvas_text(p->c, row, 0, 0, CONF_COLOR_CMDMARK, mark);
	a->col = (int)strlen(mark) + 1;
	a->width -= a->col + 1;
	a->rows = menu_clamp((int)p->m->edit.len / a->width + 1, 1, rows);
	edit_draw(&p->m->edit, p->c, a, false);
}

/* Under the box: a hint or a line of input. */
static void menu_line(struct menu_page *p)
{
	const struct menu *m = p->m;

	if (m->state == MENU_LIST || m->state == MENU_PASSWD)
		menu_center(p, p->at[MENU_LINE], CONF_COLOR_TABMSG,
			    m->conf->no_options || p->look->master
				    ? p->look->notabmsg
				    : p->look->tabmsg);
	else
		menu_input(p, p->at[MENU_LINE],
			   (*m->message || m->counting ? p->at[MENU_COUNT]
						       : p->end + 1) -
				   p->at[MENU_LINE]);
}

static void menu_passwd(struct menu_page *p)
{
	int margin = menu_clamp(p->look->number[CONF_PASSWORDMARGIN], 0,
				(p->c->cols - MENU_NARROW) / 2);
	int row = menu_clamp(menu_number(p, CONF_PASSWORDROW) - 1 + p->top, 0,
			     p->c->rows - 4);
	struct pager_area *a = menu_area(p, row + 1, 1, CONF_COLOR_PWDENTRY);
	char header[CANVAS_COLS_MAX];

	p->left = margin;
	p->width = p->c->cols - 2 * margin;
	menu_bar(p, row, CONF_COLOR_PWDBORDER, CONF_COLOR_PWDBORDER, menu_top);
	menu_bar(p, row + 1, CONF_COLOR_PWDBORDER, CONF_COLOR_PWDBORDER,
		 menu_sides);
	menu_bar(p, row + 2, CONF_COLOR_PWDBORDER, CONF_COLOR_PWDBORDER,
		 menu_bottom);
	fmt(header, sizeof(header), " %s ", p->look->passprompt);
	menu_center(p, row, CONF_COLOR_PWDHEADER, header);
	a->col = margin + 2;
	a->width = p->width - 4;
	edit_draw(&p->m->edit, p->c, a, true);
}

/* The last row: what keys do. */
static void menu_hint(const struct menu_page *p)
{
	static const char *const hints[] = {
		[MENU_LIST] = "Ctrl-T info  Ctrl-G log  Ctrl-X leave",
		[MENU_EDIT] = "Enter boots, Esc goes back",
		[MENU_PROMPT] = "Tab: labels  Ctrl-T info  Ctrl-X leave",
		[MENU_TEXT] = "Esc goes back",
		[MENU_PASSWD] = "Esc goes back",
	};
	const struct pager *t = &p->m->text;
	const char *hint = hints[p->m->state];
	char text[CANVAS_COLS_MAX];

	if (p->m->state == MENU_TEXT && t->lines > t->rows) {
		fmt(text, sizeof(text), "%s  %d to %d of %d", hint,
		    pager_top(t) + 1, pager_top(t) + t->rows, t->lines);
		hint = text;
	}
	menu_center(p, p->c->rows - 1, CONF_COLOR_TABMSG, hint);
}

/* The boot: prompt where there is no menu: below a text. */
static void menu_at_prompt(struct menu_page *p, struct menu *m, uint32_t now_ms)
{
	struct canvas *c = p->c;
	int rows =
		menu_clamp((int)m->edit.len / (c->cols - 7) + 1, 1, MENU_INPUT);
	int end = c->rows - 1 - rows;

	menu_input(p, end, rows);
	if (m->counting)
		menu_count_down(p, --end, now_ms);
	p->end = end - 1;
	p->at[MENU_HELP] = end;
	if (*m->message) {
		p->at[MENU_HELP] -= menu_clamp(menu_help(p, NULL), 1, end / 2);
		end = p->at[MENU_HELP];
		menu_help(p, c);
	}
	if (m->listing)
		menu_labels(p, end);
	else
		pager_draw(&m->text, c, menu_area(p, 0, end, MENU_TEXT_INK));
}

static void menu_list(struct menu_page *p, struct menu *m, uint32_t now_ms)
{
	menu_down(p);
	m->rows = p->rows;
	if (m->listing && m->state == MENU_PROMPT)
		menu_labels(p, p->at[MENU_LINE]);
	else
		menu_box(p);
	menu_line(p);
	if (m->counting)
		menu_count_down(p, p->at[MENU_COUNT], now_ms);
	if (m->state != MENU_EDIT || *m->message)
		menu_help(p, p->c);
	if (m->state == MENU_PASSWD)
		menu_passwd(p);
}

void menu_draw(struct menu *m, struct canvas *c, uint32_t now_ms)
{
	struct menu_page p = {.m = m, .look = &m->menu->look, .c = c};

	c->inks = p.look->ink;
	canvas_clear(c, CONF_COLOR_SCREEN);
	menu_across(&p);
	if (m->state == MENU_AT_ONCE)
		return;
	if (m->state == MENU_HIDDEN) {
		menu_count_down(&p, menu_number(&p, CONF_HIDDENROW) - 1,
				now_ms);
		return;
	}
	if (m->state == MENU_TEXT)
		pager_draw(&m->text, c,
			   menu_area(&p, 0, c->rows - 1, MENU_TEXT_INK));
	else if (m->home == MENU_PROMPT)
		menu_at_prompt(&p, m, now_ms);
	else
		menu_list(&p, m, now_ms);
	menu_hint(&p);
}
