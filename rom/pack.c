/*
 * Packing by the cheapest parse: going forward, the least number of bits that
 * reaches each position is kept, with the distance used last. (Exact but for
 * that only one distance is kept per position.)
 */
#include "rom/pack.h"

#include <string.h>

#define DISTANCE_MAX  65535u
#define LENGTH_MAX    512u
/* No need to look for a longer match. */
#define LENGTH_ENOUGH 64u

struct step {
	uint32_t bits;	   /* least cost to get here */
	uint32_t length;   /* of the last step; 1 with distance 0: literal */
	uint32_t distance; /* of the last step, 0: literal */
	uint32_t last;	   /* distance that a repeat would use from here */
};

struct bits {
	uint8_t *to;
	size_t len, room;
	size_t mark; /* where the current bit byte is */
	unsigned left;
	int full;
};

static struct step steps[PACK_MAX + 1];

static unsigned pack_gamma_bits(uint32_t n)
{
	unsigned bits = 1;

	for (; n > 1; n >>= 1)
		bits += 2;
	return bits;
}

static unsigned pack_cost(uint32_t distance, uint32_t length, uint32_t last)
{
	unsigned bits = 1 + pack_gamma_bits(length - 1);

	if (distance == last)
		return bits + pack_gamma_bits(1);
	return bits + pack_gamma_bits((distance - 1) / 256 + 2) + 8;
}

static void pack_offer(size_t at, uint32_t bits, uint32_t length,
		       uint32_t distance, uint32_t last)
{
	if (bits < steps[at].bits)
		steps[at] = (struct step){bits, length, distance, last};
}

/*
 * All matches of the bytes at i with those at i - distance. True if there can
 * be no longer ones: larger distances are not cheaper.
 */
static int pack_match(const uint8_t *from, size_t len, size_t i,
		      uint32_t distance)
{
	uint32_t n = 0;

	while (i + n < len && n < LENGTH_MAX &&
	       from[i + n] == from[i + n - distance]) {
		n++;
		if (n >= 2)
			pack_offer(i + n,
				   steps[i].bits + pack_cost(distance, n,
							     steps[i].last),
				   n, distance, distance);
	}
	return n >= LENGTH_ENOUGH || i + n == len;
}

/* Where the two bytes at each position were last, plus 1; 0: nowhere. */
static void pack_index(const uint8_t *from, size_t len, uint32_t *before)
{
	static uint32_t last[65536];
	size_t i, pair;

	memset(last, 0, sizeof(last));
	for (i = 0; i + 1 < len; i++) {
		pair = (size_t)from[i] << 8 | from[i + 1];
		before[i] = last[pair];
		last[pair] = (uint32_t)i + 1;
	}
}

static void pack_parse(const uint8_t *from, size_t len)
{
	static uint32_t before[PACK_MAX];
	size_t i, j;

	pack_index(from, len, before);
	for (i = 0; i <= len; i++)
		steps[i].bits = UINT32_MAX;
	steps[0] = (struct step){0, 0, 0, 0};
	for (i = 0; i < len; i++) {
		pack_offer(i + 1, steps[i].bits + 9, 1, 0, steps[i].last);
		if (i + 1 == len)
			continue;
		for (j = before[i]; j && i + 1 - j <= DISTANCE_MAX;
		     j = before[j - 1])
			if (pack_match(from, len, i, (uint32_t)(i + 1 - j)))
				break;
	}
}

static void pack_byte(struct bits *b, uint8_t value)
{
	if (b->len >= b->room) {
		b->full = 1;
		return;
	}
	b->to[b->len++] = value;
}

static void pack_bit(struct bits *b, unsigned bit)
{
	if (b->left == 0) {
		b->mark = b->len;
		b->left = 8;
		pack_byte(b, 0);
	}
	b->left--;
	if (!b->full && bit)
		b->to[b->mark] |= (uint8_t)(1 << b->left);
}

static void pack_gamma(struct bits *b, uint32_t n)
{
	unsigned top = 0;

	while (n >> (top + 1))
		top++;
	while (top--) {
		pack_bit(b, 1);
		pack_bit(b, n >> top & 1);
	}
	pack_bit(b, 0);
}

static void pack_emit(struct bits *b, const uint8_t *from, size_t at,
		      const struct step *s, uint32_t last)
{
	if (s->distance == 0) {
		pack_bit(b, 0);
		pack_byte(b, from[at]);
		return;
	}
	pack_bit(b, 1);
	if (s->distance == last) {
		pack_gamma(b, 1);
	} else {
		pack_gamma(b, (s->distance - 1) / 256 + 2);
		pack_byte(b, (uint8_t)(s->distance - 1));
	}
	pack_gamma(b, s->length - 1);
}

size_t pack(const uint8_t *from, size_t len, uint8_t *to, size_t room)
{
	static uint32_t path[PACK_MAX + 1];
	struct bits b = {.to = to, .room = room};
	size_t at, count = 0;

	if (len > PACK_MAX)
		return 0;
	pack_parse(from, len);
	/* Backwards along the best way, then forwards. */
	for (at = len; at > 0; at -= steps[at].length)
		path[count++] = (uint32_t)at;
	for (at = 0; count > 0; at = path[count])
		pack_emit(&b, from, at, &steps[path[--count]], steps[at].last);
	return b.full ? 0 : b.len;
}

struct undo {
	const uint8_t *from;
	size_t len, at;
	uint8_t bits, left;
	int bad;
};

static uint8_t pack_undo_byte(struct undo *u)
{
	if (u->at >= u->len) {
		u->bad = 1;
		return 0;
	}
	return u->from[u->at++];
}

static unsigned pack_undo_bit(struct undo *u)
{
	if (u->left == 0) {
		u->bits = pack_undo_byte(u);
		u->left = 8;
	}
	return u->bits >> --u->left & 1;
}

static uint32_t pack_undo_gamma(struct undo *u)
{
	uint32_t n = 1;

	while (pack_undo_bit(u) && n < PACK_MAX)
		n = n << 1 | pack_undo_bit(u);
	return n;
}

size_t pack_undo(const uint8_t *from, size_t len, uint8_t *to, size_t room)
{
	struct undo u = {.from = from, .len = len};
	uint32_t distance = 0, high, n;
	size_t at = 0;

	while (at < room && !u.bad) {
		if (!pack_undo_bit(&u)) {
			to[at++] = pack_undo_byte(&u);
			continue;
		}
		high = pack_undo_gamma(&u);
		if (high > 1)
			distance = (high - 2) * 256 + pack_undo_byte(&u) + 1;
		n = pack_undo_gamma(&u) + 1;
		if (distance == 0 || distance > at || n > room - at)
			return 0;
		for (; n; n--, at++)
			to[at] = to[at - distance];
	}
	return u.bad ? 0 : at;
}
