/* Takes DER apart. Documented in der.h. */
#include "crypto/der.h"
#include <string.h>

#define DER_LONG      0x80 /* of the length's first byte: so many follow */
#define DER_LONG_MAX  3	   /* of them */
#define DER_TAG_LARGE 0x1F /* more tag bytes would follow */

bool der_is(const struct span *in, uint8_t tag)
{
	return in->len && in->p[0] == tag;
}

/* The length behind the tag, in its shortest form. */
static bool der_length(struct span *in, size_t *len)
{
	uint8_t first = 0, byte = 0;
	unsigned count;

	if (!span_u8(in, &first))
		return false;
	*len = first;
	if (first < DER_LONG)
		return true;
	count = first - DER_LONG;
	if (count == 0 || count > DER_LONG_MAX || count > in->len ||
	    in->p[0] == 0)
		return false;
	for (*len = 0; count && span_u8(in, &byte); count--)
		*len = *len << 8 | byte;
	return *len >= DER_LONG;
}

bool der_take(struct span *in, uint8_t tag, struct span *content)
{
	uint8_t byte = 0;
	size_t len;

	return der_is(in, tag) && (tag & DER_TAG_LARGE) != DER_TAG_LARGE &&
	       span_u8(in, &byte) && der_length(in, &len) &&
	       span_take(in, len, content);
}

bool der_only(struct span in, uint8_t tag, struct span *content)
{
	return der_take(&in, tag, content) && !in.len;
}

bool der_whole(struct span *in, uint8_t tag, struct span *whole)
{
	struct span content, start = *in;

	return der_take(in, tag, &content) &&
	       span_take(&start, start.len - in->len, whole);
}

bool der_unsigned(struct span *in, struct span *bytes)
{
	struct span zero;

	if (!der_take(in, DER_INTEGER, bytes) || !bytes->len ||
	    bytes->p[0] & 0x80)
		return false;
	if (bytes->p[0] || bytes->len == 1)
		return true;
	/* A zero in front is there to keep the number positive. */
	return bytes->p[1] & 0x80 && span_take(bytes, 1, &zero);
}

bool der_small(struct span *in, uint32_t *value)
{
	struct span bytes;
	uint8_t byte = 0;

	if (!der_unsigned(in, &bytes) || bytes.len > 2)
		return false;
	for (*value = 0; span_u8(&bytes, &byte);)
		*value = *value << 8 | byte;
	return true;
}

bool der_bits(struct span *in, struct span *bytes)
{
	uint8_t unused = 0;

	return der_take(in, DER_BITS, bytes) && span_u8(bytes, &unused) &&
	       unused == 0;
}

bool der_same(struct span a, struct span b)
{
	return a.len == b.len && (!a.len || !memcmp(a.p, b.p, a.len));
}
