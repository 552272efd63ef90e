/*
 * The config language, PXELINUX's: text to struct config. Does no I/O: an
 * INCLUDE is asked for by a callback. Not here: what the entries do.
 */
#ifndef MENU_CONF_H
#define MENU_CONF_H

#include "base/arena.h"

enum conf_kind { CONF_KERNEL, CONF_LINUX, CONF_LOCALBOOT };

#define CONF_INITRD_MAX 32

struct conf_label {
	const char *name;    /* of LABEL */
	const char *title;   /* of MENU LABEL without ^, else name */
	int hotkey;	     /* lower case, 0 if none */
	uint8_t hotkey_at;   /* its place in title */
	enum conf_kind kind;
	const char *kernel;  /* path as written, NULL if none */
	const char *append;  /* command line without the kernel name, or "" */
	const char *initrd[CONF_INITRD_MAX];
	uint8_t initrds;
	int localboot;	     /* of LOCALBOOT */
	const char *file;    /* where LABEL stood, for messages */
	unsigned line;
	struct conf_label *next;
};

struct conf_serial {
	bool given, off;
	uint16_t port; /* 0..3, or an I/O address */
	uint32_t baud;
	uint16_t flow;
};

struct config {
	struct conf_label *labels; /* in order of the text */
	unsigned label_count;
	const char *title;	   /* MENU TITLE, else NULL */
	const char *default_name;  /* DEFAULT: a label or a command line */
	const char *onerror, *ontimeout;
	bool prompt;		   /* PROMPT 1 */
	uint32_t timeout_ds;	   /* TIMEOUT in 1/10 s, 0: wait for ever */
	struct conf_serial serial;
	const char *say;	   /* SAY lines joined with \n, else NULL */
	unsigned warnings;
};

/*
 * What the parser needs of its surroundings. include: fetch a file named as
 * written; put its text (kept by the caller) in *text and its length in *len;
 * 0 or negative. warn: one finished sentence about file:line.
 */
struct conf_env {
	int (*include)(struct conf_env *env, const char *name,
		       const char **text, size_t *len);
	void (*warn)(struct conf_env *env, const char *file, unsigned line,
		     const char *sentence);
	struct arena *arena;
};

#define CONF_LINE_MAX 4096    /* longer lines fail */
#define CONF_INCLUDE_DEPTH 16 /* as PXELINUX */

/*
 * Parse a whole config of len bytes. Everything kept is allocated in
 * env->arena. An unknown directive, a wrong value or a failed INCLUDE warns
 * with file and line and goes on; an over-long line, an INCLUDE loop or an
 * exhausted arena fails (detail: file:line).
 */
int conf_parse(struct config *c, struct conf_env *env, const char *file,
	       const char *text, size_t len);

/* The label of that name (case as PXELINUX: not significant), or NULL. */
struct conf_label *conf_find(const struct config *c, const char *name);

#endif
