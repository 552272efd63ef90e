/*
 * DER (ITU-T X.690) taken apart from the front, by the bounds helper. Strict:
 * definite and shortest lengths only. Every function returns false, and takes
 * nothing that matters, when what comes is something else. No BER, no tags
 * above 30.
 */
#ifndef CRYPTO_DER_H
#define CRYPTO_DER_H

#include "base/span.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BITS = 0x03,
	DER_OCTETS = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_UTC_TIME = 0x17,
	DER_TIME = 0x18, /* GeneralizedTime */
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80, /* [0] IMPLICIT of a string */
	DER_CONTEXTS = 0xA0 /* [0] EXPLICIT, or IMPLICIT of a structure */
};

/* True if an element with this tag is next. */
bool der_is(const struct span *in, uint8_t tag);

/* Take an element with this tag; give its content. */
bool der_take(struct span *in, uint8_t tag, struct span *content);

/* The same of an element that is the only one, and the last. */
bool der_only(struct span in, uint8_t tag, struct span *content);

/* As der_take; give the element with tag and length, as signatures cover it. */
bool der_whole(struct span *in, uint8_t tag, struct span *whole);

/* Take a positive INTEGER or 0; give its bytes without leading zeros. */
bool der_unsigned(struct span *in, struct span *bytes);

/* The same where it fits 16 bits: versions, lengths of salts. */
bool der_small(struct span *in, uint32_t *value);

/* Take a BIT STRING of whole bytes. */
bool der_bits(struct span *in, struct span *bytes);

/* True if both hold the same bytes. */
bool der_same(struct span a, struct span b);

#endif
