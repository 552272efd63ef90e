/* Keys from the keyboard (INT 16h) and from the serial terminal. */
#ifndef FW_KEYS_H
#define FW_KEYS_H

#include "base/key.h"

/* A key that was pressed (base/key.h), or KEY_NONE. Does not wait. */
int keys_get(void);

/*
 * The same for a caller that has better things to do: looks at most 20 times a
 * second.
 */
int keys_get_seldom(void);

#endif
