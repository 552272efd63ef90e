/* A menu under test. Documented in menu_play.h. */
#include <stdlib.h>
#include <string.h>
#include "menu_play.h"
#include "unit.h"

struct conf_text play_conf;
struct menu play_menu;
struct canvas play_canvas;
uint32_t play_now_ms;

void play_begin(const char *text, const char *message)
{
	conf_text_free(&play_conf);
	assert_int_equal(
		conf_text_parse(&play_conf, text, strlen(text), 1 << 20), 0);
	play_now_ms = UINT32_MAX - 500; /* the clock wraps soon */
	menu_start(&play_menu, &play_conf.conf, message, play_now_ms);
}

static int play_key(const char *word)
{
	static const struct {
		const char *word;
		int key;
	} keys[] = {
		{"up", KEY_UP},		{"down", KEY_DOWN},
		{"left", KEY_LEFT},	{"right", KEY_RIGHT},
		{"pgup", KEY_PAGE_UP},	{"pgdn", KEY_PAGE_DOWN},
		{"home", KEY_HOME},	{"end", KEY_END},
		{"tab", KEY_TAB},	{"esc", KEY_ESC},
		{"enter", KEY_ENTER},	{"lf", '\n'},
		{"leave", 0x18},	{"none", KEY_NONE},
		{"ctrl-p", 0x10},	{"ctrl-n", 0x0E},
		{"del", KEY_BACKSPACE}, {"blank", ' '},
		{"f1", KEY_F1},
	};
	size_t i;

	for (i = 0; i < COUNT(keys); i++)
		if (!strcmp(keys[i].word, word))
			return keys[i].key;
	return 0;
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
			for (; *word; word++)
				menu_key(&play_menu, (uint8_t)*word,
					 play_now_ms);
		}
	}
	assert_null(word);
	return action;
}

const char *play_screen(int cols, int rows)
{
	static char text[CANVAS_ROWS_MAX * (CANVAS_COLS_MAX + 1) + 1];
	char *to = text;
	int row, col;

	play_canvas.cols = (uint8_t)cols;
	play_canvas.rows = (uint8_t)rows;
	memset(play_canvas.cell, 0xFF, sizeof(play_canvas.cell));
	menu_draw(&play_menu, &play_canvas, play_now_ms);
	for (row = 0; row < rows; row++) {
		char *line = to;

		for (col = 0; col < cols; col++) {
			const struct cell *c =
				&play_canvas.cell[row * cols + col];
			uint8_t ch = c->ch;

			if (ch > 0x7F)
				ch = ch == 0xC4 ? '-' : ch == 0xB3 ? '|' : '+';
			if ((c->attr & 0x70) && col == 2)
				line[0] = '*';
			if (play_canvas.cursor_on &&
			    play_canvas.cursor_row == row &&
			    play_canvas.cursor_col == col)
				ch = '_';
			*to++ = (char)ch;
		}
		while (to > line && to[-1] == ' ')
			to--;
		if (to == line) {
			if (to - text >= 2 && to[-2] == '~')
				continue;
			*to++ = '~';
		}
		*to++ = '\n';
	}
	*to = '\0';
	return text;
}
