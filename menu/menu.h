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
	MENU_WAIT,  /* nothing to do yet */
	MENU_BOOT,  /* start m->chosen with m->cmdline */
	MENU_LEAVE, /* the person wants the next boot device */
};

#define MENU_KEY_LEAVE ('X' - '@') /* Ctrl-X */
#define MENU_TYPED_MAX 1024

/* What is on the screen; private. */
enum menu_state { MENU_LIST, MENU_EDIT, MENU_PROMPT, MENU_AT_ONCE };

struct menu {
	const struct config *conf;
	struct conf_label *chosen;   /* the entry; NULL: typed line */
	char cmdline[CONF_LINE_MAX]; /* of MENU_BOOT: of an entry without the
					kernel, of a typed line all of it */
	bool by_timeout;	     /* nobody touched a key */
	char message[400];	     /* shown below the entries, "" if none */

	/* Private to menu.c and menu_draw.c from here. */
	enum menu_state state, home; /* home: where Esc leads */
	unsigned at, count;	     /* selected, of the visible entries */
	struct edit edit;	     /* of cmdline or typed */
	char typed[MENU_TYPED_MAX];  /* at the boot: prompt */
	bool listing;		     /* the labels, at the boot: prompt */
	bool touched;		     /* a key was pressed */
	bool counting, leaving;	     /* the count-down runs; to MENU_LEAVE */
	uint32_t deadline_ms;	     /* of the count-down */
	uint32_t start_ms, total_ms; /* TOTALTIMEOUT; 0: none */
};

/*
 * Begin: the default entry is selected and the count-down (if any) runs from
 * now. message: what went wrong before, or NULL; with a message nothing boots
 * by itself. If the config has no menu and no prompt, the first menu_tick
 * boots DEFAULT: give keys pressed by then to menu_key before, which opens the
 * boot: prompt.
 */
void menu_start(struct menu *m, const struct config *c, const char *message,
		uint32_t now_ms);

/* The same after menu_start, but the selection stays where it was. */
void menu_again(struct menu *m, const char *message, uint32_t now_ms);

/*
 * After menu_start with a message: count down to MENU_LEAVE, unless a key is
 * pressed. For a boot that failed while nobody was there.
 */
void menu_fall_back(struct menu *m, uint32_t seconds, uint32_t now_ms);

/* A key was pressed (base/key.h). */
enum menu_action menu_key(struct menu *m, int key, uint32_t now_ms);

/* Time passed. When to be called again at the latest: within 100 ms. */
enum menu_action menu_tick(struct menu *m, uint32_t now_ms);

/* The nth visible entry from 0, NULL if there are fewer. */
struct conf_label *menu_entry(const struct config *c, unsigned n);

/*
 * Draw all of it; c->cols (at least 40) and c->rows (at least 15) say how much
 * room there is.
 */
void menu_draw(const struct menu *m, struct canvas *c, uint32_t now_ms);

#endif
