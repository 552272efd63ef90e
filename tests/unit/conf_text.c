/* Configs for tests. Documented in conf_text.h. */
#include "conf_text.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "guard.h"

static int conf_text_include(struct conf_env *env, const char *name,
			     const char **text, size_t *len)
{
	struct conf_text *t = (struct conf_text *)env;
	const struct conf_text_file *f;

	t->included++;
	for (f = t->files; f && f->name; f++)
		if (!strcmp(f->name, name)) {
			*text = f->text;
			*len = strlen(f->text);
			return 0;
		}
	*text = t->find ? t->find(name) : NULL;
	if (!*text)
		return fail(ERR_TFTP_NOT_FOUND, "no file %s", name);
	*len = strlen(*text);
	return 0;
}

static struct conf_text *parsed; /* whose lines the log gets */

static void conf_text_log(enum log_level level, const char *line)
{
	bool is_warning = level == LOG_WARN;
	char *lines = is_warning ? parsed->warnings : parsed->notes;
	size_t used = strlen(lines);

	snprintf(lines + used, sizeof(parsed->notes) - used, "%s%s\n",
		 is_warning ? "" : "log: ", line);
}

static struct log_output output = {.level = LOG_DEBUG, .write = conf_text_log};

int conf_text_parse(struct conf_text *t, const char *text, size_t len,
		    size_t room)
{
	char *guarded = guard_copy(text, len);
	int rc;

	t->env.include = conf_text_include;
	if (!parsed)
		log_add_output(&output);
	parsed = t;
	t->env.arena = &t->arena;
	t->warnings[0] = t->notes[0] = '\0';
	t->included = 0;
	t->memory = malloc(room ? room : 1);
	arena_init(&t->arena, t->memory, room);
	rc = conf_parse(&t->conf, &t->env, "cfg", guarded, len);
	guard_free(guarded, len);
	return rc;
}

void conf_text_free(struct conf_text *t)
{
	free(t->memory);
	t->memory = NULL;
}

/* Text that grows in a buffer. */
struct conf_text_out {
	char *buf;
	size_t room, len;
};

static void conf_text_add(struct conf_text_out *o, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(o->buf + o->len, o->room - o->len, format, args);
	va_end(args);
	o->len +=
		(size_t)n < o->room - o->len ? (size_t)n : o->room - o->len - 1;
}

static void conf_text_label(struct conf_text_out *o, const struct conf_label *l)
{
	static const char *const kinds[] = {
		"kernel", "linux",   "localboot", "pxe",
		"boot",	  "fdimage", "com32",	  "config",
	};

	conf_text_add(o, "%s", l->name);
	if (l->title != l->name)
		conf_text_add(o, " '%s'", l->title);
	if (l->hotkey)
		conf_text_add(o, " key %c@%u", l->hotkey, l->hotkey_at);
	if (l->hidden)
		conf_text_add(o, " hidden");
	conf_text_add(o, " %s", kinds[l->kind]);
	if (l->kind == CONF_LOCALBOOT)
		conf_text_add(o, " %d", l->localboot);
	if (l->kernel)
		conf_text_add(o, " %s", l->kernel);
	conf_text_add(o, " {%s}", l->append);
	if (l->sysappend)
		conf_text_add(o, " sys %#x", l->sysappend);
	conf_text_add(o, " %s:%u\n", l->file, l->line);
}

static void conf_text_word(struct conf_text_out *o, const char *name,
			   const char *value)
{
	if (value)
		conf_text_add(o, "%s '%s' ", name, value);
}

void conf_text_show(const struct config *c, char *buf, size_t room)
{
	struct conf_text_out o = {buf, room, 0};
	const struct conf_look *look = &c->menus->look;
	const struct conf_label *l;

	buf[0] = '\0';
	conf_text_word(&o, "title", c->menus->title);
	conf_text_word(&o, "default", c->default_name);
	conf_text_word(&o, "onerror", look->onerror);
	conf_text_word(&o, "ontimeout", look->ontimeout);
	conf_text_word(&o, "say", c->say);
	if (c->menus->first)
		conf_text_word(&o, "menudefault", c->menus->first->name);
	conf_text_add(&o, "%s%s%s%s%s", c->menu ? "menu " : "",
		      c->prompt ? "prompt " : "", c->noescape ? "noesc " : "",
		      c->no_options ? "noopt " : "",
		      c->no_implicit ? "noimp " : "");
	if (look->timeout_ds)
		conf_text_add(&o, "timeout %u ", look->timeout_ds);
	if (c->total_timeout_ds)
		conf_text_add(&o, "total %u ", c->total_timeout_ds);
	if (c->serial.given)
		conf_text_add(&o, "serial %#x %u %#x%s ", c->serial.port,
			      c->serial.baud, c->serial.flow,
			      c->serial.off ? " off" : "");
	if (c->road)
		conf_text_add(&o, "road %d ", c->road);
	conf_text_add(&o, "\n");
	for (l = c->labels; l; l = l->next)
		conf_text_label(&o, l);
}
