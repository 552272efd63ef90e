/*
 * Signatures of a manifest, made by openssl (tests/unit/sign-samples): what is
 * accepted, what is refused and with which code, and every damaged bit.
 */
#include "base/err.h"
#include "crypto/cms.h"
#include "samples.h"
#include "unit.h"

#define TODAY	  0 /* of a row: the day that the samples were made */
#define LONG_AGO  19991231235959
#define AFTER	  21000101000000
#define NEXT_YEAR 1 /* of a row */
#define YEAR	  10000000000
#define BY_MAX	  64

static cert_time today;

/* authority and signature by name; the manifest as it was signed. */
static int verify(const char *authority, const char *signature, cert_time now,
		  bool ignore_dates, char *by)
{
	struct span cert = sample(authority, ".der");
	struct span cms = sample(signature, ".p7s");
	struct span manifest = sample("manifest", "");
	struct cms_rules rules = {.ignore_dates = ignore_dates, .now = now};
	int rc = cert_read(&rules.authority, cert);

	assert_int_equal(rc, 0);
	rc = cms_verify(&rules, cms, manifest, by, BY_MAX);
	sample_free(manifest);
	sample_free(cms);
	sample_free(cert);
	return rc;
}

static void test_accepted(void **state)
{
	static const char *const kinds[] = {"rsa2048", "rsa4096", "prime256v1",
					    "secp384r1"};
	static const struct {
		const char *ending;
		bool rsa_only;
		const char *by; /* the ending of the signer's name */
	} rows[] = {
		{"", false, ""},
		{"-noattr", false, ""},
		{"-384", false, ""},
		{"-512", false, ""},
		{"-keyid", false, ""},
		{"-nocerts", false, ""},
		{"-issued", false, "-signer"},
		{"-issued-keyid", false, "-signer"},
		{"-pss", true, ""},
		{"-pss-noattr", true, ""},
		{"-pss-salt", true, ""},
		{"-pss-max", true, ""},
	};
	char name[64], signer[64], by[BY_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(kinds) * COUNT(rows); i++) {
		const char *kind = kinds[i / COUNT(rows)];
		size_t row = i % COUNT(rows);
		int rc;

		if (rows[row].rsa_only && kind[0] != 'r')
			continue;
		snprintf(name, sizeof(name), "%s%s", kind, rows[row].ending);
		snprintf(signer, sizeof(signer), "%s%s", kind, rows[row].by);
		rc = verify(kind, name, today, false, by);
		if (rc)
			print_error("%s: %s (%s)\n", name, err_sentence(rc),
				    err_detail());
		assert_int_equal(rc, 0);
		assert_string_equal(by, signer);
	}
}

static const struct {
	const char *authority, *signature;
	int rc;
	cert_time now;
	bool ignore_dates;
} rows[] = {
	{"rsa2049", "rsa2049", 0, TODAY, false},
	{"rsa2049", "rsa2049-pss", 0, TODAY, false},
	{"rsa2056", "rsa2055-pss", 0, TODAY, false},
	{"rsa2048", "pss-issued", 0, TODAY, false},
	{"secp384r1", "sha384-issued", 0, TODAY, false},
	{"prime256v1", "uncritical", 0, TODAY, false},
	/* Dates: of the stamped certificate, and of the issued. */
	{"rsa2048", "rsa2048", -ERR_CERT_EARLY, LONG_AGO, false},
	{"rsa2048", "rsa2048", -ERR_CERT_EXPIRED, AFTER, false},
	{"rsa2048", "rsa2048", 0, LONG_AGO, true},
	{"rsa2048", "rsa2048", 0, AFTER, true},
	{"rsa2048", "rsa2048-issued", -ERR_CERT_EXPIRED, AFTER, false},
	{"rsa2048", "rsa2048-issued", 0, AFTER, true},
	{"brief", "brief-issued", 0, TODAY, false},
	{"brief", "brief-issued", -ERR_CERT_EXPIRED, NEXT_YEAR, false},
	{"rsa2048", "rsa2048-issued", 0, NEXT_YEAR, false},
	/* Wrong attributes. */
	{"rsa2048", "attributes-twice", -ERR_CMS_ATTRIBUTES, TODAY, false},
	{"rsa2048", "attributes-none", -ERR_CMS_ATTRIBUTES, TODAY, false},
	{"rsa2048", "attributes-no-type", -ERR_CMS_ATTRIBUTES, TODAY, false},
	{"rsa2048", "attributes-two-values", -ERR_CMS_ATTRIBUTES, TODAY, false},
	/* Wrong signers. */
	{"rsa2048", "prime256v1", -ERR_CERT_ISSUER, TODAY, false},
	{"rsa2048", "rsa4096", -ERR_CERT_ISSUER, TODAY, false},
	{"prime256v1", "stranger", -ERR_CERT_ISSUER, TODAY, false},
	{"prime256v1", "foreign", -ERR_CERT_ISSUER, TODAY, false},
	{"prime256v1", "chained", -ERR_CERT_ISSUER, TODAY, false},
	{"prime256v1", "chain", -ERR_CMS_CERTS, TODAY, false},
	{"prime256v1", "forged", -ERR_CERT_SIGNATURE, TODAY, false},
	{"prime256v1", "stranger-nocerts", -ERR_CMS_SIGNER, TODAY, false},
	{"rsa2048", "rsa4096-keyid", -ERR_CERT_ISSUER, TODAY, false},
	/* Wrong usage. */
	{"prime256v1", "no-purpose", -ERR_CERT_USAGE, TODAY, false},
	{"prime256v1", "tls-server", -ERR_CERT_USAGE, TODAY, false},
	{"prime256v1", "any-purpose", -ERR_CERT_USAGE, TODAY, false},
	{"prime256v1", "agree-only", -ERR_CERT_KEY_USAGE, TODAY, false},
	{"prime256v1", "critical", -ERR_CERT_CRITICAL, TODAY, false},
	{"leaf", "leaf", 0, TODAY, false},
	{"leaf", "leaf-issued", -ERR_CERT_NO_CA, TODAY, false},
	{"root", "root", -ERR_CERT_KEY_USAGE, TODAY, false},
	{"root", "root-issued", 0, TODAY, false},
	{"no-issuer", "no-issuer", 0, TODAY, false},
	{"no-issuer", "no-issuer-issued", -ERR_CERT_NO_CA, TODAY, false},
	{"server", "server", -ERR_CERT_USAGE, TODAY, false},
	{"coder", "coder", 0, TODAY, false},
	/* Wrong algorithms and keys. */
	{"prime256v1", "sha1", -ERR_CMS_ALGORITHM, TODAY, false},
	{"rsa2048", "sha1-noattr", -ERR_CMS_ALGORITHM, TODAY, false},
	{"rsa2048", "sha224", -ERR_CMS_ALGORITHM, TODAY, false},
	{"rsa2048", "pss-sha1", -ERR_CMS_ALGORITHM, TODAY, false},
	{"rsa2048", "pss-mgf1", -ERR_CMS_ALGORITHM, TODAY, false},
	{"prime256v1", "sha1-issued", -ERR_CERT_ALGORITHM, TODAY, false},
	{"rsa1024", "rsa1024", -ERR_KEY_SIZE, TODAY, false},
	{"rsa4104", "rsa4104", -ERR_KEY_SIZE, TODAY, false},
	{"secp521r1", "secp521r1", -ERR_KEY_KIND, TODAY, false},
	{"secp256k1", "secp256k1", -ERR_KEY_KIND, TODAY, false},
	/* Wrong forms, and another manifest. */
	{"prime256v1", "attached", -ERR_CMS_ATTACHED, TODAY, false},
	{"prime256v1", "two", -ERR_CMS_SIGNERS, TODAY, false},
	{"prime256v1", "certs", -ERR_CMS_CERTS, TODAY, false},
	{"prime256v1", "changed", -ERR_CMS_DIGEST, TODAY, false},
	{"rsa2048", "changed-noattr", -ERR_CMS_SIGNATURE, TODAY, false},
};

static void test_table(void **state)
{
	char by[BY_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc = verify(rows[i].authority, rows[i].signature,
				rows[i].now == TODAY	   ? today
				: rows[i].now == NEXT_YEAR ? today + YEAR
							   : rows[i].now,
				rows[i].ignore_dates, by);

		if (rc != rows[i].rc)
			print_error("%s by %s: %s (%s)\n", rows[i].signature,
				    rows[i].authority, err_sentence(rc),
				    err_detail());
		assert_int_equal(rc, rows[i].rc);
	}
}

/*
 * SHA-384 named wherever the signature does not cover it, SHA-256 by what it is
 * made with.
 */
static void test_two_hashes(void **state)
{
	static const uint8_t hash[] = {0x60, 0x86, 0x48, 0x01, 0x65,
				       0x03, 0x04, 0x02, 0x01};
	struct span cert = sample("prime256v1", ".der");
	struct span cms = sample("prime256v1-noattr", ".p7s");
	struct span manifest = sample("manifest", "");
	uint8_t *bytes = guard_copy(cms.p, cms.len);
	struct cms_rules rules = {.now = today};
	unsigned count = 0;
	char by[BY_MAX];

	(void)state;
	assert_int_equal(cert_read(&rules.authority, cert), 0);
	assert_int_equal(cms_verify(&rules, cms, manifest, by, BY_MAX), 0);
	for (size_t at = 0; at + sizeof(hash) <= cms.len; at++)
		if (!memcmp(bytes + at, hash, sizeof(hash))) {
			bytes[at + sizeof(hash) - 1] = 2;
			count++;
		}
	assert_int_equal(count, 2);
	assert_int_equal(cms_verify(&rules, span_of(bytes, cms.len), manifest,
				    by, BY_MAX),
			 -ERR_CMS_ALGORITHM);
	guard_free(bytes, cms.len);
	sample_free(manifest);
	sample_free(cms);
	sample_free(cert);
}

/* A certificate names its algorithm twice, and only one place is signed. */
static void test_two_algorithms(void **state)
{
	static const uint8_t algorithm[] = {0x2A, 0x86, 0x48, 0x86, 0xF7,
					    0x0D, 0x01, 0x01, 0x0B};
	struct span cert = sample("rsa2048", ".der");
	uint8_t *bytes = guard_copy(cert.p, cert.len), *last = NULL;
	struct cert c;

	(void)state;
	for (size_t at = 0; at + sizeof(algorithm) <= cert.len; at++)
		if (!memcmp(bytes + at, algorithm, sizeof(algorithm)))
			last = bytes + at;
	assert_non_null(last);
	assert_int_equal(cert_read(&c, span_of(bytes, cert.len)), 0);
	last[sizeof(algorithm) - 1]++; /* SHA-384 */
	assert_int_equal(cert_read(&c, span_of(bytes, cert.len)),
			 -ERR_CERT_FORM);
	guard_free(bytes, cert.len);
	sample_free(cert);
}

/* The signature changed, cut or lengthened; nothing is accepted. */
static void damage(const char *authority, const char *signature)
{
	struct span cert = sample(authority, ".der");
	struct span cms = sample(signature, ".p7s");
	struct span manifest = sample("manifest", "");
	struct cms_rules rules = {.now = today};
	uint8_t *longer = guard_alloc(cms.len + 1);
	uint8_t *bytes = guard_copy(cms.p, cms.len);
	char by[BY_MAX];

	assert_int_equal(cert_read(&rules.authority, cert), 0);
	assert_int_equal(
		cms_verify(&rules, span_of(bytes, cms.len), manifest, by, 8),
		0);
	for (size_t bit = 0; bit < cms.len * 8; bit++) {
		int rc;

		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		rc = cms_verify(&rules, span_of(bytes, cms.len), manifest, by,
				sizeof(by));
		if (rc == 0)
			print_error("%s: bit %zu of byte %zu\n", signature,
				    bit % 8, bit / 8);
		assert_int_not_equal(rc, 0);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t len = 0; len < cms.len; len++) {
		uint8_t *cut = guard_copy(cms.p, len);

		assert_int_equal(cms_verify(&rules, span_of(cut, len), manifest,
					    by, sizeof(by)),
				 -ERR_CMS_FORM);
		guard_free(cut, len);
	}
	memcpy(longer, cms.p, cms.len);
	longer[cms.len] = 0;
	assert_int_equal(cms_verify(&rules, span_of(longer, cms.len + 1),
				    manifest, by, sizeof(by)),
			 -ERR_CMS_FORM);
	guard_free(longer, cms.len + 1);
	guard_free(bytes, cms.len);
	sample_free(manifest);
	sample_free(cms);
	sample_free(cert);
}

static void test_damage(void **state)
{
	(void)state;
	damage("rsa2048", "rsa2048");
	damage("rsa2048", "rsa2048-pss-small");
	damage("rsa2048", "rsa2048-issued-keyid");
	damage("prime256v1", "prime256v1-nocerts");
}

/* Every bit of the manifest. */
static void test_content(void **state)
{
	struct span cert = sample("rsa2048", ".der");
	struct span cms[] = {sample("rsa2048", ".p7s"),
			     sample("rsa2048-noattr", ".p7s")};
	struct span manifest = sample("manifest", "");
	uint8_t *bytes = guard_copy(manifest.p, manifest.len);
	struct cms_rules rules = {.now = today};
	char by[BY_MAX];

	(void)state;
	assert_int_equal(cert_read(&rules.authority, cert), 0);
	for (size_t bit = 0; bit < manifest.len * 8; bit++) {
		static const int wanted[] = {-ERR_CMS_DIGEST,
					     -ERR_CMS_SIGNATURE};

		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		for (int i = 0; i < 2; i++)
			assert_int_equal(
				cms_verify(&rules, cms[i],
					   span_of(bytes, manifest.len), by,
					   sizeof(by)),
				wanted[i]);
		bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	guard_free(bytes, manifest.len);
	sample_free(manifest);
	sample_free(cms[1]);
	sample_free(cms[0]);
	sample_free(cert);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_two_hashes),
		cmocka_unit_test(test_two_algorithms),
		cmocka_unit_test(test_damage),
	};
	struct span cert = sample("rsa2048", ".der");
	struct cert c;

	if (cert_read(&c, cert) == 0)
		today = c.from + 1000000; /* the day after */
	sample_free(cert);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
