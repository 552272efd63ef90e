/*
 * Fuzzes crypto/cert.c and what it reads certificates with: two of them,
 * one behind the other.
 */
#include "crypto/cert.h"
#include "fuzz.h"

static void check_inside(struct span part, struct span all)
{
	if (part.len)
		FUZZ_CHECK(part.p >= all.p && part.len <= all.len &&
			   part.p + part.len <= all.p + all.len);
}

static void check_cert(const struct cert *c)
{
	char name[16];
	struct pubkey key;

	check_inside(c->tbs, c->whole);
	check_inside(c->algorithm, c->whole);
	check_inside(c->signature, c->whole);
	check_inside(c->serial, c->tbs);
	check_inside(c->issuer, c->tbs);
	check_inside(c->subject, c->tbs);
	check_inside(c->key, c->tbs);
	check_inside(c->key_id, c->tbs);
	FUZZ_CHECK(!c->may_sign_code || c->has_purpose);
	FUZZ_CHECK(!(c->may_sign || c->may_issue) || c->has_usage);
	FUZZ_CHECK(strlen(cert_name(c, name, sizeof(name))) < sizeof(name));
	for (const char *p = name; *p; p++)
		FUZZ_CHECK((uint8_t)*p >= ' ');
	if (pubkey_read(&key, c->key) == 0 && key.is_rsa)
		FUZZ_CHECK(key.n.len >= PRIM_RSA_MIN &&
			   key.n.len <= PRIM_RSA_MAX && key.n.p[0]);
	cert_valid(c, 20260101000000);
	cert_signs(c, true);
	cert_signs(c, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len), whole = in;
	size_t first_len = len, second_len = len;
	uint8_t *first, *second;
	struct cert a, b;
	bool good;

	if (der_whole(&whole, DER_SEQUENCE, &whole))
		first_len = whole.len;
	first = fuzz_bytes(&in, &first_len);
	second = fuzz_bytes(&in, &second_len);
	good = cert_read(&a, span_of(first, first_len)) == 0;
	if (good)
		check_cert(&a);
	if (cert_read(&b, span_of(second, second_len)) == 0) {
		check_cert(&b);
		if (good)
			cert_issued(&b, &a);
	}
	free(second);
	free(first);
	return 0;
}
