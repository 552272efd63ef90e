/*
 * Tests of stage1/base/mem.c, built with -m32: every function under another
 * name beside the C library's, every alignment and overlap, at a guard page.
 */
#include <stdio.h>
#include "guard.h"

#define memcpy	mem_memcpy
#define memmove mem_memmove
#define memset	mem_memset
#define memcmp	mem_memcmp
#define memchr	mem_memchr
#define strlen	mem_strlen
#define strcmp	mem_strcmp
#define strncmp mem_strncmp
#define strchr	mem_strchr
#define strrchr mem_strrchr
#include "../../stage1/base/mem.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strcmp
#undef strncmp
#undef strchr
#undef strrchr

#define ROOM 96
static int failed;

#define CHECK(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			failed = 1;                                            \
		}                                                              \
	} while (0)

static void fill(uint8_t *p)
{
	for (unsigned i = 0; i < ROOM; i++)
		p[i] = (uint8_t)(i * 7 + 1);
}

/* Byte by byte, as the standard has it, by way of a second buffer. */
static void expect_move(uint8_t *p, unsigned to, unsigned from, unsigned len)
{
	uint8_t copy[ROOM];

	for (unsigned i = 0; i < len; i++)
		copy[i] = p[from + i];
	for (unsigned i = 0; i < len; i++)
		p[to + i] = copy[i];
}

static bool same(const uint8_t *a, const uint8_t *b)
{
	for (unsigned i = 0; i < ROOM; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static void test_move(uint8_t *p)
{
	uint8_t wanted[ROOM];

	for (unsigned to = 0; to < 24; to++)
		for (unsigned from = 0; from < 24; from++)
			for (unsigned len = 0; len <= ROOM - 24; len++) {
				fill(p);
				fill(wanted);
				expect_move(wanted, to, from, len);
				CHECK(mem_memmove(p + to, p + from, len) ==
				      p + to);
				CHECK(same(p, wanted));
			}
}

static void test_copy_and_set(uint8_t *p)
{
	uint8_t source[ROOM], wanted[ROOM];

	fill(source);
	for (unsigned to = 0; to < 8; to++)
		for (unsigned from = 0; from < 8; from++)
			for (unsigned len = 0; len <= ROOM - 8; len++) {
				fill(p);
				fill(wanted);
				for (unsigned i = 0; i < len; i++)
					wanted[to + i] = source[from + i];
				CHECK(mem_memcpy(p + to, source + from, len) ==
				      p + to);
				CHECK(same(p, wanted));
				fill(p);
				fill(wanted);
				for (unsigned i = 0; i < len; i++)
					wanted[to + i] = (uint8_t)(from + 250);
				CHECK(mem_memset(p + to, (int)from + 250,
						 len) == p + to);
				CHECK(same(p, wanted));
			}
}

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

static void test_compare(void)
{
	static const struct {
		const char *a, *b;
		int all, two;
	} row[] = {
		{"", "", 0, 0},	       {"a", "", 1, 1},
		{"", "a", -1, -1},     {"abc", "abc", 0, 0},
		{"abc", "abd", -1, 0}, {"ab", "abc", -1, 0},
		{"\xE4", "a", 1, 1},   {"a", "\xE4", -1, -1},
		{"b", "abc", 1, 1},
	};

	for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		CHECK(sign(mem_strcmp(row[i].a, row[i].b)) == row[i].all);
		CHECK(sign(mem_strncmp(row[i].a, row[i].b, 2)) == row[i].two);
		CHECK(mem_strncmp(row[i].a, row[i].b, 0) == 0);
	}
	CHECK(mem_memcmp("abc", "abd", 2) == 0);
	CHECK(sign(mem_memcmp("abc", "abd", 3)) == -1);
	CHECK(sign(mem_memcmp("\xFF", "\x01", 1)) == 1);
	CHECK(mem_memcmp("a", "b", 0) == 0);
}

static void test_find(void)
{
	const char *s = guard_copy("abcabc", 7);

	CHECK(mem_strlen(s) == 6);
	CHECK(mem_strlen(s + 6) == 0);
	CHECK(mem_strchr(s, 'c') == s + 2);
	CHECK(mem_strchr(s, '\0') == s + 6);
	CHECK(mem_strchr(s, 'x') == NULL);
	CHECK(mem_strrchr(s, 'a') == s + 3);
	CHECK(mem_strrchr(s, '\0') == s + 6);
	CHECK(mem_strrchr(s, 'x') == NULL);
	CHECK(mem_memchr(s, 'a', 7) == s);
	CHECK(mem_memchr(s + 1, 'a', 6) == s + 3);
	CHECK(mem_memchr(s + 1, 'a', 2) == NULL);
	CHECK(mem_memchr(s, 'x', 7) == NULL);
}

int main(void)
{
	uint8_t *p = guard_alloc(ROOM);

	test_move(p);
	test_copy_and_set(p);
	test_compare();
	test_find();
	printf("test_mem: %s\n", failed ? "FAILED" : "passed");
	return failed;
}
