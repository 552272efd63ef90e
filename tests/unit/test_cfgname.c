/* Tests of proto/cfgname.c against the example in PXELINUX's documentation. */
#include "unit.h"
#include "proto/cfgname.h"

static const struct dhcp_lease example = {
	.boot_file = "/mybootdir/pxelinux.0",
	.has_uuid = true,
	.uuid = {0xB8, 0x94, 0x59, 0x08, 0xD6, 0xA6, 0x41, 0xA9, 0x61, 0x1D,
		 0x74, 0xA6, 0xAB, 0x80, 0xB8, 0x3D},
	.mac = {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD},
	.mac_len = 6,
	.mac_type = 1,
	.address = {{192, 0, 2, 91}},
};

static const char *const names[] = {
	"pxelinux.cfg/b8945908-d6a6-41a9-611d-74a6ab80b83d",
	"pxelinux.cfg/01-88-99-aa-bb-cc-dd",
	"pxelinux.cfg/C000025B",
	"pxelinux.cfg/C000025",
	"pxelinux.cfg/C00002",
	"pxelinux.cfg/C0000",
	"pxelinux.cfg/C000",
	"pxelinux.cfg/C00",
	"pxelinux.cfg/C0",
	"pxelinux.cfg/C",
	"pxelinux.cfg/default",
};

enum { UUID = 0, MAC = 1, IP = 2, DEFAULT = 10 };

/* All names of l, one after the other: first, then wanted without [from, to).
 */
static void check(const struct dhcp_lease *l, const char *first, size_t from,
		  size_t to)
{
	char *name = guard_alloc(CFGNAME_MAX);
	unsigned n = 0;

	if (first) {
		assert_true(cfgname(l, n++, name, CFGNAME_MAX));
		assert_string_equal(name, first);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		if (i >= from && i < to)
			continue;
		assert_true(cfgname(l, n++, name, CFGNAME_MAX));
		assert_string_equal(name, names[i]);
	}
	for (; n < 40; n++)
		assert_false(cfgname(l, n, name, CFGNAME_MAX));
	assert_false(cfgname(l, UINT32_MAX, name, CFGNAME_MAX));
	guard_free(name, CFGNAME_MAX);
}

static void test_order(void **state)
{
	struct dhcp_lease l = example;

	(void)state;
	check(&l, NULL, 0, 0);
	strcpy(l.config_file, "configs/common");
	check(&l, "configs/common", 0, 0);
	memset(l.config_file, 'c', sizeof(l.config_file) - 1);
	check(&l, l.config_file, 0, 0);
	l = example;
	l.has_uuid = false;
	check(&l, NULL, UUID, MAC);
	l = example;
	l.mac_len = 0;
	check(&l, NULL, MAC, IP);
	l = example;
	l.address = (ip4){{0}};
	check(&l, NULL, IP, DEFAULT);
	check(&(struct dhcp_lease){0}, NULL, 0, DEFAULT);
}

/* The longest hardware address (InfiniBand's and others' have 16 here). */
static void test_long_mac(void **state)
{
	struct dhcp_lease l = {.mac_len = 16, .mac_type = 32};
	char name[CFGNAME_MAX];

	(void)state;
	for (uint8_t i = 0; i < 16; i++)
		l.mac[i] = (uint8_t)(0xF0 + i);
	assert_true(cfgname(&l, 0, name, sizeof(name)));
	assert_string_equal(name, "pxelinux.cfg/20-f0-f1-f2-f3-f4-f5-f6-f7-f8-"
				  "f9-fa-fb-fc-fd-fe-ff");
}

static void test_prefix(void **state)
{
	static const char *const row[][2] = {
		{"/mybootdir/pxelinux.0", "/mybootdir/"},
		{"towline.0", ""},
		{"", ""},
		{"/towline.0", "/"},
		{"a/b/c", "a/b/"},
		{"a/b/", "a/b/"},
		{"boot\\x86pc\\towline.0", "boot\\x86pc\\"},
		{"192.0.2.1::towline.0", "192.0.2.1::"},
		{"http://192.0.2.1/net/towline.0", "http://192.0.2.1/net/"},
		{"my_towline.0", ""},
	};
	struct dhcp_lease l;
	char *prefix = guard_alloc(256), *tight;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		l = (struct dhcp_lease){0};
		strcpy(l.boot_file, row[i][0]);
		cfgname_prefix(&l, prefix, 256);
		assert_string_equal(prefix, row[i][1]);
		/* Option 210 counts even if empty. */
		l.has_path_prefix = true;
		cfgname_prefix(&l, prefix, 256);
		assert_string_equal(prefix, "");
		strcpy(l.path_prefix, "/tftpboot/pxe");
		cfgname_prefix(&l, prefix, 256);
		assert_string_equal(prefix, "/tftpboot/pxe");
	}
	guard_free(prefix, 256);
	tight = guard_alloc(4);
	cfgname_prefix(&l, tight, 4);
	assert_string_equal(tight, "/tf");
	guard_free(tight, 4);
}

static void test_join(void **state)
{
	static const char *const row[][3] = {
		{"/boot/", "linux", "/boot/linux"},
		{"", "linux", "linux"},
		{"", "/linux", "/linux"},
		/* As PXELINUX: only the colons make a name absolute. */
		{"/boot/", "/debian/linux", "/boot//debian/linux"},
		{"/boot/", "::debian/linux", "debian/linux"},
		{"/boot/", "::/debian/linux", "/debian/linux"},
		{"/boot/", "192.0.2.1::linux", "192.0.2.1::linux"},
		{"/boot/", "http://a/linux", "http://a/linux"},
		{"http://a/pxe/", "linux", "http://a/pxe/linux"},
		{"http://a/pxe/", "::linux", "linux"},
		{"::", "linux", "linux"},
		{"::boot/", "linux", "boot/linux"},
		{"192.0.2.1::boot/", "linux", "192.0.2.1::boot/linux"},
		{"/boot/", "a:b", "/boot/a:b"},
		{"/boot/", "a:b::c", "/boot/a:b::c"}, /* the first colon */
		{"/boot/", "a:/b", "/boot/a:/b"},
		{"/boot/", "", "/boot/"},
		{"/boot/", "::", ""},
		{"/boot/", ":", "/boot/:"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		size_t len = strlen(row[i][2]), joined, room;

		joined = strncmp(row[i][0], "::", 2) == 0 ||
					 strncmp(row[i][1], "::", 2) == 0
				 ? len + 2
				 : len;
		for (room = 0; room < joined + 3; room++) {
			char *path = guard_alloc(room);
			bool fits = room > joined;

			assert_int_equal(
				cfgname_join(row[i][0], row[i][1], path, room),
				fits);
			if (fits)
				assert_string_equal(path, row[i][2]);
			guard_free(path, room);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_long_mac),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
