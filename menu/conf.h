/*
 * The config language, PXELINUX's: text to struct config. Does no I/O: an
 * INCLUDE is asked for by a callback. Not here: what the entries do.
 */
#ifndef MENU_CONF_H
#define MENU_CONF_H

#include "base/arena.h"
#include "base/canvas.h"

/* What the entry is, by the directive that named it; KERNEL leaves it open. */
enum conf_kind {
	CONF_KERNEL,
	CONF_LINUX,
	CONF_LOCALBOOT,
	CONF_PXE,     /* PXE: a network bootstrap program */
	CONF_BOOT,    /* BOOT, BSS: a boot sector */
	CONF_FDIMAGE, /* FDIMAGE: a disk image */
	CONF_COM32,   /* COM32, COMBOOT: a PXELINUX program */
	CONF_CONFIG,  /* CONFIG: another config */
};

#define CONF_INITRD_MAX 32

/* What choosing a row of a menu does. */
enum conf_action {
	CONF_BOOTS,	/* conf_label.kind says what */
	CONF_SEPARATOR, /* an empty row, or text that can not be chosen */
	CONF_DISABLED,	/* MENU DISABLE: shown, can not be chosen */
	CONF_SUBMENU,	/* MENU BEGIN, GOTO, EXIT: target is shown */
	CONF_QUIT,	/* MENU QUIT: to the boot: prompt */
	CONF_HELP,	/* MENU HELP: kernel is a text file to be shown, append
			   the picture behind it or "" */
};

struct conf_menu;

/* An entry: what LABEL began, or a row of a menu that is no LABEL. */
struct conf_label {
	const char *name;  /* of LABEL, one word; of MENU BEGIN its tag; else
			      "" */
	const char *title; /* of MENU LABEL without ^, else name */
	int hotkey;	   /* lower case, 0 if none */
	uint8_t hotkey_at; /* its place in title */
	uint8_t indent;	   /* MENU INDENT, blanks */
	bool hidden;	   /* found by name, not shown in the menu */
	bool immediate;	   /* MENU IMMEDIATE: its hot key boots at once */
	enum conf_action action;
	enum conf_kind kind;
	const char *kernel; /* path as written; of LOCALBOOT NULL */
	const char *append; /* command line without the kernel name, or "";
			       ends with "initrd=..." of INITRD, as PXELINUX */
	int localboot;	    /* of LOCALBOOT */
	uint32_t sysappend; /* bits of SYSAPPEND or IPAPPEND */
	const char *passwd; /* MENU PASSWD as written, "" if only the master's
			       opens it; NULL: free */
	const char *help;   /* TEXT HELP, lines with \n between, else NULL */
	const char *file;   /* where LABEL stood, for messages */
	unsigned line;
	struct conf_menu *menu;	      /* where it stands */
	struct conf_menu *target;     /* of CONF_SUBMENU */
	struct conf_label *next;      /* of all LABELs, in order of the text */
	struct conf_label *row_below; /* in its menu */
	struct conf_label *same_hash; /* private */
};

/* The colours that MENU COLOR names; canvas.h calls them inks. */
enum conf_color {
	CONF_COLOR_SCREEN,
	CONF_COLOR_BORDER,
	CONF_COLOR_TITLE,
	CONF_COLOR_UNSEL,
	CONF_COLOR_HOTKEY,
	CONF_COLOR_SEL,
	CONF_COLOR_HOTSEL,
	CONF_COLOR_DISABLED,
	CONF_COLOR_SCROLLBAR,
	CONF_COLOR_TABMSG,
	CONF_COLOR_CMDMARK,
	CONF_COLOR_CMDLINE,
	CONF_COLOR_PWDBORDER,
	CONF_COLOR_PWDHEADER,
	CONF_COLOR_PWDENTRY,
	CONF_COLOR_TIMEOUT_MSG,
	CONF_COLOR_TIMEOUT,
	CONF_COLOR_HELP,
	CONF_COLOR_ALARM, /* "alarm": Towline's own messages */
	CONF_COLORS,
};

/* MENU WIDTH, ROWS, ...ROW and the like; negative counts from the bottom. */
enum conf_number {
	CONF_WIDTH,
	CONF_MARGIN,
	CONF_PASSWORDMARGIN,
	CONF_ROWS,
	CONF_TABMSGROW,
	CONF_CMDLINEROW,
	CONF_ENDROW,
	CONF_PASSWORDROW,
	CONF_TIMEOUTROW,
	CONF_HELPMSGROW,
	CONF_HELPMSGENDROW,
	CONF_HSHIFT,
	CONF_VSHIFT,
	CONF_HIDDENROW,
	CONF_NUMBERS,
};

/* F1 to F12: a text file, and what vesamenu shows behind it (or NULL). */
struct conf_fkey {
	const char *file, *background;
};

/* How a menu looks and what it lets a person do: a submenu begins with what
   its parent had. */
struct conf_look {
	const char *background; /* MENU BACKGROUND: a file or #aarrggbb */
	const char *autoboot;	/* "Automatic boot in # second{,s}..." */
	const char *tabmsg;	/* "Press [Tab] to edit options" */
	const char *notabmsg;	/* where editing is not allowed */
	const char *passprompt; /* "Password required" */
	const char *master;	/* MENU MASTER PASSWD as written, or NULL */
	const char *onerror, *ontimeout; /* command lines, or NULL */
	uint32_t timeout_ds; /* TIMEOUT in 1/10 s, 0: wait for ever */
	bool immediate;	     /* MENU IMMEDIATE; conf_label has the result */
	uint32_t is_set;     /* bit n: number[n] was given */
	int number[CONF_NUMBERS]; /* those not given as in menu.c32 */
	struct conf_fkey fkey[12];
	struct ink ink[CONF_COLORS];
};

/* A menu: the config's own, or one of MENU BEGIN. */
struct conf_menu {
	const char *tag;   /* MENU BEGIN tag, "" without; of the first ".top" */
	const char *title; /* MENU TITLE, else NULL */
	struct conf_menu *parent; /* of the first NULL */
	struct conf_label *row;	  /* in the parent that leads here, or NULL */
	struct conf_menu *next;	  /* of all menus */
	struct conf_label *rows;  /* in order of the text, hidden ones too */
	struct conf_label *last_row; /* private */
	struct conf_label *first;    /* DEFAULT, MENU DEFAULT, or NULL */
	struct conf_label *at;	     /* the menu's own: selected, or NULL */
	struct conf_look look;
};

struct conf_serial {
	bool given, off;
	uint16_t port; /* 0..3, or an I/O address */
	uint32_t baud;
	uint16_t flow; /* bits as written, see docs/CONFIG.md */
};

enum conf_road { CONF_ROAD_AUTO, CONF_ROAD_UNDI, CONF_ROAD_UDP };

struct config {
	struct conf_label *labels; /* of LABEL, in order of the text */
	unsigned label_count;	   /* with hidden ones */
	struct conf_menu *menus;   /* the config's own first */
	struct conf_menu *start;   /* MENU START, else the first */
	const char *default_name;  /* DEFAULT: a label or a command line */
	bool menu;		   /* show the menu (UI, or nothing to boot) */
	bool graphic;		   /* it is vesamenu's, or has a BACKGROUND */
	bool hidden;		   /* MENU HIDDEN: only the count-down, first */
	bool shiftkey;		/* MENU SHIFTKEY: no menu, unless a key is held
				 */
	uint16_t width, height; /* MENU RESOLUTION, 0: 640 x 480 */
	bool prompt;		/* PROMPT 1 */
	bool noescape;		/* NOESCAPE 1: a key does not stop DEFAULT */
	bool no_implicit;	/* IMPLICIT 0: only labels boot */
	bool no_options;	/* ALLOWOPTIONS 0: nobody edits command lines */
	uint32_t total_timeout_ds; /* TOTALTIMEOUT, not stopped by keys */
	bool no_complete;	   /* NOCOMPLETE 1: Tab lists no labels */
	bool no_prefetch;	   /* PREFETCH 0: nothing comes unasked */
	struct conf_serial serial;
	bool no_screen;	     /* CONSOLE 0: the serial line only */
	enum conf_road road; /* ROAD: how files come */
	const char *keymap;  /* KBDMAP: a name or a file, else NULL */
	const char *display; /* DISPLAY: a text file, else NULL */
	const char *path;    /* PATH, else NULL */
	const char *syslog;  /* SYSLOG: a host, else NULL */
	const char *say;     /* SAY lines joined with \n, else NULL */
};

/*
 * What the parser needs of its surroundings. include: fetch a file named as
 * written; put its text (kept by the caller until conf_parse returns) in *text
 * and its length in *len; 0 or negative.
 */
struct conf_env {
	int (*include)(struct conf_env *env, const char *name,
		       const char **text, size_t *len);
	struct arena *arena;
	bool is_whole;	  /* an INCLUDE that fails ends it all, with that error:
			     nothing may be left out */
	const char *main; /* what ~ means among the files of UI menu.c32; NULL:
			     the config that is parsed */
};

#define CONF_LINE_MAX	    4096 /* with a NUL; longer lines fail */
#define CONF_INCLUDE_DEPTH  16	 /* as PXELINUX */
#define CONF_INCLUDE_FILES  256	 /* in all */
#define CONF_MENU_DEPTH	    16	 /* of MENU BEGIN */
#define CONF_WARNINGS_SHOWN 20	 /* by a parse */
#define CONF_TIMEOUT_MAX                                                       \
	21474836 /* 1/10 s; more does not fit 31 bits of ms                    \
		  */

/*
 * Parse a whole config of len bytes. Everything kept is allocated in
 * env->arena; text may go afterwards, file must stay. An unknown directive, a
 * wrong value, or a DEFAULT, ONTIMEOUT or ONERROR whose first word is neither a
 * label nor looks like a file, is logged with file and line (LOG_WARN), what
 * PXELINUX passes over in silence as a LOG_DEBUG, and it goes on; a failed
 * INCLUDE is noted (but see is_whole). An over-long line or command line, an
 * INCLUDE loop, menus too deep or an exhausted arena fails (detail: file:line).
 */
int conf_parse(struct config *c, struct conf_env *env, const char *file,
	       const char *text, size_t len);

/*
 * The label that the first word of name names, or NULL. The same spelling is
 * found first, as by PXELINUX; one that differs only in case if there is none.
 */
struct conf_label *conf_find(const struct config *c, const char *name);

/* True if a row is seen and can be selected. */
bool conf_is_choice(const struct conf_label *l);

/*
 * The row of a menu that is selected first: its first, if that can be, else
 * the topmost that can be. NULL if there is none.
 */
struct conf_label *conf_first(const struct conf_menu *menu);

/*
 * What a typed line, DEFAULT, ONTIMEOUT or ONERROR means. If its first word is
 * a label: *label, and in cmdline the label's append and the other words. If
 * not: *label is NULL and cmdline is the line, kernel path first. Negative if
 * room is too small; cmdline and *label are then not to be used.
 */
int conf_resolve(const struct config *c, const char *line,
		 struct conf_label **label, char *cmdline, size_t room);

/*
 * A colour as MENU COLOR and MENU BACKGROUND have it: # and 3, 4, 6 or 8
 * hexadecimal digits, RGB or ARGB. Returns AARRGGBB; bright red for anything
 * else, as vesamenu.
 */
uint32_t conf_argb(const char *text);

/*
 * The files of the first word "initrd=" of a command line, which is a comma
 * list, as PXELINUX has it. Their names are allocated in the arena. Returns
 * how many, or negative; more than CONF_INITRD_MAX are an error.
 */
int conf_initrds(const char *cmdline, struct arena *arena,
		 const char *initrd[CONF_INITRD_MAX]);

#endif
