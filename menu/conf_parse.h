/* The state of the config parser. Private to menu/conf*.c. */
#ifndef MENU_CONF_PARSE_H
#define MENU_CONF_PARSE_H

#include "base/log.h"
#include "menu/conf.h"

#define CONF_BUCKETS 1024

/* Lines of SAY, or of TEXT HELP. */
struct conf_lines {
	struct conf_said {
		const char *text;
		struct conf_said *next;
	} * first, *last;
	size_t len; /* with a character behind each */
};

/* A line of DEFAULT, ONTIMEOUT or ONERROR. */
struct conf_command {
	const char **at, *text; /* counts if *at is text */
	const char *file;
	unsigned line;
	struct conf_command *next;
};

/* What is found by a hash of its name. */
struct conf_names {
	struct conf_label *label[CONF_BUCKETS]; /* LABELs, the first of each */
	struct conf_label *tag[CONF_BUCKETS]; /* MENU BEGIN's rows, the last */
};

struct conf_parser {
	struct config *c;
	struct conf_env *env;
	const char *file; /* the line being read */
	unsigned line;
	char *text;	     /* CONF_LINE_MAX bytes for it */
	char *joined;	     /* CONF_LINE_MAX bytes for conf_format */
	const char *keyword; /* its directive, in text */
	unsigned detail;     /* of the table's entry for it */

	struct conf_menu *menu;	  /* being described */
	struct conf_label *label; /* the same, or NULL */
	const char *options;	  /* behind the path of its KERNEL, or "" */
	const char *append;	  /* of its APPEND, or NULL */
	const char *initrd;	  /* of its INITRDs, with commas, or "" */
	struct conf_lines help;	  /* of its TEXT HELP */
	const char *global_append;
	uint32_t global_sysappend;

	const char *ui; /* of UI, or NULL */
	struct conf_command *commands;
	struct conf_label **tail; /* of the list of labels */
	struct conf_menu *newest; /* the last of the list of menus */
	struct conf_names *names;
	struct conf_lines say;
	unsigned told[LOG_DEBUG + 1]; /* sentences so far */
	unsigned includes;	      /* so far, of CONF_INCLUDE_FILES */
	unsigned depth;		      /* of INCLUDE */
	unsigned submenus;	      /* around this one, of CONF_MENU_DEPTH */
	bool in_text;		      /* between TEXT and ENDTEXT */
	bool in_help;		      /* the same, of TEXT HELP */
};

/* Warn about the line being read; or note, for the log only. */
void conf_warn(struct conf_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void conf_note(struct conf_parser *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What to return when the arena is exhausted. */
int conf_no_memory(const struct conf_parser *p);

/* Copy text into the arena. */
int conf_keep(struct conf_parser *p, const char *text, const char **kept);

/* The same for text that is shown: control characters become visible. */
int conf_keep_shown(struct conf_parser *p, const char *text, const char **kept);

/* A command line, or a part of one, put together and kept. */
int conf_format(struct conf_parser *p, const char **kept, const char *format,
		...) __attribute__((format(printf, 3, 4)));

/* Add a line; and all of them as one text, or NULL if there are none. */
int conf_add_line(struct conf_parser *p, struct conf_lines *lines,
		  const char *text);
int conf_join_lines(struct conf_parser *p, const struct conf_lines *lines,
		    const char **joined);

/* Read the file of an INCLUDE; text is its name and perhaps a tag. */
int conf_include(struct conf_parser *p, char *text);

/* A number of the config, at most max; warns and returns false if it is none.
 */
bool conf_number(struct conf_parser *p, const char *text, uint32_t max,
		 uint32_t *value);

/* The same with a sign. */
bool conf_signed(struct conf_parser *p, const char *text, uint32_t max,
		 int *value);

/* Note that the line has no effect, or not all of it. */
void conf_pass_over(struct conf_parser *p);

/* Finish the row being described; begin one of that name, not yet a LABEL's. */
int conf_row(struct conf_parser *p, const char *name, struct conf_label **row);

/* Begin the LABEL of that name; finish the row being described. */
int conf_label_begin(struct conf_parser *p, const char *name);
int conf_label_finish(struct conf_parser *p);

/* The first of the names of a table that is spelt so, or its empty end. */
struct conf_label **conf_slot(struct conf_label **table, const char *name);

/* Do the directive of a line: its keyword and what stands behind it. */
int conf_do(struct conf_parser *p, char *rest);

/*
 * Directives: what stands behind the keyword, without the blanks before it.
 * Those that conf_do.c has are not here.
 */
int conf_menu_label(struct conf_parser *p, char *rest);
int conf_menu_title(struct conf_parser *p, char *rest);
int conf_menu_default(struct conf_parser *p, char *rest);
int conf_menu_hide(struct conf_parser *p, char *rest);
int conf_menu_indent(struct conf_parser *p, char *rest);
int conf_menu_action(struct conf_parser *p, char *rest);
int conf_menu_exit(struct conf_parser *p, char *rest);
int conf_menu_passwd(struct conf_parser *p, char *rest);
int conf_menu_master(struct conf_parser *p, char *rest);
int conf_menu_begin(struct conf_parser *p, char *rest);
int conf_menu_end(struct conf_parser *p, char *rest);
int conf_menu_separator(struct conf_parser *p, char *rest);
int conf_menu_number(struct conf_parser *p, char *rest);
int conf_menu_immediate(struct conf_parser *p, char *rest);
int conf_menu_start(struct conf_parser *p, char *rest);
int conf_menu_resolution(struct conf_parser *p, char *rest);
int conf_color(struct conf_parser *p, char *rest);

/*
 * True if a command starts PXELINUX's menu.c32 or vesamenu.c32, which it also
 * finds without the .c32: there is a menu then.
 */
bool conf_is_menu(struct conf_parser *p, const char *command);

/* Make the config's own menu; when all is read, what only then is known. */
int conf_menu_first(struct conf_parser *p);
int conf_menu_finish(struct conf_parser *p);

/* Give look the colours of menu.c32. */
void conf_color_default(struct conf_look *look);

/*
 * After the last MENU COLOR: where text screens would show the selected entry
 * as the others, its colours are theirs exchanged.
 */
void conf_color_finish(struct conf_look *look);

#endif
