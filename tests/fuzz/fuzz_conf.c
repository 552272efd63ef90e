/*
 * Fuzzer of the config parser: any bytes as a config that may include itself.
 */
#include "fuzz.h"
#include "base/log.h"
#include "menu/conf.h"

#define ROOM (1 << 20)

static const uint8_t *fuzz_data;
static size_t fuzz_len;

/* "1".."9" is that part of the input, other names fail. */
static int fuzz_include(struct conf_env *env, const char *name,
			const char **text, size_t *len)
{
	size_t from = fuzz_len / 10 * (size_t)(name[0] - '0');

	(void)env;
	if (name[0] < '0' || name[0] > '9' || name[1])
		return -1;
	*text = (const char *)fuzz_data + from;
	*len = fuzz_len - from;
	return 0;
}

/* A warning must be a whole line of text about a place. */
static void fuzz_log(enum log_level level, const char *line)
{
	const char *sentence = strstr(line, ": ");

	(void)level;
	FUZZ_CHECK(strlen(line) == LOG_LINE_MAX - 1 ||
		   (sentence && sentence > line && sentence[2]));
}

static struct log_output output;

/* The labels must be found, and end up in a command line. */
static void fuzz_labels(const struct config *c)
{
	static char cmdline[CONF_LINE_MAX];
	struct conf_label *l, *found;
	unsigned count = 0;

	for (l = c->labels; l; l = l->next) {
		FUZZ_CHECK(l->menu);
		count++;
		FUZZ_CHECK(strlen(l->append) < CONF_LINE_MAX);
		FUZZ_CHECK(!*l->name || conf_find(c, l->name));
		FUZZ_CHECK(l->kind == CONF_LOCALBOOT || l->kernel);
		FUZZ_CHECK(!l->hotkey || l->hotkey_at < strlen(l->title));
		conf_resolve(c, l->title, &found, cmdline, sizeof(cmdline));
	}
	FUZZ_CHECK(count == c->label_count);
}

/* The menus must be a tree, and each row must lead where it says. */
static void fuzz_tree(const struct config *c)
{
	const struct conf_menu *m, *up;
	const struct conf_label *l;
	unsigned depth;

	FUZZ_CHECK(c->start && !c->menus->parent && !c->menus->row);
	for (m = c->menus; m; m = m->next) {
		depth = 0;
		for (up = m; up->parent; up = up->parent)
			depth++;
		FUZZ_CHECK(up == c->menus && depth <= CONF_MENU_DEPTH);
		FUZZ_CHECK(m->tag && (!m->row || m->row->target == m));
		FUZZ_CHECK(!m->row || m->row->menu == m->parent);
		FUZZ_CHECK(m->look.autoboot && m->look.tabmsg &&
			   m->look.notabmsg && m->look.passprompt);
		for (l = m->rows; l; l = l->row_below) {
			FUZZ_CHECK(l->menu == m && l->title && l->append);
			FUZZ_CHECK((l->action == CONF_SUBMENU) <= !!l->target);
			FUZZ_CHECK(l->action != CONF_HELP || l->kernel);
		}
		l = conf_first(m);
		FUZZ_CHECK(!l || (l->menu == m && conf_is_choice(l)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static char memory[ROOM];
	struct arena arena;
	struct conf_env env = {fuzz_include, &arena, len % 8 == 7,
			       len % 8 == 6 ? "5" : NULL};
	struct config c;

	if (!output.write) {
		output = (struct log_output){LOG_DEBUG, fuzz_log, NULL};
		log_add_output(&output);
	}
	fuzz_data = data;
	fuzz_len = len;
	arena_init(&arena, memory, sizeof(memory));
	if (conf_parse(&c, &env, "cfg", (const char *)data, len) < 0)
		return 0;
	fuzz_labels(&c);
	fuzz_tree(&c);
	return 0;
}
