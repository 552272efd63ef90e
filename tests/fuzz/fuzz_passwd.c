/*
 * Fuzzes crypto/passwd.c: the input is a typed and a stored password. A plain
 * one matches itself alone; what passwd_check refuses matches nothing.
 */
#include "crypto/passwd.h"
#include "fuzz.h"

/* More rounds than this only take time. */
#define ROUNDS "rounds="

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	size_t typed_len = fuzz_u8(&in), n;
	uint8_t *raw = fuzz_bytes(&in, &typed_len);
	char *typed = calloc(1, typed_len + 1), *stored = calloc(1, in.len + 1);

	memcpy(typed, raw, typed_len);
	if (in.len)
		memcpy(stored, in.p, in.len);
	n = strlen(stored);
	if (n > 14 && strstr(stored, ROUNDS) &&
	    strspn(strstr(stored, ROUNDS) + 7, "0123456789") > 4) {
		passwd_check(stored);
	} else if (passwd_matches(typed, stored)) {
		FUZZ_CHECK(passwd_check(stored) == 0);
		FUZZ_CHECK(*stored && strlen(typed) <= PASSWD_MAX);
		FUZZ_CHECK(*stored == '$' || !strcmp(typed, stored));
	} else if (*stored != '$' && n <= PASSWD_MAX) {
		FUZZ_CHECK(!*stored || strcmp(typed, stored));
	}
	free(raw);
	free(typed);
	free(stored);
	return 0;
}
