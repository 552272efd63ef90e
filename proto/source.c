/* Where a file may be. Documented in source.h. */
#include "proto/source.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "proto/cfgname.h"

void source_start(struct source *s, const char *names, const char *prefix,
		  const struct source_servers *servers)
{
	s->rest = names;
	s->prefix = prefix;
	s->servers = servers;
	s->asked = s->ask = 0;
}

bool source_more(const struct source *s)
{
	return s->rest || s->asked < s->ask;
}

/* Take the next name off the list. */
static int source_name(struct source *s)
{
	const char *end = s->rest;
	size_t len;
	bool fits;

	while (*end && *end != '|')
		end++;
	len = (size_t)(end - s->rest);
	fits = len < sizeof(s->name);
	fmt(s->name, sizeof(s->name), "%.*s", (int)len, s->rest);
	s->rest = *end ? end + 1 : NULL;
	s->asked = s->ask = 0;
	if (!fits ||
	    !cfgname_join(s->prefix, s->name, s->path, sizeof(s->path)))
		return fail(ERR_SOURCE_PATH, "prefix and name exceed %u bytes",
			    SOURCE_PATH_MAX - 1);
	s->ask = url_names_server(s->path) ? 1 : s->servers->count;
	return 0;
}

int source_next(struct source *s, struct url *u)
{
	const struct source_servers *servers = s->servers;

	if (!source_more(s))
		return 0;
	if (s->asked == s->ask)
		TRY(source_name(s));
	TRY(url_of(
		u, s->path,
		servers->at[(servers->first + s->asked++) % servers->count]));
	return 1;
}

void source_good(const struct source *s, struct source_servers *servers)
{
	/* A name with a server was asked once: nothing changes. */
	servers->first = (servers->first + s->asked - 1) % servers->count;
}

enum source_verdict source_judge(int rc, unsigned tries)
{
	switch (-rc) {
	case ERR_NETBOOT_ESC:
	case ERR_SESSION_OTHER:
	case ERR_PLACE_TOO_BIG:
	case ERR_PLACE_FULL:
		return SOURCE_OVER;
	case ERR_TFTP_REFUSED: /* error 0, and what is as vague */
	case ERR_TFTP_ENDED:
	case ERR_TFTP_CHANGED: /* somebody has just replaced the file */
	case ERR_HTTP_CHANGED:
		return tries < SOURCE_TRIES_MAX ? SOURCE_AGAIN : SOURCE_NEXT;
	default:
		return SOURCE_NEXT;
	}
}
