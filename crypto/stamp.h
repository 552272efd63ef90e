/*
 * What "towsign stamp" has put into this towline.0: the Boot Object
 * Authorization Certificate of BIS with its check flag. It lies behind the
 * packed part; the file's head says whether, and where. docs/SIGNING.md has the
 * layout. A stamp that is not whole is an error, never no stamp.
 */
#ifndef CRYPTO_STAMP_H
#define CRYPTO_STAMP_H

#include "crypto/cert.h"

/* Bytes of the largest stamp. */
#define STAMP_MAX 4096

/* The mark in the file's head. Two words that no single damage turns into each
 * other; anything else is an error. */
#define STAMP_MARK_LEN 4
#define STAMP_MARK_NO  "none"
#define STAMP_MARK_YES "STMP"

struct stamp {
	bool is_there;	   /* if not, the rest is void */
	bool is_required;  /* nothing unsigned may boot */
	bool ignore_dates; /* of certificates */
	uint32_t min_serial;
	struct cert cert;
};

/*
 * Read the stamp: mark from the file's head, bytes from where the head says
 * (may go on behind it); they have to stay. Fails on anything that is neither
 * a whole stamp nor the mark of none.
 */
int stamp_read(struct stamp *s, const char *mark, struct span bytes);

/*
 * The type of credentials that the stamp asks a boot server for, as it goes
 * over the wire: BIS makes it of the certificate's SHA-1, we of its SHA-256.
 */
#define STAMP_TYPE_LEN 4
void stamp_type(const struct stamp *s, uint8_t type[STAMP_TYPE_LEN]);

#endif
