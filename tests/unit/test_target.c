/* Names with a server in them, row by row. */
#include <string.h>
#include "base/err.h"
#include "proto/target.h"
#include "unit.h"

#define BOOT                                                                   \
	{                                                                      \
		{                                                              \
			10, 0, 2, 2                                            \
		}                                                              \
	}
#define OTHER                                                                  \
	{                                                                      \
		{                                                              \
			192, 168, 0, 1                                         \
		}                                                              \
	}

static const struct {
	const char *name;
	ip4 server;
	const char *path;
} good[] = {
	{"vmlinuz", BOOT, "vmlinuz"},
	{"", BOOT, ""},
	{"/dir/vmlinuz", BOOT, "/dir/vmlinuz"},
	{"192.168.0.1/vmlinuz", BOOT, "192.168.0.1/vmlinuz"},
	/* One colon is part of a name. */
	{"c:/dir/vmlinuz", BOOT, "c:/dir/vmlinuz"},
	{"c:\\dir\\vmlinuz", BOOT, "c:\\dir\\vmlinuz"},
	{"a:b", BOOT, "a:b"},
	{"a:", BOOT, "a:"},
	{"a:/", BOOT, "a:/"},
	{"a:b::c", BOOT, "a:b::c"},
	{":a", BOOT, ":a"},
	{"192.168.0.1::dir/vmlinuz", OTHER, "dir/vmlinuz"},
	{"192.168.0.1::/dir/vmlinuz", OTHER, "/dir/vmlinuz"},
	{"192.168.0.1::", OTHER, ""},
	{"192.168.0.1:::a", OTHER, ":a"},
	{"192.168.0.1::a::b", OTHER, "a::b"},
	{"tftp://192.168.0.1/dir/vmlinuz", OTHER, "dir/vmlinuz"},
	{"tftp://192.168.0.1//dir/vmlinuz", OTHER, "/dir/vmlinuz"},
	{"TFTP://192.168.0.1/a", OTHER, "a"},
	{"tftp://192.168.0.1/", OTHER, ""},
	{"tftp://192.168.0.1/a://b", OTHER, "a://b"},
};

static const struct {
	const char *name;
	enum err e;
	const char *detail;
} bad[] = {
	{"server::a", ERR_TARGET_SERVER, "server"},
	{"::a", ERR_TARGET_SERVER, ""},
	{"192.168.0.1x::a", ERR_TARGET_SERVER, "192.168.0.1x"},
	{"192.168.0.1 ::a", ERR_TARGET_SERVER, "192.168.0.1 "},
	{"192.168.0::a", ERR_TARGET_SERVER, "192.168.0"},
	{"192.168.0.256::a", ERR_TARGET_SERVER, "192.168.0.256"},
	{"tftp://server/a", ERR_TARGET_SERVER, "server"},
	{"tftp:///a", ERR_TARGET_SERVER, ""},
	{"tftp://192.168.0.1:69/a", ERR_TARGET_SERVER, "192.168.0.1:69"},
	{"tftp://192.168.0.1", ERR_TARGET_PATH, "192.168.0.1"},
	{"tftp://", ERR_TARGET_PATH, ""},
	{"http://192.168.0.1/a", ERR_TARGET_SCHEME, "http://192.168.0.1/a"},
	{"xtftp://192.168.0.1/a", ERR_TARGET_SCHEME, "xtftp://192.168.0.1/a"},
	{"://192.168.0.1/a", ERR_TARGET_SCHEME, "://192.168.0.1/a"},
};

/* Every name also at a guard page: it is read up to its NUL, no further. */
static int ask(struct target *t, const char *name, char **copy)
{
	*copy = guard_copy(name, strlen(name) + 1);
	memset(t, 0xA5, sizeof(*t));
	return target_of(t, *copy, (ip4)BOOT);
}

static void test_good(void **state)
{
	struct target t;
	char *name;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		size_t len = strlen(good[i].name);

		assert_int_equal(ask(&t, good[i].name, &name), 0);
		assert_memory_equal(&t.server, &good[i].server,
				    sizeof(t.server));
		assert_string_equal(t.path, good[i].path);
		/* Inside what was given. */
		assert_ptr_equal(t.path, name + len - strlen(good[i].path));
		guard_free(name, len + 1);
	}
}

static void test_bad(void **state)
{
	struct target t;
	char *name;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		int rc = ask(&t, bad[i].name, &name);

		if (rc != -(int)bad[i].e)
			print_message("name: %s\n", bad[i].name);
		assert_int_equal(rc, -(int)bad[i].e);
		assert_string_equal(err_detail(), bad[i].detail);
		guard_free(name, strlen(bad[i].name) + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
