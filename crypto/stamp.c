/*
 * Reads the stamp. Documented in stamp.h.
 *
 *	"TLSTAMP1"  len  flags  min_serial  cert_len  cert  sha256
 *
 * Numbers have four bytes, least significant first. len counts all of it,
 * sha256 is that of all before it.
 */
#include "crypto/stamp.h"
#include <string.h>
#include "base/err.h"

#define STAMP_MAGIC	   "TLSTAMP1"
#define STAMP_REQUIRE	   1u
#define STAMP_IGNORE_DATES 2u

static bool stamp_le32(struct span *in, uint32_t *value)
{
	struct span b;

	if (!span_take(in, 4, &b))
		return false;
	*value = b.p[0] | (uint32_t)b.p[1] << 8 | (uint32_t)b.p[2] << 16 |
		 (uint32_t)b.p[3] << 24;
	return true;
}

/* Cut bytes to the stamp, and take its parts. */
static bool stamp_parts(struct stamp *s, struct span *bytes, uint32_t *flags,
			struct span *cert, struct span *sum)
{
	struct span in = *bytes, magic;
	uint32_t len, cert_len;

	if (!span_take(&in, strlen(STAMP_MAGIC), &magic) ||
	    memcmp(magic.p, STAMP_MAGIC, magic.len) != 0 ||
	    !stamp_le32(&in, &len) || len > STAMP_MAX || len > bytes->len)
		return false;
	bytes->len = len;
	in.len = len - (size_t)(in.p - bytes->p);
	return len > (size_t)(in.p - bytes->p) && stamp_le32(&in, flags) &&
	       stamp_le32(&in, &s->min_serial) && stamp_le32(&in, &cert_len) &&
	       span_take(&in, cert_len, cert) &&
	       span_take(&in, PRIM_SHA256_LEN, sum) && !in.len;
}

int stamp_read(struct stamp *s, const char *mark, struct span bytes)
{
	uint8_t digest[PRIM_SHA256_LEN];
	struct pubkey key;
	struct span cert, sum;
	uint32_t flags;

	*s = (struct stamp){0};
	if (memcmp(mark, STAMP_MARK_NO, STAMP_MARK_LEN) == 0)
		return 0;
	if (memcmp(mark, STAMP_MARK_YES, STAMP_MARK_LEN) != 0)
		return fail(ERR_STAMP_MARK, "%.*s", STAMP_MARK_LEN, mark);
	if (!stamp_parts(s, &bytes, &flags, &cert, &sum))
		return fail(ERR_STAMP_FORM, "%zu bytes", bytes.len);
	prim_digest(PRIM_SHA256, span_of(bytes.p, bytes.len - sum.len),
		    span_of("", 0), digest);
	if (memcmp(digest, sum.p, sizeof(digest)) != 0)
		return fail(ERR_STAMP_SUM, "%zu bytes", bytes.len);
	if (flags & ~(STAMP_REQUIRE | STAMP_IGNORE_DATES))
		return fail(ERR_STAMP_FLAGS, "%Xh", flags);
	TRY(cert_read(&s->cert, cert));
	TRY(pubkey_read(&key, s->cert.key));
	s->is_required = flags & STAMP_REQUIRE;
	s->ignore_dates = flags & STAMP_IGNORE_DATES;
	s->is_there = true;
	return 0;
}

void stamp_type(const struct stamp *s, uint8_t type[STAMP_TYPE_LEN])
{
	uint8_t digest[PRIM_SHA256_LEN];

	prim_digest(PRIM_SHA256, s->cert.whole, span_of("", 0), digest);
	type[0] = digest[3];
	type[1] = digest[2] & 0x7F;
	type[2] = digest[1] & 0x7F;
	type[3] = digest[0];
}
