/*
 * Bytes of a terminal to keys: ECMA-48 control sequences as sent by xterm,
 * VT220 and the Linux console. Documented in vtkeys.h. Not here: the mouse,
 * and modifiers (Shift, Ctrl, Alt are ignored) of other keys than Left and
 * Right.
 */
#include "menu/vtkeys.h"

enum vtkeys_state {
	VTKEYS_NONE,
	VTKEYS_CR,	/* CR was given; an LF at once belongs to it */
	VTKEYS_ESC,	/* ESC came */
	VTKEYS_CSI,	/* ESC [ */
	VTKEYS_SS3,	/* ESC O */
	VTKEYS_LINUX,	/* ESC [ [ */
	VTKEYS_PENDING, /* the key in seq[0] waits to be given */
};

/* Final bytes of ESC [ x and ESC O x, with and without a number before. */
static int vtkeys_letter(uint8_t byte)
{
	static const char letters[] = "ABCDHFMPQRS";
	static const int16_t keys[] = {
		KEY_UP,	    KEY_DOWN,	KEY_RIGHT,  KEY_LEFT,
		KEY_HOME,   KEY_END,	KEY_ENTER,  KEY_F1,
		KEY_F1 + 1, KEY_F1 + 2, KEY_F1 + 3,
	};
	unsigned i;

	for (i = 0; i < sizeof(letters) - 1; i++)
		if (letters[i] == byte)
			return keys[i];
	return KEY_NONE;
}

/* ESC [ number ~ */
static int vtkeys_tilde(unsigned number)
{
	static const int16_t keys[] = {
		KEY_HOME,    KEY_INSERT,    KEY_DELETE, KEY_END,
		KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME,	KEY_END,
	};

	if (number >= 1 && number <= 8)
		return keys[number - 1];
	if (number >= 11 && number <= 15)
		return KEY_F1 + (int)number - 11;
	if (number >= 17 && number <= 21)
		return KEY_F1 + (int)number - 12;
	if (number == 23 || number == 24)
		return KEY_F1 + (int)number - 13;
	return KEY_NONE;
}

/* The first number of a sequence; 0 if there is none. */
static unsigned vtkeys_number(const struct vtkeys *v)
{
	unsigned i, n = 0;

	for (i = 0; i < v->len && v->seq[i] >= '0' && v->seq[i] <= '9'; i++)
		n = n * 10 + v->seq[i] - '0';
	return n;
}

/* A byte of ESC [ ...: parameters up to a final byte of @ to ~. */
static int vtkeys_csi(struct vtkeys *v, uint8_t byte)
{
	if (byte == '[' && !v->len) {
		v->state = VTKEYS_LINUX;
		return KEY_NONE;
	}
	if (byte < '@') {
		/* What does not fit is longer than any key's sequence. */
		if (v->len < sizeof(v->seq))
			v->seq[v->len++] = byte;
		return KEY_NONE;
	}
	v->state = VTKEYS_NONE;
	if (byte == '~')
		return vtkeys_tilde(vtkeys_number(v));
	/* ESC [ 1 ; 5 C is Ctrl-Right, 3 would be Alt. */
	if ((byte == 'C' || byte == 'D') && v->len &&
	    (v->seq[v->len - 1] == '5' || v->seq[v->len - 1] == '3'))
		return byte == 'C' ? KEY_WORD_RIGHT : KEY_WORD_LEFT;
	return vtkeys_letter(byte);
}

static int vtkeys_hold(struct vtkeys *v, uint8_t byte)
{
	v->state = VTKEYS_PENDING;
	v->seq[0] = byte;
	return KEY_NONE;
}

static int vtkeys_escape(struct vtkeys *v, uint32_t now_ms)
{
	v->state = VTKEYS_ESC;
	v->len = 0;
	v->since_ms = now_ms;
	return KEY_NONE;
}

/* A byte outside of a sequence. */
static int vtkeys_plain(struct vtkeys *v, uint8_t byte, uint32_t now_ms)
{
	bool after_cr =
		v->state == VTKEYS_CR && now_ms - v->since_ms < VTKEYS_ESC_MS;

	v->state = VTKEYS_NONE;
	if (byte == 0x1B)
		return vtkeys_escape(v, now_ms);
	if (byte == '\r') {
		v->state = VTKEYS_CR;
		v->since_ms = now_ms;
	}
	if (byte == '\n')
		return after_cr ? KEY_NONE : KEY_ENTER;
	if (byte == 0x7F)
		return KEY_BACKSPACE;
	return byte ? byte : KEY_NONE;
}

/* The byte behind ESC. */
static int vtkeys_second(struct vtkeys *v, uint8_t byte, uint32_t now_ms)
{
	if (byte == '[') {
		v->state = VTKEYS_CSI;
		return KEY_NONE;
	}
	if (byte == 'O') {
		v->state = VTKEYS_SS3;
		return KEY_NONE;
	}
	if (byte == 0x1B)
		vtkeys_escape(v, now_ms);
	else
		vtkeys_hold(v, byte);
	return KEY_ESC;
}

static int vtkeys_step(struct vtkeys *v, uint8_t byte, uint32_t now_ms)
{
	switch (v->state) {
	case VTKEYS_ESC:
		return vtkeys_second(v, byte, now_ms);
	case VTKEYS_CSI:
	case VTKEYS_LINUX:
	case VTKEYS_SS3:
		break;
	default:
		return vtkeys_plain(v, byte, now_ms);
	}
	/* A control character ends a sequence and is what it is. */
	if (byte < ' ' || byte == 0x7F)
		return vtkeys_plain(v, byte, now_ms);
	if (v->state == VTKEYS_CSI)
		return vtkeys_csi(v, byte);
	if (v->state == VTKEYS_SS3) {
		v->state = VTKEYS_NONE;
		return vtkeys_letter(byte);
	}
	v->state = VTKEYS_NONE;
	return byte >= 'A' && byte <= 'E' ? KEY_F1 + byte - 'A' : KEY_NONE;
}

int vtkeys_byte(struct vtkeys *v, uint8_t byte, uint32_t now_ms)
{
	int key;

	if (v->state != VTKEYS_PENDING)
		return vtkeys_step(v, byte, now_ms);
	/* Give the held key, and hold what this byte means instead. */
	v->state = VTKEYS_NONE;
	key = vtkeys_plain(v, v->seq[0], now_ms);
	if (byte == 0x1B)
		vtkeys_escape(v, now_ms);
	else if (byte != '\n' || v->state != VTKEYS_CR)
		vtkeys_hold(v, byte);
	return key;
}

int vtkeys_idle(struct vtkeys *v, uint32_t now_ms)
{
	if (v->state == VTKEYS_PENDING) {
		v->state = VTKEYS_NONE;
		return vtkeys_plain(v, v->seq[0], now_ms);
	}
	if (v->state < VTKEYS_ESC || now_ms - v->since_ms < VTKEYS_ESC_MS)
		return KEY_NONE;
	v->state = VTKEYS_NONE;
	return KEY_ESC;
}
