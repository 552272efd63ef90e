/* The state of the config parser. Private to menu/conf*.c. */
#ifndef MENU_CONF_PARSE_H
#define MENU_CONF_PARSE_H

#include "menu/conf.h"

#define CONF_BUCKETS 64

/* A line of SAY. */
struct conf_say {
	const char *text;
	struct conf_say *next;
};

struct conf_parser {
	struct config *c;
	struct conf_env *env;
	const char *file; /* the line being read */
	unsigned line;
	char *text; /* CONF_LINE_MAX bytes for it */

	struct conf_label *label; /* being described, or NULL */
	const char *options;	  /* behind the path of its KERNEL, or NULL */
	const char *append;	  /* of its APPEND, or NULL */
	const char *initrd;	  /* of its INITRDs, with commas, or NULL */
	const char *global_append;
	uint32_t global_sysappend;

	struct conf_menu *menu;			 /* being described */
	struct conf_label **row_tail;		 /* of its rows */
	struct conf_label **tail;		 /* of the list of labels */
	struct conf_label *bucket[CONF_BUCKETS]; /* first of each name */
	struct conf_say *say, **say_tail;
	unsigned say_len;
	unsigned includes; /* so far, of CONF_INCLUDE_FILES */
	unsigned depth;	   /* of INCLUDE */
	unsigned submenu;  /* of MENU BEGIN */
	bool in_text;	   /* between TEXT and ENDTEXT */
};

/* Warn about the line being read. */
void conf_warn(struct conf_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What to return when the arena is exhausted. */
int conf_no_memory(const struct conf_parser *p);

/* Copy text into the arena. */
int conf_keep(struct conf_parser *p, const char *text, const char **kept);

/* Join texts with a character between them; empty and NULL ones are left out.
 */
int conf_join(struct conf_parser *p, const char *const *part, unsigned parts,
	      char between, const char **joined);

/* Read the file of an INCLUDE; its name is the first word of text. */
int conf_include(struct conf_parser *p, char *text);

/* A number of the config, at most max; warns and returns false if it is none.
 */
bool conf_number(struct conf_parser *p, const char *text, uint32_t max,
		 uint32_t *value);

/* Begin the entry of that name; finish the one being described. */
int conf_label_begin(struct conf_parser *p, const char *name);
int conf_label_finish(struct conf_parser *p);

/* Do the directive of a line: its keyword and what stands behind it. */
int conf_do(struct conf_parser *p, const char *keyword, char *rest);

/* The same for what stands behind MENU. */
int conf_menu(struct conf_parser *p, char *rest);

#endif
