/* Compares a byte stream with its manifest line. Documented in check.h. */
#include "crypto/check.h"
#include <string.h>
#include "base/err.h"

static int check_expect(struct sink *s, uint64_t total)
{
	struct check *c = (struct check *)s;

	if (c->rc == 0 && total != c->len)
		c->rc = fail(ERR_CHECK_TOLD, "%llu bytes, signed are %llu",
			     (unsigned long long)total,
			     (unsigned long long)c->len);
	if (c->rc == 0)
		c->rc = c->next->expect(c->next, total);
	return c->rc;
}

static int check_push(struct sink *s, const void *bytes, size_t len)
{
	struct check *c = (struct check *)s;

	if (c->rc)
		return c->rc;
	if (len > c->len - c->done) {
		c->rc = fail(ERR_CHECK_LONG, "signed are %llu bytes",
			     (unsigned long long)c->len);
		return c->rc;
	}
	prim_sha256_feed(&c->sha256, bytes, len);
	c->done += len;
	c->rc = c->next->push(c->next, bytes, len);
	return c->rc;
}

static void check_again(struct sink *s)
{
	struct check *c = (struct check *)s;

	c->rc = 0;
	c->done = 0;
	prim_sha256_begin(&c->sha256);
	c->next->again(c->next);
}

void check_init(struct check *c, const struct manifest_object *o,
		struct sink *next)
{
	*c = (struct check){.sink = {.expect = check_expect,
				     .push = check_push,
				     .again = next->again ? check_again : NULL},
			    .next = next,
			    .len = o->len};
	memcpy(c->digest, o->digest, sizeof(c->digest));
	prim_sha256_begin(&c->sha256);
}

int check_end(struct check *c)
{
	uint8_t digest[MANIFEST_DIGEST];

	if (c->rc)
		return c->rc;
	if (c->done != c->len) {
		c->rc = fail(ERR_CHECK_SHORT, "%llu bytes, signed are %llu",
			     (unsigned long long)c->done,
			     (unsigned long long)c->len);
		return c->rc;
	}
	prim_sha256_end(&c->sha256, digest);
	if (memcmp(digest, c->digest, sizeof(digest)) != 0)
		c->rc = fail(ERR_CHECK_DIGEST,
			     "%02x%02x%02x%02x..., signed is "
			     "%02x%02x%02x%02x...",
			     digest[0], digest[1], digest[2], digest[3],
			     c->digest[0], c->digest[1], c->digest[2],
			     c->digest[3]);
	return c->rc;
}
