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

/* Log one sentence, if there were not too many of its kind. */
static void conf_tell(struct conf_parser *p, enum log_level level,
		      const char *format, va_list args)
{
	char sentence[240];

	if (p->told[level] == CONF_WARNINGS_SHOWN)
		return;
	vfmt(sentence, sizeof(sentence), format, args);
	log_line(level, "%s:%u: %s", p->file, p->line, sentence);
	if (++p->told[level] == CONF_WARNINGS_SHOWN)
		log_line(level, "%s:%u: further warnings are not shown",
			 p->file, p->line);
}

void conf_warn(struct conf_parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conf_tell(p, LOG_WARN, format, args);
	va_end(args);
}

void conf_note(struct conf_parser *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	conf_tell(p, LOG_DEBUG, format, args);
	va_end(args);
}

int conf_keep(struct conf_parser *p, const char *text, const char **kept)
{
	*kept = arena_text(p->env->arena, text, strlen(text));
	return *kept ? 0 : conf_no_memory(p);
}

int conf_keep_shown(struct conf_parser *p, const char *text, const char **kept)
{
	char *c;

	TRY(conf_keep(p, text, kept));
	for (c = (char *)*kept; *c; c++)
		if (*c == '\t')
			*c = ' ';
	str_printable((char *)*kept);
	return 0;
}

int conf_format(struct conf_parser *p, const char **kept, const char *format,
		...)
{
	va_list args;
	size_t len;

	va_start(args, format);
	len = vfmt(p->joined, CONF_LINE_MAX, format, args);
	va_end(args);
	if (len >= CONF_LINE_MAX)
		return fail(ERR_CONF_CMDLINE, "%s:%u", p->file, p->line);
	return conf_keep(p, p->joined, kept);
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

bool conf_signed(struct conf_parser *p, const char *text, uint32_t max,
		 int *value)
{
	bool minus = *text == '-';
	uint32_t n;

	if (!conf_number(p, text + minus, max, &n))
		return false;
	*value = minus ? -(int)n : (int)n;
	return true;
}

void conf_pass_over(struct conf_parser *p)
{
	conf_note(p, "%s is passed over", p->keyword);
}

int conf_add_line(struct conf_parser *p, struct conf_lines *lines,
		  const char *text)
{
	struct conf_said *s = arena_alloc(p->env->arena, sizeof(*s));

	if (!s)
		return conf_no_memory(p);
	*(lines->first ? &lines->last->next : &lines->first) = s;
	lines->last = s;
	TRY(conf_keep_shown(p, text, &s->text));
	lines->len += strlen(s->text) + 1;
	return 0;
}

int conf_join_lines(struct conf_parser *p, const struct conf_lines *lines,
		    const char **joined)
{
	const struct conf_said *s;
	char *to;

	if (!lines->first)
		return 0;
	to = arena_alloc(p->env->arena, lines->len);
	if (!to)
		return conf_no_memory(p);
	*joined = to;
	for (s = lines->first; s; s = s->next) {
		size_t n = strlen(s->text);

		memcpy(to, s->text, n);
		to += n;
		*to++ = s->next ? '\n' : '\0';
	}
	return 0;
}

/* A line between TEXT and ENDTEXT. */
static int conf_text_line(struct conf_parser *p)
{
	if (!conf_word_index("endtext", str_skip(p->text, true)))
		p->in_text = false;
	else if (p->in_help)
		return conf_add_line(p, &p->help, p->text);
	return 0;
}

/* Do what the line in p->text says. */
static int conf_line(struct conf_parser *p)
{
	char *rest = p->text;

	if (p->in_text)
		return conf_text_line(p);
	p->keyword = conf_word_take(&rest);
	if (!*p->keyword || *p->keyword == '#')
		return 0;
	return conf_do(p, rest);
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
		conf_warn(p, "the file has NUL bytes, taken as blanks; save it "
			     "as plain text");
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
	char *word = conf_word_take(&text), *tag = str_skip(text, true);
	unsigned line = p->line;
	bool is_submenu = *tag;
	size_t len;
	int rc;

	if (!*word) {
		conf_warn(p, "INCLUDE has no file name");
		return 0;
	}
	if (p->depth == CONF_INCLUDE_DEPTH)
		return fail(ERR_CONF_DEPTH, "%s:%u", p->file, p->line);
	if (p->includes == CONF_INCLUDE_FILES)
		return fail(ERR_CONF_INCLUDES, "%s:%u", p->file, p->line);
	p->includes++;
	TRY(conf_keep(p, word, &name));
	rc = p->env->include(p->env, name, &included, &len);
	if (rc < 0 && p->env->is_whole)
		return rc;
	if (rc < 0) {
		conf_note(p, "INCLUDE %s is left out: %s", name, err_text(rc));
		return 0;
	}
	if (is_submenu)
		TRY(conf_menu_begin(p, tag));
	p->depth++;
	TRY(conf_file(p, name, included, len));
	p->depth--;
	p->file = file;
	p->line = line;
	return is_submenu ? conf_menu_end(p, NULL) : 0;
}

/*
 * The configs behind the name of the menu's program: the menu is made of them,
 * and of the config itself only if ~ stands among them.
 */
static int conf_menu_files(struct conf_parser *p, const char *command)
{
	char *rest = (char *)command, *word;
	struct conf_label *l = NULL;

	conf_word_take(&rest);
	for (word = str_skip(rest, true); *word && *word != '~';
	     word = str_skip(word + conf_word_len(word), true))
		l = p->c->menus->rows;
	for (; l && !*word; l = l->row_below)
		l->hidden = true;
	while (*(word = conf_word_take(&rest))) {
		if (*word == '~')
			word = (char *)p->env->main;
		if (word)
			TRY(conf_include(p, word));
	}
	return conf_label_finish(p);
}

/* When the config is read: does its menu's program begin, and of which files?
 */
static int conf_programs(struct conf_parser *p)
{
	struct config *c = p->c;
	const char *command = p->ui, *program = c->default_name;
	const struct conf_label *l;

	if (!command && program) {
		l = conf_find(c, program);
		if (l && l->kernel && !*l->append)
			program = l->kernel;
		if (conf_is_menu(p, program)) {
			command = program;
			c->default_name = NULL;
		}
	}
	if (command)
		TRY(conf_menu_files(p, command));
	if (c->default_name && conf_is_menu(p, c->default_name))
		c->default_name = NULL;
	return 0;
}

/* True if a word looks like the name of a file. */
static bool conf_is_path(const char *word)
{
	for (; *word && !str_isspace((uint8_t)*word); word++)
		if (*word == '/' || *word == '.' || *word == ':')
			return true;
	return false;
}

/* Warn about what is booted unasked, and is neither a label nor a file. */
static void conf_check(struct conf_parser *p)
{
	const struct conf_command *d;

	for (d = p->commands; d; d = d->next) {
		if (*d->at != d->text || !p->c->labels ||
		    conf_is_path(d->text) || conf_find(p->c, d->text))
			continue;
		p->file = d->file;
		p->line = d->line;
		conf_warn(p, "there is no LABEL %.*s; it is taken as a file",
			  (int)conf_word_len(d->text), d->text);
	}
}

int conf_parse(struct config *c, struct conf_env *env, const char *file,
	       const char *text, size_t len)
{
	struct conf_parser p = {.c = c, .env = env, .file = file};

	*c = (struct config){0};
	p.tail = &c->labels;
	p.text = arena_alloc(env->arena, CONF_LINE_MAX);
	p.joined = arena_alloc(env->arena, CONF_LINE_MAX);
	p.names = arena_alloc(env->arena, sizeof(*p.names));
	if (!p.names)
		return conf_no_memory(&p);
	TRY(conf_menu_first(&p));
	TRY(conf_file(&p, file, text, len));
	TRY(conf_label_finish(&p));
	TRY(conf_programs(&p));
	TRY(conf_menu_finish(&p));
	TRY(conf_join_lines(&p, &p.say, &c->say));
	conf_check(&p);
	/* Without DEFAULT there is nothing to boot unasked. */
	if (!c->default_name && !c->prompt)
		c->menu = true;
	return 0;
}
