/*
 * Fuzzes crypto/stamp.c. The checksum is made right first, or else nothing
 * behind it would ever be reached. An even first byte: the input is the
 * certificate of a well-formed stamp.
 */
#include "crypto/stamp.h"
#include "fuzz.h"

#define HEAD 24 /* bytes before the certificate */
#define SUM  PRIM_SHA256_LEN

static void put32(uint8_t *p, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> 8 * i);
}

static void make_sum(uint8_t *stamp, size_t len)
{
	prim_digest(PRIM_SHA256, span_of(stamp, len - SUM), span_of("", 0),
		    stamp + len - SUM);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	bool shaped = len && !(bytes[0] & 1);
	size_t room = shaped ? HEAD + len + SUM : len;
	uint8_t *copy = calloc(1, room ? room : 1);
	struct stamp s;

	if (shaped) {
		memcpy(copy, "TLSTAMP1", 8);
		put32(copy + 8, (uint32_t)room);
		put32(copy + 20, (uint32_t)len);
		memcpy(copy + HEAD, bytes, len);
	} else if (len) {
		memcpy(copy, bytes, len);
	}
	if (room >= HEAD + SUM)
		make_sum(copy, room);
	if (stamp_read(&s, STAMP_MARK_YES, span_of(copy, room)) == 0) {
		FUZZ_CHECK(s.is_there);
		FUZZ_CHECK(s.cert.whole.len + HEAD + SUM == room);
		FUZZ_CHECK(s.cert.whole.p == copy + HEAD);
	} else {
		FUZZ_CHECK(!s.is_there);
	}
	free(copy);
	return 0;
}
