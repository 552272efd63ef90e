/* Tests of proto/url.c: names in a config, and RFC 3986's references. */
#include "unit.h"
#include "base/err.h"
#include "base/str.h"
#include "proto/url.h"

static const ip4 boot_server = {{192, 0, 2, 1}};

/* Parses a copy at a guard page, into a struct at one. */
static int parse(struct url *u, const char *name)
{
	size_t len = strlen(name) + 1;
	char *copy = guard_copy(name, len);
	struct url *guarded = guard_alloc(sizeof(*u));
	int rc = url_of(guarded, copy, boot_server);

	*u = *guarded;
	guard_free(guarded, sizeof(*u));
	guard_free(copy, len);
	return rc;
}

static int follow(struct url *u, const char *reference)
{
	size_t len = strlen(reference) + 1;
	char *copy = guard_copy(reference, len);
	struct url *guarded = guard_copy(u, sizeof(*u));
	int rc = url_follow(guarded, copy);

	*u = *guarded;
	guard_free(guarded, sizeof(*u));
	guard_free(copy, len);
	return rc;
}

/* "scheme login@host:port path", with the address where there is one. */
static void check(const struct url *u, int rc, const char *name,
		  const char *wanted)
{
	char text[2048];

	snprintf(text, sizeof(text), "%s %s@%s:%u%s %s",
		 u->scheme == URL_HTTP ? "http" : "tftp", u->login, u->host,
		 u->port, u->has_ip ? " ip" : "", u->path);
	if (rc < 0)
		snprintf(text, sizeof(text), "[%s]", err_code(rc));
	if (strcmp(text, wanted))
		print_error("%s:\n", name);
	assert_string_equal(text, wanted);
}

#define BOOT "tftp @192.0.2.1:69 ip "

static const struct {
	const char *name, *wanted;
} names[] = {
	/* Paths on the boot server: nothing is changed. */
	{"", BOOT},
	{"a/b", BOOT "a/b"},
	{"/a/../b", BOOT "/a/../b"},
	{"a%20b c#d;e?f", BOOT "a%20b c#d;e?f"},
	{"c:file", BOOT "c:file"},
	{"c:/file", BOOT "c:/file"},
	{"a:b://c", BOOT "a:b://c"},
	{"a:b::c", BOOT "a:b::c"},
	/* PXELINUX's form. */
	{"10.1.2.3::a/b", "tftp @10.1.2.3:69 ip a/b"},
	{"10.1.2.3::/a", "tftp @10.1.2.3:69 ip /a"},
	{"10.1.2.3::a%20b", "tftp @10.1.2.3:69 ip a%20b"},
	{"srv.lan::a", "tftp @srv.lan:69 a"},
	{"10.1.2.3::", "tftp @10.1.2.3:69 ip "},
	{"::a", BOOT "a"},
	{"a b::c", "[N01]"},
	/* TFTP URLs. */
	{"tftp://10.1.2.3/a", "tftp @10.1.2.3:69 ip a"},
	{"TFTP://10.1.2.3/a", "tftp @10.1.2.3:69 ip a"},
	{"tftp://10.1.2.3//a", "tftp @10.1.2.3:69 ip /a"},
	{"tftp://10.1.2.3/a/../b", "tftp @10.1.2.3:69 ip a/../b"},
	{"tftp://10.1.2.3:6969/a", "tftp @10.1.2.3:6969 ip a"},
	{"tftp://srv/a%20b%2Fc;mode=octet", "tftp @srv:69 a b/c"},
	{"tftp://srv/a%3Bb%23#c", "tftp @srv:69 a;b#"},
	{"tftp://srv/a%zz%4%00%", "tftp @srv:69 a%zz%4%00%"},
	{"tftp:///a", BOOT "a"},
	{"tftp://srv", "[N02]"},
	{"tftp://srv/", "[N02]"},
	{"tftp://srv?a", "[N02]"},
	{"tftp:///", "[N02]"},
	/* HTTP URLs. */
	{"http://srv", "http @srv:80 /"},
	{"http://srv/", "http @srv:80 /"},
	{"Http://10.1.2.3/a", "http @10.1.2.3:80 ip /a"},
	{"http://srv:8080/a", "http @srv:8080 /a"},
	{"http://srv:/a", "http @srv:80 /a"},
	{"http://srv?q", "http @srv:80 /?q"},
	{"http://srv#f", "http @srv:80 /"},
	{"http:///a", "http @192.0.2.1:80 ip /a"},
	{"http://:81/a", "http @192.0.2.1:81 ip /a"},
	{"http://srv/a b\"%20%zz", "http @srv:80 /a%20b\"%20%zz"},
	{"http://srv/\xC3\xA4\x7F\x01?\t", "http @srv:80 /%C3%A4%7F%01?%09"},
	{"http://srv/a//b", "http @srv:80 /a//b"},
	{"http://srv/a/./b/../c", "http @srv:80 /a/c"},
	{"http://srv/../../a", "http @srv:80 /a"},
	{"http://srv/a/..", "http @srv:80 /"},
	{"http://srv/a/.", "http @srv:80 /a/"},
	{"http://srv/a/b/..?x/../y", "http @srv:80 /a/?x/../y"},
	{"http://srv/...", "http @srv:80 /..."},
	{"http://srv/.a/..b", "http @srv:80 /.a/..b"},
	{"http://srv/a#b?c", "http @srv:80 /a"},
	{"http://u:p@srv/a", "http u:p@srv:80 /a"},
	{"http://u@srv:81/a", "http u:@srv:81 /a"},
	{"http://u:@srv/a", "http u:@srv:80 /a"},
	{"http://@srv/a", "http :@srv:80 /a"},
	{"http://u%40h:p%2F:%25@srv/", "http u@h:p/:%@srv:80 /"},
	{"http://u:p@ss@srv/", "http u:p@ss@srv:80 /"},
	{"http://u:p@/a", "http u:p@192.0.2.1:80 ip /a"},
	{"http://srv/a@b", "http @srv:80 /a@b"},
	{"http://u:%0A@srv/", "[N06]"},
	{"http://u:\x7F@srv/", "[N06]"},
	/* Servers. */
	{"http://a-b_c.X9/", "http @a-b_c.X9:80 /"},
	{"http://3com.com/", "http @3com.com:80 /"},
	{"http://10.1.2.256/", "[N01]"},
	{"http://10.1.2/", "[N01]"},
	{"http://10.1.2.3.4/", "[N01]"},
	{"http://123/", "[N01]"},
	{"http://[::1]/", "[N01]"},
	{"http://a,b/", "[N01]"},
	{"http://a\xC3\xA4/", "[N01]"},
	{"http://a\rb/", "[N01]"},
	{"http://srv:0/", "[N04]"},
	{"http://srv:65535/", "http @srv:65535 /"},
	{"http://srv:65536/", "[N04]"},
	{"http://srv:80x/", "[N04]"},
	{"http://srv:-1/", "[N04]"},
	/* Schemes. */
	{"https://srv/a", "[N03]"},
	{"ftp://srv/a", "[N03]"},
	{"://srv/a", "[N03]"},
};

static void test_names(void **state)
{
	struct url u;

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		check(&u, parse(&u, names[i].name), names[i].name,
		      names[i].wanted);
}

static const struct {
	const char *base, *reference, *wanted;
} references[] = {
#define BASE "http://u:p@srv:81/b/c/d?q"
	{BASE, "http://other/x", "http @other:80 /x"},
	{BASE, "HTTP://v:w@other/x", "http v:w@other:80 /x"},
	{BASE, "http://other", "http @other:80 /"},
	{BASE, "http://10.1.2.3:82/x#f", "http @10.1.2.3:82 ip /x"},
	{BASE, "//other/x", "http @other:80 /x"},
	{BASE, "//other:81/x", "http @other:81 /x"},
	{BASE, "///x", "http @srv:80 /x"},
	/* RFC 3986 5.4, what does not need another scheme. */
	{BASE, "g", "http u:p@srv:81 /b/c/g"},
	{BASE, "./g", "http u:p@srv:81 /b/c/g"},
	{BASE, "g/", "http u:p@srv:81 /b/c/g/"},
	{BASE, "/g", "http u:p@srv:81 /g"},
	{BASE, "?y", "http u:p@srv:81 /b/c/d?y"},
	{BASE, "g?y", "http u:p@srv:81 /b/c/g?y"},
	{BASE, "#s", "http u:p@srv:81 /b/c/d?q"},
	{BASE, "g#s", "http u:p@srv:81 /b/c/g"},
	{BASE, "", "http u:p@srv:81 /b/c/d?q"},
	{BASE, ".", "http u:p@srv:81 /b/c/"},
	{BASE, "..", "http u:p@srv:81 /b/"},
	{BASE, "../", "http u:p@srv:81 /b/"},
	{BASE, "../g", "http u:p@srv:81 /b/g"},
	{BASE, "../..", "http u:p@srv:81 /"},
	{BASE, "../../../g", "http u:p@srv:81 /g"},
	{BASE, "/./g", "http u:p@srv:81 /g"},
	{BASE, "g.", "http u:p@srv:81 /b/c/g."},
	{BASE, "..g", "http u:p@srv:81 /b/c/..g"},
	{BASE, "./g/.", "http u:p@srv:81 /b/c/g/"},
	{BASE, "g;x=1/../y", "http u:p@srv:81 /b/c/y"},
	{BASE, "g?y/../x", "http u:p@srv:81 /b/c/g?y/../x"},
	{BASE, "g?a:b//c", "http u:p@srv:81 /b/c/g?a:b//c"},
	{BASE, "/a b", "http u:p@srv:81 /a%20b"},
	/* The login stays with its server. */
	{BASE, "http://SRV:81/x", "http u:p@SRV:81 /x"},
	{BASE, "http://srv/x", "http @srv:80 /x"},
	{BASE, "//v@srv:81/x", "http v:@srv:81 /x"},
	{"http://10.1.2.3/a", "//srv/", "http @srv:80 /"},
	/* Refused. */
	{BASE, "https://srv:81/x", "[N07]"},
	{BASE, "tftp://srv/x", "[N07]"},
	{BASE, "http:x", "[N07]"},
	{BASE, "mailto:x", "[N07]"},
	{BASE, ":x", "[N07]"},
	{BASE, "http://a b/", "[N01]"},
	{BASE, "//srv:x/", "[N04]"},
};

static void test_references(void **state)
{
	struct url u;

	(void)state;
	for (size_t i = 0; i < COUNT(references); i++) {
		assert_int_equal(parse(&u, references[i].base), 0);
		check(&u, follow(&u, references[i].reference),
		      references[i].reference, references[i].wanted);
	}
}

/* prefix, then n times c, then suffix. */
static char *repeated(const char *prefix, size_t n, char c, const char *suffix)
{
	static char text[4096];
	size_t len = strlen(prefix);

	strcpy(text, prefix);
	memset(text + len, c, n);
	strcpy(text + len + n, suffix);
	return text;
}

/* Every buffer: full, and one byte too many. */
static void test_limits(void **state)
{
	struct url u;

	(void)state;
#define FITS(...) assert_int_equal(parse(&u, repeated(__VA_ARGS__)), 0)
#define LONG(...)                                                              \
	assert_int_equal(parse(&u, repeated(__VA_ARGS__)), -ERR_URL_LONG)
	FITS("", 1023, 'a', "");
	LONG("", 1024, 'a', "");
	FITS("tftp://s/", 1023, 'a', "");
	LONG("tftp://s/", 1024, 'a', "");
	FITS("tftp://s/", 1022, 'a', "%41;b");
	LONG("tftp://s/", 1023, 'a', "%41");
	FITS("http://s/", 1020, 'a', "#b");
	assert_int_equal(strlen(u.path), 1021);
	FITS("http://s/", 1019, 'a', " ");
	assert_int_equal(strlen(u.path), 1023);
	LONG("http://s/", 1020, 'a', " ");
	/* As it is shown it can be read again. */
	FITS("http://s/", 1022, 'a', "");
	LONG("http://s/", 1022, 'a', "b");
	FITS("http://", 253, 'a', "/");
	assert_int_equal(strlen(u.host), 253);
	assert_int_equal(parse(&u, repeated("http://", 254, 'a', "/")),
			 -ERR_URL_HOST);
	FITS("http://u:", 124, 'p', "@s/");
	assert_int_equal(strlen(u.login), 126);
	assert_int_equal(parse(&u, repeated("http://u:", 125, 'p', "@s/")),
			 -ERR_URL_LOGIN);
	FITS("http://", 126, 'u', "@s/");
	assert_int_equal(strlen(u.login), 127);
	assert_int_equal(parse(&u, repeated("http://", 127, 'u', "@s/")),
			 -ERR_URL_LOGIN);
	/* A reference to a full path. */
	FITS("http://s/", 1000, 'a', "/b");
	assert_int_equal(follow(&u, repeated("", 21, 'c', "")), 0);
	assert_int_equal(follow(&u, repeated("", 22, 'c', "")), -ERR_URL_LONG);
}

static void test_text(void **state)
{
	static const char *const rows[][2] = {
		{"http://u:p@srv/a?b", "http://srv/a?b"},
		{"http://srv:81/a", "http://srv:81/a"},
		{"http://srv:69/a", "http://srv:69/a"},
		{"tftp://srv:80/a", "tftp://srv:80/a"},
		{"a/b", "tftp://192.0.2.1/a/b"},
	};
	struct url a, b;
	char buf[64];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(parse(&a, rows[i][0]), 0);
		assert_string_equal(url_text(&a, buf, sizeof(buf)), rows[i][1]);
		assert_int_equal(strlen(url_text(&a, buf, 9)), 8);
		assert_memory_equal(buf, rows[i][1], 8);
		assert_int_equal(parse(&b, "http://SRV/z"), 0);
		assert_int_equal(url_same_server(&a, &b), i == 0);
	}
}

static void test_names_server(void **state)
{
	static const struct {
		const char *name;
		bool does;
	} rows[] = {
		{"", false},	      {"a/b", false},	{"::a", false},
		{"s::a", true},	      {"s::", true},	{"a:b::c", false},
		{"http://s/a", true}, {"x://", true},	{"a:/b", false},
		{"a/b::c", true},     {":", false},	{"a:", false},
		{"a/b://c", true},    {":://a", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(url_names_server(rows[i].name), rows[i].does);
}

static void test_bare(void **state)
{
	static const struct {
		const char *name, *bare;
	} rows[] = {
		{"", ""},
		{"a/b@c", "a/b@c"},
		{"http://h/a@b", "http://h/a@b"},
		{"http://u:p@h/a", "http://h/a"},
		{"http://u:p@q@h:80/a", "http://h:80/a"},
		{"http://u:p@", "http://"},
		{"http://", "http://"},
		{"http://u:p@h|http://v:w@g/b|c@d", "http://h|http://g/b|c@d"},
		{"://@", "://"},
	};
	char buf[64];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(url_bare(rows[i].name, buf, sizeof(buf)),
				    rows[i].bare);
	assert_string_equal(url_bare("http://u:p@h/a", buf, 9), "http://h");
	assert_string_equal(url_bare("http://u:p@h/a", buf, 1), "");
}

static void test_bare_words(void **state)
{
	static const struct {
		const char *cmdline, *bare;
	} rows[] = {
		{"", ""},
		{" a  b ", " a  b "},
		{"initrd=http://u:p@h/a", "initrd=http://h/a"},
		{"initrd=http://u:p@h/a,b,http://v:w@g/c=d  ks=http://u:p@h/k "
		 "BOOT_IMAGE=http://u:p@h/k",
		 "initrd=http://h/a,b,http://g/c=d  ks=http://u:p@h/k "
		 "BOOT_IMAGE=http://h/k"},
		{"xinitrd=http://u:p@h/a", "xinitrd=http://u:p@h/a"},
		{"initrd=http://u:p@ h", "initrd=http:// h"},
	};
	char buf[128];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(str_copy(buf, sizeof(buf), rows[i].cmdline));
		url_bare_words(buf);
		assert_string_equal(buf, rows[i].bare);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_names_server),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_bare_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
