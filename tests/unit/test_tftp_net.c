/*
 * Tests of proto/tftp.c against a simulated server and wire: the file arrives
 * intact or the transfer fails cleanly, whatever is lost, doubled or late.
 */
#include "unit.h"
#include "base/err.h"
#include "tftp_peer.h"

#define LIMIT_MS 400000

static struct tftp t;
static struct peer_sink sink;
static struct peer peer;

static void begin(struct peer_server server)
{
	peer = (struct peer){.server = server, .delay_ms = 1};
	peer_sink_init(&sink);
}

static void run(uint16_t blksize, uint16_t windowsize)
{
	struct tftp_wish wish = {.blksize = blksize, .windowsize = windowsize};

	assert_int_equal(
		peer_run(&peer, &t, &wish, &sink.sink, 4000000000u, LIMIT_MS),
		0);
	assert_int_not_equal(t.state, TFTP_RUNNING);
	assert_false(sink.wrong);
}

/* It arrived, whole. */
static void intact(void)
{
	if (t.state != TFTP_DONE)
		print_message("%s %s: %s\n", err_code(t.rc), err_sentence(t.rc),
			      err_detail());
	assert_int_equal(t.state, TFTP_DONE);
	assert_int_equal(sink.at, peer.server.size);
	assert_int_equal(t.received, peer.server.size);
}

static void test_sizes(void **state)
{
	static const uint16_t blksize[] = {8, 512, 1468, 65464};
	static const uint16_t windowsize[] = {1, 2, 4, 32};

	(void)state;
	for (unsigned b = 0; b < COUNT(blksize); b++)
		for (unsigned w = 0; w < COUNT(windowsize); w++)
			for (uint32_t blocks = 0; blocks < 70;
			     blocks += blocks < 9 ? 1 : 31)
				for (int less = -1; less < 2; less++) {
					uint64_t size = blocks * blksize[b] +
							(uint64_t)less;

					if ((int64_t)size < 0)
						continue;
					begin((struct peer_server){
						.size = size,
						.blksize = 65464,
						.windowsize = 64});
					run(blksize[b], windowsize[w]);
					intact();
					assert_int_equal(t.blksize, blksize[b]);
					assert_int_equal(t.windowsize,
							 windowsize[w]);
					assert_int_equal(t.retransmissions, 0);
					assert_int_equal(t.has_total, size > 0);
					assert_int_equal(t.total, size);
					assert_int_equal(sink.expected, size);
					assert_int_equal(sink.expects,
							 size > 0);
					assert_int_equal(peer.complete, 1);
					assert_int_equal(peer.errors, 0);
				}
}

/* Servers that know no options, or some, or want less. */
static void test_negotiation(void **state)
{
	static const struct {
		uint16_t has_blksize, has_windowsize;
		bool no_tsize;
		uint16_t blksize, windowsize;
	} row[] = {
		{0, 0, true, 512, 1},	{0, 0, false, 512, 1},
		{512, 0, true, 512, 1}, {1428, 4, false, 1428, 4},
		{8, 1, false, 8, 1},	{65464, 65535, true, 1468, 16},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++) {
		begin((struct peer_server){.size = 70000,
					   .blksize = row[i].has_blksize,
					   .windowsize = row[i].has_windowsize,
					   .no_tsize = row[i].no_tsize});
		run(1468, 16);
		intact();
		assert_int_equal(t.blksize, row[i].blksize);
		assert_int_equal(t.windowsize, row[i].windowsize);
		assert_int_equal(t.has_total, !row[i].no_tsize);
		assert_int_equal(sink.expects, !row[i].no_tsize);
	}
}

/* Fates: drop_a and drop_b count all datagrams of both directions. */
static enum peer_fate fate_drop_two(struct peer *p, bool to_client, unsigned n,
				    const uint8_t *bytes, size_t len)
{
	unsigned i = p->count[0] + p->count[1];

	(void)to_client, (void)n, (void)bytes, (void)len;
	return i == p->drop_a || i == p->drop_b ? PEER_DROP : PEER_DELIVER;
}

static enum peer_fate fate_twice(struct peer *p, bool to_client, unsigned n,
				 const uint8_t *bytes, size_t len)
{
	unsigned i = p->count[0] + p->count[1];

	(void)to_client, (void)n, (void)bytes, (void)len;
	return i == p->drop_a	? PEER_TWICE
	       : i == p->drop_b ? PEER_LATE
				: PEER_DELIVER;
}

/*
 * A transfer of three windows and its end: every pair of datagrams is lost
 * (both may be the same), and every pair one doubled and one late.
 */
static void check_every_pair(enum peer_kind kind, uint16_t windowsize)
{
	unsigned total;

	begin((struct peer_server){.kind = kind,
				   .size = 8u * 3 * windowsize + 3,
				   .blksize = 1468,
				   .windowsize = 64});
	if (kind == PEER_SLIRP)
		peer.server.size = 8 * 5;
	run(8, windowsize);
	total = peer.count[0] + peer.count[1];
	assert_in_range(total, 8, 60);
	for (unsigned a = 0; a < total; a++)
		for (unsigned b = a; b < total; b++) {
			struct peer_server server = peer.server;

			begin(server);
			peer.fate = fate_drop_two;
			peer.drop_a = a;
			peer.drop_b = b;
			run(8, windowsize);
			intact();
			assert_true(t.retransmissions > 0 || a >= total - 2);
			begin(server);
			peer.fate = fate_twice;
			peer.drop_a = a;
			peer.drop_b = b;
			run(8, windowsize);
			intact();
		}
}

static void test_pairs_lock_step(void **state)
{
	(void)state;
	check_every_pair(PEER_RFC, 1);
}

static void test_pairs_window(void **state)
{
	(void)state;
	check_every_pair(PEER_RFC, 2);
	check_every_pair(PEER_RFC, 4);
	check_every_pair(PEER_RFC, 8);
}

static void test_pairs_dnsmasq(void **state)
{
	(void)state;
	check_every_pair(PEER_DNSMASQ, 4);
}

static void test_pairs_slirp(void **state)
{
	(void)state;
	check_every_pair(PEER_SLIRP, 1);
}

static unsigned dice(struct peer *p)
{
	p->drop_seed = p->drop_seed * 1103515245u + 12345u;
	return p->drop_seed >> 16 & 0x3FF;
}

static enum peer_fate fate_dice(struct peer *p, bool to_client, unsigned n,
				const uint8_t *bytes, size_t len)
{
	unsigned d = dice(p);

	(void)to_client, (void)n, (void)bytes, (void)len;
	return d < p->drop_a	    ? PEER_DROP
	       : d < p->drop_a + 20 ? PEER_TWICE
	       : d < p->drop_a + 40 ? PEER_LATE
				    : PEER_DELIVER;
}

/* Up to a fifth of all datagrams lost, some doubled, some late. */
static void test_dice(void **state)
{
	static const uint16_t windowsize[] = {1, 2, 7, 16, 64};

	(void)state;
	for (unsigned seed = 1; seed < 400; seed++) {
		begin((struct peer_server){.kind = seed % 3 ? PEER_RFC
							    : PEER_DNSMASQ,
					   .size = 1000 + seed * 37,
					   .blksize = 1468,
					   .windowsize = 64});
		peer.fate = fate_dice;
		peer.drop_a = seed % 5 * 51;
		peer.drop_seed = seed;
		run((uint16_t)(32 + seed), windowsize[seed % 5]);
		intact();
	}
}

/* One gap, one ACK: a burst behind it must not cause a storm. */
static void test_one_ack_for_a_gap(void **state)
{
	(void)state;
	begin((struct peer_server){
		.size = 8 * 32, .blksize = 8, .windowsize = 16});
	peer.fate = fate_drop_two;
	/* RRQ OACK ACK, then blocks from 3: the second one is lost. */
	peer.drop_a = peer.drop_b = 4;
	run(8, 16);
	intact();
	assert_int_equal(t.retransmissions, 1);
	/* 0, the gap's 1, 17, 33. */
	assert_int_equal(peer.acks, 4);
	assert_int_equal(peer.count[1], 1 + 16 + 16 + 16);
}

/* Loses drop_b data blocks from the one with the wire number drop_a on. */
static enum peer_fate fate_block(struct peer *p, bool to_client, unsigned n,
				 const uint8_t *bytes, size_t len)
{
	(void)n, (void)len;
	if (!to_client || bytes[1] != TFTP_DATA || n < 60000 || !p->drop_b ||
	    (unsigned)(bytes[2] << 8 | bytes[3]) != p->drop_a)
		return PEER_DELIVER;
	p->drop_b--;
	return PEER_DROP;
}

/* Block numbers pass 65535, to 0 and to 1, in windows at any place. */
static void test_rollover(void **state)
{
	static const uint16_t windowsize[] = {1, 2, 5, 16, 64};

	(void)state;
	for (unsigned one = 0; one < 2; one++)
		for (unsigned w = 0; w < COUNT(windowsize); w++) {
			begin((struct peer_server){.size = 8 * 65600 + 5,
						   .blksize = 8,
						   .windowsize = 64,
						   .wraps_to_one = one});
			run(8, windowsize[w]);
			intact();
		}
	/* Twice. */
	for (unsigned one = 0; one < 2; one++) {
		begin((struct peer_server){.size = 8 * 131100 + 5,
					   .blksize = 8,
					   .windowsize = 16,
					   .wraps_to_one = one});
		run(8, 16);
		intact();
	}
}

/* The file ends at the wrap. */
static void test_rollover_end(void **state)
{
	(void)state;
	for (unsigned one = 0; one < 2; one++)
		for (unsigned w = 1; w < 9; w += 7)
			for (uint64_t size = 8 * 65533; size < 8 * 65540;
			     size += 4) {
				begin((struct peer_server){.size = size,
							   .blksize = 8,
							   .windowsize = 8,
							   .no_tsize = size & 4,
							   .wraps_to_one =
								   one});
				run(8, (uint16_t)w);
				intact();
			}
}

/* A loss at each place around the wrap, once and twice. */
static void test_rollover_loss(void **state)
{
	(void)state;
	for (unsigned one = 0; one < 2; one++)
		for (unsigned lost = 0; lost < 16; lost++)
			for (unsigned times = 1; times < 3; times++) {
				begin((struct peer_server){.size = 8 * 65600,
							   .blksize = 8,
							   .windowsize = 4,
							   .wraps_to_one =
								   one});
				peer.fate = fate_block;
				peer.drop_a = (uint16_t)(65528 + lost);
				peer.drop_b = times;
				run(8, lost & 1 ? 4 : 3);
				intact();
			}
}

/* The server forgets the transfer: it is begun again, nothing comes twice. */
static void test_begin_again(void **state)
{
	(void)state;
	for (uint64_t block = 1; block < 12; block++)
		for (unsigned w = 1; w < 5; w += 3) {
			begin((struct peer_server){.size = 1000,
						   .blksize = 100,
						   .windowsize = 4,
						   .forget_at = block});
			run(100, (uint16_t)w);
			intact();
			assert_int_equal(peer.requests, 2);
			assert_int_equal(sink.expects, 1);
		}
}

/* It forgets again and again: as long as something new comes, go on. */
static void test_begin_again_often(void **state)
{
	(void)state;
	begin((struct peer_server){.size = 2000,
				   .blksize = 100,
				   .forget_at = 2,
				   .forget_step = 2});
	run(100, 1);
	intact();
	assert_int_equal(peer.requests, 11);
}

/* Datagrams of DATA, by their number on the wire. */
static enum peer_fate fate_never_block(struct peer *p, bool to_client,
				       unsigned n, const uint8_t *bytes,
				       size_t len)
{
	(void)n, (void)len;
	return to_client && bytes[1] == TFTP_DATA && bytes[3] >= p->drop_a
		       ? PEER_DROP
		       : PEER_DELIVER;
}

/* A block that never comes, from a server that always answers: an end. */
static void test_never_block(void **state)
{
	static const struct {
		enum peer_kind kind;
		unsigned block, at_least_s, at_most_s;
	} row[] = {
		{PEER_RFC, 1, 60, 70},	  {PEER_DNSMASQ, 1, 60, 70},
		{PEER_RFC, 3, 60, 200},	  {PEER_SLIRP, 1, 60, 200},
		{PEER_SLIRP, 3, 60, 200},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++) {
		uint32_t s;

		begin((struct peer_server){.kind = row[i].kind, .size = 3000});
		peer.fate = fate_never_block;
		peer.drop_a = row[i].block;
		run(512, 1);
		assert_int_equal(t.state, TFTP_FAILED);
		assert_int_equal(t.rc, row[i].block == 1 ? -ERR_TFTP_SILENT
							 : -ERR_TFTP_STALLED);
		assert_int_equal(sink.at, (row[i].block - 1) * 512);
		s = (peer.now_ms - 4000000000u - PEER_LINGER_MS) / 1000;
		assert_in_range(s, row[i].at_least_s, row[i].at_most_s);
	}
}

/* libslirp lost a block for ever: asked again within seconds, not at 20 s. */
static void test_slirp_loss(void **state)
{
	(void)state;
	begin((struct peer_server){.kind = PEER_SLIRP, .size = 5000});
	peer.fate = fate_drop_two;
	peer.drop_a = peer.drop_b = 7;
	run(512, 1);
	intact();
	assert_int_equal(peer.requests, 2);
	assert_in_range(peer.now_ms - 4000000000u - PEER_LINGER_MS, 5000, 9000);
}

/* And by then it has another size. */
static void test_begin_again_changed(void **state)
{
	static const struct {
		uint64_t size;
		bool no_tsize, then_tsize;
		int rc;
	} row[] = {
		{1700, false, true, -ERR_TFTP_CHANGED},
		{100, true, false, -ERR_TFTP_LENGTH},
		{1000, true, false, -ERR_TFTP_LENGTH},
		{1701, true, false, 0},
		{1701, true, true, 0},
		{1000, true, true, -ERR_TFTP_LENGTH},
	};
	struct peer_session *s;

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++) {
		struct tftp_wish wish = {.blksize = 100, .windowsize = 1};

		begin((struct peer_server){.size = 1701,
					   .blksize = 100,
					   .no_tsize = row[i].no_tsize,
					   .forget_at = 12});
		peer_run(&peer, &t, &wish, &sink.sink, 0, 10000);
		assert_int_equal(t.state, TFTP_RUNNING);
		assert_int_equal(t.received, 1100);
		peer.server.size = row[i].size;
		peer.server.no_tsize = !row[i].then_tsize;
		/* Go on where it was. */
		for (s = peer.session; s < peer.session + PEER_SESSIONS; s++)
			assert_false(s->open);
		peer_resume(&peer, &t, LIMIT_MS);
		assert_int_equal(t.state, row[i].rc ? TFTP_FAILED : TFTP_DONE);
		assert_int_equal(t.rc, row[i].rc);
		assert_int_equal(sink.expects, !row[i].no_tsize);
		assert_false(sink.wrong);
	}
}

/* Times at which the client sent, and what. */
static struct {
	uint32_t at_ms[64];
	uint8_t opcode[64];
	unsigned n;
} sent;

static enum peer_fate fate_record(struct peer *p, bool to_client, unsigned n,
				  const uint8_t *bytes, size_t len)
{
	(void)len;
	if (!to_client && sent.n < 64) {
		sent.at_ms[sent.n] = p->now_ms;
		sent.opcode[sent.n++] = bytes[1];
	}
	/* From the drop_a-th datagram to the client on: silence. */
	return to_client && n >= p->drop_a ? PEER_DROP : PEER_DELIVER;
}

static void test_silence(void **state)
{
	static const uint32_t wanted_s[] = {0,	1,  3,	7,  15, 23,
					    31, 39, 47, 55, 63};

	(void)state;
	begin((struct peer_server){.size = 1});
	peer.fate = fate_record;
	peer.drop_a = 0;
	sent.n = 0;
	run(512, 1);
	assert_int_equal(t.state, TFTP_FAILED);
	assert_int_equal(t.rc, -ERR_TFTP_SILENT);
	assert_string_equal(err_detail(),
			    "60 s without an answer, 0 bytes came");
	assert_int_equal(sent.n, COUNT(wanted_s) - 1);
	for (unsigned i = 0; i < sent.n; i++) {
		assert_int_equal(sent.opcode[i], TFTP_RRQ);
		assert_int_equal(sent.at_ms[i] - sent.at_ms[0],
				 wanted_s[i] * 1000);
	}
	assert_int_equal(t.retransmissions, sent.n - 1);
}

/* Silence in the middle: the waits grow, it asks again, then gives up. */
static void test_silence_later(void **state)
{
	uint32_t wait = 0;
	unsigned asked = 0;

	(void)state;
	begin((struct peer_server){
		.size = 100000, .blksize = 512, .windowsize = 4});
	peer.fate = fate_record;
	peer.drop_a = 7;
	sent.n = 0;
	run(512, 4);
	assert_int_equal(t.state, TFTP_FAILED);
	assert_int_equal(t.rc, -ERR_TFTP_STALLED);
	for (unsigned i = 3; i < sent.n; i++) {
		uint32_t now_wait = sent.at_ms[i] - sent.at_ms[i - 1];

		if (sent.opcode[i] == TFTP_RRQ)
			asked++;
		if (sent.opcode[i] == TFTP_ACK && i > 3)
			assert_true(now_wait >= wait);
		wait = now_wait;
	}
	assert_true(asked > 1);
	assert_in_range(peer.now_ms - sent.at_ms[0] - PEER_LINGER_MS, 60000,
			70000);
	assert_int_equal(sent.at_ms[3] - sent.at_ms[2], 102);
}

/* libslirp: no ACK goes twice within a second. */
static void test_slirp_patience(void **state)
{
	(void)state;
	begin((struct peer_server){
		.kind = PEER_SLIRP, .size = 5000, .blksize = 1428});
	peer.fate = fate_record;
	peer.drop_a = 3;
	sent.n = 0;
	run(1468, 8);
	assert_int_equal(t.state, TFTP_FAILED);
	for (unsigned i = 4; i < sent.n; i++)
		assert_true(sent.at_ms[i] - sent.at_ms[i - 1] >= 1000);
}

/* Datagrams above the MTU get lost: smaller blocks are asked for. */
static enum peer_fate fate_no_fragments(struct peer *p, bool to_client,
					unsigned n, const uint8_t *bytes,
					size_t len)
{
	(void)p, (void)to_client, (void)n, (void)bytes;
	return len > 1472 ? PEER_DROP : PEER_DELIVER;
}

static void test_no_fragments(void **state)
{
	static const uint16_t blksize[] = {1469, 8192, 65464};

	(void)state;
	for (unsigned i = 0; i < COUNT(blksize); i++)
		for (unsigned w = 1; w < 9; w += 7) {
			begin((struct peer_server){.size = 100000,
						   .blksize = 65464,
						   .windowsize = 8});
			peer.fate = fate_no_fragments;
			run(blksize[i], (uint16_t)w);
			intact();
			assert_int_equal(t.blksize, 1408);
			assert_int_equal(sink.expects, 1);
			assert_in_range(peer.now_ms - 4000000000u -
						PEER_LINGER_MS,
					1000, 5000);
		}
}

/* The request goes twice: the second session's port gets ERROR 5. */
static enum peer_fate fate_request_twice(struct peer *p, bool to_client,
					 unsigned n, const uint8_t *bytes,
					 size_t len)
{
	(void)p, (void)bytes, (void)len;
	return !to_client && n == 0 ? PEER_TWICE : PEER_DELIVER;
}

static void test_second_session(void **state)
{
	(void)state;
	begin((struct peer_server){
		.size = 5000, .blksize = 512, .windowsize = 2});
	peer.fate = fate_request_twice;
	run(512, 2);
	intact();
	assert_int_equal(peer.requests, 2);
	assert_int_equal(peer.stray, 40001);
	assert_int_equal(peer.errors, 1);
	assert_int_equal(peer.complete, 1);
	for (unsigned i = 0; i < PEER_SESSIONS; i++)
		assert_false(peer.session[i].open);
}

/* tsize is not the truth. */
static void test_told_wrong(void **state)
{
	static const struct {
		uint64_t told;
		int rc;
		const char *detail;
	} row[] = {
		{4999, -ERR_TFTP_TOO_LONG,
		 "4999 bytes told, at least 5000 came"},
		{4000, -ERR_TFTP_TOO_LONG,
		 "4000 bytes told, at least 4096 came"},
		{5001, -ERR_TFTP_LENGTH, "5001 bytes told, 5000 came"},
		{6000000000, -ERR_TFTP_LENGTH,
		 "6000000000 bytes told, 5000 came"},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++) {
		begin((struct peer_server){.size = 5000, .told = row[i].told});
		run(512, 1);
		assert_int_equal(t.state, TFTP_FAILED);
		assert_int_equal(t.rc, row[i].rc);
		assert_string_equal(err_detail(), row[i].detail);
		assert_int_equal(peer.errors, 1);
		assert_true(sink.at <= row[i].told);
	}
}

static void test_sink_refuses(void **state)
{
	(void)state;
	begin((struct peer_server){.size = 5000});
	sink.refuse_expect = -77;
	run(512, 1);
	assert_int_equal(t.rc, -77);
	assert_int_equal(sink.at, 0);
	assert_int_equal(peer.errors, 1);
	begin((struct peer_server){.size = 5000});
	sink.refuse_push = -78;
	run(512, 1);
	assert_int_equal(t.rc, -78);
	assert_int_equal(sink.at, 512);
	assert_int_equal(peer.errors, 1);
	assert_false(peer.session[0].open);
	/* At the last block, too. */
	begin((struct peer_server){.size = 5});
	sink.refuse_push = -79;
	run(512, 1);
	assert_int_equal(t.rc, -79);
	assert_int_equal(peer.complete, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_negotiation),
		cmocka_unit_test(test_pairs_lock_step),
		cmocka_unit_test(test_pairs_window),
		cmocka_unit_test(test_pairs_dnsmasq),
		cmocka_unit_test(test_pairs_slirp),
		cmocka_unit_test(test_dice),
		cmocka_unit_test(test_one_ack_for_a_gap),
		cmocka_unit_test(test_rollover),
		cmocka_unit_test(test_rollover_end),
		cmocka_unit_test(test_rollover_loss),
		cmocka_unit_test(test_begin_again),
		cmocka_unit_test(test_begin_again_often),
		cmocka_unit_test(test_never_block),
		cmocka_unit_test(test_slirp_loss),
		cmocka_unit_test(test_begin_again_changed),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_silence_later),
		cmocka_unit_test(test_slirp_patience),
		cmocka_unit_test(test_no_fragments),
		cmocka_unit_test(test_second_session),
		cmocka_unit_test(test_told_wrong),
		cmocka_unit_test(test_sink_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
