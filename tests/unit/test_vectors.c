/*
 * Known answers: NIST's vectors for SHA-2, RSA and ECDSA, as written into a
 * file by tests/unit/make-vectors, which describes its lines.
 */
#include "base/str.h"
#include "crypto/pubkey.h"
#include "unit.h"

#define VECTORS	  "build/unit/vectors"
#define WORDS_MAX 8

static char line[1 << 20];
static unsigned count, right;

/* Hexadecimal to bytes, in place. */
static struct span hex(char *text)
{
	uint8_t *to = (uint8_t *)text;
	size_t len = strcmp(text, "-") ? strlen(text) / 2 : 0;

	for (size_t i = 0; i < len; i++) {
		unsigned high = str_digit(text[2 * i]);
		unsigned low = str_digit(text[2 * i + 1]);

		assert_in_range(high, 0, 15);
		assert_in_range(low, 0, 15);
		to[i] = (uint8_t)(high << 4 | low);
	}
	return span_of(to, len);
}

static enum prim_hash hash_of(const char *bits)
{
	return !strcmp(bits, "256")   ? PRIM_SHA256
	       : !strcmp(bits, "384") ? PRIM_SHA384
				      : PRIM_SHA512;
}

static bool check_sha(char **word, enum prim_hash hash)
{
	struct span message = hex(word[2]), wanted = hex(word[3]), tail;
	uint8_t digest[PRIM_HASH_MAX];
	struct prim_sha256 stream;

	/* In two parts, at every place (of the long ones, some). */
	for (size_t cut = 0; cut <= message.len; cut += 1 + message.len / 64) {
		struct span head = message;

		span_take(&head, cut, &tail);
		prim_digest(hash, tail, head, digest);
		assert_int_equal(wanted.len, prim_hash_len(hash));
		assert_memory_equal(digest, wanted.p, wanted.len);
	}
	if (hash != PRIM_SHA256)
		return true;
	prim_sha256_begin(&stream);
	while (span_take(&message, 1, &tail))
		prim_sha256_feed(&stream, tail.p, 1);
	prim_sha256_end(&stream, digest);
	return memcmp(digest, wanted.p, wanted.len) == 0;
}

static bool check_signature(const struct pubkey *k, const struct alg *a,
			    struct span message, struct span signature)
{
	uint8_t digest[PRIM_HASH_MAX];

	prim_digest(a->hash, message, span_of("", 0), digest);
	return pubkey_verify(k, a, digest, signature);
}

static bool check(char **word)
{
	struct alg a = {.hash = hash_of(word[1])};
	struct pubkey k = {0};

	if (!strcmp(word[0], "sha"))
		return check_sha(word, a.hash);
	if (!strcmp(word[0], "ecdsa")) {
		a.kind = ALG_ECDSA;
		k.curve = strcmp(word[2], "256") ? PRIM_P384 : PRIM_P256;
		k.point = hex(word[3]);
		return check_signature(&k, &a, hex(word[4]), hex(word[5]));
	}
	a.kind = ALG_RSA;
	k.is_rsa = true;
	if (!strcmp(word[0], "pss")) {
		a.kind = ALG_RSA_PSS;
		a.salt_len = (uint32_t)strtoul(word[2], NULL, 10);
		word++;
	}
	k.n = hex(word[2]);
	k.e = hex(word[3]);
	return check_signature(&k, &a, hex(word[4]), hex(word[5]));
}

static void test_vectors(void **state)
{
	FILE *f = fopen(VECTORS, "r");

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		char *word[WORDS_MAX], *p = strtok(line, " \n");
		size_t words = 0;
		bool wanted, is;

		for (; p && words < WORDS_MAX; p = strtok(NULL, " \n"))
			word[words++] = p;
		assert_in_range(words, 5, WORDS_MAX);
		wanted = !strcmp(word[words - 1], "P");
		is = check(word);
		count++;
		right += wanted;
		if (is != wanted)
			print_error("case %u: %s\n", count, word[0]);
		assert_int_equal(is, wanted);
	}
	fclose(f);
	/* Both kinds were there. */
	assert_in_range(right, 500, count - 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
