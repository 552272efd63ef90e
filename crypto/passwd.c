/*
 * Stored passwords. Documented in passwd.h. What is hashed is put together in a
 * buffer first: nothing here is long.
 */
#include "crypto/passwd.h"
#include "base/err.h"
#include "base/str.h"
#include "crypto/oldhash.h"
#include "crypto/prim.h"

#define SALT_MAX       16
#define ROUNDS_MD5     1000
#define ROUNDS_DEFAULT 5000
#define ROUNDS_MIN     1000
/* Step 19 of SHA-crypt: the salt, 16 times and the value of a byte. */
#define MESSAGE_MAX    ((16 + 255) * SALT_MAX)

_Static_assert(PASSWD_MAX <= PRIM_HASH_MAX, "a digest's bytes for each");
_Static_assert(PASSWD_MAX *PASSWD_MAX <= MESSAGE_MAX, "step 14 of SHA-crypt");

/* A stored password taken apart. */
struct passwd {
	char kind; /* of "$1$", '1'; 0: plain text */
	uint32_t rounds;
	struct span salt;
	const char *hash; /* or the plain text */
};

static struct {
	size_t len;
	uint8_t bytes[MESSAGE_MAX + OLDHASH_PAD_MAX];
} message;

static void passwd_put(struct span s)
{
	memcpy(message.bytes + message.len, s.p, s.len);
	message.len += s.len;
}

/*
 * The digest of what was put, over and over up to PRIM_HASH_MAX bytes; begins
 * anew. Returns its length.
 */
static size_t passwd_digest(char kind, uint8_t *digest)
{
	struct span all = span_of(message.bytes, message.len);
	enum prim_hash hash = kind == '5' ? PRIM_SHA256 : PRIM_SHA512;
	size_t len = kind == '1' ? OLDHASH_MD5_LEN : prim_hash_len(hash);

	message.len = 0;
	if (kind == '1')
		oldhash_md5(message.bytes, all.len, digest);
	else
		prim_digest(hash, all, span_of(all.p, 0), digest);
	for (size_t n = len; n < PRIM_HASH_MAX; n++)
		digest[n] = digest[n - len];
	return len;
}

/*
 * MD5-crypt and SHA-crypt, which was made after it: digest is that of the last
 * round. The numbers are Drepper's steps.
 */
static void passwd_crypt(const struct passwd *s, struct span typed,
			 uint8_t *digest)
{
	uint8_t p[PRIM_HASH_MAX], salt[PRIM_HASH_MAX];
	bool is_md5 = s->kind == '1';
	struct span typed_p = typed, salt_p = s->salt, last, one, zero;

	passwd_put(typed); /* 4 to 8 */
	passwd_put(s->salt);
	passwd_put(typed);
	last = span_of(digest, passwd_digest(s->kind, digest));
	one = is_md5 ? span_of("", 1) : last;
	zero = is_md5 ? span_of(typed.p, 1) : typed;
	passwd_put(typed); /* 1 to 3, 9 to 12 */
	if (is_md5)
		passwd_put(span_of("$1$", 3));
	passwd_put(s->salt);
	passwd_put(span_of(digest, typed.len));
	for (size_t n = typed.len; n; n >>= 1)
		passwd_put(n & 1 ? one : zero);
	passwd_digest(s->kind, digest);
	if (!is_md5) { /* 13 to 20 */
		for (size_t n = typed.len; n; n--)
			passwd_put(typed);
		passwd_digest(s->kind, p);
		typed_p.p = p;
		for (unsigned n = 16u + digest[0]; n; n--)
			passwd_put(s->salt);
		passwd_digest(s->kind, salt);
		salt_p.p = salt;
	}
	for (uint32_t i = 0; i < s->rounds; i++) { /* 21 */
		passwd_put(i & 1 ? typed_p : last);
		if (i % 3)
			passwd_put(salt_p);
		if (i % 7)
			passwd_put(typed_p);
		passwd_put(i & 1 ? last : typed_p);
		passwd_digest(s->kind, digest);
	}
}

/* So many digits of crypt's base 64, lowest first. Returns behind them. */
static char *passwd_digits(char *to, uint32_t n, int digits)
{
	for (; digits--; n >>= 6) {
		uint32_t c = (n & 63) + '.';

		/* From '.' on: ./0-9, A-Z, a-z. */
		if (c > '9')
			c += 'A' - '9' - 1;
		if (c > 'Z')
			c += 'a' - 'Z' - 1;
		*to++ = (char)c;
	}
	return to;
}

/* Three bytes at a time, in each kind's order (22 of SHA-crypt). */
static void passwd_crypt_text(char kind, const uint8_t *d, char *to)
{
	unsigned third = kind == '1' ? 6 : kind == '5' ? 10 : 21;
	unsigned a = 0, b = third, c = 2 * third, t = a;
	unsigned groups = kind == '1' ? 5 : third;

	while (groups--) {
		to = passwd_digits(to, (uint32_t)d[a] << 16 | d[b] << 8 | d[c],
				   4);
		t = a + 1;
		if (kind == '1') {
			a = t;
			b++;
			c = c == 15 ? 5 : c + 1;
		} else if (kind == '5') {
			a = c + 1;
			c = b + 1;
			b = t;
		} else {
			a = b + 1;
			b = c + 1;
			c = t;
		}
	}
	if (kind == '5')
		to = passwd_digits(to, (uint32_t)d[31] << 8 | d[30], 3);
	else
		to = passwd_digits(to, d[kind == '1' ? 11 : 63], 2);
	*to = '\0';
}

/* RFC 4648 section 4, without the '='. */
static void passwd_sha1_text(const struct passwd *s, struct span typed,
			     char *to)
{
	uint8_t d[OLDHASH_SHA1_LEN + 1] = {0};

	passwd_put(s->salt);
	passwd_put(typed);
	oldhash_sha1(message.bytes, message.len, d);
	message.len = 0;
	for (unsigned bit = 0; bit < 8 * OLDHASH_SHA1_LEN; bit += 6) {
		const uint8_t *at = d + bit / 8;
		uint32_t c =
			((uint32_t)at[0] << 8 | at[1]) >> (10 - bit % 8) & 63;

		*to++ = (char)(c < 26	? 'A' + c
			       : c < 52 ? 'a' + c - 26
			       : c < 62 ? '0' + c - 52
			       : c < 63 ? '+'
					: '/');
	}
	*to = '\0';
}

static int passwd_read(struct passwd *s, const char *stored)
{
	const char *p = stored + 3;

	*s = (struct passwd){.hash = stored};
	if (stored[0] != '$' || !strchr(stored + 1, '$'))
		return 0;
	s->kind = stored[1];
	if (!strchr("1456", s->kind) || stored[2] != '$')
		return fail(ERR_PASSWD_KIND, "%.*s", 3, stored);
	s->rounds = s->kind == '1' ? ROUNDS_MD5 : ROUNDS_DEFAULT;
	if (s->kind >= '5' && !strncmp(p, "rounds=", 7)) {
		p = str_number(p + 7, PASSWD_ROUNDS_MAX, &s->rounds);
		if (!p || *p++ != '$')
			return fail(ERR_PASSWD_ROUNDS, "at most %u",
				    PASSWD_ROUNDS_MAX);
		if (s->rounds < ROUNDS_MIN)
			s->rounds = ROUNDS_MIN;
	}
	s->hash = strchr(p, '$');
	if (!s->hash || s->hash - p > SALT_MAX)
		return fail(ERR_PASSWD_SALT, "at most %u", SALT_MAX);
	s->salt = span_of(p, (size_t)(s->hash++ - p));
	return 0;
}

int passwd_check(const char *stored)
{
	struct passwd s;

	return passwd_read(&s, stored);
}

/* How long it takes tells the length at most. */
static bool passwd_equal(const char *a, const char *b, size_t len)
{
	uint8_t difference = 0;

	while (len--)
		difference |= (uint8_t)(*a++ ^ *b++);
	return !difference;
}

bool passwd_matches(const char *typed, const char *stored)
{
	char text[PRIM_HASH_MAX * 4 / 3 + 4];
	const char *expected = typed;
	uint8_t digest[PRIM_HASH_MAX];
	struct span in = span_of(typed, strlen(typed));
	struct passwd s;
	size_t len, hash_len;

	if (!*stored || in.len > PASSWD_MAX || passwd_read(&s, stored) < 0)
		return false;
	if (s.kind)
		expected = text;
	if (s.kind == '4') {
		passwd_sha1_text(&s, in, text);
	} else if (s.kind) {
		passwd_crypt(&s, in, digest);
		passwd_crypt_text(s.kind, digest, text);
	}
	len = strlen(expected);
	hash_len = strlen(s.hash);
	/* sha1pass writes a '$' behind it, others a '='. */
	while (s.kind == '4' && hash_len > len &&
	       strchr("=$", s.hash[hash_len - 1]))
		hash_len--;
	return len == hash_len && passwd_equal(expected, s.hash, len);
}
