/* Reads and judges signatures of manifests. Documented in cms.h. */
#include "crypto/cms.h"
#include <string.h>
#include "base/err.h"
#include "base/str.h"

/* RFC 5652 4, 5.1, 11.1, 11.2. */
#define CMS_PKCS7	   "\x2A\x86\x48\x86\xF7\x0D\x01\x07"
#define CMS_PKCS9	   "\x2A\x86\x48\x86\xF7\x0D\x01\x09"
#define CMS_DATA	   CMS_PKCS7 "\x01"
#define CMS_SIGNED_DATA	   CMS_PKCS7 "\x02"
#define CMS_CONTENT_TYPE   CMS_PKCS9 "\x03"
#define CMS_MESSAGE_DIGEST CMS_PKCS9 "\x04"

/* RFC 5652 5.1 and 5.3: a signer named by its key's identifier is version 3. */
enum { CMS_BY_SERIAL = 1, CMS_BY_KEY_ID = 3 };

/* SignedData and its only SignerInfo, taken apart. */
struct cms {
	uint32_t version, signer_version;
	struct span hashes;	    /* digestAlgorithms */
	struct span certs;	    /* empty if there are none */
	struct span issuer, serial; /* the signer, in one way */
	struct span key_id;	    /* or in the other */
	struct span hash;	    /* digestAlgorithm */
	struct span attributes;	    /* with tag and length; empty if none */
	struct span algorithm;	    /* signatureAlgorithm */
	struct span signature;
};

static bool cms_take_oid(struct span *in, const char *oid)
{
	struct span taken;

	return der_take(in, DER_OID, &taken) &&
	       der_same(taken, span_of(oid, strlen(oid)));
}

/* The SignerInfo (5.3) up to what is not signed. */
static bool cms_signer(struct cms *c, struct span *in)
{
	struct span name;

	if (!der_small(in, &c->signer_version))
		return false;
	if (c->signer_version == CMS_BY_SERIAL) {
		if (!der_take(in, DER_SEQUENCE, &name) ||
		    !der_whole(&name, DER_SEQUENCE, &c->issuer) ||
		    !der_take(&name, DER_INTEGER, &c->serial) || name.len)
			return false;
	} else if (c->signer_version != CMS_BY_KEY_ID ||
		   !der_take(in, DER_CONTEXT, &c->key_id) || !c->key_id.len) {
		return false;
	}
	return der_whole(in, DER_SEQUENCE, &c->hash) &&
	       (!der_is(in, DER_CONTEXTS) ||
		der_whole(in, DER_CONTEXTS, &c->attributes)) &&
	       der_whole(in, DER_SEQUENCE, &c->algorithm) &&
	       der_take(in, DER_OCTETS, &c->signature);
}

/* What stands before the signers (5.1). */
static bool cms_head(struct cms *c, struct span der, struct span *data,
		     struct span *content)
{
	struct span all, wrapped;

	return der_only(der, DER_SEQUENCE, &all) &&
	       cms_take_oid(&all, CMS_SIGNED_DATA) &&
	       der_only(all, DER_CONTEXTS, &wrapped) &&
	       der_only(wrapped, DER_SEQUENCE, data) &&
	       der_small(data, &c->version) &&
	       der_take(data, DER_SET, &c->hashes) &&
	       der_take(data, DER_SEQUENCE, content) &&
	       cms_take_oid(content, CMS_DATA) &&
	       (!der_is(data, DER_CONTEXTS) ||
		der_take(data, DER_CONTEXTS, &c->certs));
}

static int cms_read(struct cms *c, struct span der)
{
	struct span data, content, signers, signer;
	bool ok;

	*c = (struct cms){0};
	ok = cms_head(c, der, &data, &content);
	if (ok && content.len)
		return fail(ERR_CMS_ATTACHED, "%zu bytes", content.len);
	if (ok && der_is(&data, DER_CONTEXTS + 1))
		return fail(ERR_CMS_CRLS, "%zu bytes", data.len);
	ok = ok && der_only(data, DER_SET, &signers) &&
	     der_take(&signers, DER_SEQUENCE, &signer);
	if (ok && signers.len)
		return fail(ERR_CMS_SIGNERS, "%zu bytes", signers.len);
	ok = ok && cms_signer(c, &signer) && c->version == c->signer_version;
	if (ok && der_is(&signer, DER_CONTEXTS + 1))
		return fail(ERR_CMS_UNSIGNED, "%zu bytes", signer.len);
	if (!ok || signer.len)
		return fail(ERR_CMS_FORM, "%zu bytes", der.len);
	return 0;
}

/*
 * Digest and signature algorithm. rsaEncryption leaves the digest to the other
 * field; else both have to agree, and with the list in front.
 */
static int cms_algorithm(const struct cms *c, struct alg *a)
{
	struct span algorithm = c->algorithm, hash = c->hash;
	struct alg h;
	bool ok = alg_take(&algorithm, a) && alg_take(&hash, &h) &&
		  h.kind == ALG_HASH && der_same(c->hashes, c->hash);

	if (ok && a->kind == ALG_RSA_KEY) {
		a->kind = ALG_RSA;
		a->hash = h.hash;
	}
	if (!ok || a->hash != h.hash ||
	    (a->kind != ALG_RSA && a->kind != ALG_RSA_PSS &&
	     a->kind != ALG_ECDSA))
		return fail(ERR_CMS_ALGORITHM, "%zu bytes of identifiers",
			    c->hash.len + c->algorithm.len);
	return 0;
}

/* The signer's certificate: the one in the file, else the stamped one. */
static int cms_certificate(const struct cms *c, const struct cms_rules *rules,
			   struct cert *cert)
{
	struct span certs = c->certs, first;

	*cert = rules->authority;
	if (certs.len && der_whole(&certs, DER_SEQUENCE, &first) && certs.len)
		return fail(ERR_CMS_CERTS, "%zu bytes more", certs.len);
	if (c->certs.len)
		TRY(cert_read(cert, c->certs));
	return 0;
}

/* May this certificate's key sign, as far as the certificate tells? */
static int cms_may_sign(const struct cms *c, const struct cms_rules *rules,
			const struct cert *cert, const char *by)
{
	bool named = c->signer_version == CMS_BY_SERIAL
			     ? der_same(c->issuer, cert->issuer) &&
				       der_same(c->serial, cert->serial)
			     : der_same(c->key_id, cert->key_id);
	bool issued = !der_same(cert->whole, rules->authority.whole);

	if (!named)
		return fail(ERR_CMS_SIGNER, "has %s", by);
	if (issued)
		TRY(cert_issued(cert, &rules->authority));
	TRY(cert_signs(cert, issued));
	if (rules->ignore_dates)
		return 0;
	TRY(cert_valid(cert, rules->now));
	return cert_valid(&rules->authority, rules->now);
}

/* The value of the attribute with this OID, if it is there once, alone. */
static bool cms_attribute(struct span attributes, const char *oid,
			  struct span *value)
{
	struct span all, one, type, values;
	unsigned count = 0;

	if (!der_take(&attributes, DER_CONTEXTS, &all))
		return false;
	while (all.len) {
		if (!der_take(&all, DER_SEQUENCE, &one) ||
		    !der_take(&one, DER_OID, &type) ||
		    !der_only(one, DER_SET, &values))
			return false;
		if (der_same(type, span_of(oid, strlen(oid)))) {
			*value = values;
			count++;
		}
	}
	return count == 1;
}

/*
 * Signed attributes (5.4): they hold the content's digest, and what is signed
 * is their own, with the tag of a SET in place of [0].
 */
static int cms_attributes(const struct cms *c, enum prim_hash hash,
			  uint8_t *digest)
{
	struct span type, value, told, tag, rest = c->attributes;

	if (!cms_attribute(rest, CMS_CONTENT_TYPE, &type) ||
	    !cms_take_oid(&type, CMS_DATA) || type.len ||
	    !cms_attribute(rest, CMS_MESSAGE_DIGEST, &value) ||
	    !der_only(value, DER_OCTETS, &told))
		return fail(ERR_CMS_ATTRIBUTES, "%zu bytes", rest.len);
	if (!der_same(told, span_of(digest, prim_hash_len(hash))))
		return fail(ERR_CMS_DIGEST,
			    "it has %02x%02x..., signed is "
			    "another",
			    digest[0], digest[1]);
	span_take(&rest, 1, &tag);
	prim_digest(hash, span_of("\x31", 1), rest, digest);
	return 0;
}

int cms_verify(const struct cms_rules *rules, struct span der,
	       struct span content, char *by, size_t room)
{
	uint8_t digest[PRIM_HASH_MAX];
	struct pubkey key;
	struct cert cert;
	struct cms c;
	struct alg a;

	*by = '\0';
	TRY(cms_read(&c, der));
	TRY(cms_algorithm(&c, &a));
	TRY(cms_certificate(&c, rules, &cert));
	cert_name(&cert, by, room);
	TRY(cms_may_sign(&c, rules, &cert, by));
	TRY(pubkey_read(&key, cert.key));
	prim_digest(a.hash, content, span_of("", 0), digest);
	if (c.attributes.len)
		TRY(cms_attributes(&c, a.hash, digest));
	if (!pubkey_verify(&key, &a, digest, c.signature))
		return fail(ERR_CMS_SIGNATURE, "of %s", by);
	return 0;
}
