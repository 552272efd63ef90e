/* What Tab adds at the boot: prompt. */
#ifndef MENU_COMPLETE_H
#define MENU_COMPLETE_H

#include "menu/conf.h"

/*
 * What all labels that begin like typed have in common, in the first one's
 * spelling, and a blank if it is the only one; into at most room bytes. False
 * if that is no more than what is typed.
 */
bool complete(const struct config *c, const char *typed, char *text,
	      size_t room);

#endif
