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

/* Parse a config and start the menu with a message or NULL. */
void play_begin(const char *text, const char *message);

/*
 * Do a script: words of keys, "+ms" for time that passes, other words are
 * typed. Only its last word may lead to another action than MENU_WAIT, which
 * is returned.
 */
enum menu_action play(const char *script);

/*
 * The screen as text: frames in ASCII, '*' before the row of the selected
 * entry, '_' at the cursor, blank rows together as one "~", without the blanks
 * at the ends. Good until the next call.
 */
const char *play_screen(int cols, int rows);

#endif
