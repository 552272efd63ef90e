/*
 * Keyboard maps: whole keyboards as they are printed, typed through a BIOS that
 * takes them for American ones.
 */
#include "fw/keymap.h"
#include "unit.h"

/* The keys of a keyboard in rows of scan codes; the last is 29h, 2Bh, 56h. */
static const uint8_t scans[] = {
	0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D,
	0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B,
	0x1E, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2C,
	0x2D, 0x2E, 0x2F, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x29, 0x2B, 0x56,
};
#define KEYS COUNT(scans)

#define US_PLAIN                                                               \
	"1234567890-="                                                         \
	"qwertyuiop[]"                                                         \
	"asdfghjkl;'"                                                          \
	"zxcvbnm,./"                                                           \
	"`\\\\"
#define US_SHIFT                                                               \
	"!@#$%^&*()_+"                                                         \
	"QWERTYUIOP{}"                                                         \
	"ASDFGHJKL:\""                                                         \
	"ZXCVBNM<>?"                                                           \
	"~||"

/* What is printed on the keys; blanks: nothing that ASCII has. */
struct keyboard {
	const char *name, *plain, *shift;
	const char *altgr; /* scan code and character, in pairs */
};

static const struct keyboard keyboards[] = {
	{"us", US_PLAIN, US_SHIFT, ""},
	{"uk",
	 "1234567890-="
	 "qwertyuiop[]"
	 "asdfghjkl;'"
	 "zxcvbnm,./"
	 "`#\\",
	 "!\" $%^&*()_+"
	 "QWERTYUIOP{}"
	 "ASDFGHJKL:@"
	 "ZXCVBNM<>?"
	 " ~|",
	 ""},
	{"de",
	 "1234567890  "
	 "qwertzuiop +"
	 "asdfghjkl  "
	 "yxcvbnm,.-"
	 "^#<",
	 "!\" $%&/()=?`"
	 "QWERTZUIOP *"
	 "ASDFGHJKL  "
	 "YXCVBNM;:_"
	 " '>",
	 "\x02|\x08{\x09[\x0A]\x0B}\x0C\\\x10@\x1B~"},
	{"fr",
	 "& \"'(- _  )="
	 "azertyuiop^$"
	 "qsdfghjklm "
	 "wxcvbn,;:!"
	 " *<",
	 "1234567890 +"
	 "AZERTYUIOP  "
	 "QSDFGHJKLM%"
	 "WXCVBN?./ "
	 "  >",
	 "\x03~\x04#\x05{\x06[\x07|\x08`\x09\\\x0A^\x0B@\x0C]\x0D}"},
	{"es",
	 "1234567890' "
	 "qwertyuiop`+"
	 "asdfghjkl  "
	 "zxcvbnm,.-"
	 "  <",
	 "!\" $%&/()=? "
	 "QWERTYUIOP^*"
	 "ASDFGHJKL  "
	 "ZXCVBNM;:_"
	 "  >",
	 "\x02|\x03@\x04#\x05~\x1A[\x1B]\x28{\x29\\\x2B}"},
	{"se",
	 "1234567890+ "
	 "qwertyuiop  "
	 "asdfghjkl  "
	 "zxcvbnm,.-"
	 " '<",
	 "!\"# %&/()=?`"
	 "QWERTYUIOP ^"
	 "ASDFGHJKL  "
	 "ZXCVBNM;:_"
	 " *>",
	 "\x02|\x03@\x05$\x08{\x09[\x0A]\x0B}\x0C\\\x1B~"},
	{"ch",
	 "1234567890'^"
	 "qwertzuiop  "
	 "asdfghjkl  "
	 "yxcvbnm,.-"
	 " $<",
	 "+\"* %&/()=?`"
	 "QWERTZUIOP !"
	 "ASDFGHJKL  "
	 "YXCVBNM;:_"
	 "  >",
	 "\x02|\x03@\x04#\x08|\x0C\\\x0D~\x1A[\x1B]\x28{\x2B}"},
	{"jp",
	 "1234567890-^"
	 "qwertyuiop@["
	 "asdfghjkl;:"
	 "zxcvbnm,./"
	 "\\]\\",
	 "!\"#$%&'()_=~"
	 "QWERTYUIOP`{"
	 "ASDFGHJKL+*"
	 "ZXCVBNM<>?"
	 "|}|",
	 ""},
};

static uint16_t us_bios(unsigned key, bool shift)
{
	const char *row = shift ? US_SHIFT : US_PLAIN;

	return (uint16_t)(scans[key] << 8 | (uint8_t)row[key]);
}

/* With Alt; the two that are left out differ between BIOSes: low. */
static uint16_t us_bios_alt(uint8_t scan, uint8_t low)
{
	if (scan <= 0x0D)
		return (uint16_t)((scan + 0x76) << 8);
	return (uint16_t)(scan << 8 | low);
}

static uint8_t typed(char printed)
{
	return printed == ' ' ? 0 : (uint8_t)printed;
}

/* Every key gives what is printed on it, and every character is somewhere. */
static void test_keyboards(void **state)
{
	(void)state;
	for (size_t n = 0; n < COUNT(keyboards); n++) {
		const struct keyboard *k = &keyboards[n];
		bool seen[128] = {[' '] = true};

		assert_int_equal(strlen(k->plain), KEYS);
		assert_int_equal(strlen(k->shift), KEYS);
		assert_true(keymap_use(k->name));
		for (unsigned i = 0; i < KEYS; i++) {
			uint8_t plain = keymap_char(us_bios(i, false));
			uint8_t shift = keymap_char(us_bios(i, true));

			if (plain != typed(k->plain[i]) ||
			    shift != typed(k->shift[i]))
				print_error("%s: key %02X\n", k->name,
					    scans[i]);
			assert_int_equal(plain, typed(k->plain[i]));
			assert_int_equal(shift, typed(k->shift[i]));
			seen[plain] = seen[shift] = true;
		}
		for (uint8_t scan = 2; scan <= 0x35; scan++) {
			uint8_t want = 0;

			for (const char *p = k->altgr; *p; p += 2)
				if (*p == scan)
					want = (uint8_t)p[1];
			assert_int_equal(keymap_char(us_bios_alt(scan, 0)),
					 want);
			assert_int_equal(keymap_char(us_bios_alt(scan, 0xF0)),
					 want);
			seen[want] = true;
		}
		for (char c = ' '; c <= '~'; c++)
			if (!seen[(int)c])
				print_error("%s: no %c\n", k->name, c);
		assert_null(memchr(seen + ' ', false, '~' - ' ' + 1));
	}
}

/* What no map may change: editing keys, the keypad, function keys. */
static void test_others(void **state)
{
	static const uint16_t same[] = {
		0x011B, 0x0E08, 0x0F09, 0x1C0D, 0x1C0A, 0xE00D,
		0xE02F, 0x352F, 0x372A, 0x4A2D, 0x4E2B, 0x4F31,
		0x5230, 0x532E, 0x3920, 0x0E7F, 0x1A1B, 0x0040,
	};
	static const uint16_t nothing[] = {
		0x4800, 0x48E0, 0x3B00, 0x5400, 0x5600, 0x8500, 0x7300, 0x7700,
		0x8400, 0x0F00, 0x0300, 0x01F0, 0x0EF0, 0x4E00, 0x37F0,
	};

	(void)state;
	for (size_t n = 0; n < COUNT(keyboards); n++) {
		assert_true(keymap_use(keyboards[n].name));
		for (size_t i = 0; i < COUNT(same); i++)
			if (same[i] != 0x352F)
				assert_int_equal(keymap_char(same[i]),
						 same[i] & 0xFF);
		for (size_t i = 0; i < COUNT(nothing); i++)
			assert_int_equal(keymap_char(nothing[i]), 0);
	}
}

/* Ctrl and a letter is the letter as printed. */
static void test_control(void **state)
{
	static const struct {
		const char *name;
		uint16_t keystroke;
		uint8_t gives;
	} rows[] = {
		{"us", 0x1E01, 1},    {"de", 0x1519, 26},   {"de", 0x2C1A, 25},
		{"de", 0x1E01, 1},    {"fr", 0x1011, 1},    {"fr", 0x1E01, 17},
		{"fr", 0x1117, 26},   {"fr", 0x320D, 0},    {"fr", 0x1205, 5},
		{"us", 0x320D, '\r'}, {"de", 0x1C0D, '\r'},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(keymap_use(rows[i].name));
		assert_int_equal(keymap_char(rows[i].keystroke), rows[i].gives);
	}
}

static void test_names(void **state)
{
	static const char *const unknown[] = {"", "d", "deu", "de.ktl", "xx"};

	(void)state;
	assert_true(keymap_use("DE"));
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_false(keymap_use(unknown[i]));
	assert_int_equal(keymap_char(0x1579), 'z'); /* still the last one */
}

/* A file's table counts for all that has a character; a map ends it. */
static void test_table(void **state)
{
	uint8_t table[KEYMAP_FILE_LEN];
	uint8_t *guarded;

	(void)state;
	for (unsigned i = 0; i < sizeof(table); i++)
		table[i] = (uint8_t)i;
	table['q'] = 'a';
	table['a'] = 'q';
	guarded = guard_copy(table, sizeof(table));
	assert_true(keymap_use("de"));
	assert_false(keymap_use_file(guarded + 1, sizeof(table) - 1));
	assert_false(keymap_use_file(guarded, sizeof(table) + 1));
	assert_int_equal(keymap_char(0x1579), 'z');
	assert_true(keymap_use_file(guarded, sizeof(table)));
	guard_free(guarded, sizeof(table));
	assert_int_equal(keymap_char(0x1071), 'a');
	assert_int_equal(keymap_char(0x1E61), 'q');
	assert_int_equal(keymap_char(0x1C0D), '\r');
	assert_int_equal(keymap_char(0x00FF), 0xFF);
	assert_int_equal(keymap_char(0x4800), 0);
	assert_int_equal(keymap_char(0x48E0), 0);
	assert_true(keymap_use("us"));
	assert_int_equal(keymap_char(0x1071), 'q');
}

/* Whatever a BIOS says: no crash, and ASCII is what a map gives. */
static void test_all(void **state)
{
	(void)state;
	for (size_t n = 0; n < COUNT(keyboards); n++) {
		assert_true(keymap_use(keyboards[n].name));
		for (unsigned k = 0; k <= 0xFFFF; k++) {
			uint8_t c = keymap_char((uint16_t)k);

			assert_true(c < 0x80 || c == (k & 0xFF));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keyboards), cmocka_unit_test(test_others),
		cmocka_unit_test(test_control),	  cmocka_unit_test(test_names),
		cmocka_unit_test(test_table),	  cmocka_unit_test(test_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
