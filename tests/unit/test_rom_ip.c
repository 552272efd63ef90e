/*
 * Tests of rom/ip.c and rom/frag.c: headers with each field broken; fragments
 * in every order, twice, overlapping, and too many.
 */
#include "unit.h"
#include "rom/frag.h"
#include "rom/nic.h"

struct nic nic;
/* Who has a buffer: the card, or the test (and what it gave it to). */
static bool given[NIC_BUFFERS_MAX];

void nic_give(uint8_t id)
{
	assert_true(id < NIC_BUFFERS_MAX);
	assert_false(given[id]);
	given[id] = true;
}

static int start(void **state)
{
	(void)state;
	memset(given, 0, sizeof(given));
	nic.buffers = NIC_BUFFERS_MAX;
	frag_reset();
	return 0;
}

static struct ip_header header(void)
{
	struct ip_packet p = {.src = {{10, 0, 0, 1}},
			      .dst = {{10, 0, 0, 2}},
			      .protocol = IP_UDP,
			      .id = 0x1234,
			      .len = 100};
	struct ip_header h;

	ip_build(&h, &p);
	return h;
}

/* Parse at a guard page, with the checksum mended or not. */
static bool parse(struct ip_header *h, size_t len, uint16_t total, bool mend,
		  struct ip_packet *p)
{
	uint8_t *copy;
	bool good;

	if (mend) {
		h->checksum = 0;
		h->checksum = (uint16_t)~ip_fold(ip_sum(h, sizeof(*h), 0));
	}
	copy = guard_copy(h, len);
	good = ip_parse(span_of(copy, len), total, p);
	guard_free(copy, len);
	return good;
}

static void test_header(void **state)
{
	struct ip_header h = header();
	struct ip_packet p;

	(void)state;
	assert_true(parse(&h, sizeof(h), 120, false, &p));
	assert_int_equal(p.len, 100);
	assert_int_equal(p.start, 20);
	assert_int_equal(p.id, 0x1234);
	assert_false(p.more || p.off);
	assert_true(parse(&h, sizeof(h), 1000, false, &p));
	assert_int_equal(p.len, 100);
	assert_false(parse(&h, sizeof(h), 119, false, &p));
	for (size_t len = 0; len < sizeof(h); len++)
		assert_false(parse(&h, len, 120, false, &p));
	h.ttl ^= 1;
	assert_false(parse(&h, sizeof(h), 120, false, &p));
	assert_true(parse(&h, sizeof(h), 120, true, &p));
}

static void test_bad_header(void **state)
{
	struct ip_header h;
	struct ip_packet p;

	(void)state;
	for (unsigned v = 0; v < 256; v++) {
		h = header();
		h.version_ihl = (uint8_t)v;
		assert_int_equal(parse(&h, sizeof(h), 120, true, &p),
				 v == 0x45);
	}
	h = header();
	h.length = ip_swap16(19);
	assert_false(parse(&h, sizeof(h), 120, true, &p));
	/* A fragment that would end beyond 64 KB; one of no length. */
	h = header();
	h.fragment = ip_swap16(0x1FFF);
	assert_false(parse(&h, sizeof(h), 120, true, &p));
	h.fragment = ip_swap16(IP_MORE);
	assert_false(parse(&h, sizeof(h), 120, true, &p));
	h.length = ip_swap16(20);
	assert_false(parse(&h, sizeof(h), 120, true, &p));
	h.length = ip_swap16(20 + 96);
	assert_true(parse(&h, sizeof(h), 120, true, &p));
}

static struct ip_packet piece(uint16_t id, uint16_t off, uint16_t len,
			      bool more)
{
	return (struct ip_packet){.src = {{10, 0, 0, 1}},
				  .dst = {{10, 0, 0, 2}},
				  .protocol = IP_UDP,
				  .id = id,
				  .off = off,
				  .len = len,
				  .more = more};
}

/* Check a chain and give it back. */
static void finish(struct frag_chain *chain, uint16_t len)
{
	uint16_t at = 0;

	assert_int_equal(chain->len, len);
	for (uint8_t id = chain->first; id != FRAG_END;
	     id = frag_piece[id].next) {
		assert_int_equal(frag_piece[id].off, at);
		assert_false(given[id]);
		at += frag_piece[id].len;
	}
	assert_int_equal(at, len);
	frag_free(chain);
}

static void test_whole(void **state)
{
	struct ip_packet p = piece(1, 0, 100, false);
	struct frag_chain whole;

	(void)state;
	assert_true(frag_add(&p, 5, 34, 0, &whole));
	finish(&whole, 100);
	assert_true(given[5]);
}

/* Four fragments in all 24 orders. */
static void test_orders(void **state)
{
	struct frag_chain whole;

	for (unsigned n = 0; n < 256; n++) {
		unsigned order[] = {n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6},
			 seen = 0;

		for (unsigned i = 0; i < 4; i++)
			seen |= 1u << order[i];
		if (seen != 15)
			continue;
		start(state);
		for (unsigned i = 0; i < 4; i++) {
			unsigned k = order[i];
			struct ip_packet p = piece(7, (uint16_t)(k * 1480),
						   k == 3 ? 11 : 1480, k != 3);

			assert_int_equal(
				frag_add(&p, (uint8_t)k, 34, 0, &whole),
				i == 3);
		}
		finish(&whole, 3 * 1480 + 11);
		for (unsigned i = 0; i < 4; i++)
			assert_true(given[i]);
	}
}

static void test_twice(void **state)
{
	struct ip_packet a = piece(7, 0, 1480, true),
			 b = piece(7, 1480, 8, false);
	struct frag_chain whole;

	(void)state;
	assert_false(frag_add(&a, 0, 34, 0, &whole));
	assert_false(frag_add(&a, 1, 34, 0, &whole));
	assert_true(given[1] && !given[0]);
	assert_true(frag_add(&b, 2, 34, 0, &whole));
	finish(&whole, 1488);
}

/* What overlaps costs the datagram; later fragments begin it again. */
static void test_overlap(void **state)
{
	static const struct {
		uint16_t off, len;
		bool more;
	} bad[] = {
		{8, 16, true},	    /* within the first */
		{1472, 1480, true}, /* over its end */
		{0, 1488, true},    /* the same begin, longer */
		{8, 8, false},	    /* an end before what is there */
	};
	struct frag_chain whole;

	for (unsigned i = 0; i < COUNT(bad); i++) {
		struct ip_packet a = piece(7, 0, 1480, true),
				 b = piece(7, bad[i].off, bad[i].len,
					   bad[i].more);

		start(state);
		assert_false(frag_add(&a, 0, 34, 0, &whole));
		assert_false(frag_add(&b, 1, 34, 0, &whole));
		assert_true(given[0] && given[1]);
	}
}

/* Two different ends; and a piece behind the end. */
static void test_ends(void **state)
{
	struct ip_packet a = piece(7, 1480, 8, false),
			 b = piece(7, 1480, 16, false),
			 c = piece(8, 80, 8, false), d = piece(8, 160, 8, true);
	struct frag_chain whole;

	(void)state;
	assert_false(frag_add(&a, 0, 34, 0, &whole));
	assert_false(frag_add(&b, 1, 34, 0, &whole));
	assert_true(given[0] && given[1]);
	assert_false(frag_add(&c, 2, 34, 0, &whole));
	assert_false(frag_add(&d, 3, 34, 0, &whole));
	assert_true(given[2] && given[3]);
}

/* Datagrams that never complete are dropped: by number, by age, by need. */
static void test_limits(void **state)
{
	struct frag_chain whole;
	unsigned i, held = 0;

	for (i = 0; i < 5; i++) {
		struct ip_packet p = piece((uint16_t)i, 0, 1480, true);

		assert_false(frag_add(&p, (uint8_t)i, 34, i, &whole));
	}
	assert_true(given[0] && !given[1]);
	struct ip_packet late = piece(99, 0, 1480, true);
	assert_false(frag_add(&late, 10, 34, 60000, &whole));
	assert_true(given[1] && given[2] && given[3] && given[4]);
	start(state);
	for (i = 0; i < NIC_BUFFERS_MAX; i++) {
		struct ip_packet p =
			piece((uint16_t)(i / 44), (uint16_t)(i % 44 * 1480),
			      1480, true);

		frag_add(&p, (uint8_t)i, 34, i, &whole);
	}
	for (i = 0; i < NIC_BUFFERS_MAX; i++)
		held += !given[i];
	assert_true(held + 16 <= NIC_BUFFERS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_bad_header),
		cmocka_unit_test_setup(test_whole, start),
		cmocka_unit_test_setup(test_orders, start),
		cmocka_unit_test_setup(test_twice, start),
		cmocka_unit_test_setup(test_overlap, start),
		cmocka_unit_test_setup(test_ends, start),
		cmocka_unit_test_setup(test_limits, start),
	};

	return cmocka_run_group_tests_name("rom/ip, rom/frag", tests, NULL,
					   NULL);
}
