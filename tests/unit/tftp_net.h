/* A TFTP transfer over the simulated wire, for the tests of the engine. */
#ifndef TESTS_TFTP_NET_H
#define TESTS_TFTP_NET_H

#include "unit.h"
#include "base/err.h"
#include "tftp_peer.h"

#define LIMIT_MS 400000

static struct tftp t;
static struct peer_sink sink;
static struct peer peer;
static unsigned room_share; /* of a window: how much may be kept, in halves */

static inline void begin(struct peer_server server)
{
	peer = (struct peer){.server = server, .delay_ms = 1};
	peer_sink_init(&sink);
}

static inline void run(uint16_t blksize, uint16_t windowsize)
{
	struct tftp_wish wish = {.blksize = blksize, .windowsize = windowsize};
	uint32_t room_len = (blksize + 2u) * windowsize * room_share / 2;

	if (room_share) {
		wish.room = guard_alloc(room_len);
		memset(wish.room, 0xFF, room_len);
		wish.room_len = room_len;
	}
	assert_int_equal(
		peer_run(&peer, &t, &wish, &sink.sink, 4000000000u, LIMIT_MS),
		0);
	assert_int_not_equal(t.state, TFTP_RUNNING);
	assert_false(sink.wrong);
	if (room_share)
		guard_free(wish.room, room_len);
}

/* It arrived, whole. */
static inline void intact(void)
{
	if (t.state != TFTP_DONE)
		print_message("%s %s: %s\n", err_code(t.rc), err_sentence(t.rc),
			      err_detail());
	assert_int_equal(t.state, TFTP_DONE);
	assert_int_equal(sink.at, peer.server.size);
	assert_int_equal(t.received, peer.server.size);
}

/* Fates: drop_a and drop_b count all datagrams of both directions. */
static inline enum peer_fate fate_drop_two(struct peer *p, bool to_client,
					   unsigned n, const uint8_t *bytes,
					   size_t len)
{
	unsigned i = p->count[0] + p->count[1];

	(void)to_client, (void)n, (void)bytes, (void)len;
	return i == p->drop_a || i == p->drop_b ? PEER_DROP : PEER_DELIVER;
}

#endif
