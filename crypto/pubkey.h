/*
 * Public keys and signatures by them: RSA of 2048 to 4096 bits (PKCS #1 v1.5
 * and PSS, RFC 8017), ECDSA on P-256 and P-384 (FIPS 186-4).
 */
#ifndef CRYPTO_PUBKEY_H
#define CRYPTO_PUBKEY_H

#include "crypto/alg.h"

struct pubkey {
	bool is_rsa;
	struct span n, e;      /* RSA: modulus and exponent */
	enum prim_curve curve; /* else */
	struct span point;
};

/*
 * Read a SubjectPublicKeyInfo (RFC 5280 4.1.2.7) with tag and length; refers to
 * it. Fails on what is malformed or no such key.
 */
int pubkey_read(struct pubkey *k, struct span info);

/* True if signature is that of digest (a->hash's length) by the key. */
bool pubkey_verify(const struct pubkey *k, const struct alg *a,
		   const uint8_t *digest, struct span signature);

#endif
