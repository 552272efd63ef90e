/*
 * What is known about this machine and this boot, as texts for people: lines
 * that end with \n, a NUL behind the last. They may be long.
 */
#ifndef STAGE1_INFO_H
#define STAGE1_INFO_H

#include "base/text.h"

/* All there is to know. In the arena's room; cut if that is too little. */
const char *info_text(struct arena *a);

/* The log, oldest line first; in the same way. */
const char *info_log(struct arena *a);

#endif
