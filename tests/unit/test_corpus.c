/*
 * The trees of tests/corpus: each config and what it includes is parsed from
 * the files, and what comes out is compared with the text beside it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/err.h"
#include "conf_text.h"
#include "conf_tree.h"
#include "unit.h"

#define CORPUS "tests/corpus/"
#define ROOM   (1 << 20)

static const struct {
	const char *tree, *config, *menu;
} cases[] = {
	{"arch", "pxelinux.cfg/default", "arch"},
	{"clonezilla", "pxelinux.cfg/default", "clonezilla"},
	{"cobbler", "pxelinux.cfg/default", "cobbler"},
	{"debian", "pxelinux.cfg/default", "debian"},
	{"debian", "debian-installer/amd64/boot-screens/prompt.cfg",
	 "debian-prompt"},
	{"fedora", "pxelinux.cfg/default", "fedora"},
	{"fog", "pxelinux.cfg/default", "fog"},
	{"foreman", "pxelinux.cfg/default", "foreman"},
	{"foreman", "pxelinux.cfg/01-52-54-00-12-34-56", "foreman-build"},
	{"foreman", "pxelinux.cfg/01-52-54-00-12-34-57", "foreman-local"},
	{"maas", "pxelinux.cfg/default", "maas"},
	{"maas", "pxelinux.cfg/01-52-54-00-00-00-07", "maas-local"},
	{"opensuse", "pxelinux.cfg/default", "opensuse"},
	{"rescue", "pxelinux.cfg/default", "rescue"},
	{"ubuntu", "pxelinux.cfg/default", "ubuntu"},
	{"uifiles", "pxelinux.cfg/default", "uifiles"},
	{"vendors", "pxelinux.cfg/default", "vendors"},
};

/* A file as text with a NUL, or NULL. */
static char *slurp(const char *path, size_t *len)
{
	static char text[1 << 16];
	FILE *f = fopen(path, "rb");

	if (!f)
		return NULL;
	*len = fread(text, 1, sizeof(text) - 1, f);
	assert_true(*len < sizeof(text) - 1);
	fclose(f);
	text[*len] = '\0';
	return strdup(text);
}

static struct conf_text_file files[64]; /* of the tree, as they are asked for */
static const char *tree;

static char *slurp_in_tree(const char *name, size_t *len)
{
	char path[256];

	snprintf(path, sizeof(path), CORPUS "%s/%s", tree, name);
	return slurp(path, len);
}

/* INCLUDE, from the tree. */
static const char *corpus_file(const char *name)
{
	struct conf_text_file *f = files;
	size_t len;

	while (f->name)
		f++;
	assert_true(f < files + COUNT(files) - 1);
	f->text = slurp_in_tree(name, &len);
	if (f->text)
		f->name = "";
	return f->text;
}

static void forget(void)
{
	struct conf_text_file *f;

	for (f = files; f->name; f++)
		free((void *)f->text);
	memset(files, 0, sizeof(files));
}

static void compare(const char *name, const char *found)
{
	char path[256], *expected;
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), CORPUS "%s.menu", name);
	if (getenv("CORPUS_WRITE")) {
		f = fopen(path, "wb");
		assert_non_null(f);
		fputs(found, f);
		assert_int_equal(fclose(f), 0);
		return;
	}
	expected = slurp(path, &len);
	assert_non_null(expected);
	if (strcmp(found, expected))
		print_error("%s is not:\n%s", path, found);
	assert_string_equal(found, expected);
	free(expected);
}

static void test_corpus(void **state)
{
	static struct conf_text t;
	static char found[1 << 16];
	size_t i, len;
	char *text;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		tree = cases[i].tree;
		text = slurp_in_tree(cases[i].config, &len);
		assert_non_null(text);
		t.find = corpus_file;
		assert_int_equal(conf_text_parse(&t, text, len, ROOM), 0);
		conf_tree(&t.conf, found, sizeof(found));
		len = strlen(found);
		snprintf(found + len, sizeof(found) - len, "warnings:\n%s%s",
			 t.warnings, t.notes);
		compare(cases[i].menu, found);
		conf_text_free(&t);
		forget();
		free(text);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_corpus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
