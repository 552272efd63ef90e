/*
 * The places where a file may be: "a|b" in a config names it twice, and DHCP
 * may know several servers. Which comes next, and what is done after a failure.
 * Not here: fetching.
 */
#ifndef PROTO_SOURCE_H
#define PROTO_SOURCE_H

#include "proto/url.h"

#define SOURCE_PATH_MAX 512

/* The boot servers, and who was asked last with success. */
struct source_servers {
	ip4 at[4];
	unsigned count; /* from 1 on */
	unsigned first; /* index: is asked first */
};

struct source {
	char name[SOURCE_PATH_MAX]; /* as in the config, without the others */

	/* Private to source.c. */
	const char *prefix, *rest; /* rest: names not tried yet, or NULL */
	const struct source_servers *servers;
	char path[SOURCE_PATH_MAX]; /* prefix and name joined */
	unsigned asked, ask;	    /* servers for this name */
};

/*
 * Begin with names, one or more with '|' between them. All that is given must
 * stay.
 */
void source_start(struct source *s, const char *names, const char *prefix,
		  const struct source_servers *servers);

/*
 * The next place into *u: 1; 0 if there is no more. A name without a server of
 * its own is looked for on each boot server, the first one first. Negative: a
 * name that means nothing; the next one may be asked for.
 */
int source_next(struct source *s, struct url *u);

/* True if source_next has more to give. */
bool source_more(const struct source *s);

enum source_verdict {
	SOURCE_OVER,  /* no other source would help */
	SOURCE_NEXT,  /* this one will not do; the next one might */
	SOURCE_AGAIN, /* after a while the same one might do */
};

#define SOURCE_TRIES_MAX 4 /* of the same source */

/*
 * The present place had the file: if it is a boot server, it is asked first
 * from now on.
 */
void source_good(const struct source *s, struct source_servers *servers);

/* What to do after a fetch has failed with rc for the tries-th time. */
enum source_verdict source_judge(int rc, unsigned tries);

#endif
