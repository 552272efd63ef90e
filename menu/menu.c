/*
 * The menu as a state machine: a list of entries, an editor for the command
 * line of one, and a boot: prompt. Documented in menu.h. Not here: drawing
 * (menu_draw.c).
 */
#include "menu/menu.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

#define MENU_CTRL(letter) ((letter) - '@')
#define MENU_PAGE	  10

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

struct conf_label *menu_entry(const struct config *c, unsigned n)
{
	struct conf_label *l;

	for (l = c->labels; l; l = l->next)
		if (!l->hidden && !n--)
			break;
	return l;
}

static void menu_select(struct menu *m, const struct conf_label *selected)
{
	const struct conf_label *l;

	for (l = m->conf->labels; l; l = l->next) {
		if (l == selected)
			m->at = m->count;
		m->count += !l->hidden;
	}
}

void menu_start(struct menu *m, const struct config *c, const char *message,
		uint32_t now_ms)
{
	memset(m, 0, sizeof(*m));
	m->conf = c;
	menu_select(m, conf_first(c->start));
	m->start_ms = now_ms;
	m->home = c->menu && m->count ? MENU_LIST : MENU_PROMPT;
	if (m->home == MENU_PROMPT)
		menu_prompt(m);
	if (message) {
		menu_say(m, message);
		return;
	}
	m->total_ms = c->total_timeout_ds * 100;
	if (!m->count && !c->default_name)
		menu_say(m, "The config has no LABEL, so there is nothing to "
			    "choose: type the path of a kernel.");
	else if (m->home == MENU_PROMPT && !c->prompt && c->default_name)
		m->state = MENU_AT_ONCE;
	else
		menu_count(m, c->menus->look.timeout_ds * 100, now_ms);
}

void menu_again(struct menu *m, const char *message, uint32_t now_ms)
{
	unsigned at = m->at;

	menu_start(m, m->conf, message, now_ms);
	m->at = at;
}

void menu_fall_back(struct menu *m, uint32_t seconds, uint32_t now_ms)
{
	m->leaving = true;
	menu_count(m, seconds * 1000, now_ms);
}

static enum menu_action menu_boot_line(struct menu *m, const char *line)
{
	int rc = conf_resolve(m->conf, line, &m->chosen, m->cmdline,
			      sizeof(m->cmdline));

	if (!rc)
		return MENU_BOOT;
	menu_say(m, err_sentence(rc));
	return MENU_WAIT;
}

static enum menu_action menu_boot_entry(struct menu *m, struct conf_label *l)
{
	m->chosen = l;
	str_copy(m->cmdline, sizeof(m->cmdline), l->append);
	return MENU_BOOT;
}

/*
 * Boot what is to boot unasked. In the list a DEFAULT that is no label does
 * not count, as in PXELINUX's menu.
 */
static enum menu_action menu_boot_unasked(struct menu *m)
{
	const struct config *c = m->conf;
	struct conf_label *l = conf_first(c->start);
	const char *line = c->default_name;

	m->by_timeout = !m->touched;
	if (c->menus->look.ontimeout && m->state != MENU_AT_ONCE)
		line = c->menus->look.ontimeout;
	else if (m->home == MENU_LIST && !(line && conf_find(c, line)))
		return menu_boot_entry(m, l);
	m->state = m->home;
	return line ? menu_boot_line(m, line) : MENU_WAIT;
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
	return m->state == MENU_AT_ONCE ? menu_boot_unasked(m) : MENU_WAIT;
}

/* Move the selection by n entries, as far as there are. */
static void menu_move(struct menu *m, int n)
{
	int at = (int)m->at + n, last = (int)m->count - 1;

	m->at = at < 0 ? 0 : at > last ? (unsigned)last : (unsigned)at;
}

/* Select the next entry that has this hot key, round and round. */
static void menu_hotkey(struct menu *m, int key)
{
	unsigned i, at;

	key = str_lower(key);
	for (i = 1; i <= m->count; i++) {
		at = (m->at + i) % m->count;
		if (menu_entry(m->conf, at)->hotkey == key) {
			m->at = at;
			return;
		}
	}
}

static void menu_edit(struct menu *m)
{
	menu_boot_entry(m, menu_entry(m->conf, m->at));
	m->state = MENU_EDIT;
	edit_start(&m->edit, m->cmdline, sizeof(m->cmdline));
}

static enum menu_action menu_list_key(struct menu *m, int key)
{
	switch (key) {
	case KEY_ENTER:
		return menu_boot_entry(m, menu_entry(m->conf, m->at));
	case KEY_UP:
	case MENU_CTRL('P'):
		menu_move(m, -1);
		break;
	case KEY_DOWN:
	case MENU_CTRL('N'):
		menu_move(m, 1);
		break;
	case KEY_PAGE_UP:
	case KEY_LEFT:
		menu_move(m, -MENU_PAGE);
		break;
	case KEY_PAGE_DOWN:
	case KEY_RIGHT:
		menu_move(m, MENU_PAGE);
		break;
	case KEY_HOME:
		m->at = 0;
		break;
	case KEY_END:
		m->at = m->count - 1;
		break;
	case KEY_TAB:
		if (!m->conf->no_options)
			menu_edit(m);
		break;
	case KEY_ESC:
		if (!m->conf->no_options)
			menu_prompt(m);
		break;
	default:
		menu_hotkey(m, key);
	}
	return MENU_WAIT;
}

static enum menu_action menu_edit_key(struct menu *m, int key)
{
	if (key == KEY_ENTER)
		return MENU_BOOT;
	if (key == KEY_ESC)
		m->state = MENU_LIST;
	else
		edit_key(&m->edit, key);
	return MENU_WAIT;
}

/* Boot what was typed, if the config allows it. */
static enum menu_action menu_boot_typed(struct menu *m)
{
	const struct config *c = m->conf;
	char *line = m->typed, *end;

	while (str_isspace((uint8_t)*line))
		line++;
	if (!*line && m->home == MENU_LIST)
		m->state = MENU_LIST;
	else if (!*line && c->default_name)
		return menu_boot_line(m, c->default_name);
	if (!*line)
		return MENU_WAIT;
	if (c->no_implicit && !conf_find(c, line)) {
		menu_say(m, "The config allows only its labels (IMPLICIT 0): "
			    "Tab lists them.");
		return MENU_WAIT;
	}
	for (end = line; *end && !str_isspace((uint8_t)*end); end++)
		;
	if (c->no_options)
		*end = '\0'; /* as PXELINUX */
	return menu_boot_line(m, line);
}

static enum menu_action menu_prompt_key(struct menu *m, int key)
{
	switch (key) {
	case KEY_ENTER:
		return menu_boot_typed(m);
	case KEY_TAB:
		m->listing = true;
		break;
	case KEY_ESC:
		menu_prompt(m);
		m->state = m->home;
		break;
	default:
		edit_key(&m->edit, key);
	}
	return MENU_WAIT;
}

enum menu_action menu_key(struct menu *m, int key, uint32_t now_ms)
{
	(void)now_ms;
	if (key == KEY_NONE || (m->state == MENU_AT_ONCE && m->conf->noescape))
		return MENU_WAIT;
	m->touched = true;
	m->counting = false;
	if (key == MENU_KEY_LEAVE)
		return MENU_LEAVE;
	if (key == '\n')
		key = KEY_ENTER;
	switch (m->state) {
	case MENU_LIST:
		return menu_list_key(m, key);
	case MENU_EDIT:
		return menu_edit_key(m, key);
	case MENU_PROMPT:
		return menu_prompt_key(m, key);
	case MENU_AT_ONCE:
		m->state = MENU_PROMPT;
	}
	return MENU_WAIT;
}
