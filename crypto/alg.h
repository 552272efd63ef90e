/*
 * Which algorithms are accepted: SHA-2; RSA by PKCS #1 v1.5 and PSS (RFC 8017);
 * ECDSA (RFC 5758). Everything else, SHA-1 and MD5 among it, has no row here.
 */
#ifndef CRYPTO_ALG_H
#define CRYPTO_ALG_H

#include "crypto/der.h"
#include "crypto/prim.h"

enum alg_kind {
	ALG_HASH,    /* a digest only */
	ALG_RSA_KEY, /* rsaEncryption: does not name its digest */
	ALG_RSA,     /* PKCS #1 v1.5 */
	ALG_RSA_PSS, /* MGF1 with the same digest */
	ALG_ECDSA,
	ALG_EC_KEY, /* id-ecPublicKey: params names the curve */
	ALG_MGF1
};

struct alg {
	enum alg_kind kind;
	enum prim_hash hash;
	uint32_t salt_len;  /* of PSS */
	struct span params; /* what follows the OID */
};

/* Take an AlgorithmIdentifier. False if malformed or not accepted. */
bool alg_take(struct span *in, struct alg *a);

/* True if the OID (its content) is that of a named curve; which one. */
bool alg_curve(struct span oid, enum prim_curve *curve);

#endif
