/*
 * Tests of proto/tftp.c against a simulated server and wire: the file arrives
 * intact, whatever is lost, doubled or late, and however blocks are counted.
 */
#include "tftp_net.h"

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
	};

	int failed = 0;

	for (room_share = 0; room_share <= 2; room_share++)
		failed += cmocka_run_group_tests(tests, NULL, NULL);
	return failed;
}
