/*
 * Tests of rom/vendor.c: the option 43 of dnsmasq, menus and servers, and every
 * length that a sub-option can lie about.
 */
#include "unit.h"
#include "rom/vendor.h"

/* dnsmasq with one pxe-service and no prompt. */
static const uint8_t one_item[] = {
	6, 1, 3, 10, 4,	   0, 'P', 'X', 'E', 8,	  7,   0x80, 0,	  1,   192, 168,
	9, 1, 9, 10, 0x80, 0, 7,   'I', 'n', 's', 't', 'a',  'l', 'l', 255};

static struct vendor parse(const void *bytes, size_t len)
{
	static uint8_t *last;
	static size_t last_len;
	struct vendor v;

	if (last)
		guard_free(last, last_len);
	last_len = len;
	last = guard_copy(bytes, len);
	vendor_parse(span_of(last, len), &v);
	return v;
}

static void test_dnsmasq(void **state)
{
	struct vendor v = parse(one_item, sizeof(one_item));
	struct vendor_server s;
	struct vendor_item item;

	(void)state;
	assert_true(v.pxe && v.has_prompt && !v.has_item);
	assert_int_equal(v.control, VENDOR_NO_BROADCAST | VENDOR_NO_MULTICAST);
	assert_int_equal(v.prompt_s, 0);
	assert_memory_equal(v.prompt.p, "PXE", 3);
	assert_true(vendor_next_item(&v.menu, &item));
	assert_int_equal(item.text.len, 7);
	assert_memory_equal(item.text.p, "Install", 7);
	assert_false(vendor_next_item(&v.menu, &item));
	assert_true(vendor_find_server(&v, item.type, &s));
	assert_int_equal(s.addresses.len, 4);
	assert_int_equal(s.addresses.p[3], 1);
}

static void test_mtftp(void **state)
{
	static const uint8_t bytes[] = {1, 4,	 239,  1, 2, 3,	   2,
					2, 0x0F, 0x17, 3, 2, 0x10, 0x17,
					4, 1,	 5,    5, 1, 6};
	struct vendor v = parse(bytes, sizeof(bytes));

	(void)state;
	assert_false(v.pxe);
	assert_int_equal(v.mtftp_ip.b[0], 239);
	assert_int_equal(v.mtftp_client_port, 0x170F);
	assert_int_equal(v.mtftp_server_port, 0x1710);
	assert_int_equal(v.mtftp_listen_s, 5);
	assert_int_equal(v.mtftp_transmit_s, 6);
}

/* The byte order of types and layers is not touched; 3 bytes are taken. */
static void test_item(void **state)
{
	static const uint8_t whole[] = {0, 71, 4, 0x80, 1, 0x00, 2, 255};
	static const uint8_t cut[] = {71, 3, 0x80, 1, 7};
	struct vendor v = parse(whole, sizeof(whole));

	(void)state;
	assert_true(v.has_item);
	assert_memory_equal(v.item_type, "\x80\x01", 2);
	assert_memory_equal(v.item_layer, "\x00\x02", 2);
	v = parse(cut, sizeof(cut));
	assert_true(v.has_item);
	assert_memory_equal(v.item_layer, "\x07\x00", 2);
}

/* Each length byte set to each value, and each cut: nothing beyond is read. */
static void test_lies(void **state)
{
	static const uint8_t lengths[] = {1, 4, 10, 13, 19, 22};
	uint8_t bytes[sizeof(one_item)];
	struct vendor_server s;
	struct vendor_item item;

	(void)state;
	for (size_t len = 0; len <= sizeof(one_item); len++)
		parse(one_item, len);
	for (unsigned i = 0; i < COUNT(lengths); i++) {
		for (unsigned value = 0; value < 256; value++) {
			struct vendor v;

			memcpy(bytes, one_item, sizeof(bytes));
			bytes[lengths[i]] = (uint8_t)value;
			v = parse(bytes, sizeof(bytes));
			while (vendor_next_server(&v.servers, &s))
				assert_true(s.addresses.len % 4 == 0);
			while (vendor_next_item(&v.menu, &item))
				assert_true(item.text.len < 256);
		}
	}
}

/* Sub-options too short to hold what they are for do not count. */
static void test_short(void **state)
{
	static const uint8_t bytes[] = {6, 0, 7, 3, 1, 2, 3, 10, 0, 71, 2,
					1, 1, 1, 3, 9, 9, 9, 2,	 1, 7};
	struct vendor v = parse(bytes, sizeof(bytes));

	(void)state;
	assert_false(v.has_prompt || v.has_item);
	assert_int_equal(v.group.b[0], 0);
	assert_int_equal(v.mtftp_ip.b[0], 0);
	assert_int_equal(v.mtftp_client_port, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dnsmasq), cmocka_unit_test(test_mtftp),
		cmocka_unit_test(test_item),	cmocka_unit_test(test_lies),
		cmocka_unit_test(test_short),
	};

	return cmocka_run_group_tests_name("rom/vendor", tests, NULL, NULL);
}
