/*
 * MD5 (RFC 1321) and SHA-1 (FIPS 180-4), for passwords of old configs only:
 * nothing that boots is believed for these. Small, not fast.
 */
#ifndef CRYPTO_OLDHASH_H
#define CRYPTO_OLDHASH_H

#include "spec/types.h"

#define OLDHASH_MD5_LEN	 16
#define OLDHASH_SHA1_LEN 20
/* Bytes behind the message that are written to. */
#define OLDHASH_PAD_MAX	 72

/*
 * The digest of len bytes at message, which are padded in place. Writes
 * OLDHASH_MD5_LEN or OLDHASH_SHA1_LEN bytes.
 */
void oldhash_md5(uint8_t *message, size_t len, uint8_t *digest);
void oldhash_sha1(uint8_t *message, size_t len, uint8_t *digest);

#endif
