/*
 * Tests of proto/tftp.c against a simulated server that forgets, falls silent,
 * lies, or is answered by a sink that refuses: asked again, or a clean error.
 */
#include "tftp_net.h"

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

static enum peer_fate fate_bad_start(struct peer *p, bool to_client, unsigned n,
				     const uint8_t *bytes, size_t len)
{
	unsigned d;

	(void)bytes, (void)len;
	p->drop_seed = p->drop_seed * 1103515245u + 12345u;
	d = p->drop_seed >> 16 & 0x3FF;
	if (to_client && n < 2)
		return PEER_DROP;
	return d < 51	 ? PEER_DROP
	       : d < 102 ? PEER_TWICE
	       : d < 153 ? PEER_LATE
			 : PEER_DELIVER;
}

/*
 * No round trip can be measured at the start, and hardly a window comes whole:
 * what follows a gap is measured, too, or each loss would cost a second.
 */
static void test_bad_start(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 100; seed++) {
		begin((struct peer_server){.size = 3000000,
					   .blksize = 1468,
					   .windowsize = 64,
					   .timer_ms = 1000});
		peer.fate = fate_bad_start;
		peer.drop_seed = seed * 7919;
		run(1468, 64);
		intact();
		assert_true(peer.now_ms - 4000000000u - PEER_LINGER_MS < 6000);
	}
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
	assert_int_equal(sent.at_ms[3] - sent.at_ms[2], 22);
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
					500, 5000);
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
		cmocka_unit_test(test_bad_start),
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
