/*
 * HTTP over our own TCP and IP, over a simulated Ethernet: the file arrives
 * intact, whatever frame is lost, doubled, late or damaged.
 */
#include "unit.h"
#include <string.h>
#include "base/err.h"
#include "proto/fetch.h"
#include "tcp_peer.h"

#define WINDOW 16
#define SIZE   (3u * WINDOW * 1460 + 99)

static struct {
	struct sink sink;
	uint64_t at;
	bool wrong;
} got;

static int got_expect(struct sink *s, uint64_t total)
{
	(void)s;
	got.wrong |= total != tcp_peer.size;
	return 0;
}

static int got_push(struct sink *s, const void *bytes, size_t len)
{
	(void)s;
	for (size_t i = 0; i < len; i++)
		got.wrong |= ((const uint8_t *)bytes)[i] !=
			     tcp_peer_byte(got.at + i);
	got.at += len;
	return 0;
}

static uint32_t limit_ms;
static struct fetch_state result;

static int look(struct fetch_watch *w, const struct fetch_state *s)
{
	(void)w;
	assert_true(s->elapsed_ms < limit_ms);
	return 0;
}

static int fetch(void)
{
	struct fetch_watch watch = {.look = look};
	static struct url u;

	got.sink = (struct sink){got_expect, got_push, NULL};
	got.at = 0;
	got.wrong = false;
	limit_ms = 120000;
	assert_int_equal(url_of(&u, "http://192.0.2.1/f", WIRE_SERVER), 0);
	return fetch_http(ip_tcp_stream(), &u, &got.sink, &watch, &result);
}

static void begin(struct tcp_peer how)
{
	/* What the last one left closes, or is given up. */
	ip_tcp_stream()->close(ip_tcp_stream());
	ip_wire_run(2000);
	ip_wire_start();
	tcp_peer_start(&how);
}

static void intact(int rc)
{
	if (rc < 0)
		print_message("%s: %s (%s)\n", err_code(rc), err_sentence(rc),
			      err_detail());
	assert_int_equal(rc, 0);
	assert_int_equal(got.at, tcp_peer.size);
	assert_false(got.wrong);
	assert_int_equal(tcp_peer.wrong, 0);
}

static unsigned fate_at, fate_seed;
static enum wire_fate fate_kind;

static enum wire_fate fate_one(unsigned n, bool to_client)
{
	(void)to_client;
	return n == fate_at ? fate_kind : WIRE_DELIVER;
}

static const struct tcp_peer plain = {.size = SIZE, .window = WINDOW};

static void test_plain(void **state)
{
	(void)state;
	begin(plain);
	intact(fetch());
	assert_int_equal(tcp_peer.connections, 1);
	assert_int_equal(tcp_peer.resent, 0);
	assert_int_equal(result.retransmissions, 0);
	/* The connection is kept. */
	intact(fetch());
	assert_int_equal(tcp_peer.connections, 1);
	assert_int_equal(tcp_peer.requests, 2);
}

/* Three windows: every single frame lost, doubled, late and damaged. */
static void test_every_frame(void **state)
{
	unsigned total, holes;

	(void)state;
	begin(plain);
	intact(fetch());
	total = ip_wire.count;
	/* One acknowledgement a turn, not for every other segment. */
	assert_in_range(total, 3 * WINDOW + 5, 4 * WINDOW);
	for (fate_kind = WIRE_DROP; fate_kind <= WIRE_FLIP; fate_kind++) {
		holes = 0;
		for (fate_at = 0; fate_at < total; fate_at++) {
			begin(plain);
			ip_wire.fate = fate_one;
			intact(fetch());
			assert_int_equal(tcp_peer.requests, 1);
			assert_in_range(result.retransmissions, 0, 1);
			holes += result.retransmissions;
		}
		/* Each segment with something behind it. */
		assert_int_equal(holes,
				 fate_kind == WIRE_TWICE ? 0 : 3 * WINDOW);
	}
}

static enum wire_fate fate_dice(unsigned n, bool to_client)
{
	unsigned d;

	(void)n, (void)to_client;
	fate_seed = fate_seed * 1103515245u + 12345u;
	d = fate_seed >> 16 & 0x3FF;
	return d < 51	 ? WIRE_DROP
	       : d < 102 ? WIRE_LATE
	       : d < 153 ? WIRE_TWICE
	       : d < 156 ? WIRE_FLIP
			 : WIRE_DELIVER;
}

/* 5 % lost, 5 % late, 5 % doubled, some damaged. */
static void test_dice(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 40; seed++) {
		begin((struct tcp_peer){.size = 300000, .window = WINDOW});
		fate_seed = seed;
		ip_wire.fate = fate_dice;
		intact(fetch());
	}
}

/* A reset at any place: the rest is asked for on a new connection. */
static void test_reset(void **state)
{
	(void)state;
	for (uint32_t at = 1; at < SIZE; at += 1460 * 5) {
		begin((struct tcp_peer){
			.size = SIZE, .window = WINDOW, .reset_at = at});
		intact(fetch());
		assert_int_equal(tcp_peer.connections, 2);
		if (at > 2000)
			assert_in_range(tcp_peer.asked_from, 1, at + 1460);
	}
}

/* Nobody listens: an error. Then somebody does. */
static void test_refused(void **state)
{
	(void)state;
	begin((struct tcp_peer){.refuses = true, .size = 1, .window = 1});
	assert_int_equal(fetch(), -ERR_FETCH_CONNECT);
	tcp_peer = plain;
	intact(fetch());
}

/* A stack that is short of buffers would stall here: many windows. */
static void test_large(void **state)
{
	(void)state;
	begin((struct tcp_peer){.size = 20000000, .window = 300});
	intact(fetch());
	assert_int_equal(tcp_peer.resent, 0);
	assert_in_range(tcp_peer.offered, 60000, 65535);
}

static int start(void **state)
{
	(void)state;
	ip_wire_start();
	return ip_probe(WIRE_SERVER, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_every_frame),
		cmocka_unit_test(test_dice),
		cmocka_unit_test(test_reset),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
