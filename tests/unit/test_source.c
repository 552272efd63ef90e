/* Tests of proto/source.c: the order of places, and what follows a failure. */
#include "unit.h"
#include <string.h>
#include "base/err.h"
#include "proto/source.h"

static const struct source_servers one = {.at = {{{10, 0, 0, 1}}}, .count = 1};
static const struct source_servers three = {
	.at = {{{10, 0, 0, 1}}, {{10, 0, 0, 2}}, {{10, 0, 0, 3}}}, .count = 3};

/* All places of these names, as "host path name, ...", errors as codes. */
static const char *list(const char *names, const char *prefix,
			const struct source_servers *servers)
{
	static char text[2048];
	struct source s;
	struct url u;
	int rc;

	text[0] = '\0';
	source_start(&s, names, prefix, servers);
	for (unsigned n = 0; n < 20; n++) {
		bool more = source_more(&s);
		char *end = text + strlen(text);

		rc = source_next(&s, &u);
		assert_int_equal(more, rc != 0);
		if (rc == 0)
			return text;
		if (rc > 0)
			sprintf(end, "%s%s%s %s %s", n ? ", " : "",
				u.scheme == URL_HTTP ? "http " : "", u.host,
				u.path, s.name);
		else
			sprintf(end, "%s%s", n ? ", " : "", err_code(rc));
	}
	assert_true(false); /* no end */
	return text;
}

static void test_order(void **state)
{
	struct source_servers second = three;

	(void)state;
	second.first = 1;
	assert_string_equal(list("a", "", &one), "10.0.0.1 a a");
	assert_string_equal(list("a", "p/", &three),
			    "10.0.0.1 p/a a, 10.0.0.2 p/a a, 10.0.0.3 p/a a");
	assert_string_equal(list("a", "p/", &second),
			    "10.0.0.2 p/a a, 10.0.0.3 p/a a, 10.0.0.1 p/a a");
	assert_string_equal(list("a|b/c", "p/", &one),
			    "10.0.0.1 p/a a, 10.0.0.1 p/b/c b/c");
	/* A name with a server is looked for there alone. */
	assert_string_equal(list("http://x/a|10.9.9.9::b|::c", "p/", &three),
			    "http x /a http://x/a, 10.9.9.9 b 10.9.9.9::b, "
			    "10.0.0.1 c ::c, 10.0.0.2 c ::c, 10.0.0.3 c ::c");
	assert_string_equal(list("a", "http://x/p/", &three), "http x /p/a a");
}

/* Empty names and bad ones are places like others: they fail. */
static void test_bad_names(void **state)
{
	char longest[SOURCE_PATH_MAX + 20];

	(void)state;
	assert_string_equal(list("", "p/", &one), "10.0.0.1 p/ ");
	assert_string_equal(list("a|", "", &one), "10.0.0.1 a a, 10.0.0.1  ");
	assert_string_equal(list("ftp://x/a|b", "", &three),
			    "N03, 10.0.0.1 b b, 10.0.0.2 b b, 10.0.0.3 b b");
	memset(longest, 'a', sizeof(longest));
	strcpy(longest + SOURCE_PATH_MAX - 2, "|b");
	assert_string_equal(list(longest, "pp", &one), "N08, 10.0.0.1 ppb b");
	longest[SOURCE_PATH_MAX - 2] = 'a';
	strcpy(longest + SOURCE_PATH_MAX, "|b");
	assert_string_equal(list(longest, "", &one), "N08, 10.0.0.1 b b");
}

/* Who had the file is asked first the next time. */
static void test_good(void **state)
{
	struct source_servers servers = three;
	struct source s;
	struct url u;

	(void)state;
	for (unsigned n = 1; n < 5; n++) {
		source_start(&s, "a", "", &servers);
		assert_int_equal(source_next(&s, &u), 1);
		assert_int_equal(source_next(&s, &u), 1);
		source_good(&s, &servers);
		assert_int_equal(servers.first, n % 3);
		assert_memory_equal(&servers.at[servers.first], &u.ip, 4);
	}
	/* A server that is no boot server changes nothing. */
	source_start(&s, "10.9.9.9::a", "", &servers);
	assert_int_equal(source_next(&s, &u), 1);
	source_good(&s, &servers);
	assert_int_equal(servers.first, 1);
}

static void test_judge(void **state)
{
	static const struct {
		int rc;
		unsigned tries;
		enum source_verdict verdict;
	} row[] = {
		{-ERR_TFTP_NOT_FOUND, 1, SOURCE_NEXT},
		{-ERR_TFTP_ACCESS, 1, SOURCE_NEXT},
		{-ERR_TFTP_SILENT, 1, SOURCE_NEXT},
		{-ERR_HTTP_NOT_FOUND, 1, SOURCE_NEXT},
		{-ERR_FETCH_CONNECT, 1, SOURCE_NEXT},
		{-ERR_URL_SCHEME, 1, SOURCE_NEXT},
		{-ERR_TFTP_REFUSED, 1, SOURCE_AGAIN},
		{-ERR_TFTP_CHANGED, 1, SOURCE_AGAIN},
		{-ERR_HTTP_CHANGED, 1, SOURCE_AGAIN},
		{-ERR_TFTP_ENDED, SOURCE_TRIES_MAX - 1, SOURCE_AGAIN},
		{-ERR_TFTP_ENDED, SOURCE_TRIES_MAX, SOURCE_NEXT},
		{-ERR_NETBOOT_ESC, 1, SOURCE_OVER},
		{-ERR_PLACE_TOO_BIG, 1, SOURCE_OVER},
		{-ERR_PLACE_FULL, 1, SOURCE_OVER},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++)
		assert_int_equal(source_judge(row[i].rc, row[i].tries),
				 row[i].verdict);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_bad_names),
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
