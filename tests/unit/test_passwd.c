/*
 * Stored passwords: the examples of the SHA-crypt specification (Drepper,
 * 2007), those of tests/unit/make-passwords, and what is no password.
 */
#include "crypto/passwd.h"
#include "base/err.h"
#include "unit.h"

#define PASSWORDS "build/unit/passwords"

static const struct {
	const char *stored, *typed;
} known[] = {
	{"$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
	 "Hello world!"},
	{"$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2."
	 "opqey6IcA",
	 "Hello world!"},
	{"$5$rounds=5000$toolongsaltstrin$Un/"
	 "5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5",
	 "This is just a test"},
	{"$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/",
	 "we have a short salt string but not a short password"},
	{"$5$rounds=123456$asaltof16chars..$gP3VQ/"
	 "6X7UUEW3HkBn2w1/Ptq2jxPyzV/cZKmF/wJvD",
	 "a short string"},
	{"$5$rounds=10$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/"
	 "gL972bIC",
	 "the minimum number is still observed"},
	{"$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJ"
	 "uesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
	 "Hello world!"},
	{"$6$rounds=10$roundstoolow$kUMsbe306n21p9R.FRkW3IGn.S9NPN0x50YhH1xhL"
	 "sPuWGsUSklZt58jaTfF4ZEQpyUNGc0dqbpBYYBaHHrsX.",
	 "the minimum number is still observed"},
	{"$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0"
	 "gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
	 "we have a short salt string but not a short password"},
	{"$6$rounds=123456$asaltof16chars..$BtCwjqMJGx5hrJhZywWvt0RLE8uZ4oPw"
	 "celCjmw2kSYu.Ec6ycULevoBK25fs2xXgMNrCzIMVcgEJAstJeonj1",
	 "a short string"},
	{"plain", "plain"},
	{"$ign", "$ign"},
	{"With blanks, and $", "With blanks, and $"},
};

/* A stored password at a guard page, a typed one at another. */
static bool matches(const char *typed, const char *stored)
{
	char *t = guard_copy(typed, strlen(typed) + 1);
	char *s = guard_copy(stored, strlen(stored) + 1);
	bool yes = passwd_matches(t, s);

	guard_free(t, strlen(typed) + 1);
	guard_free(s, strlen(stored) + 1);
	return yes;
}

static void check_pair(const char *stored, const char *typed)
{
	char other[256];

	if (!matches(typed, stored))
		print_error("%s for %s\n", stored, typed);
	assert_true(matches(typed, stored));
	assert_int_equal(passwd_check(stored), 0);
	snprintf(other, sizeof(other), "%s", typed);
	other[strlen(typed) / 2] ^= 1;
	assert_false(matches(other, stored));
}

/* A pair, and what is nearly it. */
static void check_around(const char *stored, const char *typed)
{
	char other[256], more[256];
	size_t len = strlen(stored);

	check_pair(stored, typed);
	snprintf(other, sizeof(other), "%sx", typed);
	assert_false(matches(other, stored));
	/* One character of the hash less, more, or another. */
	snprintf(more, sizeof(more), "%.*s", (int)len - 1, stored);
	if (stored[len - 1] != '=')
		assert_false(matches(typed, more));
	snprintf(more, sizeof(more), "%sa", stored);
	assert_false(matches(typed, more));
	snprintf(more, sizeof(more), "%s", stored);
	more[len - 3] ^= 1;
	assert_false(matches(typed, more));
}

static void test_known(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(known); i++)
		if (*known[i].stored == '$')
			check_pair(known[i].stored, known[i].typed);
		else
			check_around(known[i].stored, known[i].typed);
}

static void test_openssl(void **state)
{
	FILE *f = fopen(PASSWORDS, "r");
	char line[512], *typed;
	unsigned count = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		typed = strchr(line, ' ');
		*typed++ = '\0';
		if (count++ % 8)
			check_pair(line, typed);
		else
			check_around(line, typed);
	}
	fclose(f);
	assert_int_equal(count, 140);
}

/* sha1pass ends with a '$', openssl with a '=', others with nothing. */
static void test_sha1_ends(void **state)
{
	static const char *const ends[] = {"", "=", "$", "=$"};
	char stored[80];

	(void)state;
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(stored, sizeof(stored), "$4$%s%s",
			 "salt$WbPo1jfPl+2+I4TPWct0U9/jB4k", ends[i]);
		assert_true(matches("password", stored));
	}
	assert_false(
		matches("password", "$4$salt$WbPo1jfPl+2+I4TPWct0U9/jB4k=x"));
}

static void test_nobody(void **state)
{
	static const char *const stored[] = {
		"",    "$",   "$$",	 "$1$",	     "$4$",
		"$5$", "$6$", "$6$salt", "$6$salt$",
	};
	static const struct {
		const char *stored;
		enum err e;
	} refused[] = {
		{"$y$j9T$salt$hash", ERR_PASSWD_KIND},
		{"$2b$10$abcdefghijklmnopqrstuv", ERR_PASSWD_KIND},
		{"$$x", ERR_PASSWD_KIND},
		{"$0$salt$hash", ERR_PASSWD_KIND},
		{"$55$salt$hash", ERR_PASSWD_KIND},
		{"$6$salt", ERR_PASSWD_SALT},
		{"$6$01234567890123456$x", ERR_PASSWD_SALT},
		{"$6$rounds=200001$salt$x", ERR_PASSWD_ROUNDS},
		{"$6$rounds=4294967296$salt$x", ERR_PASSWD_ROUNDS},
		{"$6$rounds=$salt$x", ERR_PASSWD_ROUNDS},
		{"$6$rounds=5000", ERR_PASSWD_ROUNDS},
		{"$5$rounds=99999999999999999999$salt$x", ERR_PASSWD_ROUNDS},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(stored); i++) {
		assert_false(matches("", stored[i]));
		assert_false(matches("x", stored[i]));
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_int_equal(passwd_check(refused[i].stored),
				 -(int)refused[i].e);
		assert_false(matches("hash", refused[i].stored));
		assert_false(matches(refused[i].stored, refused[i].stored));
	}
}

/* Too long to be typed. */
static void test_long(void **state)
{
	char typed[PASSWD_MAX + 2];

	(void)state;
	memset(typed, 'x', sizeof(typed));
	typed[PASSWD_MAX] = '\0';
	assert_true(matches(typed, typed));
	typed[PASSWD_MAX] = 'x';
	typed[PASSWD_MAX + 1] = '\0';
	assert_false(matches(typed, typed));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_openssl),
		cmocka_unit_test(test_sha1_ends),
		cmocka_unit_test(test_nobody),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
