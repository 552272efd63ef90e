/*
 * The manifest: a text that lists the boot objects of one tree, described in
 * docs/MANIFEST.md. Only reads it; who signed it is cms.h's to say, and nothing
 * here is worth anything before that is known.
 */
#ifndef CRYPTO_MANIFEST_H
#define CRYPTO_MANIFEST_H

#include "base/span.h"

#define MANIFEST_DIGEST	  32  /* bytes of a SHA-256 */
#define MANIFEST_PATH_MAX 511 /* bytes of a path */

/* A manifest that was read; refers to the text, which has to stay. */
struct manifest {
	struct span objects; /* the lines behind the first */
	uint32_t serial;
	uint32_t count;
};

/* One line. path refers to the text. */
struct manifest_object {
	uint8_t digest[MANIFEST_DIGEST];
	uint64_t len;
	struct span path;
};

/*
 * Read text and check every line of it: a wrong one anywhere fails, with its
 * number as the detail; *m is void then.
 */
int manifest_read(struct manifest *m, struct span text);

/*
 * The path that a name in a config means: without scheme, server, "::", and
 * empty and "." parts. The prefix of relative names is the folder that the
 * manifest lies in, so it does not count, nor do protocol and server. What the
 * network says has no part in this. Written to path (room is more than
 * MANIFEST_PATH_MAX) with a NUL. Fails on "..", on control characters, on a
 * name that is too long or names nothing.
 */
int manifest_path(const char *name, char *path);

/*
 * Look up a path as manifest_path() gives it. Returns 0, or a failure with the
 * path as its detail.
 */
int manifest_find(const struct manifest *m, const char *path,
		  struct manifest_object *o);

/* Take the next line from lines (m->objects at first); false at the end. */
bool manifest_next(struct span *lines, struct manifest_object *o);

#endif
