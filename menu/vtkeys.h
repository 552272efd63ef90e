/*
 * Bytes of a VT100 terminal to keys: escape sequences of the arrows, Home,
 * End, Page keys, Insert, Delete, F1..F12 in their xterm, VT220 and Linux
 * forms; a lone ESC is told by time.
 */
#ifndef MENU_VTKEYS_H
#define MENU_VTKEYS_H

#include "base/key.h"
#include "spec/types.h"

struct vtkeys {
	uint8_t state;
	uint8_t len;
	uint8_t seq[8];
	uint32_t since_ms;
};

/* How long after ESC the rest of a sequence may come. */
#define VTKEYS_ESC_MS 150

/*
 * A byte came. Returns a key, or KEY_NONE (more is needed, or rubbish). When
 * text follows ESC at once, the keys come one byte late, the last by
 * vtkeys_idle.
 */
int vtkeys_byte(struct vtkeys *v, uint8_t byte, uint32_t now_ms);

/*
 * Nothing came: a key that is still to be given, KEY_ESC if an ESC has waited
 * long enough, else KEY_NONE.
 */
int vtkeys_idle(struct vtkeys *v, uint32_t now_ms);

#endif
