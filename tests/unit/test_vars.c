/*
 * Tests of proto/vars.c: each variable in each format, what a value may not do,
 * and every bit of SYSAPPEND.
 */
#include "base/err.h"
#include "base/log.h"
#include "proto/vars.h"
#include "unit.h"

static struct dhcp_lease lease;
static struct machine machine;
static const struct vars vars = {&lease, &machine};

static const uint8_t mac[] = {0x52, 0x54, 0x00, 0xAB, 0xCD, 0xEF};
static const uint8_t uuid[] = {0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6, 0x47, 0x11,
			       0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};

static void begin(void)
{
	lease = (struct dhcp_lease){.address = {{192, 0, 2, 91}},
				    .mask = {{255, 255, 255, 0}},
				    .gateway = {{192, 0, 2, 1}},
				    .server = {{192, 0, 2, 7}},
				    .dns = {{{192, 0, 2, 53}}},
				    .mac_type = 1,
				    .mac_len = 6,
				    .boot_file = "pxe/towline.0",
				    .host_name = "node1",
				    .domain_name = "example.org",
				    .has_uuid = true};
	memcpy(lease.mac, mac, sizeof(mac));
	memcpy(lease.uuid, uuid, sizeof(uuid));
	machine = (struct machine){.cpu_family = '6', .form = 17};
	machine.text[MACHINE_VENDOR] = "QEMU";
	machine.text[MACHINE_PRODUCT] = "Standard PC (i440FX + PIIX, 1996)";
	machine.text[MACHINE_SERIAL] = "SN 1";
	machine.text[MACHINE_ASSET] = "A7";
}

/* What a text becomes, in a buffer that it just fits, and not in less. */
static void check(const char *text, const char *expected)
{
	size_t len = strlen(expected);
	char *to = guard_alloc(len + 1);

	assert_int_equal(vars_expand(&vars, text, to, len + 1), len);
	assert_string_equal(to, expected);
	guard_free(to, len + 1);
	to = guard_alloc(len);
	assert_int_equal(vars_expand(&vars, text, to, len), -ERR_VARS_LONG);
	guard_free(to, len);
}

static void test_names(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{"", ""},
		{"plain text", "plain text"},
		{"${mac}", "52:54:00:ab:cd:ef"},
		{"${mac:hexhyp}", "52-54-00-ab-cd-ef"},
		{"${mac:hexraw}", "525400abcdef"},
		{"${net0/mac}", "52:54:00:ab:cd:ef"},
		{"${netX/ip}", "192.0.2.91"},
		{"${ip}", "192.0.2.91"},
		{"${netmask}", "255.255.255.0"},
		{"${gateway}", "192.0.2.1"},
		{"${dns}", "192.0.2.53"},
		{"${next-server}", "192.0.2.7"},
		{"${hostname}", "node1"},
		{"${domain}", "example.org"},
		{"${filename}", "pxe/towline.0"},
		{"${uuid}", "d4c3b2a1-f6e5-1147-8899-aabbccddeeff"},
		{"${SYSUUID}", "a1b2c3d4-e5f6-4711-8899-aabbccddeeff"},
		{"${BOOTIF}", "01-52-54-00-ab-cd-ef"},
		{"${CPU}", "6"},
		{"${SYSVENDOR}", "QEMU"},
		{"${SYSFF}", "17"},
		{"${manufacturer}", "QEMU"},
		{"${product}", "Standard_PC_(i440FX_+_PIIX,_1996)"},
		{"${serial}", "SN_1"},
		{"${asset}", "A7"},
		{"a${ip}b${ip}c", "a192.0.2.91b192.0.2.91c"},
		{"http://${next-server}/${mac:hexhyp}.cfg",
		 "http://192.0.2.7/52-54-00-ab-cd-ef.cfg"},
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++)
		check(rows[i].text, rows[i].expected);
}

/* What is no variable stays. */
static void test_unknown(void **state)
{
	static const char *const rows[] = {
		"$",
		"$$",
		"${",
		"${}",
		"$ip",
		"${ ip}",
		"${IP}",
		"${ip",
		"${ip:}x",
		"${other}",
		"${mac:hex}",
		"${net0/}",
		"$(ip)",
		"${net0ip}",
		"${net/ip}",
		"${mac:hexhypx}",
		"${0123456789012345678901234567890123456789}",
	};
	char line[100];
	uint32_t at = 0;
	int lines = 0;

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++)
		check(rows[i], rows[i]);
	check("$${ip}", "$192.0.2.91");
	check("${${ip}}", "${192.0.2.91}");
	check("a ${root}/b ${root} c", "a ${root}/b ${root} c");
	while (log_read(&at, line, sizeof(line)) >= 0)
		lines += strstr(line, "${root}") != NULL;
	assert_int_equal(lines, 1);
}

static void test_no_value(void **state)
{
	static const char *const names[] = {
		"mac",		"ip",	    "netmask", "gateway",  "dns",
		"next-server",	"hostname", "domain",  "filename", "uuid",
		"manufacturer", "product",  "serial",  "asset"};
	char text[40];

	(void)state;
	memset(&lease, 0, sizeof(lease));
	memset(&machine, 0, sizeof(machine));
	for (size_t i = 0; i < COUNT(names); i++) {
		sprintf(text, "a${%s}b", names[i]);
		check(text, "ab");
	}
}

/* A value stays one word, and what is in it is not looked at again. */
static void test_hostile(void **state)
{
	static const struct {
		const char *value, *expected;
	} rows[] = {
		{"x init=/bin/sh", "x_init=/bin/sh"},
		{" \t x \n\ny ", "x_y"},
		{"a\x0B\x0C\rb", "a_b"},
		{"a\xA0"
		 "b",
		 "a_b"},
		{"a\xC3\xA4"
		 "b",
		 "a_b"},
		{"a\x7F\x01"
		 "b",
		 "a_b"},
		{"a\"b c", "a_b_c"},
		{"\"", ""},
		{"${ip}", "${ip}"},
		{"a,b;c'd$e", "a,b;c'd$e"},
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT(rows); i++) {
		strcpy(lease.host_name, rows[i].value);
		check("${hostname}", rows[i].expected);
		machine.text[MACHINE_SERIAL] = rows[i].value;
		check("${serial}", rows[i].expected);
	}
}

static void append(uint32_t bits, const char *before, const char *expected)
{
	size_t len = strlen(expected);
	char *to = guard_alloc(len + 1);

	strcpy(to, before);
	assert_int_equal(vars_sysappend(&vars, bits, to, len + 1), len);
	assert_string_equal(to, expected);
	if (strlen(before) < len) {
		strcpy(to, before);
		assert_int_equal(vars_sysappend(&vars, bits, to, len),
				 -ERR_VARS_LONG);
	}
	guard_free(to, len + 1);
}

static void test_sysappend(void **state)
{
	static const char *const name[] = {
		"SYSVENDOR",  "SYSPRODUCT", "SYSVERSION", "SYSSERIAL",
		"SYSSKU",     "SYSFAMILY",  "MBVENDOR",	  "MBPRODUCT",
		"MBVERSION",  "MBSERIAL",   "MBASSET",	  "BIOSVENDOR",
		"BIOSVERSION"};
	char value[32], expected[32];

	(void)state;
	begin();
	append(0, "quiet", "quiet");
	append(1, "quiet",
	       "quiet ip=192.0.2.91:192.0.2.7:192.0.2.1:255.255.255.0");
	append(2, "", " BOOTIF=01-52-54-00-ab-cd-ef");
	append(4, "", " SYSUUID=a1b2c3d4-e5f6-4711-8899-aabbccddeeff");
	append(3, "a",
	       "a ip=192.0.2.91:192.0.2.7:192.0.2.1:255.255.255.0 "
	       "BOOTIF=01-52-54-00-ab-cd-ef");
	lease.gateway = (ip4){{0}};
	append(1, "", " ip=192.0.2.91:192.0.2.7:0.0.0.0:255.255.255.0");
	append(8, "", " CPU=6");
	machine.cpu = MACHINE_PAE | MACHINE_VMX | MACHINE_SMX | MACHINE_NX |
		      MACHINE_LONG | MACHINE_SVM | MACHINE_HYPERVISOR;
	append(8, "", " CPU=6PVTXLS");
	machine.cpu = MACHINE_PAE | MACHINE_NX | MACHINE_LONG;
	append(8, "", " CPU=6PXL");
	for (unsigned i = 0; i < COUNT(name); i++) {
		memset(machine.text, 0, sizeof(machine.text));
		append(0x10u << i, "x", "x");
		machine.text[i] = " ";
		append(0x10u << i, "x", "x");
		sprintf(value, " T %u ", i);
		machine.text[i] = value;
		sprintf(expected, " %s=T_%u", name[i], i);
		append(0x10u << i, "", expected);
	}
	append(0x20000, "", " SYSFF=17");
	machine.form = 0;
	append(0x20000, "x", "x");
	append(0xFFFC0000, "x", "x");
}

/* DHCP's UUID goes before SMBIOS', and neither may be there. */
static void test_uuid(void **state)
{
	(void)state;
	begin();
	memset(machine.uuid, 0x55, sizeof(machine.uuid));
	machine.has_uuid = true;
	append(4, "", " SYSUUID=a1b2c3d4-e5f6-4711-8899-aabbccddeeff");
	lease.has_uuid = false;
	append(4, "", " SYSUUID=55555555-5555-5555-5555-555555555555");
	check("${uuid}", "55555555-5555-5555-5555-555555555555");
	machine.has_uuid = false;
	append(4, "x", "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_no_value),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_sysappend),
		cmocka_unit_test(test_uuid),
	};

	return cmocka_run_group_tests_name("vars", tests, NULL, NULL);
}
