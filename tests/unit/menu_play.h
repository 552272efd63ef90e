/* A menu under test: a config, scripts of keys and times, and the screen. */
#ifndef TESTS_MENU_PLAY_H
#define TESTS_MENU_PLAY_H

#include "conf_text.h"
#include "menu/menu.h"

/* A site with hot keys, a hidden entry and a count-down; and a long list. */
#define SITE                                                                   \
	"UI menu.c32\nMENU TITLE Site menu\nTIMEOUT 70\nDEFAULT inst auto\n"   \
	"LABEL disk\nMENU LABEL Boot from the ^disk\nLOCALBOOT -1\n"           \
	"LABEL inst\nMENU LABEL ^Install Debian\nKERNEL k\nINITRD i\n"         \
	"APPEND quiet\n"                                                       \
	"LABEL secret\nMENU HIDE\nKERNEL s\n"                                  \
	"LABEL deb\nMENU LABEL Rescue ^Debian\nKERNEL r\n"

#define MANY                                                                   \
	"LABEL n01\nLABEL n02\nLABEL n03\nLABEL n04\nLABEL n05\nLABEL n06\n"   \
	"LABEL n07\nLABEL n08\nLABEL n09\nLABEL n10\nLABEL n11\nLABEL n12\n"   \
	"LABEL n13\nLABEL n14\nLABEL n15\nLABEL n16\nLABEL n17\nLABEL n18\n"   \
	"LABEL n19\nLABEL n20\n"

/* What is being played on. now_ms begins shortly before the clock wraps. */
extern struct conf_text play_conf;
extern struct menu play_menu;
extern struct canvas play_canvas;
extern uint32_t play_now_ms;

/* Parse a config, start the menu with a message or NULL, and draw it, 80 x 25.
 */
void play_begin(const char *text, const char *message);

/*
 * Do a script: words of keys, "+ms" for time that passes, other words are
 * typed ("~" is a blank in them). Texts that the menu asks for are given:
 * "no..." is not there, others are some lines that name the file. Only the
 * last word may lead to another action than MENU_WAIT or those of texts, which
 * is returned. The screen is drawn after each word, in the size drawn last.
 */
enum menu_action play(const char *script);

/* Draw the menu on play_canvas. */
void play_draw(int cols, int rows);

/*
 * The screen as text: each row without the blanks at its end, frames in ASCII,
 * then a line that says where the cursor is. Good until the next call.
 */
const char *play_screen(int cols, int rows);

/*
 * Its inks: a letter for each cell, "a" for the first of enum conf_color, "."
 * for CONF_COLOR_SCREEN; a hexadecimal digit (A to F), the foreground, for what
 * brings its own attribute. Good until the next call.
 */
const char *play_inks(int cols, int rows);

#endif
