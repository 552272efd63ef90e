/*
 * The menu as a state machine: keys and time in, a canvas and a choice out. It
 * reads no keyboard, no clock, and writes no screen.
 */
#ifndef MENU_MENU_H
#define MENU_MENU_H

#include "base/canvas.h"
#include "base/key.h"
#include "menu/conf.h"
#include "menu/edit.h"

enum menu_action {
	MENU_WAIT,	/* nothing to do yet */
	MENU_BOOT,	/* start m->chosen with m->cmdline */
	MENU_LEAVE,	/* the person wants the next boot device */
};

struct menu {
	const struct config *conf;
	struct conf_label *chosen; /* the selected entry; NULL: typed line */
	char cmdline[CONF_LINE_MAX]; /* of MENU_BOOT */
	bool by_timeout;	   /* nobody touched a key */
	char message[200];	   /* shown below the entries, "" if none */
	/* ... private to menu.c from here: selection, scroll, editor, timer */
};

/*
 * Begin: the default entry is selected and the count-down (if any) runs from
 * now. message: what went wrong before, or NULL.
 */
void menu_start(struct menu *m, const struct config *c, const char *message,
		uint32_t now_ms);

/* A key was pressed (base/key.h). */
enum menu_action menu_key(struct menu *m, int key, uint32_t now_ms);

/* Time passed. When to be called again at the latest: within 100 ms. */
enum menu_action menu_tick(struct menu *m, uint32_t now_ms);

/* Draw all of it; c->cols and c->rows say how much room there is. */
void menu_draw(const struct menu *m, struct canvas *c, uint32_t now_ms);

#endif
