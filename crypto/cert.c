/* Reads and judges certificates. Documented in cert.h. */
#include "crypto/cert.h"
#include <string.h>
#include "base/div.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

/* RFC 5280 4.2: these extensions have OIDs 2.5.29.x. */
#define CERT_EXTENSION "\x55\x1D"
enum cert_extension {
	CERT_KEY_ID = 14,
	CERT_USAGE = 15,
	CERT_CONSTRAINTS = 19,
	CERT_PURPOSE = 37,
};
/* keyUsage, 4.2.1.3: the first bits, most significant first. */
#define CERT_DIGITAL_SIGNATURE 0x80
#define CERT_CERT_SIGN	       0x04
/* id-kp-codeSigning, 4.2.1.12. */
#define CERT_CODE_SIGNING      "\x2B\x06\x01\x05\x05\x07\x03\x03"
/* id-at-commonName, A.1. */
#define CERT_COMMON_NAME       "\x55\x04\x03"
#define CERT_NAME_MAX	       64

static bool cert_is(struct span a, const char *text)
{
	return der_same(a, span_of(text, strlen(text)));
}

/* UTCTime YYMMDDhhmmssZ or GeneralizedTime YYYYMMDDhhmmssZ (4.1.2.5). */
static bool cert_take_time(struct span *in, cert_time *time)
{
	bool short_year = der_is(in, DER_UTC_TIME);
	struct span text;
	uint8_t c = 0;

	if (!der_take(in, short_year ? DER_UTC_TIME : DER_TIME, &text) ||
	    text.len != (short_year ? 13 : 15))
		return false;
	*time = 0;
	if (short_year)
		*time = text.p[0] >= '5' ? 19 : 20;
	while (text.len > 1 && span_u8(&text, &c)) {
		if (c < '0' || c > '9')
			return false;
		*time = *time * 10 + (c - '0');
	}
	return text.p[0] == 'Z';
}

/* DEFAULT FALSE: there only if it is true. */
static bool cert_take_true(struct span *in, bool *value)
{
	struct span byte;

	*value = der_is(in, DER_BOOLEAN);
	return !*value || (der_take(in, DER_BOOLEAN, &byte) && byte.len == 1 &&
			   byte.p[0] == 0xFF);
}

static bool cert_constraints(struct cert *c, struct span *in)
{
	struct span all;
	uint32_t path_len;

	return der_take(in, DER_SEQUENCE, &all) &&
	       cert_take_true(&all, &c->is_ca) &&
	       (!all.len || der_small(&all, &path_len)) && !all.len;
}

/* A named bit list: unused bits, then as few bytes as possible. */
static bool cert_usage(struct cert *c, struct span *in)
{
	struct span bits;
	uint8_t unused = 0, first = 0;

	if (!der_take(in, DER_BITS, &bits) || !span_u8(&bits, &unused) ||
	    unused > 7 || !span_u8(&bits, &first))
		return false;
	c->has_usage = true;
	c->may_sign = first & CERT_DIGITAL_SIGNATURE;
	c->may_issue = first & CERT_CERT_SIGN;
	return true;
}

static bool cert_purpose(struct cert *c, struct span *in)
{
	struct span all, oid;

	if (!der_take(in, DER_SEQUENCE, &all) || !all.len)
		return false;
	c->has_purpose = true;
	while (all.len) {
		if (!der_take(&all, DER_OID, &oid))
			return false;
		c->may_sign_code |= cert_is(oid, CERT_CODE_SIGNING);
	}
	return true;
}

/* One extension's value, of those that are known. */
static bool cert_extension(struct cert *c, uint8_t kind, struct span value)
{
	bool ok;

	if (kind == CERT_KEY_ID)
		ok = der_take(&value, DER_OCTETS, &c->key_id);
	else if (kind == CERT_USAGE)
		ok = cert_usage(c, &value);
	else if (kind == CERT_CONSTRAINTS)
		ok = cert_constraints(c, &value);
	else
		ok = cert_purpose(c, &value);
	return ok && !value.len;
}

/* 2.5.29.x: x if it is known, else 0. */
static uint8_t cert_known(struct span oid)
{
	static const uint8_t known[] = {CERT_KEY_ID, CERT_USAGE,
					CERT_CONSTRAINTS, CERT_PURPOSE};
	struct span arc;

	if (!span_take(&oid, 2, &arc) || !cert_is(arc, CERT_EXTENSION) ||
	    oid.len != 1 || !memchr(known, oid.p[0], sizeof(known)))
		return 0;
	return oid.p[0];
}

/* False if malformed. *stranger: one is critical and not known. */
static bool cert_extensions(struct cert *c, struct span list, bool *stranger)
{
	uint64_t seen = 0;

	while (list.len) {
		struct span all, oid, value;
		bool critical;
		uint8_t kind;

		if (!der_take(&list, DER_SEQUENCE, &all) ||
		    !der_take(&all, DER_OID, &oid) ||
		    !cert_take_true(&all, &critical) ||
		    !der_only(all, DER_OCTETS, &value))
			return false;
		kind = cert_known(oid);
		if (!kind) {
			*stranger |= critical;
			continue;
		}
		if (seen >> kind & 1 || !cert_extension(c, kind, value))
			return false;
		seen |= 1ull << kind;
	}
	return true;
}

/* TBSCertificate up to the key (4.1.2); alike says if both algorithms are. */
static bool cert_tbs(struct cert *c, struct span *tbs, uint32_t *version)
{
	struct span part, dates, algorithm;

	*version = 0;
	if (der_is(tbs, DER_CONTEXTS) &&
	    (!der_take(tbs, DER_CONTEXTS, &part) ||
	     !der_small(&part, version) || part.len || *version > 2))
		return false;
	return der_take(tbs, DER_INTEGER, &c->serial) &&
	       der_whole(tbs, DER_SEQUENCE, &algorithm) &&
	       der_same(algorithm, c->algorithm) &&
	       der_whole(tbs, DER_SEQUENCE, &c->issuer) &&
	       der_take(tbs, DER_SEQUENCE, &dates) &&
	       cert_take_time(&dates, &c->from) &&
	       cert_take_time(&dates, &c->until) && !dates.len &&
	       der_whole(tbs, DER_SEQUENCE, &c->subject) &&
	       der_whole(tbs, DER_SEQUENCE, &c->key);
}

static bool cert_parts(struct cert *c, struct span der, bool *stranger)
{
	struct span all, tbs, part, list;
	uint32_t version;

	if (!der_only(der, DER_SEQUENCE, &all) ||
	    !der_whole(&all, DER_SEQUENCE, &c->tbs) ||
	    !der_whole(&all, DER_SEQUENCE, &c->algorithm) ||
	    !der_bits(&all, &c->signature) || all.len)
		return false;
	part = c->tbs;
	if (!der_take(&part, DER_SEQUENCE, &tbs) ||
	    !cert_tbs(c, &tbs, &version))
		return false;
	if (!tbs.len)
		return true;
	return version == 2 && der_only(tbs, DER_CONTEXTS + 3, &part) &&
	       der_only(part, DER_SEQUENCE, &list) &&
	       cert_extensions(c, list, stranger);
}

int cert_read(struct cert *c, struct span der)
{
	bool stranger = false;
	char name[CERT_NAME_MAX];

	*c = (struct cert){.whole = der};
	if (!cert_parts(c, der, &stranger))
		return fail(ERR_CERT_FORM, "%zu bytes", der.len);
	if (stranger)
		return fail(ERR_CERT_CRITICAL, "%s",
			    cert_name(c, name, sizeof(name)));
	return 0;
}

/* A date as people write it; buf has 20 bytes. */
static const char *cert_date(cert_time t, char *buf)
{
	uint32_t day;

	div_u64(&t, 1000000);
	day = (uint32_t)t;
	fmt(buf, 20, "%u-%02u-%02u", day / 10000, day / 100 % 100, day % 100);
	return buf;
}

int cert_valid(const struct cert *c, cert_time now)
{
	char name[CERT_NAME_MAX], bound[20], today[20];

	if (now < c->from)
		return fail(ERR_CERT_EARLY, "%s, valid from %s, today is %s",
			    cert_name(c, name, sizeof(name)),
			    cert_date(c->from, bound), cert_date(now, today));
	if (now > c->until)
		return fail(ERR_CERT_EXPIRED, "%s, valid to %s, today is %s",
			    cert_name(c, name, sizeof(name)),
			    cert_date(c->until, bound), cert_date(now, today));
	return 0;
}

int cert_signs(const struct cert *c, bool issued)
{
	char name[CERT_NAME_MAX];

	if ((issued || c->has_purpose) && !c->may_sign_code)
		return fail(ERR_CERT_USAGE, "%s",
			    cert_name(c, name, sizeof(name)));
	if (c->has_usage && !c->may_sign)
		return fail(ERR_CERT_KEY_USAGE, "%s",
			    cert_name(c, name, sizeof(name)));
	return 0;
}

int cert_issued(const struct cert *c, const struct cert *authority)
{
	struct span algorithm = c->algorithm;
	uint8_t digest[PRIM_HASH_MAX];
	char name[CERT_NAME_MAX];
	struct pubkey key;
	struct alg a;

	cert_name(c, name, sizeof(name));
	if (!der_same(c->issuer, authority->subject))
		return fail(ERR_CERT_ISSUER, "by %s", name);
	if (!authority->is_ca ||
	    (authority->has_usage && !authority->may_issue))
		return fail(ERR_CERT_NO_CA, "signer %s", name);
	if (!alg_take(&algorithm, &a) ||
	    (a.kind != ALG_RSA && a.kind != ALG_RSA_PSS && a.kind != ALG_ECDSA))
		return fail(ERR_CERT_ALGORITHM, "%s", name);
	TRY(pubkey_read(&key, authority->key));
	prim_digest(a.hash, c->tbs, span_of("", 0), digest);
	if (!pubkey_verify(&key, &a, digest, c->signature))
		return fail(ERR_CERT_SIGNATURE, "%s", name);
	return 0;
}

/* The last AttributeValue of type commonName; none: the text stays empty. */
char *cert_name(const struct cert *c, char *buf, size_t room)
{
	struct span rest = c->subject, names, set, pair, type, value;

	str_copy(buf, room, "a certificate without a name");
	if (!der_take(&rest, DER_SEQUENCE, &names))
		return buf;
	while (der_take(&names, DER_SET, &set) &&
	       der_take(&set, DER_SEQUENCE, &pair) &&
	       der_take(&pair, DER_OID, &type)) {
		/* UTF8String, PrintableString or another kind of string. */
		if (cert_is(type, CERT_COMMON_NAME) && pair.len &&
		    der_take(&pair, pair.p[0], &value))
			fmt(buf, room, "%.*s", (int)value.len, value.p);
	}
	return str_printable(buf);
}
