/* IPv4 reassembly in place. Documented in frag.h. */
#include "rom/frag.h"

#include <string.h>
#include "rom/nic.h"

enum {
	/* Datagrams in progress: a window of large ones, with some loss. */
	CONTEXTS = 4,
	/* Buffers that the card keeps whatever is being put together. */
	RESERVE = 16,
	/* RFC 791 says 15 s; a sender here repeats after a second or so. */
	LIFETIME_MS = 5000,
};

struct frag_piece frag_piece[NIC_BUFFERS_MAX];

static struct context {
	ip4 src, dst;
	uint16_t id;
	uint8_t protocol;
	bool used;
	uint8_t first, last, pieces;
	uint16_t have;	/* bytes */
	uint32_t total; /* 0: not known */
	uint32_t born_ms;
} context[CONTEXTS];

void frag_free(struct frag_chain *chain)
{
	uint8_t id = chain->first, next;

	for (; id != FRAG_END; id = next) {
		next = frag_piece[id].next;
		nic_give(id);
	}
	chain->first = FRAG_END;
}

static void frag_drop(struct context *c)
{
	struct frag_chain chain = {c->first, 0};

	frag_free(&chain);
	c->used = false;
}

void frag_reset(void)
{
	memset(context, 0, sizeof(context));
}

/* The datagram that p belongs to; a new one takes the oldest's place. */
static struct context *frag_find(const struct ip_packet *p, uint32_t now_ms)
{
	struct context *c, *oldest = context;

	for (c = context; c < context + CONTEXTS; c++) {
		if (c->used && now_ms - c->born_ms > LIFETIME_MS)
			frag_drop(c);
		if (c->used && c->id == p->id && c->protocol == p->protocol &&
		    ip_equal(c->src, p->src) && ip_equal(c->dst, p->dst))
			return c;
		if (oldest->used &&
		    (!c->used ||
		     now_ms - c->born_ms > now_ms - oldest->born_ms))
			oldest = c;
	}
	c = oldest;
	if (c->used)
		frag_drop(c);
	memset(c, 0, sizeof(*c));
	c->used = true;
	c->src = p->src;
	c->dst = p->dst;
	c->id = p->id;
	c->protocol = p->protocol;
	c->born_ms = now_ms;
	c->first = c->last = FRAG_END;
	return c;
}

/* Would the card be left with too few buffers? Then the oldest must go. */
static void frag_make_room(const struct context *keep)
{
	struct context *c, *oldest = NULL;
	uint16_t held = 0;

	for (c = context; c < context + CONTEXTS; c++) {
		if (!c->used)
			continue;
		held += c->pieces;
		if (c != keep &&
		    (!oldest || (int32_t)(c->born_ms - oldest->born_ms) < 0))
			oldest = c;
	}
	if (held + RESERVE > nic.buffers && oldest)
		frag_drop(oldest);
}

/*
 * Put the piece in its place in the list, which is in order and without
 * overlaps. 1: done; 0: a duplicate; -1: it overlaps another.
 */
static int frag_link(struct context *c, uint8_t id)
{
	struct frag_piece *n = &frag_piece[id], *q;
	uint8_t before = FRAG_END, after = c->first;

	/* Nearly always it belongs at the end. */
	if (c->last != FRAG_END && n->off > frag_piece[c->last].off) {
		before = c->last;
		after = FRAG_END;
	}
	while (after != FRAG_END && frag_piece[after].off < n->off) {
		before = after;
		after = frag_piece[after].next;
	}
	if (after != FRAG_END) {
		q = &frag_piece[after];
		if (q->off == n->off && q->len == n->len)
			return 0;
		if (n->off + n->len > q->off)
			return -1;
	}
	if (before != FRAG_END) {
		q = &frag_piece[before];
		if (q->off + q->len > n->off)
			return -1;
		q->next = id;
	} else {
		c->first = id;
	}
	n->next = after;
	if (after == FRAG_END)
		c->last = id;
	c->pieces++;
	c->have += n->len;
	return 1;
}

/* Does what is known of the length still fit together? */
static bool frag_length_ok(struct context *c, const struct ip_packet *p)
{
	uint32_t end = (uint32_t)p->off + p->len;

	if (!p->more && c->total && c->total != end)
		return false;
	if (!p->more)
		c->total = end;
	if (c->total == 0)
		return true;
	return end <= c->total &&
	       (c->last == FRAG_END ||
		(uint32_t)frag_piece[c->last].off + frag_piece[c->last].len <=
			c->total);
}

bool frag_add(const struct ip_packet *p, uint8_t id, uint16_t start,
	      uint32_t now_ms, struct frag_chain *whole)
{
	struct frag_piece *n = &frag_piece[id];
	struct context *c;
	int linked;

	*n = (struct frag_piece){p->off, start, p->len, FRAG_END};
	*whole = (struct frag_chain){id, p->len};
	if (p->off == 0 && !p->more)
		return true;
	c = frag_find(p, now_ms);
	linked = frag_length_ok(c, p) ? frag_link(c, id) : -1;
	if (linked <= 0)
		nic_give(id);
	if (linked < 0)
		frag_drop(c);
	if (linked <= 0)
		return false;
	if (c->total && c->have == c->total) {
		*whole = (struct frag_chain){c->first, c->have};
		c->used = false;
		return true;
	}
	frag_make_room(c);
	return false;
}
