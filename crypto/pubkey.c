/* Keys and signatures by them. Documented in pubkey.h. */
#include "crypto/pubkey.h"
#include <string.h>
#include "base/err.h"

static bool pubkey_rsa(struct pubkey *k, struct span bits)
{
	struct span key;

	k->is_rsa = true;
	return der_only(bits, DER_SEQUENCE, &key) &&
	       der_unsigned(&key, &k->n) && der_unsigned(&key, &k->e) &&
	       !key.len;
}

static bool pubkey_ec(struct pubkey *k, struct span bits, struct span params)
{
	struct span curve;

	k->point = bits;
	return der_only(params, DER_OID, &curve) && alg_curve(curve, &k->curve);
}

int pubkey_read(struct pubkey *k, struct span info)
{
	struct span all, bits;
	struct alg a;

	*k = (struct pubkey){0};
	if (!der_only(info, DER_SEQUENCE, &all) || !alg_take(&all, &a) ||
	    !der_bits(&all, &bits) || all.len ||
	    !(a.kind == ALG_RSA_KEY  ? pubkey_rsa(k, bits)
	      : a.kind == ALG_EC_KEY ? pubkey_ec(k, bits, a.params)
				     : false))
		return fail(ERR_KEY_KIND, "%zu bytes", info.len);
	if (k->is_rsa && (k->n.len < PRIM_RSA_MIN || k->n.len > PRIM_RSA_MAX))
		return fail(ERR_KEY_SIZE, "it has %zu", k->n.len * 8);
	return 0;
}

/*
 * EMSA-PKCS1-v1_5 (RFC 8017 9.2): 00 01 FF .. FF 00 DigestInfo. The only right
 * message is made and compared, so there is nothing to parse.
 */
static bool pubkey_v15(const uint8_t *em, size_t em_len, enum prim_hash hash,
		       const uint8_t *digest)
{
	/* SEQUENCE { SEQUENCE { OID, NULL }, OCTET STRING } */
	uint8_t info[] = {0x30, 0,    0x30, 0x0D, 0x06, 0x09, 0x60,
			  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
			  0,	0x05, 0x00, 0x04, 0};
	uint8_t good[PRIM_RSA_MAX];
	size_t hash_len = prim_hash_len(hash);
	size_t info_at = em_len - hash_len - sizeof(info);

	info[1] = (uint8_t)(sizeof(info) - 2 + hash_len);
	info[14] = (uint8_t)(hash + 1);
	info[18] = (uint8_t)hash_len;
	memset(good, 0xFF, em_len);
	good[0] = 0;
	good[1] = 1;
	good[info_at - 1] = 0;
	memcpy(good + info_at, info, sizeof(info));
	memcpy(good + info_at + sizeof(info), digest, hash_len);
	return memcmp(em, good, em_len) == 0;
}

/* MGF1 (RFC 8017 B.2.1), laid over bytes: bytes ^= mask. */
static void pubkey_mask(enum prim_hash hash, struct span seed, uint8_t *bytes,
			size_t len)
{
	uint8_t counter[4] = {0}, mask[PRIM_HASH_MAX];
	size_t hash_len = prim_hash_len(hash);

	for (size_t i = 0; i < len; i++) {
		if (i % hash_len == 0) {
			prim_digest(hash, seed, span_of(counter, 4), mask);
			counter[3]++;
		}
		bytes[i] ^= mask[i % hash_len];
	}
}

/* True if bytes are zeros up to a last one that is 1. */
static bool pubkey_zeros_and_one(const uint8_t *bytes, size_t len)
{
	while (len > 1 && *bytes == 0) {
		bytes++;
		len--;
	}
	return len == 1 && *bytes == 1;
}

/*
 * EMSA-PSS-VERIFY (RFC 8017 9.1.2) of em, which has bits bits in
 * (bits + 7) / 8 bytes. em is changed.
 */
static bool pubkey_pss(uint8_t *em, size_t bits, const struct alg *a,
		       const uint8_t *digest)
{
	size_t len = (bits + 7) / 8, hash_len = prim_hash_len(a->hash);
	size_t db_len = len - hash_len - 1;
	uint8_t top = (uint8_t)(0xFF >> (len * 8 - bits));
	uint8_t salted[8 + PRIM_HASH_MAX] = {0}, again[PRIM_HASH_MAX];
	struct span hash = span_of(em + db_len, hash_len);

	if (db_len < a->salt_len + 1 || em[len - 1] != 0xBC || em[0] & ~top)
		return false;
	pubkey_mask(a->hash, hash, em, db_len);
	em[0] &= top;
	if (!pubkey_zeros_and_one(em, db_len - a->salt_len))
		return false;
	memcpy(salted + 8, digest, hash_len);
	prim_digest(a->hash, span_of(salted, 8 + hash_len),
		    span_of(em + db_len - a->salt_len, a->salt_len), again);
	return memcmp(again, hash.p, hash_len) == 0;
}

static size_t pubkey_bits(struct span n)
{
	size_t bits = n.len * 8;

	for (uint8_t top = n.p[0]; !(top & 0x80); top = (uint8_t)(top << 1))
		bits--;
	return bits;
}

static bool pubkey_verify_rsa(const struct pubkey *k, const struct alg *a,
			      const uint8_t *digest, struct span signature)
{
	uint8_t em[PRIM_RSA_MAX];
	size_t bits = pubkey_bits(k->n) - 1;

	if (!prim_rsa(k->n, k->e, signature, em))
		return false;
	if (a->kind == ALG_RSA)
		return pubkey_v15(em, k->n.len, a->hash, digest);
	if (a->kind != ALG_RSA_PSS)
		return false;
	/* A modulus of 8 n + 1 bits: em is a byte shorter. */
	if (bits % 8 == 0)
		return em[0] == 0 && pubkey_pss(em + 1, bits, a, digest);
	return pubkey_pss(em, bits, a, digest);
}

bool pubkey_verify(const struct pubkey *k, const struct alg *a,
		   const uint8_t *digest, struct span signature)
{
	struct span numbers, r, s;

	if (k->is_rsa)
		return pubkey_verify_rsa(k, a, digest, signature);
	/* Ecdsa-Sig-Value (RFC 3279 2.2.3). */
	return a->kind == ALG_ECDSA &&
	       der_only(signature, DER_SEQUENCE, &numbers) &&
	       der_unsigned(&numbers, &r) && der_unsigned(&numbers, &s) &&
	       !numbers.len &&
	       prim_ecdsa(k->curve, k->point,
			  span_of(digest, prim_hash_len(a->hash)), r, s);
}
