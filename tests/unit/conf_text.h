/*
 * Configs for tests: parse a text with a set of files to include, collect the
 * warnings, and show the result as text.
 */
#ifndef TESTS_CONF_TEXT_H
#define TESTS_CONF_TEXT_H

#include "menu/conf.h"

struct conf_text_file {
	const char *name, *text;
};

/* Everything a parse needs and leaves. Release with conf_text_free. */
struct conf_text {
	struct conf_env env;
	struct arena arena;
	struct config conf;
	const struct conf_text_file *files; /* ends with a NULL name; or NULL */
	const char *(*find)(const char *name); /* else, or NULL */
	unsigned included;
	char warnings[4096]; /* "file:line: sentence\n" each */
	char notes[4096];    /* the same, with "log: " before */
	void *memory;
};

/*
 * Parse a copy of len bytes that ends at an inaccessible page and is gone
 * afterwards, with room bytes of arena. Returns conf_parse's result.
 */
int conf_text_parse(struct conf_text *t, const char *text, size_t len,
		    size_t room);

/* One line of settings (if any), then one for each label. */
void conf_text_show(const struct config *c, char *buf, size_t room);

void conf_text_free(struct conf_text *t);

#endif
