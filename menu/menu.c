/*
 * The menu as a state machine: lists of entries, an editor for the command
 * line of one, a boot: prompt, texts, and passwords. Documented in menu.h. Not
 * here: drawing (menu_draw.c).
 */
#include <stddef.h>
#include "menu/menu.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "menu/complete.h"

#define MENU_CTRL(letter) ((letter) - '@')
#define MENU_PAGE	  12 /* rows, before anything was drawn */

static void menu_say(struct menu *m, const char *text)
{
	str_copy(m->message, sizeof(m->message), text);
	str_printable(m->message);
}

/* The time is up; right also when the clock has wrapped. */
static bool menu_is_over(uint32_t deadline_ms, uint32_t now_ms)
{
	return (int32_t)(now_ms - deadline_ms) >= 0;
}

static void menu_count(struct menu *m, uint32_t ms, uint32_t now_ms)
{
	m->counting = ms != 0;
	m->deadline_ms = now_ms + ms;
}

static void menu_prompt(struct menu *m)
{
	m->state = MENU_PROMPT;
	m->listing = false;
	m->typed[0] = '\0';
	edit_start(&m->edit, m->typed, sizeof(m->typed));
}

/* Nothing but the SAY lines, above the prompt. */
static void menu_no_text(struct menu *m)
{
	const char *say = m->conf->say ? m->conf->say : "";

	m->file = m->background = NULL;
	pager_open(&m->text, say, strlen(say));
}

void menu_again(struct menu *m, const char *message)
{
	m->by_timeout = m->touched = m->display = m->open = false;
	m->counting = m->leaving = false;
	m->total_ms = 0;
	menu_no_text(m);
	menu_prompt(m);
	m->state = m->home;
	menu_say(m, message ? message : "");
}

/* What starts by itself. */
static void menu_unattended(struct menu *m, uint32_t now_ms)
{
	const struct config *c = m->conf;
	const struct conf_look *look = &m->menu->look;

	m->start_ms = now_ms;
	m->total_ms = c->total_timeout_ds * 100;
	m->display = c->display && m->home == MENU_PROMPT;
	if (!m->menu->at && !c->label_count && !c->default_name) {
		menu_say(m, "The config has no LABEL, so there is nothing to "
			    "choose: type the path of a kernel.");
	} else if (m->home == MENU_LIST ? c->shiftkey
					: !c->prompt && c->default_name) {
		m->state = MENU_AT_ONCE;
	} else {
		menu_count(m, look->timeout_ds * 100, now_ms);
		if (c->hidden && m->home == MENU_LIST &&
		    (m->counting || m->total_ms))
			m->state = MENU_HIDDEN;
	}
}

void menu_start(struct menu *m, const struct config *c, const char *message,
		uint32_t now_ms)
{
	struct conf_menu *menu;

	memset(m, 0, offsetof(struct menu, history));
	m->conf = c;
	m->menu = c->start;
	m->rows = MENU_PAGE;
	for (menu = c->menus; menu; menu = menu->next)
		menu->at = conf_first(menu);
	m->home = c->menu && m->menu->at ? MENU_LIST : MENU_PROMPT;
	menu_again(m, message);
	if (!message)
		menu_unattended(m, now_ms);
}

void menu_fall_back(struct menu *m, uint32_t seconds, uint32_t now_ms)
{
	m->leaving = true;
	menu_count(m, seconds * 1000, now_ms);
}

/* The boot: prompt, without a menu. */
static bool menu_is_prompt(const struct menu *m)
{
	return m->state == MENU_PROMPT && m->home == MENU_PROMPT;
}

/* To the pager, whose text is still to come. */
static void menu_page(struct menu *m)
{
	if (m->state != MENU_TEXT)
		m->back = m->state;
	m->state = MENU_TEXT;
}

static enum menu_action menu_want(struct menu *m, const char *file,
				  const char *background)
{
	m->file = file;
	m->background = background;
	return MENU_SHOW;
}

void menu_show(struct menu *m, const char *text, size_t len)
{
	/* At the boot: prompt it is shown above, so that one can type. */
	if (!menu_is_prompt(m))
		menu_page(m);
	pager_open(&m->text, text, len);
	m->listing = false;
}

void menu_fail(struct menu *m, const char *message)
{
	if (m->state == MENU_TEXT)
		m->state = m->back;
	menu_no_text(m);
	if (message)
		menu_say(m, message);
}

const char *menu_background(const struct menu *m)
{
	return m->background ? m->background : m->menu->look.background;
}

/* Do what the row is for. */
static enum menu_action menu_do(struct menu *m, struct conf_label *l)
{
	switch (l->action) {
	case CONF_BOOTS:
		m->chosen = l;
		str_copy(m->cmdline, sizeof(m->cmdline), l->append);
		return MENU_BOOT;
	case CONF_SUBMENU:
		m->menu = l->target;
		m->state = m->home = MENU_LIST;
		break;
	case CONF_QUIT:
		menu_prompt(m);
		break;
	case CONF_HELP:
		return menu_want(m, l->kernel, *l->append ? l->append : NULL);
	default:
		break;
	}
	return MENU_WAIT;
}

static enum menu_action menu_boot_line(struct menu *m, const char *line)
{
	int rc = conf_resolve(m->conf, line, &m->chosen, m->cmdline,
			      sizeof(m->cmdline));

	if (rc < 0) {
		menu_say(m, err_sentence(rc));
		return MENU_WAIT;
	}
	if (m->chosen && m->chosen->action >= CONF_SUBMENU)
		return menu_do(m, m->chosen);
	return MENU_BOOT;
}

/*
 * Boot what is to boot unasked. In the list a DEFAULT that is no label does
 * not count, as in PXELINUX's menu.
 */
static enum menu_action menu_boot_unasked(struct menu *m)
{
	const char *line = m->conf->default_name;
	struct conf_label *l = line ? conf_find(m->conf, line) : NULL;

	m->by_timeout = !m->touched;
	if (m->menu->look.ontimeout && m->state != MENU_AT_ONCE)
		line = m->menu->look.ontimeout;
	else if (m->home == MENU_LIST && (!l || l->menu != m->menu)) {
		m->state = MENU_LIST;
		l = conf_first(m->menu);
		return l ? menu_do(m, l) : MENU_WAIT;
	}
	m->state = m->home;
	return line ? menu_boot_line(m, line) : MENU_WAIT;
}

bool menu_foresee(struct menu *m)
{
	enum menu_state state = m->state;
	struct conf_menu *menu = m->menu;
	bool by_timeout = m->by_timeout;
	enum menu_action action;

	if (!m->counting || m->leaving)
		return false;
	action = menu_boot_unasked(m);
	m->state = state;
	m->menu = menu;
	m->by_timeout = by_timeout;
	return action == MENU_BOOT;
}

enum menu_action menu_tick(struct menu *m, uint32_t now_ms)
{
	if (m->counting && menu_is_over(m->deadline_ms, now_ms)) {
		m->counting = false;
		return m->leaving ? MENU_LEAVE : menu_boot_unasked(m);
	}
	if (m->total_ms && menu_is_over(m->start_ms + m->total_ms, now_ms)) {
		m->total_ms = 0;
		return menu_boot_unasked(m);
	}
	if (m->state == MENU_AT_ONCE)
		return menu_boot_unasked(m);
	if (!m->display)
		return MENU_WAIT;
	m->display = false;
	return menu_want(m, m->conf->display, NULL);
}

/* Move the selection by so many rows, as far as there are some to select. */
static void menu_move(struct menu *m, int by)
{
	struct conf_label *l, *above = NULL, *below = NULL;
	int n = 0;

	for (l = m->menu->rows; l && l != m->menu->at; l = l->row_below)
		n -= !l->hidden;
	/* n counts from the wanted row now. */
	for (n -= by, l = m->menu->rows; l; l = l->row_below) {
		if (conf_is_choice(l) && n <= 0)
			above = l;
		if (conf_is_choice(l) && n >= 0 && !below)
			below = l;
		n += !l->hidden;
	}
	if (above && (by < 0 || !below))
		m->menu->at = above;
	else if (below)
		m->menu->at = below;
}

/* A password is needed; true if it was given. key is then pressed again. */
static bool menu_may(struct menu *m, int key, const char *passwd)
{
	if (!passwd || m->open)
		return true;
	m->asked = key;
	m->tries = MENU_TRIES;
	m->state = MENU_PASSWD;
	m->secret[0] = '\0';
	edit_start(&m->edit, m->secret, sizeof(m->secret));
	return false;
}

static void menu_edit(struct menu *m)
{
	menu_do(m, m->menu->at);
	m->state = MENU_EDIT;
	edit_start(&m->edit, m->cmdline, sizeof(m->cmdline));
}

static enum menu_action menu_list_key(struct menu *m, int key);

/* Select the next row that has this hot key, round and round. */
static enum menu_action menu_hotkey(struct menu *m, int key)
{
	struct conf_label *l = m->menu->at;

	key = str_lower(key);
	do {
		l = l->row_below ? l->row_below : m->menu->rows;
		if (l->hotkey == key && conf_is_choice(l)) {
			m->menu->at = l;
			return l->immediate ? menu_list_key(m, KEY_ENTER)
					    : MENU_WAIT;
		}
	} while (l != m->menu->at);
	return MENU_WAIT;
}

static enum menu_action menu_list_key(struct menu *m, int key)
{
	const struct conf_look *look = &m->menu->look;
	struct conf_label *l = m->menu->at;
	int step = pager_step(key, m->rows);

	if (step)
		menu_move(m, step);
	else if (key == KEY_ESC && m->menu->parent)
		m->menu = m->menu->parent;
	else if (key == KEY_ESC) {
		if (!m->conf->no_options && menu_may(m, key, look->master))
			menu_prompt(m);
	} else if (!l) {
		return MENU_WAIT;
	} else if (key == KEY_ENTER) {
		if (menu_may(m, key, l->passwd))
			return menu_do(m, l);
	} else if (key == KEY_TAB) {
		/* PXELINUX asks only for the master password here. */
		if (!m->conf->no_options && l->action == CONF_BOOTS &&
		    menu_may(m, key, look->master ? look->master : l->passwd))
			menu_edit(m);
	} else {
		return menu_hotkey(m, key);
	}
	return MENU_WAIT;
}

static bool menu_matches(const struct menu *m, const char *stored)
{
	return stored && *stored && m->passwd_matches(m->secret, stored);
}

/* The master password opens everything; its row's, what is asked for it. */
static enum menu_action menu_passwd_enter(struct menu *m)
{
	const char *master = m->menu->look.master;
	enum menu_action action;
	bool right = menu_matches(m, master);

	if (m->menu->at && (m->asked == KEY_ENTER || !master))
		right |= menu_matches(m, m->menu->at->passwd);
	memset(m->secret, 0, sizeof(m->secret));
	edit_start(&m->edit, m->secret, sizeof(m->secret));
	if (!right && --m->tries) {
		menu_say(m, "Wrong password.");
		return MENU_WAIT;
	}
	m->state = MENU_LIST;
	menu_say(m, right ? "" : "Three wrong passwords: this stays closed.");
	if (!right)
		return MENU_WAIT;
	m->open = true;
	action = menu_list_key(m, m->asked);
	m->open = false;
	return action;
}

/* Keys of a line of input: true if it was one. */
static bool menu_line_key(struct menu *m, int key)
{
	if (key != KEY_ESC)
		return edit_key(&m->edit, key);
	menu_prompt(m);
	m->state = m->home;
	return true;
}

/* Boot what was typed, if the config allows it. */
static enum menu_action menu_boot_typed(struct menu *m)
{
	const struct config *c = m->conf;
	char *line = str_skip(m->typed, true);

	if (!*line && m->home == MENU_LIST)
		m->state = MENU_LIST;
	else if (!*line && c->default_name)
		return menu_boot_line(m, c->default_name);
	if (!*line)
		return MENU_WAIT;
	history_add(&m->history, line);
	if (c->no_implicit && !conf_find(c, line)) {
		menu_say(m, err_sentence(-ERR_ENTRY_IMPLICIT));
		return MENU_WAIT;
	}
	if (c->no_options)
		*str_skip(line, false) = '\0'; /* as PXELINUX */
	return menu_boot_line(m, line);
}

static void menu_complete(struct menu *m)
{
	char text[MENU_TYPED_MAX];

	m->listing = !complete(m->conf, m->typed, text, sizeof(text));
	if (!m->listing)
		edit_set(&m->edit, text);
}

static enum menu_action menu_prompt_key(struct menu *m, int key)
{
	bool older = key == KEY_UP || key == MENU_CTRL('P');
	const char *line;

	if (key == KEY_ENTER)
		return menu_boot_typed(m);
	if (key == KEY_TAB) {
		if (!m->conf->no_complete)
			menu_complete(m);
	} else if (older || key == KEY_DOWN || key == MENU_CTRL('N')) {
		line = history_go(&m->history, older);
		if (line)
			edit_set(&m->edit, line);
	} else if (key == KEY_PAGE_UP || key == KEY_PAGE_DOWN) {
		pager_key(&m->text, key);
	} else {
		menu_line_key(m, key);
	}
	return MENU_WAIT;
}

static enum menu_action menu_state_key(struct menu *m, int key)
{
	switch (m->state) {
	case MENU_LIST:
		return menu_list_key(m, key);
	case MENU_PROMPT:
		return menu_prompt_key(m, key);
	case MENU_EDIT:
		if (key == KEY_ENTER)
			return MENU_BOOT;
		menu_line_key(m, key);
		break;
	case MENU_PASSWD:
		if (key == KEY_ENTER && *m->secret)
			return menu_passwd_enter(m);
		menu_line_key(m, key == KEY_ENTER ? KEY_ESC : key);
		break;
	case MENU_TEXT:
		if (pager_key(&m->text, key))
			break;
		m->state = m->back;
		/* What was above the prompt is wanted again. */
		if (menu_is_prompt(m) && m->file)
			return MENU_SHOW;
		menu_no_text(m);
		break;
	case MENU_HIDDEN:
		m->state = MENU_LIST;
		break;
	case MENU_AT_ONCE:
		m->state = m->home;
	}
	return MENU_WAIT;
}

enum menu_action menu_key(struct menu *m, int key, uint32_t now_ms)
{
	const struct conf_fkey *f;

	(void)now_ms;
	if (key == KEY_NONE || (m->state == MENU_AT_ONCE && m->conf->noescape))
		return MENU_WAIT;
	m->touched = true;
	m->counting = false;
	if (key == '\n')
		key = KEY_ENTER;
	if (key == MENU_CTRL('C'))
		key = KEY_ESC;
	/* What was said stays until something is done about it. */
	if (key == KEY_ENTER || key == KEY_ESC || key == KEY_TAB)
		m->message[0] = '\0';
	if (m->state >= MENU_HIDDEN)
		return menu_state_key(m, key);
	switch (key) {
	case MENU_KEY_LEAVE:
		return MENU_LEAVE;
	case MENU_KEY_REDRAW:
		return MENU_REDRAW;
	case MENU_KEY_INFO:
	case MENU_KEY_LOG:
		menu_page(m);
		return key == MENU_KEY_INFO ? MENU_INFO : MENU_LOG;
	}
	if (key < KEY_F1 || key > KEY_F12 || m->state == MENU_PASSWD)
		return menu_state_key(m, key);
	f = &m->menu->look.fkey[key - KEY_F1];
	return f->file ? menu_want(m, f->file, f->background) : MENU_WAIT;
}
