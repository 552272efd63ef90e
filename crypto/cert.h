/*
 * Certificates (RFC 5280), as far as signing boot files needs them: the stamped
 * one, which is trusted as it is, and those that it issued. Not here: longer
 * chains, revocation, names of any kind but for the screen.
 */
#ifndef CRYPTO_CERT_H
#define CRYPTO_CERT_H

#include "crypto/pubkey.h"

/* A date as a decimal number: YYYYMMDDhhmmss, UTC. */
typedef uint64_t cert_time;

/* A certificate that was read; refers to its bytes. */
struct cert {
	struct span whole;
	struct span tbs, algorithm, signature;
	struct span serial, issuer, subject, key;
	struct span key_id; /* subjectKeyIdentifier; empty if there is none */
	cert_time from, until;
	bool is_ca;	/* basicConstraints */
	bool has_usage; /* keyUsage is there; the next two are of it */
	bool may_sign, may_issue;
	bool has_purpose; /* extKeyUsage is there; the next one is of it */
	bool may_sign_code;
};

/* Read one certificate, nothing behind it. */
int cert_read(struct cert *c, struct span der);

/* Fails if now is outside of its dates. */
int cert_valid(const struct cert *c, cert_time now);

/*
 * Fails if c is not to sign manifests. One that was issued has to say that it
 * may (extKeyUsage codeSigning); the stamped one only must not say that it may
 * not.
 */
int cert_signs(const struct cert *c, bool issued);

/* Fails if c was not issued by authority, with authority's own signature. */
int cert_issued(const struct cert *c, const struct cert *authority);

/* The subject's common name for the screen, cut to room. Returns buf. */
char *cert_name(const struct cert *c, char *buf, size_t room);

#endif
