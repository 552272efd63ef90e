/* The ring of log lines and its outputs. Documented in log.h. */
#include "base/log.h"
#include "base/fmt.h"
#include "base/str.h"

/* Places in the ring are counted on for ever: a power of two. */
#define LOG_RING 8192

/* Each line is a digit (its level), the text and a NUL. */
static struct {
	char ring[LOG_RING];
	uint32_t oldest, end;
	struct log_output *outputs;
} log_state;

static char *log_at(uint32_t at)
{
	return &log_state.ring[at % LOG_RING];
}

/* Where the line at this place ends: behind its NUL. */
static uint32_t log_skip(uint32_t at)
{
	while (*log_at(at++))
		;
	return at;
}

static void log_keep(char c)
{
	if (log_state.end - log_state.oldest == LOG_RING)
		log_state.oldest = log_skip(log_state.oldest);
	*log_at(log_state.end++) = c;
}

void log_line(enum log_level level, const char *format, ...)
{
	char line[LOG_LINE_MAX];
	struct log_output *o;
	const char *p = line;
	va_list args;

	va_start(args, format);
	vfmt(line, sizeof(line), format, args);
	va_end(args);
	str_printable(line);

	log_keep((char)('0' + level));
	do
		log_keep(*p);
	while (*p++);
	for (o = log_state.outputs; o; o = o->next)
		if (level <= o->level)
			o->write(level, line);
}

int log_read(uint32_t *at, char *line, size_t room)
{
	uint32_t p = *at;

	/* Before the oldest line: it was overwritten, or it is 0. */
	if (log_state.end - p > log_state.end - log_state.oldest)
		p = log_state.oldest;
	if (p == log_state.end)
		return -1;
	*at = log_skip(p);
	if (room) {
		uint32_t from = p;

		while (--room && *log_at(++from))
			*line++ = *log_at(from);
		*line = '\0';
	}
	return *log_at(p) - '0';
}

uint32_t log_end(void)
{
	return log_state.end;
}

void log_add_output(struct log_output *o)
{
	o->next = log_state.outputs;
	log_state.outputs = o;
}
