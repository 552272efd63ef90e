/*
 * What may boot: each object of a signed tree damaged in each way, the order of
 * calls, and stamps.
 */
#include "base/err.h"
#include "base/place.h"
#include "crypto/policy.h"
#include "samples.h"
#include "unit.h"

#define TODAY	   20991231000000 /* the stamps below ignore dates */
#define REQUIRE	   1
#define IGNORE	   2
#define OBJECT_MAX 8192
#define STAMP_HEAD 24 /* bytes before the certificate */

static uint8_t stamp_bytes[STAMP_MAX + 64];
static struct span text, signature;

static void put32(uint8_t *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

/* As towsign makes it. */
static struct span make_stamp(const char *cert, uint32_t flags, uint32_t serial)
{
	struct span der = sample(cert, ".der");
	size_t len = STAMP_HEAD + der.len;
	struct prim_sha256 h;

	memcpy(stamp_bytes, "TLSTAMP1", 8);
	put32(stamp_bytes + 8, (uint32_t)len + 32);
	put32(stamp_bytes + 12, flags);
	put32(stamp_bytes + 16, serial);
	put32(stamp_bytes + 20, (uint32_t)der.len);
	memcpy(stamp_bytes + STAMP_HEAD, der.p, der.len);
	prim_sha256_begin(&h);
	prim_sha256_feed(&h, stamp_bytes, len);
	prim_sha256_end(&h, stamp_bytes + len);
	sample_free(der);
	return span_of(stamp_bytes, len + 32);
}

/* A policy with the samples' manifest, or without. */
static void begin(struct policy *p, uint32_t flags, bool manifest)
{
	struct span stamp = make_stamp("rsa2048", flags, 7);

	assert_int_equal(policy_begin(p, STAMP_MARK_YES, stamp, TODAY), 0);
	assert_true(p->wants_manifest);
	assert_int_equal(p->is_required, flags & REQUIRE);
	if (manifest)
		assert_int_equal(policy_manifest(p, text, signature), 0);
}

/* Push bytes as a file of this name; the verdict. */
static int give(struct policy *p, const char *name, const uint8_t *bytes,
		size_t len)
{
	static uint8_t to[OBJECT_MAX * 2];
	struct policy_object o;
	struct place place;
	struct sink *out;
	int rc = 0;

	place_init(&place, to, sizeof(to));
	TRY(policy_object(p, &o, name, &place.sink, &out));
	for (size_t done = 0; rc == 0 && done < len; done += 1000)
		rc = out->push(out, bytes + done,
			       len - done < 1000 ? len - done : 1000);
	return policy_verdict(p, &o, rc);
}

static int give_sample(struct policy *p, const char *name)
{
	struct span object = sample("tree/", name);
	int rc = give(p, name, object.p, object.len);

	sample_free(object);
	return rc;
}

static const char *const objects[] = {"pxelinux.cfg/default", "extra.cfg",
				      "boot/linux", "boot/initrd.img"};

/* What is proved after all of the tree with one object instead. */
static int boot_with(uint32_t flags, const char *changed, const uint8_t *bytes,
		     size_t len, struct verified *v)
{
	static struct policy p;
	int rc = 0, bad = 0;

	begin(&p, flags, true);
	policy_config(&p);
	policy_boot(&p);
	for (size_t i = 0; i < COUNT(objects); i++) {
		if (changed && !strcmp(changed, objects[i]))
			rc = give(&p, objects[i], bytes, len);
		else
			rc = give_sample(&p, objects[i]);
		if (rc && !bad)
			bad = rc;
	}
	rc = policy_prove(&p, v);
	if (bad)
		assert_int_equal(rc, -ERR_POLICY_OPEN);
	return bad ? bad : rc;
}

static void test_regions(void **state)
{
	static uint8_t bytes[OBJECT_MAX];
	struct verified v;

	(void)state;
	assert_int_equal(boot_with(REQUIRE | IGNORE, NULL, NULL, 0, &v), 0);
	assert_true(v.is_signed);
	assert_string_equal(v.by, "signed by rsa2048, serial 7");
	for (size_t i = 0; i < COUNT(objects); i++) {
		const char *name = objects[i];
		struct span good = sample("tree/", name);
		struct span other = sample("tree/", objects[(i + 1) % 4]);
		size_t at[] = {0, good.len / 2, good.len - 1};

		assert_in_range(good.len, 2, OBJECT_MAX - 1);
		memcpy(bytes, good.p, good.len);
		for (size_t j = 0; j < COUNT(at); j++) {
			bytes[at[j]] ^= 1;
			assert_int_equal(boot_with(REQUIRE | IGNORE, name,
						   bytes, good.len, &v),
					 -ERR_CHECK_DIGEST);
			bytes[at[j]] ^= 1;
		}
		bytes[good.len] = 0;
		assert_int_equal(boot_with(REQUIRE | IGNORE, name, bytes,
					   good.len + 1, &v),
				 -ERR_CHECK_LONG);
		assert_int_equal(boot_with(REQUIRE | IGNORE, name, bytes,
					   good.len - 1, &v),
				 -ERR_CHECK_SHORT);
		assert_int_equal(
			boot_with(REQUIRE | IGNORE, name, bytes, 0, &v),
			-ERR_CHECK_SHORT);
		assert_int_equal(boot_with(REQUIRE | IGNORE, name, other.p,
					   other.len, &v),
				 other.len > good.len ? -ERR_CHECK_LONG
						      : -ERR_CHECK_SHORT);
		/* As long as the good one. */
		memset(bytes, 'x', good.len);
		assert_int_equal(
			boot_with(REQUIRE | IGNORE, name, bytes, good.len, &v),
			-ERR_CHECK_DIGEST);
		sample_free(other);
		sample_free(good);
	}
}

/* Manifest and signature, each spoilt in each way: rc, and nothing is usable
 * then. */
static void credentials(struct span manifest, struct span cms, int wanted)
{
	static struct policy p;
	uint8_t *m = guard_copy(manifest.p, manifest.len);
	uint8_t *s = guard_copy(cms.p, cms.len);

	begin(&p, REQUIRE | IGNORE, true);
	assert_int_equal(policy_manifest(&p, span_of(m, manifest.len),
					 span_of(s, cms.len)),
			 wanted);
	policy_boot(&p);
	assert_int_equal(give_sample(&p, "boot/linux"),
			 -ERR_POLICY_NO_MANIFEST);
	assert_false(policy_lists(&p, "boot/linux"));
	guard_free(m, manifest.len);
	guard_free(s, cms.len);
}

static void test_credential_regions(void **state)
{
	static uint8_t bytes[OBJECT_MAX];
	struct span other = sample("tree/", "extra.cfg");
	struct span file[2] = {text, signature};
	/* First, middle, last byte; one more, one less; none; another's. */
	static const int wanted[2][7] = {
		{-ERR_CMS_DIGEST, -ERR_CMS_DIGEST, -ERR_CMS_DIGEST,
		 -ERR_CMS_DIGEST, -ERR_CMS_DIGEST, -ERR_CMS_DIGEST,
		 -ERR_CMS_DIGEST},
		{-ERR_CMS_FORM, -ERR_CERT_SIGNATURE, -ERR_CMS_SIGNATURE,
		 -ERR_CMS_FORM, -ERR_CMS_FORM, -ERR_CMS_FORM, -ERR_CMS_FORM}};

	(void)state;
	for (int i = 0; i < 2; i++) {
		size_t at[] = {0, file[i].len / 2, file[i].len - 1};

		for (int how = 0; how < 7; how++) {
			struct span changed[2] = {text, signature};
			size_t len = file[i].len;

			assert_in_range(len, 2, OBJECT_MAX - 1);
			memcpy(bytes, file[i].p, len);
			bytes[len] = '\n';
			if (how < 3)
				bytes[at[how]] ^= 1;
			len = how == 3	 ? len + 1
			      : how == 4 ? len - 1
			      : how == 5 ? 0
					 : len;
			changed[i] = how == 6 ? other : span_of(bytes, len);
			credentials(changed[0], changed[1], wanted[i][how]);
		}
	}
	sample_free(other);
}

/* A file that is refused from one source may come from another. */
static void test_forgive(void **state)
{
	static const uint8_t bad[] = "not what was signed";
	struct policy p;
	struct verified v;

	(void)state;
	begin(&p, REQUIRE | IGNORE, true);
	policy_boot(&p);
	assert_int_equal(give(&p, "boot/linux", bad, sizeof(bad)),
			 -ERR_CHECK_SHORT);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	policy_forgive(&p);
	assert_int_equal(give(&p, "boot/unlisted", bad, sizeof(bad)),
			 -ERR_MANIFEST_UNLISTED);
	/* Neither is a proof: nothing good has come yet. */
	policy_forgive(&p);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	/* What is not forgiven stays, also if it was not listed. */
	assert_int_equal(give(&p, "boot/unlisted", bad, sizeof(bad)),
			 -ERR_MANIFEST_UNLISTED);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
}

/* Without the manifest, or with a bad one, nothing may be used. */
static void test_required(void **state)
{
	struct span stranger = sample("stranger", ".p7s");
	struct policy p;
	struct verified v;

	(void)state;
	begin(&p, REQUIRE | IGNORE, false);
	policy_boot(&p);
	assert_int_equal(give_sample(&p, "boot/linux"),
			 -ERR_POLICY_NO_MANIFEST);
	assert_false(policy_lists(&p, "boot/linux"));
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	begin(&p, REQUIRE | IGNORE, true);
	assert_true(policy_lists(&p, "::boot/linux"));
	assert_true(policy_lists(&p, "http://any/boot/linux"));
	assert_false(policy_lists(&p, "linux"));
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	/* A later, bad manifest takes the good one away. */
	assert_int_equal(policy_manifest(&p, text, stranger), -ERR_CERT_ISSUER);
	assert_int_equal(give_sample(&p, "boot/linux"),
			 -ERR_POLICY_NO_MANIFEST);
	sample_free(stranger);
}

/* A proof needs objects, verdicts on all of them, and no bad one. */
static void test_prove(void **state)
{
	struct span object = sample("tree/", "boot/linux");
	struct policy_object o;
	struct policy p;
	struct place place;
	struct sink *out;
	struct verified v;
	uint8_t to[OBJECT_MAX];

	(void)state;
	begin(&p, REQUIRE | IGNORE, true);
	policy_boot(&p);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	/* One that is under way. */
	place_init(&place, to, sizeof(to));
	assert_int_equal(policy_object(&p, &o, "boot/linux", &place.sink, &out),
			 0);
	assert_ptr_not_equal(out, &place.sink);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	assert_int_equal(out->push(out, object.p, object.len), 0);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	assert_int_equal(policy_verdict(&p, &o, 0), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	/* One that the network lost; the next choice is not bound by it. */
	assert_int_equal(policy_object(&p, &o, "boot/linux", &place.sink, &out),
			 0);
	assert_int_equal(policy_verdict(&p, &o, -ERR_PLACE_FULL),
			 -ERR_PLACE_FULL);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	policy_boot(&p);
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	sample_free(object);
}

/* A stamp that does not require: what is listed is checked all the same. */
static void test_lenient(void **state)
{
	static const uint8_t bytes[] = "anything";
	struct policy p;
	struct verified v;

	(void)state;
	begin(&p, IGNORE, true);
	policy_config(&p);
	assert_int_equal(give(&p, "my.cfg", bytes, sizeof(bytes)), 0);
	policy_boot(&p);
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	assert_false(v.is_signed); /* the config is not */
	policy_config(&p);
	assert_int_equal(give_sample(&p, "pxelinux.cfg/default"), 0);
	policy_boot(&p);
	assert_int_equal(give_sample(&p, "boot/linux"), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	assert_true(v.is_signed);
	assert_int_equal(give(&p, "boot/other", bytes, sizeof(bytes)), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	assert_false(v.is_signed);
	assert_int_equal(give(&p, "boot/linux", bytes, sizeof(bytes)),
			 -ERR_CHECK_SHORT);
	assert_int_equal(policy_prove(&p, &v), -ERR_POLICY_OPEN);
	begin(&p, IGNORE, false);
	policy_boot(&p);
	assert_int_equal(give(&p, "boot/linux", bytes, sizeof(bytes)), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	assert_string_equal(v.by, "unsigned: not required by the stamp");
}

static void test_no_stamp(void **state)
{
	static const uint8_t bytes[] = "anything";
	struct policy p;
	struct verified v;

	(void)state;
	assert_int_equal(
		policy_begin(&p, STAMP_MARK_NO, span_of(bytes, 0), TODAY), 0);
	assert_false(p.wants_manifest || p.is_required);
	assert_int_equal(policy_manifest(&p, text, signature),
			 -ERR_POLICY_NO_STAMP);
	policy_boot(&p);
	assert_true(policy_lists(&p, "../x"));
	assert_int_equal(give(&p, "../x", bytes, sizeof(bytes)), 0);
	assert_int_equal(policy_prove(&p, &v), 0);
	assert_false(v.is_signed);
	assert_string_equal(v.by, "unsigned: no certificate is stamped");
}

static void test_serial(void **state)
{
	static const struct {
		uint32_t min;
		int rc;
	} rows[] = {{0, 0},
		    {6, 0},
		    {7, 0},
		    {8, -ERR_POLICY_SERIAL},
		    {UINT32_MAX, -ERR_POLICY_SERIAL}};
	struct policy p;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct span stamp =
			make_stamp("rsa2048", REQUIRE | IGNORE, rows[i].min);

		assert_int_equal(policy_begin(&p, STAMP_MARK_YES, stamp, TODAY),
				 0);
		assert_int_equal(policy_manifest(&p, text, signature),
				 rows[i].rc);
		assert_int_equal(policy_lists(&p, "boot/linux"), !rows[i].rc);
	}
}

/* Dates count unless the stamp says otherwise. */
static void test_dates(void **state)
{
	struct policy p;

	(void)state;
	assert_int_equal(policy_begin(&p, STAMP_MARK_YES,
				      make_stamp("rsa2048", REQUIRE, 0), TODAY),
			 0);
	assert_int_equal(policy_manifest(&p, text, signature),
			 -ERR_CERT_EXPIRED);
}

/* A stamp that is not whole requires everything and accepts nothing. */
static void closed(const char *mark, const void *bytes, size_t len, int wanted)
{
	static const uint8_t file[] = "anything";
	void *copy = guard_copy(bytes, len);
	struct policy p;
	struct verified v;
	int rc = policy_begin(&p, mark, span_of(copy, len), TODAY);

	if (wanted)
		assert_int_equal(rc, wanted);
	assert_true(rc < 0 && p.is_required && p.wants_manifest);
	assert_int_equal(policy_manifest(&p, text, signature), rc);
	policy_boot(&p);
	assert_false(policy_lists(&p, "boot/linux"));
	assert_int_equal(give(&p, "boot/linux", file, sizeof(file)), rc);
	assert_int_equal(policy_prove(&p, &v), rc);
	guard_free(copy, len);
}

static void test_broken_stamp(void **state)
{
	struct span stamp = make_stamp("prime256v1", REQUIRE, 7);
	char mark[] = STAMP_MARK_YES;
	struct stamp s;

	(void)state;
	assert_int_equal(stamp_read(&s, mark, stamp), 0);
	assert_true(s.is_there && s.is_required && !s.ignore_dates);
	assert_int_equal(s.min_serial, 7);
	/* More may follow in memory. */
	assert_int_equal(
		stamp_read(&s, mark, span_of(stamp_bytes, sizeof(stamp_bytes))),
		0);
	for (size_t len = 0; len < stamp.len; len++)
		closed(mark, stamp.p, len, -ERR_STAMP_FORM);
	for (size_t bit = 0; bit < stamp.len * 8; bit++) {
		stamp_bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		closed(mark, stamp.p, stamp.len, 0);
		stamp_bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	for (size_t at = 0; at < STAMP_MARK_LEN; at++)
		for (int value = 0; value < 256; value++) {
			mark[at] = (char)value;
			if (mark[at] != STAMP_MARK_YES[at])
				closed(mark, stamp.p, stamp.len,
				       -ERR_STAMP_MARK);
			mark[at] = STAMP_MARK_YES[at];
		}
	stamp = make_stamp("prime256v1", 4, 7);
	closed(mark, stamp.p, stamp.len, -ERR_STAMP_FLAGS);
	stamp = make_stamp("rsa1024", REQUIRE, 7);
	closed(mark, stamp.p, stamp.len, -ERR_KEY_SIZE);
	stamp = make_stamp("secp521r1", REQUIRE, 7);
	closed(mark, stamp.p, stamp.len, -ERR_KEY_KIND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_regions),
		cmocka_unit_test(test_credential_regions),
		cmocka_unit_test(test_forgive),
		cmocka_unit_test(test_required),
		cmocka_unit_test(test_prove),
		cmocka_unit_test(test_lenient),
		cmocka_unit_test(test_no_stamp),
		cmocka_unit_test(test_serial),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_broken_stamp),
	};

	text = sample("manifest", "");
	signature = sample("rsa2048", ".p7s");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
