/* Words of a config line, taken in place. Private to menu/conf*.c. */
#ifndef MENU_CONF_WORD_H
#define MENU_CONF_WORD_H

#include "spec/types.h"

/*
 * The first word of *text, ended by a NUL; *text moves behind the one blank
 * that follows it (or stays at the end). "" if there is no word.
 */
char *conf_word_take(char **text);

/* The bytes of the first word of text, which has no blank before it. */
size_t conf_word_len(const char *text);

/*
 * The place of a word, which ends at a blank or NUL, in a list of words that
 * are separated by one blank, without regard to case; -1 if it is not there.
 */
int conf_word_index(const char *list, const char *word);

#endif
