/*
 * The loop around the TFTP engine, over a wire that plays a script: what comes
 * at each call of receive, and which sends fail. The engine has tests of its
 * own; here it is what the loop makes of it.
 */
#include <string.h>
#include "base/err.h"
#include "base/place.h"
#include "base/str.h"
#include "proto/fetch.h"
#include "unit.h"

#define SERVER	   ((ip4){{192, 168, 0, 1}})
#define TID	   2000 /* the server's port for the transfer */
#define STEP_MS	   100	/* passes with each receive that brings nothing */
#define SENDS_MAX  512
#define FIRST_PORT 49152

/* What a receive brings. The script ends with END: silence for ever. */
enum what { END, SILENCE, DATA, OACK, ERROR, STRANGER, BROKEN };

struct step {
	enum what what;
	unsigned block; /* or the error's number */
	size_t len;
};

static struct {
	struct wire wire;
	const struct step *next;
	uint32_t now;
	unsigned fail_first; /* so many sends fail */
	struct sent {
		uint8_t opcode, number; /* number: low byte of the block */
		uint16_t to, from;
	} sent[SENDS_MAX];
	unsigned sends;
	char request[64]; /* the first datagram; NULs as blanks */
	uint8_t bytes[2048];
} fake;

static int fake_send(struct wire *w, ip4 to, uint16_t to_port,
		     uint16_t from_port, const void *datagram, size_t len)
{
	const uint8_t *p = datagram;
	ip4 server = SERVER;

	assert_ptr_equal(w, &fake.wire);
	assert_memory_equal(&to, &server, sizeof(to));
	assert_true(fake.sends < SENDS_MAX);
	assert_true(len >= 4 && from_port >= FIRST_PORT);
	for (size_t i = 0; fake.sends == 0 && i + 2 < len; i++)
		fake.request[i] = p[i + 2] ? (char)p[i + 2] : ' ';
	fake.sent[fake.sends++] = (struct sent){p[1], p[3], to_port, from_port};
	if (fake.sends <= fake.fail_first)
		return fail(ERR_PXE_UDP_OPEN, "the wire's detail");
	return 0;
}

/* One packet of the script. The blocks count their bytes on. */
static struct span fake_packet(const struct step *s)
{
	static const char oack[] = "\0\6blksize\0"
				   "600\0tsize\0"
				   "700";
	uint8_t *p = fake.bytes;

	if (s->what == OACK) {
		memcpy(p, oack, sizeof(oack));
		return span_of(p, sizeof(oack));
	}
	p[0] = 0;
	p[1] = s->what == ERROR ? 5 : 3;
	p[2] = (uint8_t)(s->block >> 8);
	p[3] = (uint8_t)s->block;
	if (s->what == ERROR) {
		memcpy(p + 4, "words", 6);
		return span_of(p, 10);
	}
	for (size_t i = 0; i < s->len; i++)
		p[4 + i] = (uint8_t)(s->block * 31 + i);
	return span_of(p, 4 + s->len);
}

static int fake_receive(struct wire *w, ip4 from, uint16_t local_port,
			uint16_t *from_port, struct span *datagram)
{
	const struct step *s = fake.next;
	ip4 server = SERVER;

	assert_ptr_equal(w, &fake.wire);
	assert_memory_equal(&from, &server, sizeof(from));
	/* It listens where it last sent from. */
	assert_true(fake.sends > 0);
	assert_int_equal(local_port, fake.sent[fake.sends - 1].from);
	if (s->what != END)
		fake.next++;
	if (s->what == END || s->what == SILENCE) {
		fake.now += STEP_MS;
		return 0;
	}
	fake.now++;
	*from_port = s->what == STRANGER ? TID + 1 : TID;
	*datagram = fake_packet(s);
	if (s->what == BROKEN) /* whatever lies there is not believed */
		return fail(ERR_UDP_BUFFER, "broken");
	return 1;
}

static uint32_t fake_now(struct wire *w)
{
	assert_ptr_equal(w, &fake.wire);
	return fake.now;
}

/* The watch: it may say stop at its n-th look. */
static struct {
	struct fetch_watch watch;
	unsigned looks, stop_at;
	struct fetch_state last;
} eye;

static int eye_look(struct fetch_watch *w, const struct fetch_state *s)
{
	assert_ptr_equal(w, &eye.watch);
	eye.last = *s;
	if (++eye.looks == eye.stop_at)
		return fail(ERR_NETBOOT_ESC, "the watch's detail");
	return 0;
}

static uint8_t got[4096];
static struct place place;
static struct fetch_state result;

static int play(const struct step *script, uint16_t blksize, const char *path)
{
	static struct url url;

	fake.wire = (struct wire){.send = fake_send,
				  .receive = fake_receive,
				  .now_ms = fake_now,
				  .blksize = blksize,
				  .windowsize = 16};
	fake.next = script;
	fake.sends = 0;
	eye.watch.look = eye_look;
	eye.looks = 0;
	memset(&result, 0xA5, sizeof(result));
	url.ip = SERVER;
	str_copy(url.path, sizeof(url.path), path);
	return fetch_tftp(&fake.wire, &url, &place.sink, &eye.watch, &result);
}

static int reset(void **state)
{
	(void)state;
	memset(&fake, 0, sizeof(fake));
	memset(&eye, 0, sizeof(eye));
	fake.now = 12345;
	place_init(&place, got, sizeof(got));
	return 0;
}

static void check_bytes(const struct step *s)
{
	size_t at = 0;

	for (; s->what; s++)
		for (size_t i = 0; s->what == DATA && i < s->len; i++)
			assert_int_equal(got[at++],
					 (uint8_t)(s->block * 31 + i));
	assert_int_equal(place.len, at);
}

static void check_sent(unsigned i, uint8_t opcode, uint8_t number, uint16_t to)
{
	assert_true(i < fake.sends);
	assert_int_equal(fake.sent[i].opcode, opcode);
	if (opcode != 1)
		assert_int_equal(fake.sent[i].number, number);
	assert_int_equal(fake.sent[i].to, to);
}

static void test_plain(void **state)
{
	const struct step script[] = {
		{DATA, 1, 512}, {DATA, 2, 512}, {DATA, 3, 76}, {END, 0, 0}};

	(void)state;
	assert_int_equal(play(script, 512, "vmlinuz"), 0);
	check_bytes(script);
	assert_int_equal(fake.sends, 4);
	check_sent(0, 1, 0, 69);
	check_sent(1, 4, 1, TID);
	check_sent(2, 4, 2, TID);
	check_sent(3, 4, 3, TID);
	assert_int_equal(result.done, 1100);
	assert_int_equal(result.total, 0);
	assert_int_equal(result.elapsed_ms, 3);
	assert_int_equal(result.retransmissions, 0);
	/* Not looked at when it is over: an Esc stays for who comes next. */
	assert_int_equal(eye.looks, 2);
	assert_int_equal(eye.last.done, 1024);
}

static void test_options(void **state)
{
	const struct step script[] = {
		{OACK, 0, 0}, {DATA, 1, 600}, {DATA, 2, 100}, {END, 0, 0}};

	(void)state;
	assert_int_equal(play(script, 1456, "vmlinuz"), 0);
	/* What the wire carries well is what is asked for. */
	assert_string_equal(fake.request,
			    "vmlinuz octet tsize 0 timeout 1 blksize 1456 "
			    "windowsize 16 ");
	check_bytes(script);
	check_sent(1, 4, 0, TID);
	assert_int_equal(result.done, 700);
	assert_int_equal(result.total, 700);
	assert_int_equal(eye.last.total, 700);
}

static void test_empty_file(void **state)
{
	const struct step script[] = {{DATA, 1, 0}, {END, 0, 0}};

	(void)state;
	eye.stop_at = 1;
	assert_int_equal(play(script, 512, "empty"), 0);
	assert_int_equal(fake.sends, 2);
	assert_int_equal(result.done, 0);
}

static void test_lost_and_repeated(void **state)
{
	const struct step script[] = {{DATA, 1, 512},	{SILENCE, 0, 0},
				      {DATA, 1, 512},	{DATA, 2, 512},
				      {STRANGER, 9, 9}, {DATA, 2, 512},
				      {DATA, 3, 1},	{END, 0, 0}};

	(void)state;
	assert_int_equal(play(script, 512, "a"), 0);
	assert_int_equal(place.len, 1025);
	assert_int_equal(result.done, 1025);
	/* The stranger was told so. */
	for (unsigned i = 0; i < fake.sends; i++)
		if (fake.sent[i].to == TID + 1)
			assert_int_equal(fake.sent[i].opcode, 5);
}

/* Names that are none: nothing is sent, and the state is defined. */
static void test_names(void **state)
{
	const struct step script[] = {{END, 0, 0}};
	char name[300];

	(void)state;
	memset(name, 'a', sizeof(name));
	name[256] = '\0';
	assert_int_equal(play(script, 512, ""), -ERR_TFTP_NAME);
	assert_int_equal(result.done, 0);
	assert_int_equal(result.elapsed_ms, 0);
	assert_int_equal(play(script, 512, name), -ERR_TFTP_NAME);
	assert_int_equal(fake.sends, 0);
	assert_int_equal(eye.looks, 0);
}

/* Esc at each look: before anybody answered, and in the middle. */
static void test_cancel(void **state)
{
	const struct step script[] = {{SILENCE, 0, 0}, {SILENCE, 0, 0},
				      {DATA, 1, 512},  {DATA, 2, 512},
				      {DATA, 3, 512},  {END, 0, 0}};

	for (unsigned n = 1; n <= 5; n++) {
		reset(state);
		eye.stop_at = n;
		assert_int_equal(play(script, 512, "a"), -ERR_NETBOOT_ESC);
		assert_string_equal(err_detail(), "the watch's detail");
		assert_int_equal(eye.looks, n);
		assert_int_equal(result.done, n < 3 ? 0 : (n - 2) * 512);
		if (n < 3) {
			assert_int_equal(fake.sends, 1);
			continue;
		}
		/* The server is told, and nothing after that. */
		check_sent(fake.sends - 1, 5, 0, TID);
	}
}

static void test_broken_wire(void **state)
{
	const struct step script[] = {
		{DATA, 1, 512}, {BROKEN, 2, 1}, {DATA, 2, 1}, {END, 0, 0}};

	(void)state;
	assert_int_equal(play(script, 512, "a"), -ERR_UDP_BUFFER);
	assert_string_equal(err_detail(), "broken");
	assert_int_equal(result.done, 512);
	assert_int_equal(eye.looks, 1);
	check_sent(fake.sends - 1, 5, 0, TID);
}

/* A send that fails is a datagram lost: it is repeated. */
static void test_send_fails(void **state)
{
	const struct step script[] = {
		{SILENCE, 0, 0}, {SILENCE, 0, 0}, {SILENCE, 0, 0},
		{SILENCE, 0, 0}, {SILENCE, 0, 0}, {SILENCE, 0, 0},
		{SILENCE, 0, 0}, {SILENCE, 0, 0}, {SILENCE, 0, 0},
		{SILENCE, 0, 0}, {SILENCE, 0, 0}, {DATA, 1, 5},
		{END, 0, 0}};

	(void)state;
	fake.fail_first = 1;
	assert_int_equal(play(script, 512, "a"), 0);
	assert_int_equal(place.len, 5);
	assert_int_equal(result.retransmissions, 1);
	check_sent(0, 1, 0, 69);
	check_sent(1, 1, 0, 69);
	check_sent(2, 4, 1, TID);
}

static void test_never_sends(void **state)
{
	const struct step script[] = {{END, 0, 0}};

	(void)state;
	fake.fail_first = SENDS_MAX;
	assert_int_equal(play(script, 512, "a"), -ERR_TFTP_SILENT);
	assert_non_null(strstr(err_detail(), "60 s without an answer"));
}

/* The clock wraps meanwhile. */
static void test_silence(void **state)
{
	const struct step script[] = {{END, 0, 0}};

	(void)state;
	fake.now = 0u - 30000;
	assert_int_equal(play(script, 512, "a"), -ERR_TFTP_SILENT);
	assert_in_range(result.elapsed_ms, 59000, 75000);
	assert_in_range(fake.sends, 5, 30);
	assert_true(eye.looks > 500);
	for (unsigned i = 0; i < fake.sends; i++)
		check_sent(i, 1, 0, 69);
}

/* The server dies in the middle: asked again from other ports, then told. */
static void test_stalled(void **state)
{
	const struct step script[] = {{DATA, 1, 512}, {END, 0, 0}};

	(void)state;
	assert_int_equal(play(script, 512, "a"), -ERR_TFTP_STALLED);
	assert_int_equal(result.done, 512);
	assert_in_range(result.elapsed_ms, 59000, 75000);
	assert_in_range(fake.sends, 5, 60);
	assert_true(fake.sent[fake.sends - 1].from > fake.sent[0].from);
}

/* What the server said is shown, whatever happens to the wire meanwhile. */
static void test_server_error(void **state)
{
	const struct step missing[] = {{ERROR, 1, 0}, {END, 0, 0}};
	const struct step ended[] = {
		{DATA, 1, 512}, {ERROR, 3, 0}, {END, 0, 0}};

	(void)state;
	eye.stop_at = 1;
	assert_int_equal(play(missing, 512, "a"), -ERR_TFTP_NOT_FOUND);
	assert_string_equal(err_detail(), "error 1: words");
	assert_int_equal(fake.sends, 1);
	assert_int_equal(eye.looks, 0);
	eye.stop_at = 2;
	assert_int_equal(play(ended, 512, "a"), -ERR_TFTP_ENDED);
	assert_string_equal(err_detail(), "error 3: words");
	assert_int_equal(result.done, 512);
}

/* So is what the sink said: that the server can not be told is not news. */
static void test_sink_refuses(void **state)
{
	const struct step script[] = {
		{DATA, 1, 512}, {DATA, 2, 512}, {END, 0, 0}};

	(void)state;
	place_init(&place, got, 1000);
	eye.stop_at = 2;
	assert_int_equal(play(script, 512, "a"), -ERR_PLACE_FULL);
	check_sent(fake.sends - 1, 5, 0, TID);

	reset(state);
	place_init(&place, got, 1000);
	fake.fail_first = SENDS_MAX;
	assert_int_equal(play(script, 512, "a"), -ERR_PLACE_FULL);
	assert_string_equal(err_detail(),
			    "more than the 1.0 kB that are free came");
}

static void test_sink_refuses_size(void **state)
{
	const struct step script[] = {{OACK, 0, 0}, {END, 0, 0}};

	(void)state;
	place_init(&place, got, 699);
	assert_int_equal(play(script, 1456, "a"), -ERR_PLACE_TOO_BIG);
	assert_int_equal(place.len, 0);
	check_sent(fake.sends - 1, 5, 0, TID);
}

/*
 * Each transfer has ports of its own, with room to begin again: none of them
 * is another's, and none wraps.
 */
static void test_ports(void **state)
{
	const struct step script[] = {{DATA, 1, 1}, {END, 0, 0}};
	uint16_t last = 0;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		uint16_t port;

		place.len = 0;
		assert_int_equal(play(script, 512, "a"), 0);
		port = fake.sent[0].from;
		assert_in_range(port, FIRST_PORT, 65536 - 16);
		assert_true(!last || port >= last + 16 || port + 16 <= last);
		last = port;
	}
}

#define TEST(f) cmocka_unit_test_setup(f, reset)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_plain),	 TEST(test_options),
		TEST(test_empty_file),	 TEST(test_lost_and_repeated),
		TEST(test_names),	 TEST(test_cancel),
		TEST(test_broken_wire),	 TEST(test_send_fails),
		TEST(test_never_sends),	 TEST(test_silence),
		TEST(test_stalled),	 TEST(test_server_error),
		TEST(test_sink_refuses), TEST(test_sink_refuses_size),
		TEST(test_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
