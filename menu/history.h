/* The lines typed last, for Up and Down. */
#ifndef MENU_HISTORY_H
#define MENU_HISTORY_H

#include "spec/types.h"

#define HISTORY_LINES 16
#define HISTORY_BYTES 4096

/* Zeroed it is empty. */
struct history {
	char text[HISTORY_BYTES]; /* newest first, each with a NUL */
	size_t len;
	unsigned at; /* 1: the newest is shown, 0: none */
};

/* Keep a line, unless it is the newest already; old ones go for it. */
void history_add(struct history *h, const char *line);

/*
 * The line older or newer than the one shown, which is then shown; "" behind
 * the newest, NULL if there is none. Good until the next history_add.
 */
const char *history_go(struct history *h, bool older);

#endif
