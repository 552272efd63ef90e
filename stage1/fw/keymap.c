/*
 * Keyboard maps: only what differs from the American one. Documented in
 * keymap.h. Not here: shift and caps lock (the BIOS's character tells them), a
 * key's state (what is pressed when the keystroke is read may be another).
 */
#include "fw/keymap.h"
#include "base/str.h"

/*
 * A key is named by the character that it gives on an American keyboard; the
 * one left of Z, which that lacks, and keys together with AltGr by a number.
 */
#define LESS "\x01" /* left of Z */
#define MORE "\x02" /* ... with Shift */
#define GR   0x80   /* AltGr: and the scan code */

#define GR_1	  "\x82"
#define GR_2	  "\x83"
#define GR_3	  "\x84"
#define GR_4	  "\x85"
#define GR_5	  "\x86"
#define GR_6	  "\x87"
#define GR_7	  "\x88"
#define GR_8	  "\x89"
#define GR_9	  "\x8A"
#define GR_0	  "\x8B"
#define GR_MINUS  "\x8C" /* right of 0 */
#define GR_EQUALS "\x8D" /* left of Backspace */
#define GR_Q	  "\x90"
#define GR_OPEN	  "\x9A" /* right of P */
#define GR_CLOSE  "\x9B"
#define GR_QUOTE  "\xA8" /* two right of L */
#define GR_GRAVE  "\xA9" /* left of 1 */
#define GR_BACK	  "\xAB" /* three right of L, or above Enter */

/* Scan codes, and those that AltGr makes of the upper row. */
enum {
	SCAN_1 = 0x02,
	SCAN_Q = 0x10,
	SCAN_ENTER = 0x1C,
	SCAN_SLASH = 0x35,
	SCAN_LESS = 0x56,
	SCAN_ALT_1 = 0x78,
	SCAN_ALT_EQUALS = 0x83,
};

#define Y_AND_Z "yzzyYZZY"
/* What most of Europe has in common. */
#define EUROPE	"@\"^&&/*(())=<;>:/-?_" LESS "<" MORE ">"

/*
 * Each map: its name, pairs of key and character, keys that give nothing. A
 * dead key gives its character at once. BIOSes know no AltGr with the key left
 * of Z, and not the two keys that only a Japanese keyboard has: what they give
 * is on another key, which has nothing there or nothing of use.
 */
static const char keymap_all[] =
	"us\0\0\0"
	"uk\0@\"\"@\\#|~" LESS "\\" MORE "|\0#~\0"
	"de\0" Y_AND_Z EUROPE "_?+`]+}*\\#|'`^" GR_1 "|" GR_7 "{" GR_8 "[" GR_9
	"]" GR_0 "}" GR_MINUS "\\" GR_Q "@" GR_CLOSE "~\0"
	"#-=[{;:'\"~\0"
	"fr\0qaaqQAAQwzzwWZZW;m:MM?m,,;<..:>//!1&!13\"#34'$45(%56-^6@2&7*8(98_)"
	"0-)[^]$\"%\\*" LESS "<" MORE ">" GR_2 "~" GR_3 "#" GR_4 "{" GR_5
	"[" GR_6 "|" GR_7 "`" GR_8 "\\" GR_9 "^" GR_0 "@" GR_MINUS "]" GR_EQUALS
	"}\0"
	"2790_{}'|?`~\0"
	"es\0" EUROPE "-'_?[`{^]+}*" GR_1 "|" GR_2 "@" GR_3 "#" GR_4
	"~" GR_GRAVE "\\" GR_OPEN "[" GR_CLOSE "]" GR_QUOTE "{" GR_BACK "}\0"
	"#=+;:'\"\\|`~\0"
	"se\0" EUROPE "-+_?+`}^\\'|*" GR_1 "|" GR_2 "@" GR_4 "$" GR_7 "{" GR_8
	"[" GR_9 "]" GR_0 "}" GR_MINUS "\\" GR_CLOSE "~\0"
	"$=[{];:'\"`~\0"
	"ch\0" Y_AND_Z EUROPE "!+#*-'_?=^+`}!\\$" GR_1 "|" GR_2 "@" GR_3
	"#" GR_7 "|" GR_MINUS "\\" GR_EQUALS "~" GR_OPEN "[" GR_CLOSE
	"]" GR_QUOTE "{" GR_BACK "}\0"
	"$[{];:'\"|`~\0"
	"jp\0@\"^&&'*(())__==^+~[@{`][}{:+':\"*\\]|}`\\~|" LESS "\\" MORE
	"|\0\0";

static const char *keymap = "\0"; /* the pairs of the one in use */
static uint8_t keymap_file[KEYMAP_FILE_LEN];
static bool keymap_is_file;

bool keymap_use(const char *name)
{
	const char *p = keymap_all;

	for (; *p; p += strlen(p) + 1) {
		const char *pairs = p + strlen(p) + 1;

		if (!str_casecmp(name, p)) {
			keymap = pairs;
			keymap_is_file = false;
			return true;
		}
		p = pairs + strlen(pairs) + 1;
	}
	return false;
}

bool keymap_use_file(const void *file, size_t len)
{
	if (len != sizeof(keymap_file))
		return false;
	memcpy(keymap_file, file, sizeof(keymap_file));
	keymap_is_file = true;
	return true;
}

/* What the map in use has for a key. */
static uint8_t keymap_find(uint8_t key)
{
	const char *p;

	for (p = keymap; *p; p += 2)
		if ((uint8_t)*p == key)
			return (uint8_t)p[1];
	return key > GR || strchr(p + 1, key) ? 0 : key;
}

/* The key of Ctrl and a letter moves with the letter. */
static uint8_t keymap_control(uint8_t scan, uint8_t control)
{
	uint8_t letter;

	if (scan < SCAN_Q || scan == SCAN_ENTER || control > 'Z' - '@')
		return control;
	letter = keymap_find(control | 0x60);
	return letter > 0x60 ? letter & 0x1F : 0;
}

uint8_t keymap_char(uint16_t keystroke)
{
	uint8_t scan = (uint8_t)(keystroke >> 8), ch = (uint8_t)keystroke;

	/* F0h marks keys with Alt, E0h the grey ones. */
	if (ch == 0xF0 || ch == 0xE0)
		ch = 0;
	if (keymap_is_file && ch)
		return keymap_file[ch];
	if (!ch) {
		if (scan >= SCAN_ALT_1 && scan <= SCAN_ALT_EQUALS)
			scan -= SCAN_ALT_1 - SCAN_1;
		else if (scan < SCAN_Q || scan > SCAN_SLASH)
			return 0;
		return keymap_find(GR | scan);
	}
	if (scan == SCAN_LESS && *keymap)
		return keymap_find(ch == '|' ? *MORE : *LESS);
	/* The keypad's are the same everywhere; 0 is Alt and a number there. */
	if (scan < SCAN_1 || scan > SCAN_SLASH)
		return ch;
	return ch < ' ' ? keymap_control(scan, ch) : keymap_find(ch);
}
