/*
 * MENU: what stands behind that word in a config. Submenus are shown as part
 * of the one menu. Not here: drawing (menu_draw.c).
 */
#include "base/err.h"
#include "base/str.h"
#include "menu/conf_parse.h"
#include "menu/conf_word.h"

enum conf_menu_word {
	CONF_MENU_LABEL,
	CONF_MENU_TITLE,
	CONF_MENU_DEFAULT,
	CONF_MENU_INCLUDE,
	CONF_MENU_BEGIN,
	CONF_MENU_END,
	CONF_MENU_SEPARATOR,
	CONF_MENU_HIDE,
	CONF_MENU_DISABLE,
	CONF_MENU_DISABLED,
	CONF_MENU_GOTO,
	CONF_MENU_EXIT,
	CONF_MENU_QUIT,
	CONF_MENU_PASSWD,
	CONF_MENU_MASTER,
	CONF_MENU_OTHER,
};

/* In the order of the enum; then what is accepted and has no effect. */
static const char conf_menu_words[] =
	"label title default include begin end separator hide disable disabled "
	"goto exit quit passwd master "
	"shiftkey save nosave onerror background hidden autoboot tabmsg "
	"notabmsg passprompt color colour msgcolor msgcolour indent start "
	"immediate clear hiddenkey resolution width margin passwordmargin rows "
	"tabmsgrow cmdlinerow endrow passwordrow timeoutrow helpmsgrow "
	"helpmsgendrow hshift vshift hiddenrow";

/* The text of MENU LABEL: the letter behind the first ^ is the hot key. */
static int conf_menu_label(struct conf_parser *p, const char *text)
{
	struct conf_label *l = p->label;
	const char *title;
	char *to;

	TRY(conf_keep(p, text, &title));
	l->title = title;
	l->hotkey = 0;
	for (to = (char *)title; *text; text++) {
		if (*text != '^') {
			*to++ = *text;
		} else if (!l->hotkey && text[1] != '^' &&
			   to - title <= UINT8_MAX) {
			l->hotkey = str_lower((uint8_t)text[1]);
			l->hotkey_at = (uint8_t)(to - title);
		}
	}
	*to = '\0';
	str_printable((char *)title);
	return 0;
}

static int conf_menu_title(struct conf_parser *p, const char *text)
{
	TRY(conf_keep(p, text, &p->c->menus->title));
	str_printable((char *)p->c->menus->title);
	return 0;
}

/* What changes the entry being described. */
static int conf_menu_entry(struct conf_parser *p, int word, const char *rest)
{
	switch (word) {
	case CONF_MENU_LABEL:
		return conf_menu_label(p, rest);
	case CONF_MENU_DEFAULT:
		p->menu->first = p->label;
		return 0;
	case CONF_MENU_HIDE:
	case CONF_MENU_DISABLE:
	case CONF_MENU_DISABLED:
	case CONF_MENU_GOTO:
	case CONF_MENU_EXIT:
	case CONF_MENU_QUIT:
		p->label->hidden = true;
		return 0;
	}
	return 0;
}

int conf_menu(struct conf_parser *p, char *rest)
{
	const char *keyword = conf_word_take(&rest);
	int word = conf_word_index(conf_menu_words, keyword);

	rest = conf_word_skip(rest);
	switch (word) {
	case -1:
		conf_warn(p,
			  "unknown directive \"MENU %s\"; the line is "
			  "ignored",
			  keyword);
		return 0;
	case CONF_MENU_PASSWD:
	case CONF_MENU_MASTER:
		conf_warn(p, "MENU %s has no effect: nothing is protected",
			  keyword);
		return 0;
	case CONF_MENU_INCLUDE:
		return conf_include(p, rest);
	case CONF_MENU_TITLE:
		return p->submenu ? 0 : conf_menu_title(p, rest);
	case CONF_MENU_BEGIN:
		p->submenu++;
		return conf_label_finish(p);
	case CONF_MENU_END:
		if (p->submenu)
			p->submenu--;
		return conf_label_finish(p);
	case CONF_MENU_SEPARATOR:
		return conf_label_finish(p);
	}
	return p->label ? conf_menu_entry(p, word, rest) : 0;
}
