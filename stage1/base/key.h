/*
 * Keys as the menu knows them, whatever they came from (INT 16h, VT100).
 * Printable characters and control characters are themselves.
 */
#ifndef BASE_KEY_H
#define BASE_KEY_H

enum key {
	KEY_NONE = -1,
	KEY_BACKSPACE = 0x08,
	KEY_TAB = 0x09,
	KEY_ENTER = 0x0D,
	KEY_ESC = 0x1B,
	KEY_UP = 0x100,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_F1, /* F2..F12 follow */
	KEY_F12 = KEY_F1 + 11,
	KEY_WORD_LEFT, /* Ctrl-Left */
	KEY_WORD_RIGHT,
};

#endif
