/*
 * Tests of dhcp_merge: who tells what, and which of several packets counts.
 */
#include "unit.h"
#include "base/err.h"
#include "packet.h"
#include "proto/dhcp.h"

static const ip4 ip_client = {{192, 0, 2, 91}}, ip_server = {{192, 0, 2, 1}},
		 ip_proxy = {{192, 0, 2, 7}}, ip_mask = {{255, 255, 255, 0}},
		 ip_gateway = {{192, 0, 2, 254}}, ip_dns = {{192, 0, 2, 53}};

/* Merge a copy at a guard page. */
static int merge(struct dhcp_lease *l, const struct packet *p)
{
	void *copy = guard_copy(p->bytes, p->len);
	int rc = dhcp_merge(l, copy, p->len);

	guard_free(copy, p->len);
	return rc;
}

static void assert_ip(ip4 came, ip4 wanted)
{
	assert_memory_equal(came.b, wanted.b, sizeof(wanted.b));
}

/* The ACK of a plain server that tells everything. */
static void good_ack(struct packet *p)
{
	packet_begin(p, DHCP_BOOTREPLY);
	packet_fixed(p)->yiaddr = ip_client;
	packet_fixed(p)->siaddr = ip_server;
	strcpy(packet_fixed(p)->file, "boot/towline.0");
	packet_option(p, DHCP_MESSAGE_TYPE, "\x05", 1);
	packet_option(p, DHCP_SERVER_ID, ip_gateway.b, 4);
	packet_option(p, DHCP_SUBNET_MASK, ip_mask.b, 4);
	packet_option(p, DHCP_ROUTER, ip_gateway.b, 4);
	packet_option(p, DHCP_DNS, ip_dns.b, 4);
	packet_text(p, DHCP_HOST_NAME, "node7");
	packet_text(p, DHCP_DOMAIN_NAME, "example.org");
	packet_end(p);
}

static const uint8_t uuid[16] = {0xB8, 0x94, 0x59, 0x08, 0xD6, 0xA6,
				 0x41, 0xA9, 0x61, 0x1D, 0x74, 0xA6,
				 0xAB, 0x80, 0xB8, 0x3D};

static void good_discover(struct packet *p)
{
	uint8_t id[17] = {0};

	memcpy(id + 1, uuid, sizeof(uuid));
	packet_begin(p, DHCP_BOOTREQUEST);
	packet_option(p, DHCP_MESSAGE_TYPE, "\x01", 1);
	packet_option(p, DHCP_CLIENT_UUID, id, sizeof(id));
	packet_end(p);
}

static void test_merge_plain(void **state)
{
	struct dhcp_lease l = {0}, before;
	struct packet p;

	(void)state;
	good_discover(&p);
	packet_fixed(&p)->siaddr = ip_proxy; /* nobody's business */
	assert_int_equal(merge(&l, &p), 0);
	assert_ip(l.server, (ip4){{0}});
	good_ack(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_ip(l.address, ip_client);
	assert_ip(l.mask, ip_mask);
	assert_ip(l.gateway, ip_gateway);
	assert_ip(l.dns[0], ip_dns);
	assert_ip(l.dns[1], (ip4){{0, 0, 0, 0}});
	assert_ip(l.server, ip_server);
	assert_string_equal(l.boot_file, "boot/towline.0");
	assert_string_equal(l.host_name, "node7");
	assert_string_equal(l.domain_name, "example.org");
	assert_string_equal(l.config_file, "");
	assert_false(l.has_path_prefix);
	assert_int_equal(l.reboot_seconds, 0);
	assert_true(l.has_uuid);
	assert_memory_equal(l.uuid, uuid, 16);
	assert_int_equal(l.mac_len, 6);
	assert_int_equal(l.mac_type, 1);
	assert_memory_equal(l.mac, "\x88\x99\xAA\xBB\xCC\xDD", 6);

	/* A reply that adds nothing, and one that is none, change nothing. */
	before = l;
	packet_begin(&p, DHCP_BOOTREPLY);
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_memory_equal(&l, &before, sizeof(l));
	good_ack(&p);
	packet_fixed(&p)->cookie[0] = 0;
	packet_fixed(&p)->yiaddr = ip_proxy;
	assert_int_equal(merge(&l, &p), -ERR_DHCP_COOKIE);
	assert_memory_equal(&l, &before, sizeof(l));
	p.len = 200;
	assert_int_equal(merge(&l, &p), -ERR_DHCP_SHORT);
	assert_memory_equal(&l, &before, sizeof(l));
}

/* ProxyDHCP: address from the ACK, file and server from the reply. */
static void test_merge_proxy(void **state)
{
	struct dhcp_lease l = {0};
	struct packet p;

	(void)state;
	good_ack(&p);
	assert_int_equal(merge(&l, &p), 0);
	packet_begin(&p, DHCP_BOOTREPLY);
	packet_text(&p, DHCP_CLASS_ID, "PXEClient");
	packet_option(&p, DHCP_SERVER_ID, ip_proxy.b, 4);
	packet_text(&p, DHCP_BOOT_FILE, "pxe/towline.0");
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_ip(l.address, ip_client);
	assert_ip(l.mask, ip_mask);
	assert_ip(l.server, ip_proxy);
	assert_string_equal(l.boot_file, "pxe/towline.0");
}

/* Where the server's address is taken from. */
static const struct {
	bool siaddr;
	const char *option66;
	const ip4 *option150, *option54;
	bool file, known;
	ip4 server;
} server_row[] = {
	{true, "192.0.2.7", &ip_dns, &ip_dns, true, false, {{192, 0, 2, 1}}},
	{false,
	 "192.0.2.7",
	 &ip_dns,
	 &ip_gateway,
	 true,
	 true,
	 {{192, 0, 2, 7}}},
	{false,
	 "boot.example.org",
	 &ip_dns,
	 &ip_gateway,
	 true,
	 true,
	 {{192, 0, 2, 53}}},
	{false, "192.0.2", &ip_dns, NULL, true, true, {{192, 0, 2, 53}}},
	{false, "192.0.2.256", &ip_dns, NULL, true, true, {{192, 0, 2, 53}}},
	{false, "192.0.2.7x", &ip_dns, NULL, true, true, {{192, 0, 2, 53}}},
	{false, "0.0.0.0", &ip_dns, NULL, true, true, {{192, 0, 2, 53}}},
	{false,
	 "192.168.100.1000",
	 NULL,
	 &ip_dns,
	 true,
	 true,
	 {{192, 0, 2, 53}}},
	{false,
	 "192.168.100.100",
	 NULL,
	 NULL,
	 true,
	 true,
	 {{192, 168, 100, 100}}},
	{false, NULL, NULL, &ip_proxy, true, false, {{192, 0, 2, 7}}},
	{false, NULL, NULL, &ip_proxy, false, false, {{192, 0, 2, 7}}},
	{false, NULL, NULL, &ip_proxy, true, true, {{192, 0, 2, 7}}},
	/* No file: another server's name is no news. */
	{false, NULL, NULL, &ip_proxy, false, true, {{10, 0, 0, 1}}},
	{false, NULL, NULL, NULL, true, true, {{10, 0, 0, 1}}},
	{false, NULL, NULL, NULL, true, false, {{0, 0, 0, 0}}},
};

static void test_merge_server(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(server_row); i++) {
		struct dhcp_lease l = {0};
		struct packet p;

		if (server_row[i].known)
			l.server = (ip4){{10, 0, 0, 1}};
		packet_begin(&p, DHCP_BOOTREPLY);
		if (server_row[i].siaddr)
			packet_fixed(&p)->siaddr = ip_server;
		if (server_row[i].option66)
			packet_text(&p, DHCP_TFTP_SERVER,
				    server_row[i].option66);
		if (server_row[i].option150)
			packet_option(&p, DHCP_TFTP_SERVERS,
				      server_row[i].option150->b, 4);
		if (server_row[i].option54)
			packet_option(&p, DHCP_SERVER_ID,
				      server_row[i].option54->b, 4);
		if (server_row[i].file)
			strcpy(packet_fixed(&p)->file, "towline.0");
		packet_end(&p);
		assert_int_equal(merge(&l, &p), 0);
		assert_ip(l.server, server_row[i].server);
	}
}

/* The servers besides: each once, in order, no more than there is room for. */
static void test_merge_other(void **state)
{
	static const struct {
		bool siaddr;
		const char *option66;
		const char *option150;
		uint8_t len;
		const char *servers; /* last bytes of 192.0.2.x */
	} row[] = {
		{true, NULL, NULL, 0, "\1"},
		{true, "192.0.2.7", NULL, 0, "\1\7"},
		{true, "192.0.2.1", NULL, 0, "\1"},
		{true, "name", "\300\0\2\2\300\0\2\3", 8, "\1\2\3"},
		{false, NULL, "\300\0\2\2\300\0\2\3", 8, "\2\3"},
		{false, NULL, "\300\0\2\2\300\0\2\2\300\0\2", 11, "\2"},
		{false, NULL, "\0\0\0\0\300\0\2\4", 8, "\4"},
		{true, "192.0.2.7",
		 "\300\0\2\2\300\0\2\7\300\0\2\3\300\0\2\4\300\0\2\5", 20,
		 "\1\7\2\3"},
	};
	struct dhcp_lease l = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		size_t count = strlen(row[i].servers);
		struct packet p;

		packet_begin(&p, DHCP_BOOTREPLY);
		if (row[i].siaddr)
			packet_fixed(&p)->siaddr = ip_server;
		if (row[i].option66)
			packet_text(&p, DHCP_TFTP_SERVER, row[i].option66);
		if (row[i].option150)
			packet_option(&p, DHCP_TFTP_SERVERS, row[i].option150,
				      row[i].len);
		packet_end(&p);
		assert_int_equal(merge(&l, &p), 0);
		for (size_t n = 0; n <= DHCP_OTHER_MAX; n++) {
			ip4 wanted = {{192, 0, 2, 0}};

			wanted.b[3] =
				(uint8_t)row[i].servers[n < count ? n : 0];
			if (n >= count)
				wanted = (ip4){{0, 0, 0, 0}};
			assert_ip(n ? l.other[n - 1] : l.server, wanted);
		}
	}
}

/* Two name servers at most; a list of the wrong length ends early. */
static void test_merge_dns(void **state)
{
	static const uint8_t list[12] = {192, 0, 2,   1, 192, 0,
					 2,   2, 192, 0, 2,   3};
	const ip4 none = {{0, 0, 0, 0}};

	(void)state;
	for (uint8_t len = 1; len <= sizeof(list); len++) {
		struct dhcp_lease l = {0};
		struct packet p;

		packet_begin(&p, DHCP_BOOTREPLY);
		packet_option(&p, DHCP_DNS, list, len);
		packet_end(&p);
		assert_int_equal(merge(&l, &p), 0);
		assert_ip(l.dns[0], len < 4 ? none : ip_server);
		assert_ip(l.dns[1], len < 8 ? none : (ip4){{192, 0, 2, 2}});
	}
}

static void test_merge_file(void **state)
{
	static const uint8_t one = 1;
	struct dhcp_lease l = {0};
	char wanted[129];
	struct packet p;

	(void)state;
	/* The field may be full, without a NUL. */
	packet_begin(&p, DHCP_BOOTREPLY);
	memset(packet_fixed(&p)->file, 'f', 128);
	memset(wanted, 'f', 128);
	wanted[128] = '\0';
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.boot_file, wanted);
	/* Option 67 wins; empty is none. */
	packet_text(&p, DHCP_BOOT_FILE, "option");
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.boot_file, "option");
	packet_begin(&p, DHCP_BOOTREPLY);
	strcpy(packet_fixed(&p)->file, "field");
	packet_text(&p, DHCP_BOOT_FILE, "");
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.boot_file, "field");
	/* Overloaded: the field is options, not a name. */
	packet_begin(&p, DHCP_BOOTREPLY);
	packet_option(&p, DHCP_OVERLOAD, &one, 1);
	strcpy(packet_fixed(&p)->file, "C\x03new\xFF");
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.boot_file, "new");
	strcpy(packet_fixed(&p)->file, "D\x03new\xFF");
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.boot_file, "new");
	/* An option of 300 bytes in parts is cut. */
	packet_begin(&p, DHCP_BOOTREPLY);
	memset(p.bytes + 1000, 'x', 200);
	packet_option(&p, DHCP_BOOT_FILE, p.bytes + 1000, 150);
	packet_option(&p, DHCP_BOOT_FILE, p.bytes + 1000, 150);
	assert_int_equal(merge(&l, &p), 0);
	assert_int_equal(strlen(l.boot_file), sizeof(l.boot_file) - 1);
}

static void test_merge_uuid(void **state)
{
	static const struct {
		uint8_t len, type, version;
		bool good;
	} row[] = {
		{17, 0, 0x41, true},  {17, 0, 0x10, true},
		{17, 0, 0xEF, true},  {17, 0, 0x0F, false},
		{17, 0, 0x00, false}, {17, 0, 0xFF, false},
		{17, 0, 0xF0, false}, {17, 1, 0x41, false},
		{16, 0, 0x41, false}, {18, 0, 0x41, false},
		{0, 0, 0x41, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct dhcp_lease l = {0};
		uint8_t id[18] = {row[i].type};
		struct packet p;

		id[1 + 6] = row[i].version;
		packet_begin(&p, DHCP_BOOTREQUEST);
		packet_option(&p, DHCP_CLIENT_UUID, id, row[i].len);
		assert_int_equal(merge(&l, &p), 0);
		assert_int_equal(l.has_uuid, row[i].good);
		if (!row[i].good)
			continue;
		/* A second one does not replace it. */
		good_discover(&p);
		assert_int_equal(merge(&l, &p), 0);
		assert_int_equal(l.uuid[6], row[i].version);
	}
}

static void test_merge_mac(void **state)
{
	struct dhcp_lease l = {0};
	struct packet p;

	(void)state;
	for (unsigned hlen = 0; hlen < 256; hlen++) {
		packet_begin(&p, DHCP_BOOTREPLY);
		packet_fixed(&p)->hlen = (uint8_t)hlen;
		packet_fixed(&p)->htype = 32;
		assert_int_equal(merge(&l, &p), 0);
		assert_int_equal(l.mac_len, hlen > 16 ? 16 : hlen);
		assert_int_equal(l.mac_type, hlen ? 32 : 0);
	}
}

/* Options 209 to 211, by themselves and inside option 43 (RFC 5071). */
static void test_merge_pxelinux(void **state)
{
	struct dhcp_lease l = {0};
	struct packet p;

	(void)state;
	packet_begin(&p, DHCP_BOOTREPLY);
	packet_option(&p, DHCP_VENDOR,
		      "\x06\x01\x08\xD1\x03v/c\xD2\x02v/\xD3\x04\0\0\x01\x02"
		      "\xFF\xD1\x03xxx",
		      24);
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.config_file, "v/c");
	assert_true(l.has_path_prefix);
	assert_string_equal(l.path_prefix, "v/");
	assert_int_equal(l.reboot_seconds, 258);

	/* Outside wins; an empty prefix is one. */
	p.len--;
	packet_text(&p, DHCP_CONFIG_FILE, "o/c");
	packet_text(&p, DHCP_PATH_PREFIX, "");
	packet_option(&p, DHCP_REBOOT_TIME, "\xFF\xFF\xFF\xFE", 4);
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.config_file, "o/c");
	assert_true(l.has_path_prefix);
	assert_string_equal(l.path_prefix, "");
	assert_int_equal(l.reboot_seconds, 0xFFFFFFFE);

	/* A time of another length is none. */
	for (uint8_t len = 0; len < 7; len++) {
		packet_begin(&p, DHCP_BOOTREPLY);
		packet_option(&p, DHCP_REBOOT_TIME, "\0\0\0\x07\0\0\0", len);
		packet_end(&p);
		l.reboot_seconds = 1;
		assert_int_equal(merge(&l, &p), 0);
		assert_int_equal(l.reboot_seconds, len == 4 ? 7 : 1);
	}
}

/* Option 43 in parts, longer than the room for it, with a sub-option cut. */
static void test_merge_vendor_parts(void **state)
{
	struct dhcp_lease l = {0};
	uint8_t bytes[250] = {0};
	struct packet p;

	(void)state;
	packet_begin(&p, DHCP_BOOTREPLY);
	packet_option(&p, DHCP_VENDOR, "\xD1\x04p", 3);
	packet_option(&p, DHCP_VENDOR, "art\xFF", 4);
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.config_file, "part");

	packet_begin(&p, DHCP_BOOTREPLY);
	packet_option(&p, DHCP_VENDOR, bytes, 250);
	packet_option(&p, DHCP_VENDOR,
		      "\xD1\x09"
		      "beyondend",
		      11);
	packet_end(&p);
	assert_int_equal(merge(&l, &p), 0);
	assert_string_equal(l.config_file, "part");
}

/* PXE's item, as a boot server's reply has it; the newest one counts. */
static void test_merge_item(void **state)
{
	static const struct {
		const char *option;
		uint8_t len;
		bool has_item;
		uint8_t item[DHCP_ITEM_LEN];
	} rows[] = {
		{"\x47\x04\x80\x01\x00\x02\xFF", 7, true, {0x80, 1, 0, 2}},
		{"\x06\x01\x08\x47\x04\x00\x00\x00\x00", 9, true, {0}},
		{"\x47\x03\x80\x01\x07", 5, true, {0x80, 1, 7, 0}},
		{"\x47\x02\x80\x01", 4, false, {0}},
		{"\x47\x04\x80\x01\x00", 5, false, {0}},
		{"\xFF\x47\x04\x80\x01\x00\x02", 7, false, {0}},
		{"", 0, false, {0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct dhcp_lease l = {0};
		struct packet p;

		packet_begin(&p, DHCP_BOOTREPLY);
		packet_option(&p, DHCP_VENDOR, rows[i].option, rows[i].len);
		packet_end(&p);
		memset(l.item, 9, rows[i].has_item ? 4 : 0);
		assert_int_equal(merge(&l, &p), 0);
		assert_int_equal(l.has_item, rows[i].has_item);
		assert_memory_equal(l.item, rows[i].item, DHCP_ITEM_LEN);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge_plain),
		cmocka_unit_test(test_merge_proxy),
		cmocka_unit_test(test_merge_server),
		cmocka_unit_test(test_merge_other),
		cmocka_unit_test(test_merge_dns),
		cmocka_unit_test(test_merge_file),
		cmocka_unit_test(test_merge_uuid),
		cmocka_unit_test(test_merge_mac),
		cmocka_unit_test(test_merge_pxelinux),
		cmocka_unit_test(test_merge_vendor_parts),
		cmocka_unit_test(test_merge_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
