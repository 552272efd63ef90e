/*
 * A sink that digests what passes through it on the way to the next one, and
 * says at the end whether it was the object that the manifest lists. The next
 * sink gets the bytes before the verdict is known: it may keep them (place.h)
 * or unpack them into a bounded place (gunzip.h), but nobody may look at them.
 */
#ifndef CRYPTO_CHECK_H
#define CRYPTO_CHECK_H

#include "base/sink.h"
#include "crypto/manifest.h"
#include "crypto/prim.h"

struct check {
	struct sink sink;

	/* Private to check.c from here. */
	struct sink *next;
	uint64_t len, done;
	int rc; /* of the first failure: final */
	struct prim_sha256 sha256;
	uint8_t digest[MANIFEST_DIGEST];
};

/* Pass on to next what has to be o. next must live as long as c. */
void check_init(struct check *c, const struct manifest_object *o,
		struct sink *next);

/*
 * All bytes were pushed: 0 if it was the object, and only then. Negative if it
 * was shorter or another one, or what a push has returned.
 */
int check_end(struct check *c);

#endif
