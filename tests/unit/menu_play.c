/* A menu under test. Documented in menu_play.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "menu_play.h"
#include "unit.h"

struct conf_text play_conf;
struct menu play_menu;
struct canvas play_canvas;
uint32_t play_now_ms;

static bool play_matches(const char *typed, const char *stored)
{
	return !strcmp(typed, stored);
}

void play_begin(const char *text, const char *message)
{
	conf_text_free(&play_conf);
	assert_int_equal(
		conf_text_parse(&play_conf, text, strlen(text), 1 << 20), 0);
	play_now_ms = UINT32_MAX - 500; /* the clock wraps soon */
	memset(&play_menu, 0, sizeof(play_menu));
	play_menu.passwd_matches = play_matches;
	menu_start(&play_menu, &play_conf.conf, message, play_now_ms);
	play_draw(80, 25);
}

static int play_key(const char *word)
{
	static const struct {
		const char *word;
		int key;
	} keys[] = {
		{"up", KEY_UP},
		{"down", KEY_DOWN},
		{"left", KEY_LEFT},
		{"right", KEY_RIGHT},
		{"pgup", KEY_PAGE_UP},
		{"pgdn", KEY_PAGE_DOWN},
		{"home", KEY_HOME},
		{"end", KEY_END},
		{"tab", KEY_TAB},
		{"esc", KEY_ESC},
		{"enter", KEY_ENTER},
		{"lf", '\n'},
		{"leave", MENU_KEY_LEAVE},
		{"info", MENU_KEY_INFO},
		{"log", MENU_KEY_LOG},
		{"redraw", MENU_KEY_REDRAW},
		{"none", KEY_NONE},
		{"ctrl-c", 0x03},
		{"ctrl-p", 0x10},
		{"ctrl-n", 0x0E},
		{"ctrl-u", 0x15},
		{"del", KEY_BACKSPACE},
		{"blank", ' '},
		{"f1", KEY_F1},
		{"f2", KEY_F1 + 1},
		{"f12", KEY_F12},
	};
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (!strcmp(keys[i].word, word))
			return keys[i].key;
	return 0;
}

/* What the session does about an action. */
static enum menu_action play_action(enum menu_action action)
{
	static char text[8192];
	int i, len;

	if (action < MENU_SHOW)
		return action;
	len = sprintf(text, "\f\017%s\n",
		      action == MENU_SHOW   ? play_menu.file
		      : action == MENU_INFO ? "0eInfo"
					    : "0aLog");
	if (action == MENU_SHOW && !strncmp(play_menu.file, "no", 2)) {
		menu_fail(&play_menu, "There is no such file. [T02]");
		return MENU_WAIT;
	}
	if (action == MENU_SHOW)
		len = sprintf(text,
			      "\fThe file \01709%s\01707, with colours\n"
			      "\x18picture.lss\nand nothing of the picture.\n"
			      "\022only in graphics\n\027",
			      play_menu.file);
	for (i = 1; i <= 60; i++)
		len += sprintf(text + len, "line %d of what is shown\n", i);
	sprintf(text + len, "\032not this");
	menu_show(&play_menu, text, strlen(text));
	return MENU_WAIT;
}

enum menu_action play(const char *script)
{
	enum menu_action action = MENU_WAIT;
	char copy[256], *word;

	strcpy(copy, script);
	for (word = strtok(copy, " "); word && action == MENU_WAIT;
	     word = strtok(NULL, " ")) {
		if (*word == '+') {
			play_now_ms += (uint32_t)atoi(word + 1);
			action = menu_tick(&play_menu, play_now_ms);
		} else if (play_key(word)) {
			action = menu_key(&play_menu, play_key(word),
					  play_now_ms);
		} else {
			for (; *word && action == MENU_WAIT; word++)
				action = menu_key(&play_menu,
						  *word == '~' ? ' '
							       : (uint8_t)*word,
						  play_now_ms);
		}
		action = play_action(action);
		play_draw(play_canvas.cols, play_canvas.rows);
	}
	assert_null(word);
	return action;
}

void play_draw(int cols, int rows)
{
	play_canvas.cols = (uint8_t)cols;
	play_canvas.rows = (uint8_t)rows;
	memset(play_canvas.cell, 0xFF, sizeof(play_canvas.cell));
	menu_draw(&play_menu, &play_canvas, play_now_ms);
}

static char play_char(const struct cell *c)
{
	static const char frames[][2] = {
		{'\xC4', '-'}, {'\xB3', '|'}, {'\xB1', '#'}};
	size_t i;

	for (i = 0; i < COUNT(frames); i++)
		if ((char)c->ch == frames[i][0])
			return frames[i][1];
	return c->ch > 0x7F ? '+' : (char)c->ch;
}

static char play_ink(const struct cell *c)
{
	assert_in_range(c->ink, 0, CONF_COLORS);
	if (!c->ink)
		return "0123456789ABCDEF"[c->attr & 15];
	return c->ink == 1 ? '.' : (char)('a' + c->ink - 1);
}

static const char *play_cells(int cols, int rows, char trim,
			      char (*as)(const struct cell *))
{
	static char text[CANVAS_ROWS_MAX * (CANVAS_COLS_MAX + 1) + 40];
	char *to = text;
	int row, col;

	play_draw(cols, rows);
	for (row = 0; row < rows; row++) {
		char *line = to;

		for (col = 0; col < cols; col++)
			*to++ = as(&play_canvas.cell[row * cols + col]);
		while (to > line && to[-1] == trim)
			to--;
		*to++ = '\n';
	}
	*to = '\0';
	return text;
}

const char *play_screen(int cols, int rows)
{
	const char *text = play_cells(cols, rows, ' ', play_char);
	char *end = (char *)text + strlen(text);

	if (play_canvas.cursor_on)
		sprintf(end, "cursor at %d, %d\n", play_canvas.cursor_row,
			play_canvas.cursor_col);
	else
		strcpy(end, "no cursor\n");
	return text;
}

const char *play_inks(int cols, int rows)
{
	return play_cells(cols, rows, '.', play_ink);
}
