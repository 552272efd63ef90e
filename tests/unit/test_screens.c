/*
 * The menu's screens, whole, as the files of tests/screens show them: NAME.txt
 * the characters, NAME.ink the colours. With UPDATE_SCREENS=1 in the
 * environment the files are written instead: read the difference before
 * committing it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "menu_play.h"
#include "unit.h"

#define FOLDER "tests/screens/"

static bool screens_update;

static char *screens_read(const char *name, const char *ending)
{
	static char text[2][32768];
	char path[100];
	char *to = text[*ending == 'c'];
	size_t len = 0;
	FILE *f;

	snprintf(path, sizeof(path), FOLDER "%s.%s", name, ending);
	f = fopen(path, "r");
	if (f) {
		len = fread(to, 1, sizeof(text[0]) - 1, f);
		fclose(f);
	}
	to[len] = '\0';
	return to;
}

/* The text must be that of the file. */
static void screens_compare(const char *name, const char *ending,
			    const char *text)
{
	const char *expected = screens_read(name, ending);
	char path[100];
	FILE *f;

	if (!strcmp(expected, text))
		return;
	snprintf(path, sizeof(path), FOLDER "%s.%s", name, ending);
	if (screens_update) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(text, f);
		fclose(f);
		return;
	}
	print_error("%s is not what is shown:\n%s", path, text);
	assert_string_equal(path, "as it is shown");
}

static void screens_check(const char *name, int cols, int rows, bool inks)
{
	screens_compare(name, "txt", play_screen(cols, rows));
	if (inks)
		screens_compare(name, "ink", play_inks(cols, rows));
}

static void test_office(void **state)
{
	static const struct {
		const char *name, *script;
		int cols, rows;
		bool inks;
	} screens[] = {
		{"menu", "none", 80, 25, true},
		{"menu-serial", "+1001", 80, 24, false},
		{"menu-40", "none", 40, 25, false},
		{"menu-132", "none", 132, 60, false},
		{"menu-smallest", "down", 40, 15, false},
		{"submenu", "down down down enter", 80, 25, true},
		{"submenu-back", "r enter b enter up", 80, 24, false},
		{"help", "f1", 80, 25, true},
		{"help-40", "f1 end", 40, 15, false},
		{"help-missing", "f12", 80, 25, false},
		{"password", "m enter sec", 80, 25, true},
		{"password-wrong", "m enter x enter", 40, 25, false},
		{"password-closed", "m enter x enter y enter z enter", 80, 25,
		 false},
		{"password-master", "tab mas", 80, 24, false},
		{"edit", "tab master enter ~single", 80, 25, true},
		{"edit-40",
		 "tab master enter ~netcfg/choose_interface=auto~priority=low "
		 "left left",
		 40, 15, false},
		{"prompt", "esc master enter deb", 80, 25, true},
		{"prompt-labels", "esc master enter tab", 80, 24, false},
		{"info", "info", 80, 25, true},
		{"log", "log pgdn pgdn", 80, 24, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(screens); i++) {
		play_begin(screens_read("office", "cfg"), NULL);
		assert_int_equal(play(screens[i].script), MENU_WAIT);
		screens_check(screens[i].name, screens[i].cols, screens[i].rows,
			      screens[i].inks);
	}
}

/* After a boot that failed. */
static void test_error(void **state)
{
	static const char sentence[] =
		"vmlinuz: The TFTP server does not have this file. Check the "
		"name, the path prefix and the server's root folder. "
		"(vmlinuz, TFTP from 10.0.2.2) [T02]";

	(void)state;
	play_begin(screens_read("office", "cfg"), sentence);
	menu_fall_back(&play_menu, 60, play_now_ms);
	assert_int_equal(play("+3001"), MENU_WAIT);
	screens_check("error", 80, 25, true);
	screens_check("error-smallest", 40, 15, false);
	/* It stays until something is done about it. */
	play("down");
	screens_check("error-down", 80, 24, false);
	play("r enter");
	assert_string_equal(play_menu.message, "");
}

/* Menus that say how they want to look. */
static void test_settings(void **state)
{
	static const struct {
		const char *name, *conf;
		int cols, rows;
	} screens[] = {
		{"hidden", "MENU HIDDEN\nTIMEOUT 20\n" MANY, 80, 25},
		{"hidden-row",
		 "MENU HIDDEN\nMENU HIDDENROW 5\nTIMEOUT 30\n"
		 "MENU AUTOBOOT Noch # {Sekunde,Sekündchen,Sekunden} "
		 "(#)\n" MANY,
		 40, 15},
		{"long",
		 "MENU TITLE A title that is longer than the box of a "
		 "screen of 40 columns\n" MANY,
		 40, 25},
		{"long-80", "TIMEOUT 20\n" MANY MANY, 80, 25},
		{"long-132", MANY, 132, 60},
		{"rows",
		 "MENU WIDTH 70\nMENU MARGIN 12\nMENU ROWS 6\nMENU VSHIFT 2\n"
		 "MENU HSHIFT 4\nMENU TABMSGROW 11\nMENU TIMEOUTROW 13\n"
		 "TIMEOUT 20\n" MANY,
		 80, 25},
		{"rows-mad",
		 "MENU WIDTH 300\nMENU MARGIN 200\nMENU ROWS 200\n"
		 "MENU VSHIFT 200\nMENU HSHIFT 200\nMENU TABMSGROW 1\n"
		 "MENU TIMEOUTROW -90\nMENU HELPMSGROW 2\n"
		 "MENU HELPMSGENDROW -30\nTIMEOUT 20\n" MANY,
		 80, 25},
		{"say",
		 "PROMPT 1\nSAY Welcome to the boot of this site: type a name "
		 "and press Enter\nSAY\nSAY   Tab helps\nTIMEOUT 15\n" MANY,
		 40, 15},
		{"empty", "", 80, 25},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(screens); i++) {
		play_begin(screens[i].conf, NULL);
		screens_check(screens[i].name, screens[i].cols, screens[i].rows,
			      false);
	}
}

/* A long list scrolls by half a page, with some rows seen on either side. */
static void test_scroll(void **state)
{
	static const char first[21] = "AAAADDDGGGJJJMMMOOOO";
	char script[8], shown[3] = "";
	int i, way;

	(void)state;
	play_begin("MENU ROWS 6\n" MANY, NULL);
	for (way = 0; way < 2; way++) {
		strcpy(script, way ? "up" : "down");
		for (i = 0; i < 20; i++) {
			int n = way ? 19 - i : i;

			shown[0] = (char)play_canvas.cell[253].ch;
			shown[1] = (char)play_canvas.cell[254].ch;
			assert_int_equal(atoi(shown), first[n] - 'A' + 1);
			play(script);
		}
	}
	play("end");
	screens_check("long-end", 80, 25, true);
}

static void test_prompt(void **state)
{
	static const char conf[] = "PROMPT 1\nDISPLAY screen.txt\nF2 two.txt\n"
				   "TIMEOUT 50\n" MANY "LABEL other-name\n";

	(void)state;
	play_begin(conf, NULL);
	assert_int_equal(play("+1"), MENU_WAIT);
	screens_check("display", 80, 25, true);
	play("f2 n01~quiet");
	screens_check("display-f2", 40, 15, false);
	play("ctrl-u tab");
	screens_check("display-labels", 40, 15, false);
	/* Only what begins with the typed letters. */
	play("N2 tab");
	assert_string_equal(play_menu.typed, "n20 ");
	play("ctrl-u info");
	screens_check("display-info", 40, 15, false);
	play("esc");
	screens_check("display-gone", 40, 15, false);
}

static char corpus_pool[1 << 18];
static size_t corpus_used;
static const char *corpus_tree;

/* A file of the tree, or NULL. */
static const char *corpus_file(const char *name)
{
	char path[200], *text = corpus_pool + corpus_used;
	FILE *f;

	snprintf(path, sizeof(path), "tests/corpus/%s/%s", corpus_tree, name);
	f = fopen(path, "r");
	if (!f)
		return NULL;
	corpus_used += fread(text, 1, sizeof(corpus_pool) - corpus_used, f) + 1;
	assert_true(corpus_used < sizeof(corpus_pool));
	corpus_pool[corpus_used - 1] = '\0';
	fclose(f);
	return text;
}

/* The menus that sites and distributions have, as they come up. */
static void test_corpus(void **state)
{
	static const struct {
		const char *tree, *config, *script, *name;
	} rows[] = {
		{"arch", NULL, "none", "arch"},
		{"clonezilla", NULL, "none", "clonezilla"},
		{"cobbler", NULL, "none", "cobbler"},
		{"debian", NULL, "none", "debian"},
		{"debian", NULL, "down enter", "debian-advanced"},
		{"debian", "debian-installer/amd64/boot-screens/prompt.cfg",
		 "+0", "debian-prompt"},
		{"fedora", NULL, "none", "fedora"},
		{"fog", NULL, "none", "fog"},
		{"foreman", NULL, "none", "foreman"},
		{"opensuse", NULL, "none", "opensuse"},
		{"rescue", NULL, "none", "rescue"},
		{"rescue", NULL, "esc end", "rescue-end"},
		{"ubuntu", NULL, "none", "ubuntu"},
	};
	char name[60];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		corpus_tree = rows[i].tree;
		corpus_used = 0;
		play_conf.find = corpus_file;
		play_begin(corpus_file(rows[i].config ? rows[i].config
						      : "pxelinux.cfg/default"),
			   NULL);
		play_conf.find = NULL;
		assert_int_equal(play(rows[i].script), MENU_WAIT);
		snprintf(name, sizeof(name), "corpus-%s", rows[i].name);
		screens_check(name, 80, 25, false);
	}
}

/* Any state is drawn within any size of screen, to the last cell. */
static void test_sizes(void **state)
{
	static const char *const scripts[] = {
		"none", "tab", "esc",	"esc tab",     "end",	 "f1",
		"info", "log", "enter", "esc x enter", "ctrl-c",
	};
	static const char *const configs[] = {
		SITE,
		"MENU TITLE x\n" MANY,
		"PROMPT 1\nSAY x\n" MANY,
		"",
		"MENU HIDDEN\nTIMEOUT 10\n" SITE,
		"MENU ROWS 1\nMENU MARGIN 90\nMENU VSHIFT 90\nMENU PASSWORDROW "
		"90\nMENU MASTER PASSWD x\nMENU PASSWORDMARGIN 90\n" SITE,
		"PROMPT 1\nSAY a\nSAY b\nSAY c\nSAY d\nSAY e\nSAY f\nSAY g\n"
		"SAY h\nSAY i\nSAY j\nSAY k\nSAY l\nSAY m\nSAY n\nLABEL a\n"};
	static char message[1000];
	size_t i, j;
	int rows, cols;

	(void)state;
	memset(message, 'm', sizeof(message) - 1);
	message[50] = ' ';
	for (i = 0; i < COUNT(configs); i++)
		for (j = 0; j < COUNT(scripts); j++)
			for (rows = 15; rows <= 60; rows += 9)
				for (cols = 40; cols <= 132; cols += 23) {
					play_begin(configs[i],
						   j & 1 ? message : NULL);
					play(scripts[j]);
					play_screen(cols, rows);
					play_screen(cols, rows);
				}
	conf_text_free(&play_conf);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_office),	 cmocka_unit_test(test_error),
		cmocka_unit_test(test_settings), cmocka_unit_test(test_scroll),
		cmocka_unit_test(test_prompt),	 cmocka_unit_test(test_corpus),
		cmocka_unit_test(test_sizes),
	};

	screens_update = getenv("UPDATE_SCREENS") != NULL;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
