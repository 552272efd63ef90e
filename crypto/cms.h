/*
 * The detached signature of a manifest: CMS SignedData (RFC 5652) in DER, with
 * or without signed attributes, as "openssl cms -sign -binary -outform DER"
 * makes it. One signer, and at most one certificate: the signer's. Nothing in
 * the file goes unchecked, so whatever is not needed is refused.
 */
#ifndef CRYPTO_CMS_H
#define CRYPTO_CMS_H

#include "crypto/cert.h"

/* Who may sign, and when. */
struct cms_rules {
	struct cert authority; /* the stamped certificate */
	bool ignore_dates;
	cert_time now;
};

/*
 * Check that cms is a signature of content by the authority's key, or by a
 * certificate that the authority issued for signing code. Writes the signer's
 * name to by, cut to room, also if it fails behind finding it ("" before).
 */
int cms_verify(const struct cms_rules *rules, struct span cms,
	       struct span content, char *by, size_t room);

#endif
