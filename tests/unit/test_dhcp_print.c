/* DHCP packets as texts: good ones, and those that lie about their lengths. */
#include "proto/dhcp_print.h"
#include "base/err.h"
#include "packet.h"
#include "unit.h"

#define ROOM 8192

static char memory[ROOM];

/* The text of a copy at a guard page, made in so much room. */
static const char *print(const struct packet *p, size_t room)
{
	void *copy = guard_copy(p->bytes, p->len);
	struct arena a;
	struct text t;
	const char *text;

	memset(memory, '~', sizeof(memory));
	arena_init(&a, memory, room);
	text = text_begin(&t, &a);
	dhcp_print(&t, copy, p->len);
	text_end(&t, &a);
	guard_free(copy, p->len);
	return text;
}

#define FIXED "  address 0.0.0.0, server 0.0.0.0, relay 0.0.0.0\n"

static void test_options(void **state)
{
	static const struct {
		uint8_t code, len;
		const char *value, *line;
	} rows[] = {
		{1, 4, "\xFF\xFF\xFF\x00", "  1 subnet mask: 255.255.255.0\n"},
		{6, 8, "\x0A\0\0\1\x0A\0\0\2", "  6 DNS: 10.0.0.1 10.0.0.2\n"},
		{6, 4, "ABCD", "  6 DNS: 65.66.67.68\n"},
		{6, 5, "\x0A\0\0\1\x0A", "  6 DNS: 0a 00 00 01 0a\n"},
		{6, 0, "", "  6 DNS:\n"},
		{12, 3, "a b", "  12 host name: \"a b\"\n"},
		{12, 4, "pc-7", "  12 host name: \"pc-7\"\n"},
		{12, 5, "pc\033[7", "  12 host name: 70 63 1b 5b 37\n"},
		{12, 2, "\xC3\xA4", "  12 host name: c3 a4\n"},
		{13, 2, "\x01\x02", "  13 boot file size: 258\n"},
		{13, 5, "\1\2\3\4\5", "  13 boot file size: 01 02 03 04 05\n"},
		{13, 0, "", "  13 boot file size: 0\n"},
		{51, 4, "\xFF\xFF\xFF\xFF", "  51 lease seconds: 4294967295\n"},
		{97, 3, "\0\1\2", "  97 UUID: 00 01 02\n"},
		{150, 4, "\x0A\0\0\3", "  150 TFTP servers: 10.0.0.3\n"},
		{209, 1, "x", "  209 config: \"x\"\n"},
		{254, 2, "hi", "  254: \"hi\"\n"},
		{254, 2, "h\0", "  254: 68 00\n"},
		{43, 3, "\x06\x01\x08", "  43 vendor: 06 01 08\n  43.6: 08\n"},
		{43, 4, "text", "  43 vendor: \"text\"\n"},
		{43, 6, "\xD1\x02hi\xFF\x01",
		 "  43 vendor: d1 02 68 69 ff 01\n"
		 "  43.209: \"hi\"\n"},
	};
	struct packet p;
	char wanted[300];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		packet_begin(&p, 2);
		packet_option(&p, rows[i].code, rows[i].value, rows[i].len);
		packet_end(&p);
		snprintf(wanted, sizeof(wanted), FIXED "%s", rows[i].line);
		assert_string_equal(print(&p, ROOM), wanted);
	}
}

static void test_long(void **state)
{
	struct packet p;
	uint8_t value[255] = {0};
	const char *text;

	(void)state;
	packet_begin(&p, 2);
	packet_option(&p, 200, value, 255);
	packet_option(&p, 200, value, 255);
	text = print(&p, ROOM);
	assert_non_null(strstr(text, "  200: 00 00"));
	assert_non_null(strstr(text, " 00 (510 bytes)\n"));
	assert_int_equal(strlen(text), strlen(FIXED) + 6 + 40 * 3 + 13);
}

static void test_fields(void **state)
{
	struct packet p;
	const char *text;

	(void)state;
	packet_begin(&p, 2);
	memset(packet_fixed(&p)->file, 'f', sizeof(packet_fixed(&p)->file));
	memcpy(packet_fixed(&p)->sname, "boot\033\nhost", 11);
	packet_fixed(&p)->siaddr = (ip4){{10, 0, 0, 2}};
	text = print(&p, ROOM);
	assert_non_null(strstr(text, "server 10.0.0.2,"));
	assert_non_null(strstr(text, "fff\n  server name: boot..host\n"));
	/* Options there are no text. */
	packet_option(&p, DHCP_OVERLOAD, "\3", 1);
	text = print(&p, ROOM);
	assert_null(strstr(text, "  file:"));
	assert_null(strstr(text, "server name"));
}

/* Cut everywhere: no byte behind it is read, and no line is lost before. */
static void test_cut(void **state)
{
	struct packet p;
	size_t whole;

	(void)state;
	packet_begin(&p, 2);
	packet_text(&p, DHCP_HOST_NAME, "name");
	packet_option(&p, DHCP_VENDOR, "\x06\x01\x08\x47\x04\x80\x00\x00", 8);
	packet_text(&p, DHCP_BOOT_FILE, "file");
	whole = p.len;
	for (p.len = 0; p.len < whole; p.len++) {
		const char *text = print(&p, ROOM);

		assert_int_equal(!!strstr(text, "\"name\"\n"),
				 p.len >= sizeof(struct dhcp_packet) + 6);
		if (p.len < sizeof(struct dhcp_packet))
			assert_non_null(strstr(text, "[D01]"));
	}
	packet_fixed(&p)->cookie[0] = 0;
	assert_non_null(strstr(print(&p, ROOM), "[D02]"));
}

/* A text that does not fit is cut, and nothing behind its room is touched. */
static void test_room(void **state)
{
	struct packet p;
	char whole[ROOM];

	(void)state;
	packet_begin(&p, 2);
	packet_text(&p, DHCP_HOST_NAME, "name");
	strcpy(whole, print(&p, ROOM));
	for (size_t room = 0; room <= strlen(whole) + 17; room++) {
		const char *text = print(&p, room);

		assert_true(strlen(text) < (room ? room : 1));
		assert_memory_equal(text, whole, strlen(text));
		assert_int_equal(memory[room], '~');
	}
	assert_string_equal(print(&p, strlen(whole) + 17), whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options), cmocka_unit_test(test_long),
		cmocka_unit_test(test_fields),	cmocka_unit_test(test_cut),
		cmocka_unit_test(test_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
