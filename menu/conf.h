/*
 * The config language, PXELINUX's: text to struct config. Does no I/O: an
 * INCLUDE is asked for by a callback. Not here: what the entries do.
 */
#ifndef MENU_CONF_H
#define MENU_CONF_H

#include "base/arena.h"

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

struct conf_label {
	const char *name;  /* of LABEL, one word */
	const char *title; /* of MENU LABEL without ^, else name */
	int hotkey;	   /* lower case, 0 if none */
	uint8_t hotkey_at; /* its place in title */
	bool hidden;	   /* found by name, not shown in the menu */
	enum conf_kind kind;
	const char *kernel; /* path as written; of LOCALBOOT NULL */
	const char *append; /* command line without the kernel name, or "";
			       ends with "initrd=..." of INITRD, as PXELINUX */
	const char *initrd[CONF_INITRD_MAX]; /* conf_initrds(append) */
	uint8_t initrds;
	int localboot;	    /* of LOCALBOOT */
	uint32_t sysappend; /* bits of SYSAPPEND or IPAPPEND */
	const char *file;   /* where LABEL stood, for messages */
	unsigned line;
	struct conf_label *next, *same_hash; /* same_hash: private */
};

struct conf_serial {
	bool given, off;
	uint16_t port; /* 0..3, or an I/O address */
	uint32_t baud;
	uint16_t flow; /* bits as written, see docs/CONFIG.md */
};

enum conf_road { CONF_ROAD_AUTO, CONF_ROAD_UNDI, CONF_ROAD_UDP };

/* A command line of the config and where it stood. */
struct conf_place {
	const char *file;
	unsigned line;
};

struct config {
	struct conf_label *labels; /* in order of the text */
	unsigned label_count;	   /* with hidden ones */
	const char *title;	   /* MENU TITLE, else NULL */
	const char *default_name;  /* DEFAULT: a label or a command line */
	const char *onerror, *ontimeout;
	struct conf_place default_at, onerror_at, ontimeout_at;
	struct conf_label *menu_default; /* of MENU DEFAULT, else NULL */
	bool menu;	     /* show the menu (UI, or nothing to boot) */
	bool prompt;	     /* PROMPT 1 */
	bool noescape;	     /* NOESCAPE 1: a key does not stop DEFAULT */
	bool no_options;     /* ALLOWOPTIONS 0: nobody edits command lines */
	bool no_implicit;    /* IMPLICIT 0: only labels boot */
	uint32_t timeout_ds; /* TIMEOUT in 1/10 s, 0: wait for ever */
	uint32_t total_timeout_ds; /* TOTALTIMEOUT, not stopped by keys */
	struct conf_serial serial;
	enum conf_road road; /* ROAD: how files come */
	const char *say;     /* SAY lines joined with \n, else NULL */
	unsigned warnings;
};

/*
 * What the parser needs of its surroundings. include: fetch a file named as
 * written; put its text (kept by the caller until conf_parse returns) in *text
 * and its length in *len; 0 or negative. warn: one finished sentence about
 * file:line.
 */
struct conf_env {
	int (*include)(struct conf_env *env, const char *name,
		       const char **text, size_t *len);
	void (*warn)(struct conf_env *env, const char *file, unsigned line,
		     const char *sentence);
	struct arena *arena;
	bool is_whole; /* an INCLUDE that fails ends it all, with that error:
			  nothing may be left out */
};

#define CONF_LINE_MAX	    4096 /* with a NUL; longer lines fail */
#define CONF_INCLUDE_DEPTH  16	 /* as PXELINUX */
#define CONF_INCLUDE_FILES  256	 /* in all */
#define CONF_WARNINGS_SHOWN 20	 /* more are only counted */
#define CONF_TIMEOUT_MAX                                                       \
	21474836 /* 1/10 s; more does not fit 31 bits of ms                    \
		  */

/*
 * Parse a whole config of len bytes. Everything kept is allocated in
 * env->arena; text may go afterwards, file must stay. An unknown directive, a
 * wrong value or a failed INCLUDE warns with file and line and goes on (but see
 * is_whole); an
 * over-long line or command line, an INCLUDE loop or an exhausted arena fails
 * (detail: file:line).
 */
int conf_parse(struct config *c, struct conf_env *env, const char *file,
	       const char *text, size_t len);

/*
 * Warn about a DEFAULT, ONTIMEOUT or ONERROR that names no label: it is then
 * taken as a file name, which is seldom what was meant.
 */
void conf_check(struct config *c, struct conf_env *env);

/*
 * The label that the first word of name names, or NULL. The same spelling is
 * found first, as by PXELINUX; one that differs only in case if there is none.
 */
struct conf_label *conf_find(const struct config *c, const char *name);

/* The entry that is selected first: DEFAULT, MENU DEFAULT or the first. */
struct conf_label *conf_default(const struct config *c);

/*
 * What a typed line, DEFAULT, ONTIMEOUT or ONERROR means. If its first word is
 * a label: *label, and in cmdline the label's append and the other words. If
 * not: *label is NULL and cmdline is the line, kernel path first. Negative if
 * room is too small; cmdline and *label are then not to be used.
 */
int conf_resolve(const struct config *c, const char *line,
		 struct conf_label **label, char *cmdline, size_t room);

/*
 * The files of the first word "initrd=" of a command line, which is a comma
 * list, as PXELINUX has it. Their names are allocated in the arena. Returns
 * how many, or negative; more than CONF_INITRD_MAX are an error.
 */
int conf_initrds(const char *cmdline, struct arena *arena,
		 const char *initrd[CONF_INITRD_MAX]);

#endif
