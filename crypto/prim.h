/*
 * The arithmetic under all checks: SHA-2 (FIPS 180-4), the public RSA operation
 * (RFC 8017 section 5.2.2), ECDSA (FIPS 186-4). The only file that knows the
 * library which does it (Mbed TLS). Knows no formats; keeps no state between
 * calls; verifies only.
 */
#ifndef CRYPTO_PRIM_H
#define CRYPTO_PRIM_H

#include "base/span.h"

enum prim_hash { PRIM_SHA256, PRIM_SHA384, PRIM_SHA512 };
#define PRIM_SHA256_LEN 32
#define PRIM_HASH_MAX	64

enum prim_curve { PRIM_P256, PRIM_P384 };

/* RSA moduli from here to there, in bytes. */
#define PRIM_RSA_MIN 256
#define PRIM_RSA_MAX 512

/* SHA-256 of what comes in pieces; a plain value, may be copied. */
struct prim_sha256 {
	uint32_t library[30];
};

void prim_sha256_begin(struct prim_sha256 *h);
void prim_sha256_feed(struct prim_sha256 *h, const void *bytes, size_t len);
/* Writes PRIM_SHA256_LEN bytes; h is void afterwards. */
void prim_sha256_end(struct prim_sha256 *h, uint8_t *digest);

/* Bytes of a digest. */
size_t prim_hash_len(enum prim_hash hash);

/* The digest of a followed by b, prim_hash_len() bytes. */
void prim_digest(enum prim_hash hash, struct span a, struct span b,
		 uint8_t *digest);

/*
 * em = signature^e mod n (RSAVP1). n, e and signature are unsigned, most
 * significant byte first; n without leading zeros, PRIM_RSA_MIN to
 * PRIM_RSA_MAX bytes. Writes n.len bytes to em. False on an even modulus, an
 * exponent that is even, 1 or longer than 4 bytes, a signature that is not of
 * n's length or not below n.
 */
bool prim_rsa(struct span n, struct span e, struct span signature, uint8_t *em);

/*
 * True if (r, s), unsigned as above, is the signature of the digest by the key
 * at the uncompressed point: 04h, x, y (SEC 1 section 2.3.3).
 */
bool prim_ecdsa(enum prim_curve curve, struct span point, struct span digest,
		struct span r, struct span s);

#endif
