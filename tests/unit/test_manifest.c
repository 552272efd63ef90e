/* Manifests: the format's rules row by row, names to paths, every damage. */
#include "base/err.h"
#include "crypto/manifest.h"
#include "unit.h"

#define HEAD "towline-manifest 1 serial 42\n"
#define A    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define B    "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define GOOD                                                                   \
	HEAD A " 0 boot/a b\n" B " 18446744 boot/linux\n" A " 5 "              \
	       "boot/linux.gz\n"

/* Read a copy at a guard page. *detail gets the line, if not NULL. */
static int read_guarded(const char *text, size_t len, struct manifest *m)
{
	void *copy = guard_copy(text, len);
	int rc = manifest_read(m, span_of(copy, len));

	guard_free(copy, len);
	return rc;
}

static void test_good(void **state)
{
	struct manifest m;
	struct manifest_object o;
	static const uint8_t start[] = {0xF1, 0x23, 0x45, 0x67};

	(void)state;
	assert_int_equal(manifest_read(&m, span_of(GOOD, strlen(GOOD))), 0);
	assert_int_equal(m.serial, 42);
	assert_int_equal(m.count, 3);
	assert_int_equal(manifest_find(&m, "boot/linux", &o), 0);
	assert_int_equal(o.len, 18446744);
	assert_memory_equal(o.digest, start, sizeof(start));
	assert_int_equal(o.digest[31], 0xEF);
	assert_int_equal(manifest_find(&m, "boot/a b", &o), 0);
	assert_int_equal(o.len, 0);
	assert_int_equal(manifest_find(&m, "boot/linu", &o),
			 -ERR_MANIFEST_UNLISTED);
	assert_string_equal(err_detail(), "boot/linu");
	assert_int_equal(manifest_find(&m, "boot/Linux", &o),
			 -ERR_MANIFEST_UNLISTED);
	assert_int_equal(manifest_find(&m, "linux", &o),
			 -ERR_MANIFEST_UNLISTED);
	/* A tree without files is possible. */
	assert_int_equal(manifest_read(&m, span_of(HEAD, strlen(HEAD))), 0);
	assert_int_equal(m.count, 0);
	assert_int_equal(manifest_find(&m, "a", &o), -ERR_MANIFEST_UNLISTED);
}

#define LINE(text) HEAD A " 1 a\n" text

static void test_bad(void **state)
{
	static const struct {
		const char *text;
		int rc;
		const char *detail;
	} rows[] = {
		{"", -ERR_MANIFEST_HEAD, "line 1"},
		{"towline-manifest 1 serial 42", -ERR_MANIFEST_HEAD, "line 1"},
		{"towline-manifest 2 serial 42\n", -ERR_MANIFEST_HEAD,
		 "line 1"},
		{"towline-manifest 1 serial \n", -ERR_MANIFEST_HEAD, "line 1"},
		{"towline-manifest 1 serial 042\n", -ERR_MANIFEST_HEAD,
		 "line 1"},
		{"towline-manifest 1 serial 4294967295\n", 0, ""},
		{"towline-manifest 1 serial 4294967296\n", -ERR_MANIFEST_HEAD,
		 "line 1"},
		{"towline-manifest 1 serial 18446744073709551617\n",
		 -ERR_MANIFEST_HEAD, "line 1"},
		{"towline-manifest 1 serial 1 \n", -ERR_MANIFEST_HEAD,
		 "line 1"},
		{"towline-manifest 1 serial 1\r\n", -ERR_MANIFEST_HEAD,
		 "line 1"},
		{" " HEAD, -ERR_MANIFEST_HEAD, "line 1"},
		{LINE("\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE("# b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A "0 1 b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A "  1 b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " 1\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " 01 b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " -1 b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " 1k b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A "  b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " 9999999999999999999 b\n"), 0, ""},
		{LINE(A " 10000000000000000000 b\n"), -ERR_MANIFEST_LINE,
		 "line 3"},
		{LINE("F1" A " 1 b\n"), -ERR_MANIFEST_LINE, "line 3"},
		{LINE("0011223344556677889AAABBCCDDEEFF"
		      "00112233445566778899aabbccddeeff 1 b\n"),
		 -ERR_MANIFEST_LINE, "line 3"},
		{LINE(A " 1 b"), -ERR_MANIFEST_END, "line 3"},
		{LINE(A " 1 \n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 /b\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b/\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b//c\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 ./b\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b/.\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 ..\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b/../c\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b/..\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b/..c\n"), 0, ""},
		{LINE(A " 1 b\r\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b\tc\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b\x7F\n"), -ERR_MANIFEST_PATH, "line 3"},
		{LINE(A " 1 b\xC3\xA4\n"), 0, ""},
		{LINE(A " 1 a\n"), -ERR_MANIFEST_TWICE, "line 3"},
		{LINE(A " 1 A\n"), -ERR_MANIFEST_ORDER, "line 3"},
		{LINE(A " 1 b\n" A " 1 a\n"), -ERR_MANIFEST_ORDER, "line 4"},
		{LINE(A " 1 ab\n" A " 1 a\n"), -ERR_MANIFEST_ORDER, "line 4"},
		{LINE(A " 1 a/b\n" A " 1 aa\n"), 0, ""},
	};
	struct manifest m;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc = read_guarded(rows[i].text, strlen(rows[i].text), &m);

		if (rc != rows[i].rc)
			print_error("row %zu: %s\n", i, rows[i].text);
		assert_int_equal(rc, rows[i].rc);
		if (rc)
			assert_string_equal(err_detail(), rows[i].detail);
	}
}

static void test_nul(void **state)
{
	static const char text[] = HEAD A " 1 b\0c\n";
	struct manifest m;

	(void)state;
	assert_int_equal(read_guarded(text, sizeof(text) - 1, &m),
			 -ERR_MANIFEST_PATH);
}

/* A path of n bytes. */
static void test_long_path(void **state)
{
	char text[2048], name[1024], path[MANIFEST_PATH_MAX + 1];
	struct manifest_object o;
	struct manifest m;

	(void)state;
	for (int n = MANIFEST_PATH_MAX - 1; n <= MANIFEST_PATH_MAX + 1; n++) {
		bool fits = n <= MANIFEST_PATH_MAX;
		int len;

		snprintf(name, sizeof(name), "a/%0*d", n - 2, 0);
		len = snprintf(text, sizeof(text), HEAD A " 7 %s\n", name);
		assert_int_equal(manifest_read(&m, span_of(text, (size_t)len)),
				 fits ? 0 : -ERR_MANIFEST_PATH);
		assert_int_equal(manifest_path(name, path),
				 fits ? 0 : -ERR_MANIFEST_NAME);
		if (fits)
			assert_int_equal(manifest_find(&m, path, &o), 0);
		/* One part more. */
		snprintf(name, sizeof(name), "%0*d/a", n, 0);
		assert_int_equal(manifest_path(name, path), -ERR_MANIFEST_NAME);
	}
}

static void test_path(void **state)
{
	static const struct {
		const char *name;
		const char *path; /* NULL: refused */
	} rows[] = {
		{"boot/linux", "boot/linux"},
		{"/boot/linux", "boot/linux"},
		{"./boot/linux", "boot/linux"},
		{"//boot/./linux", "boot/linux"},
		{"::boot/linux", "boot/linux"},
		{"::/boot/linux", "boot/linux"},
		{"10.0.2.2::boot/linux", "boot/linux"},
		{"tftp://10.0.2.2/boot/linux", "boot/linux"},
		{"tftp://10.0.2.2//boot/linux", "boot/linux"},
		{"http://user:pw@host:8080/boot/linux", "boot/linux"},
		{"HTTP://host/boot/linux", "boot/linux"},
		{"http:///boot/linux", "boot/linux"},
		{"a b", "a b"},
		{"a:b", "a:b"},
		{"..a/b..", "..a/b.."},
		{"a%2Fb", "a%2Fb"},
		{"http://host/a?b", "a?b"},
		{"", NULL},
		{"/", NULL},
		{"./.", NULL},
		{"::", NULL},
		{"http://host", NULL},
		{"http://host/", NULL},
		{"..", NULL},
		{"../boot/linux", NULL},
		{"boot/../linux", NULL},
		{"tftp://h/../linux", NULL},
		{"::../linux", NULL},
		{"boot\nlinux", NULL},
		{"boot\x7Flinux", NULL},
	};
	char path[MANIFEST_PATH_MAX + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int rc = manifest_path(rows[i].name, path);

		if (rc != (rows[i].path ? 0 : -ERR_MANIFEST_NAME))
			print_error("%s\n", rows[i].name);
		assert_int_equal(rc, rows[i].path ? 0 : -ERR_MANIFEST_NAME);
		if (rows[i].path)
			assert_string_equal(path, rows[i].path);
	}
}

/* Cut anywhere and damaged anywhere: refused, or it says something else. */
static void test_damage(void **state)
{
	char text[] = GOOD;
	size_t len = strlen(text), lines = 0;
	struct manifest m;

	(void)state;
	for (size_t cut = 0; cut < len; cut++) {
		bool whole_lines = cut && text[cut - 1] == '\n';

		lines += whole_lines;
		assert_int_equal(read_guarded(text, cut, &m) == 0, whole_lines);
	}
	assert_int_equal(lines, 3);
	for (size_t at = 0; at < len; at++)
		for (int value = 0; value < 256; value++) {
			char good = text[at];

			text[at] = (char)value;
			read_guarded(text, len, &m);
			text[at] = good;
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),	  cmocka_unit_test(test_bad),
		cmocka_unit_test(test_nul),	  cmocka_unit_test(test_path),
		cmocka_unit_test(test_long_path), cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
