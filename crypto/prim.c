/* Mbed TLS behind its wall. Documented in prim.h. */
#include "crypto/prim.h"
#include <string.h>
#include "crypto/sha256.h"
#include <mbedtls/bignum.h>
#include <mbedtls/ecdsa.h>
#include <mbedtls/sha256.h>
#include <mbedtls/sha512.h>

#define PRIM_RSA_E_MAX 4 /* bytes of a public exponent */

_Static_assert(sizeof(struct prim_sha256) >= sizeof(mbedtls_sha256_context),
	       "room for the library's state");

/* What the library leaves to us (MBEDTLS_SHA256_PROCESS_ALT). */
int mbedtls_internal_sha256_process(mbedtls_sha256_context *h,
				    const unsigned char block[SHA256_BLOCK])
{
	sha256_block(h->MBEDTLS_PRIVATE(state), block);
	return 0;
}

/* The functions below return errors for hardware engines only. */
static mbedtls_sha256_context *prim_context(struct prim_sha256 *h)
{
	return (mbedtls_sha256_context *)h->library;
}

void prim_sha256_begin(struct prim_sha256 *h)
{
	mbedtls_sha256_init(prim_context(h));
	mbedtls_sha256_starts(prim_context(h), 0);
}

void prim_sha256_feed(struct prim_sha256 *h, const void *bytes, size_t len)
{
	mbedtls_sha256_update(prim_context(h), bytes, len);
}

void prim_sha256_end(struct prim_sha256 *h, uint8_t *digest)
{
	mbedtls_sha256_finish(prim_context(h), digest);
}

size_t prim_hash_len(enum prim_hash hash)
{
	return hash == PRIM_SHA256 ? 32 : hash == PRIM_SHA384 ? 48 : 64;
}

void prim_digest(enum prim_hash hash, struct span a, struct span b,
		 uint8_t *digest)
{
	mbedtls_sha512_context h;
	struct prim_sha256 small;

	if (hash == PRIM_SHA256) {
		prim_sha256_begin(&small);
		prim_sha256_feed(&small, a.p, a.len);
		prim_sha256_feed(&small, b.p, b.len);
		prim_sha256_end(&small, digest);
		return;
	}
	mbedtls_sha512_init(&h);
	mbedtls_sha512_starts(&h, hash == PRIM_SHA384);
	mbedtls_sha512_update(&h, a.p, a.len);
	mbedtls_sha512_update(&h, b.p, b.len);
	mbedtls_sha512_finish(&h, digest);
}

bool prim_rsa(struct span n, struct span e, struct span signature, uint8_t *em)
{
	mbedtls_mpi modulus, exponent, x;
	bool ok;

	if (n.len < PRIM_RSA_MIN || n.len > PRIM_RSA_MAX || !n.p[0] || !e.len ||
	    e.len > PRIM_RSA_E_MAX || signature.len != n.len)
		return false;
	mbedtls_mpi_init(&modulus);
	mbedtls_mpi_init(&exponent);
	mbedtls_mpi_init(&x);
	ok = !mbedtls_mpi_read_binary(&modulus, n.p, n.len) &&
	     !mbedtls_mpi_read_binary(&exponent, e.p, e.len) &&
	     !mbedtls_mpi_read_binary(&x, signature.p, signature.len) &&
	     mbedtls_mpi_get_bit(&modulus, 0) &&
	     mbedtls_mpi_get_bit(&exponent, 0) &&
	     mbedtls_mpi_cmp_int(&exponent, 1) > 0 &&
	     mbedtls_mpi_cmp_mpi(&x, &modulus) < 0 &&
	     !mbedtls_mpi_exp_mod(&x, &x, &exponent, &modulus, NULL) &&
	     !mbedtls_mpi_write_binary(&x, em, n.len);
	mbedtls_mpi_free(&modulus);
	mbedtls_mpi_free(&exponent);
	mbedtls_mpi_free(&x);
	return ok;
}

bool prim_ecdsa(enum prim_curve curve, struct span point, struct span digest,
		struct span r_bytes, struct span s_bytes)
{
	mbedtls_ecp_group_id id = curve == PRIM_P256 ? MBEDTLS_ECP_DP_SECP256R1
						     : MBEDTLS_ECP_DP_SECP384R1;
	mbedtls_ecp_group group;
	mbedtls_ecp_point q;
	mbedtls_mpi r, s;
	bool ok;

	if (r_bytes.len > PRIM_HASH_MAX || s_bytes.len > PRIM_HASH_MAX)
		return false;
	mbedtls_ecp_group_init(&group);
	mbedtls_ecp_point_init(&q);
	mbedtls_mpi_init(&r);
	mbedtls_mpi_init(&s);
	ok = !mbedtls_ecp_group_load(&group, id) &&
	     !mbedtls_ecp_point_read_binary(&group, &q, point.p, point.len) &&
	     !mbedtls_ecp_check_pubkey(&group, &q) &&
	     !mbedtls_mpi_read_binary(&r, r_bytes.p, r_bytes.len) &&
	     !mbedtls_mpi_read_binary(&s, s_bytes.p, s_bytes.len) &&
	     !mbedtls_ecdsa_verify(&group, digest.p, digest.len, &q, &r, &s);
	mbedtls_mpi_free(&r);
	mbedtls_mpi_free(&s);
	mbedtls_ecp_point_free(&q);
	mbedtls_ecp_group_free(&group);
	return ok;
}
