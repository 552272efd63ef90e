/* The seeded faults of one direction of a wire. The random numbers are
 * Marsaglia's xorshift with Vigna's multiplication (xorshift64*); each frame
 * takes the same count of them, so faults do not shift each other.
 * What it does not do: variable delay, bursts of loss. */
#include "impair.h"
#include <string.h>

#define NS	    1000000000ull
/* Nobody sends frames that are damaged in the address: those get lost. */
#define DAMAGE_FROM 14

static uint32_t impair_random(struct impair *w)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return (uint32_t)((w->random * 0x2545f4914f6cdd1dull) >> 32);
}

/* The state must not be 0 and seeds close to each other must not give similar
 * sequences: the finalizer of splitmix64 sees to both. */
static uint64_t impair_seed(uint64_t seed, unsigned direction)
{
	uint64_t z = (2 * seed + direction + 1) * 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	z ^= z >> 31;
	return z ? z : 1;
}

void impair_init(struct impair *w, const struct impair_config *config,
		 unsigned direction)
{
	w->config = *config;
	w->random = impair_seed(config->seed, direction);
	w->stats = (struct impair_stats){0};
	w->seq = 0;
	w->line_free = 0;
	w->heap_count = w->held_next = 0;
	memset(w->held, 0, sizeof(w->held));
	w->free_count = IMPAIR_SLOTS;
	for (uint32_t i = 0; i < IMPAIR_SLOTS; i++)
		w->free_slots[i] = IMPAIR_SLOTS - 1 - i;
}

static bool impair_before(const struct impair_entry *a,
			  const struct impair_entry *b)
{
	return a->time != b->time ? a->time < b->time : a->seq < b->seq;
}

static void impair_swap(struct impair_entry *a, struct impair_entry *b)
{
	struct impair_entry c = *a;

	*a = *b;
	*b = c;
}

/* Lets a slot come out at a time, behind all that were told the same time
 * before. A slot told again forgets its first time. */
static void impair_schedule(struct impair *w, uint32_t slot, int64_t time)
{
	uint32_t i = w->heap_count++;

	w->slots[slot].seq = ++w->seq;
	w->heap[i] = (struct impair_entry){time, w->seq, slot};
	for (; i && impair_before(&w->heap[i], &w->heap[(i - 1) / 2]);
	     i = (i - 1) / 2)
		impair_swap(&w->heap[i], &w->heap[(i - 1) / 2]);
}

static struct impair_entry impair_pop(struct impair *w)
{
	struct impair_entry top = w->heap[0];
	uint32_t i = 0;

	w->heap[0] = w->heap[--w->heap_count];
	for (;;) {
		uint32_t least = i;

		for (uint32_t c = 2 * i + 1; c <= 2 * i + 2; c++)
			if (c < w->heap_count &&
			    impair_before(&w->heap[c], &w->heap[least]))
				least = c;
		if (least == i)
			return top;
		impair_swap(&w->heap[i], &w->heap[least]);
		i = least;
	}
}

static uint32_t impair_copy(struct impair *w, const void *data, uint32_t len)
{
	uint32_t slot = w->free_slots[--w->free_count];
	struct impair_frame *frame = &w->slots[slot];

	frame->len = (uint16_t)len;
	memcpy(frame->data, data, len);
	return slot;
}

/* A frame passes at a time: who is held back has one less to wait for. */
static void impair_overtake(struct impair *w, int64_t time)
{
	for (unsigned i = 0; i < IMPAIR_HELD; i++) {
		struct impair_held *h = &w->held[i];

		if (!h->seq || --h->left)
			continue;
		/* It may have come out already because its time was up. */
		if (w->slots[h->slot].seq == h->seq)
			impair_schedule(w, h->slot, time);
		h->seq = 0;
	}
}

static void impair_hold(struct impair *w, uint32_t slot, int64_t time,
			uint32_t gap)
{
	impair_schedule(w, slot, time + w->config.hold_ns);
	w->held[w->held_next] =
		(struct impair_held){w->slots[slot].seq, slot, gap};
	w->held_next = (w->held_next + 1) % IMPAIR_HELD;
	w->stats.reordered++;
}

/* When the frame's last bit has left the sender, or -1 if the queue in front of
 * the rate is full. */
static int64_t impair_serialize(struct impair *w, int64_t now, uint32_t len)
{
	uint64_t rate = w->config.rate;
	int64_t start = w->line_free > now ? w->line_free : now;

	if (!rate)
		return now;
	if ((uint64_t)(start - now) > w->config.queue * 8ull * NS / rate)
		return -1;
	w->line_free =
		start + (int64_t)((len + IMPAIR_OVERHEAD) * 8ull * NS / rate);
	return w->line_free;
}

void impair_put(struct impair *w, int64_t now, const void *data, uint32_t len)
{
	const struct impair_config *c = &w->config;
	bool lost = impair_random(w) < c->loss;
	bool corrupt = impair_random(w) < c->corrupt;
	bool duplicate = impair_random(w) < c->duplicate;
	bool reorder = impair_random(w) < c->reorder;
	uint32_t detail = impair_random(w);
	int64_t time;
	uint32_t slot;

	w->stats.frames++;
	w->stats.bytes += len;
	if (len > IMPAIR_FRAME_MAX || !impair_has_room(w) ||
	    (time = impair_serialize(w, now, len)) < 0) {
		w->stats.overflow++;
		return;
	}
	if (lost) {
		w->stats.lost++;
		return;
	}
	time += c->delay_ns;
	slot = impair_copy(w, data, len);
	if (corrupt && len > DAMAGE_FROM) {
		uint32_t bit = detail % ((len - DAMAGE_FROM) * 8);

		w->slots[slot].data[DAMAGE_FROM + bit / 8] ^= 1u << bit % 8;
		w->stats.corrupted++;
	}
	if (duplicate) {
		impair_schedule(w, impair_copy(w, w->slots[slot].data, len),
				time);
		w->stats.duplicated++;
	}
	if (reorder && c->gap) {
		impair_hold(w, slot, time, 1 + detail % c->gap);
		return;
	}
	impair_schedule(w, slot, time);
	impair_overtake(w, time);
}

struct impair_frame *impair_take(struct impair *w, int64_t now)
{
	while (w->heap_count && w->heap[0].time <= now) {
		struct impair_entry e = impair_pop(w);
		struct impair_frame *frame = &w->slots[e.slot];

		if (frame->seq != e.seq)
			continue;
		frame->seq = 0;
		return frame;
	}
	return NULL;
}

void impair_release(struct impair *w, struct impair_frame *frame, bool sent)
{
	w->free_slots[w->free_count++] = (uint32_t)(frame - w->slots);
	if (sent)
		w->stats.sent++;
	else
		w->stats.overflow++;
}

int64_t impair_next(const struct impair *w)
{
	return w->heap_count ? w->heap[0].time : IMPAIR_NEVER;
}

bool impair_has_room(const struct impair *w)
{
	/* A held frame can stand in the heap twice. */
	return w->free_count >= 2 &&
	       w->heap_count + 4 + IMPAIR_HELD <= 2 * IMPAIR_SLOTS;
}
