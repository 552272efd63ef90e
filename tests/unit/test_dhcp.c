/*
 * Tests of proto/dhcp.c: good packets, the same with one field broken, and
 * every length that an option can lie about.
 */
#include "unit.h"
#include "base/err.h"
#include "packet.h"
#include "proto/dhcp.h"

static const ip4 ip_proxy = {{192, 0, 2, 7}}, ip_mask = {{255, 255, 255, 0}};

/* Open a copy at a guard page; freed by the next call. */
static int open_at_guard(struct dhcp *d, const struct packet *p)
{
	static void *last;
	static size_t last_len;

	if (last)
		guard_free(last, last_len);
	last_len = p->len;
	last = guard_copy(p->bytes, p->len);
	return dhcp_open(d, last, p->len);
}

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

static const char *option_text(const struct dhcp *d, uint8_t code)
{
	static char text[600];
	int len = dhcp_option(d, code, text, sizeof(text) - 1);

	text[len < 0 ? 0 : len] = '\0';
	return len < 0 ? "-" : text;
}

static void test_open(void **state)
{
	struct packet p;
	struct dhcp d;

	(void)state;
	packet_begin(&p, 2);
	assert_int_equal(open_at_guard(&d, &p), 0);
	assert_int_equal(d.area[0].len, 0);
	for (p.len = 0; p.len < sizeof(struct dhcp_packet); p.len++)
		assert_int_equal(open_at_guard(&d, &p), -ERR_DHCP_SHORT);
	for (unsigned i = 0; i < DHCP_COOKIE_LEN; i++) {
		packet_begin(&p, 2);
		packet_fixed(&p)->cookie[i] ^= 1;
		assert_int_equal(open_at_guard(&d, &p), -ERR_DHCP_COOKIE);
	}
}

/* Options as they may stand in a packet, and what is found of option 67. */
static void test_find(void **state)
{
#define ROW(text, found)                                                       \
	{                                                                      \
		text, sizeof(text) - 1, found                                  \
	}
	static const struct {
		const char *options;
		size_t len;
		const char *found; /* "-": nothing */
	} row[] = {
		ROW("\xFF", "-"),
		ROW("", "-"),
		ROW("\x43\x01x\xFF", "x"),
		ROW("\x43\x01x", "x"),		     /* no END */
		ROW("\0\0\x43\x01x\0\0\0\xFF", "x"), /* PADs */
		ROW("\x0C\x02hi\x43\x01x\xFF", "x"), /* another before */
		ROW("\x43\0\xFF", ""),		     /* empty */
		ROW("\x43\x01x\x0C\x01y\x43\x02zz\xFF", "xzz"), /* RFC 3396 */
		ROW("\x43\0\x43\x01x\xFF", "x"),
		ROW("\0\x43\x01x\0\x43\x01y\0\0\0\xFF", "xy"),
		ROW("\xFF\x01z\x43\x01x", "-"),
		ROW("\xFF\x43\x01x", "-"), /* behind END */
		ROW("\x43", "-"),	   /* ends in it */
		ROW("\x43\x01", "-"),
		ROW("\x43\x02x", "-"),
		ROW("\x43\xFFx", "-"),
		ROW("\x43\x01x\x43\x05y", "x"),	   /* second one lies */
		ROW("\x0C\x40\x43\x01x\xFF", "-"), /* one before lies */
		ROW("\x0C\x03\x43\x01x\x43\x01y\xFF", "y"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct packet p;
		struct dhcp d;

		packet_begin(&p, 2);
		packet_raw(&p, row[i].options, row[i].len);
		assert_int_equal(open_at_guard(&d, &p), 0);
		assert_string_equal(option_text(&d, 0x43), row[i].found);
	}
}

/* RFC 2132 9.3: options field, then file, then sname; END ends each. */
static void test_overload(void **state)
{
	static const struct {
		uint8_t overload;
		const char *found;
	} row[] = {
		{0, "o"},   {1, "of"}, {2, "os"},
		{3, "ofs"}, {4, "o"},  {0xFF, "ofs"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct packet p;
		struct dhcp d;

		packet_begin(&p, 2);
		packet_option(&p, DHCP_OVERLOAD, &row[i].overload, 1);
		packet_text(&p, 12, "o");
		packet_end(&p);
		memcpy(packet_fixed(&p)->file,
		       "\x0C\x01"
		       "f\xFF\x0C\x01x",
		       7);
		memcpy(packet_fixed(&p)->sname, "\x0C\x01s", 3);
		assert_int_equal(open_at_guard(&d, &p), 0);
		assert_string_equal(option_text(&d, 12), row[i].found);
	}
}

/* An overload option inside file or sname does not count. */
static void test_overload_nested(void **state)
{
	static const uint8_t one = 1;
	struct packet p;
	struct dhcp d;

	(void)state;
	packet_begin(&p, 2);
	packet_option(&p, DHCP_OVERLOAD, &one, 1);
	packet_end(&p);
	memcpy(packet_fixed(&p)->file, "\x34\x01\x02\xFF", 4);
	memcpy(packet_fixed(&p)->sname, "\x0C\x01s\xFF", 4);
	assert_int_equal(open_at_guard(&d, &p), 0);
	assert_int_equal(d.overload, 1);
	assert_string_equal(option_text(&d, 12), "-");
}

/* An option that fills file to its last byte, and one that would pass it. */
static void test_overload_full(void **state)
{
	static const uint8_t one = 1;
	char wanted[127];
	struct packet p;
	struct dhcp d;

	(void)state;
	packet_begin(&p, 2);
	packet_option(&p, DHCP_OVERLOAD, &one, 1);
	packet_end(&p);
	memset(packet_fixed(&p)->file, 'f', sizeof(packet_fixed(&p)->file));
	memcpy(packet_fixed(&p)->file, "\x0C\x7E", 2);
	memset(wanted, 'f', sizeof(wanted));
	wanted[126] = '\0';
	assert_int_equal(open_at_guard(&d, &p), 0);
	assert_string_equal(option_text(&d, 12), wanted);
	packet_fixed(&p)->file[1]++;
	assert_int_equal(open_at_guard(&d, &p), 0);
	assert_string_equal(option_text(&d, 12), "-");
}

/* Every length in every option of a full packet: nothing outside is read. */
static void test_every_lie(void **state)
{
	static const uint8_t three = 3;
	struct packet good, p;
	char text[300];
	struct dhcp d;

	(void)state;
	packet_begin(&good, 2);
	packet_option(&good, DHCP_OVERLOAD, &three, 1);
	packet_option(&good, DHCP_SUBNET_MASK, ip_mask.b, 4);
	packet_text(&good, DHCP_BOOT_FILE, "towline.0");
	packet_text(&good, DHCP_VENDOR,
		    "\xD1\x03"
		    "cfg\xFF");
	packet_text(&good, DHCP_PATH_PREFIX, "/p/");
	packet_end(&good);
	memcpy(packet_fixed(&good)->file,
	       "\x0C\x02hn\x0F\x02"
	       "dn\xFF",
	       9);
	memcpy(packet_fixed(&good)->sname,
	       "\xD1\x03"
	       "abc\xFF",
	       6);
	for (size_t at = offsetof(struct dhcp_packet, sname); at < good.len;
	     at++)
		for (unsigned value = 0; value < 256; value++) {
			struct dhcp_lease l = {0};

			p = good;
			p.bytes[at] = (uint8_t)value;
			if (open_at_guard(&d, &p) != 0)
				continue;
			for (unsigned code = 0; code < 256; code++)
				assert_in_range(dhcp_option(&d, (uint8_t)code,
							    text, 8) +
							1,
						0, 600);
			merge(&l, &p);
		}
	/* Cut at every length. */
	for (p = good; p.len > 0; p.len--) {
		struct dhcp_lease l = {0};

		merge(&l, &p);
	}
}

static void test_option_room(void **state)
{
	struct packet p;
	struct dhcp d;

	(void)state;
	packet_begin(&p, 2);
	packet_text(&p, 67, "abc");
	packet_text(&p, 67, "defg");
	packet_end(&p);
	assert_int_equal(open_at_guard(&d, &p), 0);
	for (size_t room = 0; room < 10; room++) {
		char *to = guard_alloc(room);

		assert_int_equal(dhcp_option(&d, 67, to, room), 7);
		assert_memory_equal(to, "abcdefg", room < 7 ? room : 7);
		guard_free(to, room);
	}
	assert_int_equal(dhcp_option(&d, 67, NULL, 0), 7);
	assert_int_equal(dhcp_option(&d, 68, NULL, 0), -1);
}

static void test_text(void **state)
{
	static const struct {
		const char *value;
		uint8_t len;
		const char *text; /* NULL: false */
	} row[] = {
		{"abc", 3, "abc"},
		{"abc\0", 4, "abc"},
		{"a\0b", 3, "a"},
		{"a\nb", 3, "a"},
		{"a\x7F", 2, "a"},
		{"a b", 3, "a b"},
		{"\xC3\xA4", 2, "\xC3\xA4"},
		{"abcdefgh", 8, "abcdefg"},
		{"abcdefg", 7, "abcdefg"},
		{"", 0, NULL},
		{"\0", 1, NULL},
		{"\rabc", 4, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		char *to = guard_alloc(8);
		struct packet p;
		struct dhcp d;

		packet_begin(&p, 2);
		packet_option(&p, 67, row[i].value, row[i].len);
		assert_int_equal(open_at_guard(&d, &p), 0);
		strcpy(to, "before");
		assert_int_equal(dhcp_text(&d, 67, to, 8), row[i].text != NULL);
		assert_string_equal(to, row[i].text ? row[i].text : "before");
		guard_free(to, 8);
	}
}

static void test_ip(void **state)
{
	struct packet p;
	struct dhcp d;

	(void)state;
	for (uint8_t len = 0; len <= 9; len++) {
		ip4 ip = ip_proxy;

		packet_begin(&p, 2);
		packet_option(&p, 6, "\x01\x02\x03\x04\x05\x06\x07\x08\x09",
			      len);
		assert_int_equal(open_at_guard(&d, &p), 0);
		assert_int_equal(dhcp_ip(&d, 6, &ip), len >= 4);
		assert_ip(ip, len < 4 ? ip_proxy : (ip4){{1, 2, 3, 4}});
	}
	assert_true(dhcp_ip_usable(ip_proxy));
	assert_true(dhcp_ip_usable((ip4){{255, 255, 255, 254}}));
	assert_false(dhcp_ip_usable((ip4){{255, 255, 255, 255}}));
	assert_false(dhcp_ip_usable((ip4){{0, 1, 2, 3}}));
	assert_false(dhcp_ip_usable((ip4){{127, 0, 0, 1}}));
	assert_false(dhcp_ip_usable((ip4){{224, 0, 0, 1}}));
	assert_false(dhcp_ip_usable((ip4){{239, 0, 0, 1}}));
	assert_true(dhcp_ip_usable((ip4){{223, 255, 255, 255}}));
	assert_true(dhcp_ip_usable((ip4){{240, 0, 0, 1}}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_overload),
		cmocka_unit_test(test_overload_nested),
		cmocka_unit_test(test_overload_full),
		cmocka_unit_test(test_every_lie),
		cmocka_unit_test(test_option_room),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_ip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
