/*
 * Tests of proto/dhcp_patch.c: what the changed packet says when it is read
 * again, and how little room it may have.
 */
#include "unit.h"
#include "base/err.h"
#include "packet.h"
#include "proto/dhcp.h"
#include "proto/dhcp_patch.h"

#define ROOM 1260

static const ip4 server = {{192, 0, 2, 7}}, none;

/* What a DHCP server may have sent: options everywhere. */
static int set_up(void **state)
{
	static struct packet p;
	struct dhcp_packet *d = packet_fixed(&p);

	packet_begin(&p, DHCP_BOOTREPLY);
	d->siaddr = (ip4){{10, 0, 0, 1}};
	d->yiaddr = (ip4){{10, 0, 0, 2}};
	packet_option(&p, DHCP_MESSAGE_TYPE, "\5", 1);
	packet_option(&p, DHCP_OVERLOAD, "\3", 1);
	packet_text(&p, DHCP_TFTP_SERVER, "10.0.0.9");
	packet_option(&p, DHCP_TFTP_SERVERS, "\xA\0\0\x8", 4);
	packet_option(&p, DHCP_PAD, "", 0);
	p.len--; /* PAD has no length */
	packet_text(&p, DHCP_PATH_PREFIX, "/old/");
	packet_end(&p);
	memcpy(d->file, "\x43\6old.0x\x0C\4host\xFF", 15);
	memcpy(d->sname, "\xD2\3abc\x0F\3dom\xFF", 11);
	*state = &p;
	return 0;
}

/* Change a copy at a guard page into a place at one. */
static int change(const struct packet *p, const struct dhcp_patch *d,
		  size_t room, struct packet *to)
{
	void *from = guard_copy(p->bytes, p->len);
	uint8_t *out = guard_alloc(room);
	int rc;

	memset(out, 0xCC, room);
	rc = dhcp_patch(d, from, p->len, out, room);
	if (to && room <= sizeof(to->bytes)) {
		memcpy(to->bytes, out, room);
		to->len = room;
	}
	guard_free(from, p->len);
	guard_free(out, room);
	return rc;
}

static const char *text_of(const struct dhcp *d, uint8_t code)
{
	static char text[600];
	int len = dhcp_option(d, code, text, sizeof(text) - 1);

	text[len < 0 ? 0 : len] = '\0';
	return len < 0 ? "-" : text;
}

static void test_file_and_server(void **state)
{
	struct dhcp_patch d = {.file = "dir/next.0", .server = server};
	struct packet to;
	struct dhcp read;

	assert_int_equal(change(*state, &d, ROOM, &to), 0);
	assert_int_equal(dhcp_open(&read, to.bytes, to.len), 0);
	assert_string_equal(read.packet->file, "dir/next.0");
	assert_memory_equal(&read.packet->siaddr, &server, 4);
	assert_int_equal(read.packet->yiaddr.b[3], 2);
	assert_int_equal(read.packet->sname[0], 0);
	assert_int_equal(read.overload, 0);
	assert_string_equal(text_of(&read, DHCP_OVERLOAD), "-");
	assert_string_equal(text_of(&read, DHCP_BOOT_FILE), "-");
	assert_string_equal(text_of(&read, DHCP_TFTP_SERVER), "-");
	assert_string_equal(text_of(&read, DHCP_TFTP_SERVERS), "-");
	assert_string_equal(text_of(&read, DHCP_HOST_NAME), "host");
	assert_string_equal(text_of(&read, DHCP_DOMAIN_NAME), "dom");
	/* Two parts, in the order of reading. */
	assert_string_equal(text_of(&read, DHCP_PATH_PREFIX), "/old/abc");
	assert_string_equal(text_of(&read, DHCP_MESSAGE_TYPE), "\5");
}

static void test_nothing(void **state)
{
	struct dhcp_patch d = {.server = none};
	struct packet to;
	struct dhcp read;

	assert_int_equal(change(*state, &d, ROOM, &to), 0);
	assert_int_equal(dhcp_open(&read, to.bytes, to.len), 0);
	assert_int_equal(read.packet->siaddr.b[0], 10);
	/* What was there has been options. */
	assert_int_equal(read.packet->file[0], 0);
	assert_int_equal(read.packet->sname[0], 0);
	assert_string_equal(text_of(&read, DHCP_BOOT_FILE), "old.0x");
	assert_string_equal(text_of(&read, DHCP_TFTP_SERVER), "10.0.0.9");
}

static void test_options(void **state)
{
	const struct dhcp_new option[] = {{DHCP_PATH_PREFIX, 3, "new"},
					  {DHCP_CONFIG_FILE, 5, "a.cfg"},
					  {DHCP_TFTP_SERVER, 4, "name"},
					  {224, 0, ""}};
	struct dhcp_patch d = {
		.server = server, .option = option, .options = COUNT(option)};
	struct packet to;
	struct dhcp read;

	assert_int_equal(change(*state, &d, ROOM, &to), 0);
	assert_int_equal(dhcp_open(&read, to.bytes, to.len), 0);
	assert_string_equal(text_of(&read, DHCP_PATH_PREFIX), "new");
	assert_string_equal(text_of(&read, DHCP_CONFIG_FILE), "a.cfg");
	assert_string_equal(text_of(&read, DHCP_TFTP_SERVER), "name");
	assert_string_equal(text_of(&read, 224), "");
	assert_string_equal(text_of(&read, DHCP_BOOT_FILE), "old.0x");
}

static void test_file_lengths(void **state)
{
	static const struct {
		size_t len;
		int rc;
	} rows[] = {{0, 0},   {1, 0},	{127, 0},
		    {128, 0}, {255, 0}, {256, -ERR_DHCP_FILE}};
	char name[300];

	for (unsigned i = 0; i < COUNT(rows); i++) {
		struct dhcp_patch d = {.file = name};
		struct packet to;
		struct dhcp read;

		memset(name, 'n', sizeof(name));
		name[rows[i].len] = '\0';
		assert_int_equal(change(*state, &d, ROOM, &to), rows[i].rc);
		if (rows[i].rc)
			continue;
		assert_int_equal(dhcp_open(&read, to.bytes, to.len), 0);
		if (rows[i].len < 128) {
			assert_string_equal(read.packet->file, name);
		} else {
			assert_int_equal(read.packet->file[0], 0);
			assert_string_equal(text_of(&read, DHCP_BOOT_FILE),
					    name);
		}
	}
}

/* There is a least room; one byte less fails. */
static void test_room(void **state)
{
	static const char value[200];
	const struct dhcp_new option = {224, sizeof(value), value};
	struct dhcp_patch d = {.option = &option, .options = 1};
	size_t room = 0;
	struct packet to;
	struct dhcp read;
	int rc;

	while ((rc = change(*state, &d, room, NULL)) < 0) {
		assert_int_equal(rc, -ERR_DHCP_ROOM);
		room++;
	}
	/* 53, 67, 66, 150, 12, 15, 210 twice, END. */
	assert_int_equal(room, 240 + 3 + 8 + 10 + 6 + 6 + 5 + 7 + 5 + 202 + 1);
	assert_int_equal(change(*state, &d, room, &to), 0);
	assert_int_equal(to.bytes[room - 1], DHCP_END);
	assert_int_equal(dhcp_open(&read, to.bytes, to.len), 0);
	assert_int_equal(dhcp_option(&read, 224, NULL, 0), sizeof(value));
}

static void test_no_dhcp(void **state)
{
	struct dhcp_patch d = {.file = "x"};
	struct packet p = *(struct packet *)*state;

	p.bytes[DHCP_FIXED_LEN]++;
	assert_int_equal(change(&p, &d, ROOM, NULL), -ERR_DHCP_COOKIE);
	p.len = 239;
	assert_int_equal(change(&p, &d, ROOM, NULL), -ERR_DHCP_SHORT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_file_and_server, set_up),
		cmocka_unit_test_setup(test_nothing, set_up),
		cmocka_unit_test_setup(test_options, set_up),
		cmocka_unit_test_setup(test_file_lengths, set_up),
		cmocka_unit_test_setup(test_room, set_up),
		cmocka_unit_test_setup(test_no_dhcp, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
