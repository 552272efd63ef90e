/*
 * The config parser: text into lines, INCLUDE, and what is common to the
 * directives. Documented in conf.h; the language in docs/CONFIG.md. Not here:
 * the directives (conf_do.c, conf_menu.c) and the entries (conf_label.c).
 */
#include "menu/conf_parse.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "menu/conf_word.h"

int conf_no_memory(const struct conf_parser *p)
{
	return fail(ERR_CONF_MEMORY, "%s:%u", p->file, p->line);
}

void conf_warn(struct conf_parser *p, const char *format, ...)
{
	char sentence[240];
	va_list args;

	p->c->warnings++;
	if (p->c->warnings > CONF_WARNINGS_SHOWN)
		return;
	va_start(args, format);
	vfmt(sentence, sizeof(sentence), format, args);
	va_end(args);
	p->env->warn(p->env, p->file, p->line, sentence);
	if (p->c->warnings == CONF_WARNINGS_SHOWN)
		p->env->warn(p->env, p->file, p->line,
			     "further warnings are not shown");
}

int conf_keep(struct conf_parser *p, const char *text, const char **kept)
{
	*kept = arena_text(p->env->arena, text, strlen(text));
	return *kept ? 0 : conf_no_memory(p);
}

int conf_join(struct conf_parser *p, const char *const *part, unsigned parts,
	      char between, const char **joined)
{
	size_t len = 0, n;
	unsigned i;
	char *to;

	for (i = 0; i < parts; i++)
		if (part[i] && *part[i])
			len += strlen(part[i]) + 1;
	if (len > CONF_LINE_MAX)
		return fail(ERR_CONF_CMDLINE, "%s:%u", p->file, p->line);
	to = arena_alloc(p->env->arena, len ? len : 1);
	if (!to)
		return conf_no_memory(p);
	*joined = to;
	for (i = 0; i < parts; i++) {
		if (!part[i] || !*part[i])
			continue;
		if (to > *joined)
			*to++ = between;
		n = strlen(part[i]);
		memcpy(to, part[i], n);
		to += n;
	}
	return 0;
}

bool conf_number(struct conf_parser *p, const char *text, uint32_t max,
		 uint32_t *value)
{
	uint32_t n;
	const char *end = str_number(text, max, &n);

	if (end && (!*end || str_isspace((uint8_t)*end))) {
		*value = n;
		return true;
	}
	conf_warn(p, "\"%s\" is not a number up to %u; the line is ignored",
		  text, max);
	return false;
}

/* Do what the line in p->text says. */
static int conf_line(struct conf_parser *p)
{
	char *rest = p->text;
	const char *keyword = conf_word_take(&rest);

	if (p->in_text) {
		p->in_text = str_casecmp(keyword, "ENDTEXT") != 0;
		return 0;
	}
	if (!*keyword || *keyword == '#')
		return 0;
	return conf_do(p, keyword, rest);
}

/*
 * Copy the next line to p->text, without its end (LF, CR LF or CR) and the
 * blanks before it. A NUL counts as a blank.
 */
static int conf_take_line(struct conf_parser *p, const char **text,
			  const char *end)
{
	const char *from = *text;
	size_t len = 0;

	for (; from < end && *from != '\n' && *from != '\r'; from++) {
		if (len == CONF_LINE_MAX - 1)
			return fail(ERR_CONF_LINE, "%s:%u", p->file, p->line);
		p->text[len++] = *from ? *from : ' ';
	}
	while (len && str_isspace((uint8_t)p->text[len - 1]))
		len--;
	p->text[len] = '\0';
	if (end - from >= 2 && from[0] == '\r' && from[1] == '\n')
		from++;
	*text = from < end ? from + 1 : end;
	return 0;
}

/* Parse one file. */
static int conf_file(struct conf_parser *p, const char *file, const char *text,
		     size_t len)
{
	const char *end = text + len;

	p->file = file;
	p->line = 0;
	if (len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
		text += 3; /* the byte order mark of UTF-8 */
	if (memchr(text, '\0', (size_t)(end - text)))
		conf_warn(p, "the file has NUL bytes, taken as blanks; if it "
			     "is UTF-16, save it as plain text");
	while (text < end) {
		p->line++;
		TRY(conf_take_line(p, &text, end));
		TRY(conf_line(p));
	}
	if (p->in_text)
		conf_warn(p, "the file ends inside TEXT; add ENDTEXT");
	p->in_text = false;
	return 0;
}

int conf_include(struct conf_parser *p, char *text)
{
	const char *file = p->file, *name, *included;
	unsigned line = p->line;
	size_t len;
	int rc;

	text = conf_word_take(&text);
	if (!*text) {
		conf_warn(p, "INCLUDE has no file name");
		return 0;
	}
	if (p->depth == CONF_INCLUDE_DEPTH)
		return fail(ERR_CONF_DEPTH, "%s:%u", p->file, p->line);
	if (p->includes == CONF_INCLUDE_FILES)
		return fail(ERR_CONF_INCLUDES, "%s:%u", p->file, p->line);
	p->includes++;
	TRY(conf_keep(p, text, &name));
	rc = p->env->include(p->env, name, &included, &len);
	if (rc < 0 && p->env->is_whole)
		return rc;
	if (rc < 0) {
		conf_warn(p, "INCLUDE %s is left out: %s (%s) [%s]", name,
			  err_sentence(rc), err_detail(), err_code(rc));
		return 0;
	}
	p->depth++;
	rc = conf_file(p, name, included, len);
	p->depth--;
	p->file = file;
	p->line = line;
	return rc;
}

/* All SAY lines as one text. */
static int conf_join_say(struct conf_parser *p)
{
	const struct conf_say *s;
	char *to;

	if (!p->say)
		return 0;
	to = arena_alloc(p->env->arena, p->say_len);
	if (!to)
		return conf_no_memory(p);
	p->c->say = to;
	for (s = p->say; s; s = s->next) {
		size_t n = strlen(s->text);

		memcpy(to, s->text, n);
		to += n;
		*to++ = s->next ? '\n' : '\0';
	}
	return 0;
}

int conf_parse(struct config *c, struct conf_env *env, const char *file,
	       const char *text, size_t len)
{
	struct conf_parser p = {.c = c, .env = env, .file = file};
	struct conf_label *first;

	*c = (struct config){0};
	p.menu = arena_alloc(env->arena, sizeof(*p.menu));
	if (!p.menu)
		return conf_no_memory(&p);
	p.menu->tag = ".top";
	c->menus = c->start = p.menu;
	p.row_tail = &p.menu->rows;
	p.tail = &c->labels;
	p.say_tail = &p.say;
	p.text = arena_alloc(env->arena, CONF_LINE_MAX);
	if (!p.text)
		return conf_no_memory(&p);
	TRY(conf_file(&p, file, text, len));
	TRY(conf_label_finish(&p));
	TRY(conf_join_say(&p));
	first = c->default_name ? conf_find(c, c->default_name) : NULL;
	if (first && conf_is_choice(first))
		p.menu->first = first;
	/* Without DEFAULT there is nothing to boot unasked. */
	if (!c->default_name && !c->prompt)
		c->menu = true;
	return 0;
}

static void conf_check_command(struct config *c, struct conf_env *env,
			       const char *directive, const char *command,
			       const struct conf_place *at)
{
	struct conf_parser p = {.c = c, .env = env};

	if (!command || !c->labels || conf_find(c, command))
		return;
	p.file = at->file;
	p.line = at->line;
	conf_warn(&p,
		  "%s names \"%.*s\", but there is no such label; it is "
		  "taken as a file",
		  directive, (int)conf_word_len(command), command);
}

void conf_check(struct config *c, struct conf_env *env)
{
	conf_check_command(c, env, "DEFAULT", c->default_name, &c->default_at);
	conf_check_command(c, env, "ONTIMEOUT", c->menus->look.ontimeout,
			   &c->menus->look.ontimeout_at);
	conf_check_command(c, env, "ONERROR", c->menus->look.onerror,
			   &c->menus->look.onerror_at);
}
