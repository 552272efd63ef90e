/*
 * The menu as a state machine: keys and time in, a canvas and a choice out. It
 * reads no keyboard, no clock and no file, and writes no screen.
 */
#ifndef MENU_MENU_H
#define MENU_MENU_H

#include "base/key.h"
#include "menu/conf.h"
#include "menu/edit.h"
#include "menu/history.h"

enum menu_action {
	MENU_WAIT,   /* nothing to do yet */
	MENU_BOOT,   /* start m->chosen with m->cmdline */
	MENU_LEAVE,  /* the person wants the next boot device */
	MENU_REDRAW, /* all of the screen, as if it were new */
	/* These are answered by menu_show or menu_fail. */
	MENU_SHOW, /* the text file m->file */
	MENU_INFO, /* the info screen */
	MENU_LOG,  /* the log */
};

#define MENU_KEY_LEAVE	('X' - '@') /* Ctrl-X */
#define MENU_KEY_INFO	('T' - '@') /* Ctrl-T */
#define MENU_KEY_LOG	('G' - '@') /* Ctrl-G */
#define MENU_KEY_REDRAW ('L' - '@') /* Ctrl-L */
#define MENU_TYPED_MAX	1024
#define MENU_TRIES	3 /* of a password */

/* What is on the screen; private. */
enum menu_state {
	MENU_LIST,
	MENU_EDIT,
	MENU_PROMPT,
	MENU_TEXT,    /* all of the screen, by the pager */
	MENU_PASSWD,  /* a password is asked for, above the list */
	MENU_HIDDEN,  /* MENU HIDDEN: only the count-down */
	MENU_AT_ONCE, /* nothing: the next menu_tick boots */
};

struct menu {
	const struct config *conf;
	struct conf_menu *menu;	   /* the one shown: its look counts */
	struct conf_label *chosen; /* the entry; NULL: typed line */
	const char *file;	   /* of MENU_SHOW, as written */
	const char *background;	   /* what vesamenu shows behind it, or NULL */
	bool by_timeout;	   /* nobody touched a key */

	/* Private to menu.c and menu_draw.c from here. */
	bool listing;		     /* the labels, at the boot: prompt */
	bool touched;		     /* a key was pressed */
	bool display;		     /* DISPLAY is still to be shown */
	bool counting, leaving;	     /* the count-down runs; to MENU_LEAVE */
	bool open;		     /* the password was right */
	uint8_t tries;		     /* that are left for it */
	int asked;		     /* the key that it is asked for */
	enum menu_state state, home; /* home: where Esc leads */
	enum menu_state back;	     /* from MENU_TEXT */
	int rows;		     /* of entries that were shown */
	uint32_t deadline_ms;	     /* of the count-down */
	uint32_t start_ms, total_ms; /* TOTALTIMEOUT; 0: none */
	struct edit edit;	     /* of cmdline, typed or secret */
	struct pager text;	    /* MENU_TEXT's, or above the boot: prompt */
	char secret[65];	    /* a password */
	char typed[MENU_TYPED_MAX]; /* at the boot: prompt */

	/* Public again; what is long comes last. */
	char message[400];	     /* shown below the entries, "" if none */
	char cmdline[CONF_LINE_MAX]; /* of MENU_BOOT: of an entry without the
					kernel, of a typed line all of it */

	/* What outlives menu_start: zero it before the first. */
	struct history history;
	/* The caller's: is it this password, as written in the config? */
	bool (*passwd_matches)(const char *typed, const char *stored);
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

/*
 * Back to where menu_start ended, but in the menu shown last, and its selection
 * stays. Nothing boots by itself. message may be NULL.
 */
void menu_again(struct menu *m, const char *message);

/*
 * After menu_start with a message: count down to MENU_LEAVE, unless a key is
 * pressed. For a boot that failed while nobody was there.
 */
void menu_fall_back(struct menu *m, uint32_t seconds, uint32_t now_ms);

/* A key was pressed (base/key.h). */
enum menu_action menu_key(struct menu *m, int key, uint32_t now_ms);

/* Time passed. When to be called again at the latest: within 100 ms. */
enum menu_action menu_tick(struct menu *m, uint32_t now_ms);

/*
 * What the count-down will boot if nobody touches a key: m->chosen and
 * m->cmdline. False if none runs, or it boots nothing.
 */
bool menu_foresee(struct menu *m);

/*
 * Show a text: the one that MENU_SHOW, MENU_INFO or MENU_LOG asked for, or
 * another one. It may have the codes of display files. It must stay until the
 * next of these actions, or menu_again, or menu_start.
 */
void menu_show(struct menu *m, const char *text, size_t len);

/* There is no such text: back to what was shown, with a message or NULL. */
void menu_fail(struct menu *m, const char *message);

/*
 * What vesamenu shows behind it now: a file or a colour as MENU BACKGROUND has
 * it, or NULL.
 */
const char *menu_background(const struct menu *m);

/*
 * Draw all of it; c->cols (at least 40) and c->rows (at least 15) say how much
 * room there is. The pages that keys turn are as long as what was drawn last.
 */
void menu_draw(struct menu *m, struct canvas *c, uint32_t now_ms);

#endif
