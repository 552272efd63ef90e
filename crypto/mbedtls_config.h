/*
 * What we use of Mbed TLS 3.6 (it includes this as MBEDTLS_CONFIG_FILE): SHA-2
 * digests, and the arithmetic of verifying RSA and ECDSA signatures. Formats
 * are our own to read (der.h). Nothing that signs, encrypts, draws random
 * numbers or opens a connection.
 */
#ifndef CRYPTO_MBEDTLS_CONFIG_H
#define CRYPTO_MBEDTLS_CONFIG_H

/* Memory comes from our arena by these two names, without a run-time hook. */
#include <stddef.h>
void *crypto_calloc(size_t count, size_t len);
void crypto_free(void *ptr);
#define MBEDTLS_PLATFORM_C
#define MBEDTLS_PLATFORM_MEMORY
#define MBEDTLS_PLATFORM_CALLOC_MACRO crypto_calloc
#define MBEDTLS_PLATFORM_FREE_MACRO   crypto_free

/* Digests. SHA-384 is what people use with P-384, SHA-512 comes with it. */
#define MBEDTLS_SHA256_C
/* The block function is our own: sha256.h. */
#define MBEDTLS_SHA256_PROCESS_ALT
#define MBEDTLS_SHA384_C
#define MBEDTLS_SHA512_C
/* SHA-512 only ever sees a manifest: 2 KB less code, a third slower. */
#define MBEDTLS_SHA512_SMALLER

/* Numbers. RSA up to 4096 bits; assembly for the inner loop of both kinds. */
#define MBEDTLS_BIGNUM_C
#define MBEDTLS_HAVE_ASM
#define MBEDTLS_MPI_MAX_SIZE	512
/* An RSA public exponent is short: a window of powers would not pay. */
#define MBEDTLS_MPI_WINDOW_SIZE 1
/* 64-bit division would call libgcc, which our calling convention rules out. */
#define MBEDTLS_NO_UDBL_DIVISION

/* ECDSA on the two curves that certificates are made with (FIPS 186-4). Mbed
 * TLS wants ASN.1 with it; what is not referred to the linker leaves out. */
#define MBEDTLS_ECP_C
#define MBEDTLS_ECDSA_C
#define MBEDTLS_ASN1_PARSE_C
#define MBEDTLS_ASN1_WRITE_C
#define MBEDTLS_ECP_DP_SECP256R1_ENABLED
#define MBEDTLS_ECP_DP_SECP384R1_ENABLED
/* Reduction modulo these primes without dividing: five times as fast. */
#define MBEDTLS_ECP_NIST_OPTIM
/* One signature a boot: no tables kept between, none in the image. */
#define MBEDTLS_ECP_FIXED_POINT_OPTIM 0
#define MBEDTLS_ECP_WINDOW_SIZE	      2

#define MBEDTLS_DEPRECATED_REMOVED

#endif
