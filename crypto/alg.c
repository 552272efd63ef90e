/* The accepted algorithms. Documented in alg.h. */
#include "crypto/alg.h"
#include <string.h>

#define PKCS1		 "\x2A\x86\x48\x86\xF7\x0D\x01\x01" /* RFC 8017 C */
#define X962		 "\x2A\x86\x48\xCE\x3D"		    /* RFC 5480 */
#define HASHES		 "\x60\x86\x48\x01\x65\x03\x04\x02" /* RFC 5754 2 */
#define P384		 "\x2B\x81\x04\x00\x22" /* RFC 5480 2.1.1.1 */
#define PSS_SALT_DEFAULT 20

struct alg_row {
	const char *oid; /* no OID of these has a zero in it */
	uint8_t kind, hash;
};

static const struct alg_row alg_table[] = {
	{HASHES "\x01", ALG_HASH, PRIM_SHA256},
	{HASHES "\x02", ALG_HASH, PRIM_SHA384},
	{HASHES "\x03", ALG_HASH, PRIM_SHA512},
	{PKCS1 "\x01", ALG_RSA_KEY, 0},
	{PKCS1 "\x08", ALG_MGF1, 0},
	{PKCS1 "\x0A", ALG_RSA_PSS, 0},
	{PKCS1 "\x0B", ALG_RSA, PRIM_SHA256},
	{PKCS1 "\x0C", ALG_RSA, PRIM_SHA384},
	{PKCS1 "\x0D", ALG_RSA, PRIM_SHA512},
	{X962 "\x02\x01", ALG_EC_KEY, 0},
	{X962 "\x04\x03\x02", ALG_ECDSA, PRIM_SHA256},
	{X962 "\x04\x03\x03", ALG_ECDSA, PRIM_SHA384},
	{X962 "\x04\x03\x04", ALG_ECDSA, PRIM_SHA512},
};

static bool alg_oid_is(struct span oid, const char *text, size_t len)
{
	return der_same(oid, span_of(text, len));
}

static bool alg_find(struct span oid, struct alg *a)
{
	for (const struct alg_row *row = alg_table;
	     row < alg_table + sizeof(alg_table) / sizeof(*row); row++)
		if (alg_oid_is(oid, row->oid, strlen(row->oid))) {
			*a = (struct alg){.kind = row->kind, .hash = row->hash};
			return true;
		}
	return false;
}

/* The OID and the parameters, as yet unread. */
static bool alg_open(struct span *in, struct alg *a)
{
	struct span all, oid;

	if (!der_take(in, DER_SEQUENCE, &all) ||
	    !der_take(&all, DER_OID, &oid) || !alg_find(oid, a))
		return false;
	a->params = all;
	return true;
}

/* NULL, or nothing at all: writers differ. */
static bool alg_no_params(struct span params)
{
	struct span null;

	return !params.len || (der_only(params, DER_NULL, &null) && !null.len);
}

/* A digest by an AlgorithmIdentifier in [n]. */
static bool alg_pss_hash(struct span *in, struct alg *hash)
{
	return alg_open(in, hash) && hash->kind == ALG_HASH &&
	       alg_no_params(hash->params);
}

/*
 * RSASSA-PSS-params (RFC 8017 A.2.3). Digest and mask function default to
 * SHA-1, so both have to be there; the trailer is 1 and need not be.
 */
static bool alg_pss(struct alg *a)
{
	struct span params, part;
	struct alg hash, mask, mask_hash;
	uint32_t salt_len = PSS_SALT_DEFAULT, trailer = 1;
	bool ok = der_only(a->params, DER_SEQUENCE, &params) &&
		  der_take(&params, DER_CONTEXTS, &part) &&
		  alg_pss_hash(&part, &hash) && !part.len &&
		  der_take(&params, DER_CONTEXTS + 1, &part) &&
		  alg_open(&part, &mask) && mask.kind == ALG_MGF1 &&
		  alg_pss_hash(&mask.params, &mask_hash) && !mask.params.len &&
		  !part.len && hash.hash == mask_hash.hash;

	if (ok && der_is(&params, DER_CONTEXTS + 2))
		ok = der_take(&params, DER_CONTEXTS + 2, &part) &&
		     der_small(&part, &salt_len) && !part.len;
	if (ok && der_is(&params, DER_CONTEXTS + 3))
		ok = der_take(&params, DER_CONTEXTS + 3, &part) &&
		     der_small(&part, &trailer) && !part.len;
	if (!ok || params.len || trailer != 1)
		return false;
	a->hash = hash.hash;
	a->salt_len = salt_len;
	return true;
}

bool alg_take(struct span *in, struct alg *a)
{
	if (!alg_open(in, a))
		return false;
	if (a->kind == ALG_RSA_PSS)
		return alg_pss(a);
	/* The curve is for the key to look at. */
	return a->kind == ALG_EC_KEY || alg_no_params(a->params);
}

bool alg_curve(struct span oid, enum prim_curve *curve)
{
	*curve = alg_oid_is(oid, P384, 5) ? PRIM_P384 : PRIM_P256;
	return *curve == PRIM_P384 || alg_oid_is(oid, X962 "\x03\x01\x07", 8);
}
