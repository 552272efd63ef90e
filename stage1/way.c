/* Choosing how a file comes by TFTP. Documented in way.h. */
#include "way.h"
#include "base/div.h"

#define UNIT	     65536u /* bytes that way_cost is about */
#define FRAME	     1468   /* TFTP data that fits one frame */
#define SMALL	     1456   /* the same through a tunnel */
#define FIRMWARE_US  8	    /* a frame inside the firmware, by experience */
#define WINDOW_FIRST 128
#define WINDOW_MIN   8
#define WINDOW_MAX   128   /* as TCP: the queue of a common switch */
#define BLKSIZE_NEAR 16384 /* best on a LAN: few frames at once */
#define BLKSIZE_FAR  65464 /* best where each answer takes long */
#define BLKSIZE_MIN  4096
#define FAR_US	     1000
#define BAD_IN	     8	 /* one retransmission in so many windows or blocks */
#define GOOD_IN	     64	 /* not one in so many */
#define LAN_US	     300 /* a round trip, until one was seen */
#define NEVER	     UINT32_MAX

void way_reset(struct ways *w)
{
	w->round_trip_us = 0;
	w->window = WINDOW_FIRST;
	w->blksize_max = BLKSIZE_FAR;
	w->lock_step = false;
	for (int i = 0; i < WAY_COUNT; i++)
		w->kb_per_s[i] = 0;
}

uint16_t way_blksize(const struct ways *w, enum way way)
{
	uint16_t best = w->round_trip_us > FAR_US ? BLKSIZE_FAR : BLKSIZE_NEAR;

	if (way == WAY_WINDOWS)
		return FRAME;
	if (way == WAY_SMALL)
		return SMALL;
	if (way == WAY_BLOCKS && best == BLKSIZE_NEAR)
		best *= 2; /* the pump copes with more at once */
	return best < w->blksize_max ? best : w->blksize_max;
}

/* Time for UNIT bytes, in us. */
static uint32_t way_cost(const struct ways *w, enum way way)
{
	const uint32_t frames = UNIT / FRAME + 1;
	const uint32_t blocks = UNIT / way_blksize(w, way) + 1;
	const uint32_t trip_us = w->round_trip_us ? w->round_trip_us : LAN_US;
	const uint32_t api_us = trip_us + 4 * w->call_us;
	/* A GET_NEXT for each frame, START and PROCESS for every few. */
	const uint32_t undi_us = frames * w->call_us * 5 / 4;

	/* Blocks are for servers without windows: they only wait more. */
	if (w->off[way] ||
	    (way == WAY_BLOCKS && !w->lock_step && !w->off[WAY_WINDOWS]))
		return NEVER;
	if (w->kb_per_s[way])
		return UNIT * 1000 / w->kb_per_s[way];
	switch (way) {
	case WAY_WINDOWS:
		return undi_us +
		       trip_us * frames / (w->lock_step ? 1 : w->window);
	case WAY_BLOCKS:
		return undi_us + trip_us * blocks;
	case WAY_API:
		return FIRMWARE_US * frames + api_us * blocks;
	default:
		return api_us * frames;
	}
}

enum way way_best(const struct ways *w)
{
	enum way best = WAY_COUNT;
	uint32_t least = NEVER;

	for (enum way i = WAY_WINDOWS; i < WAY_COUNT; i++) {
		uint32_t cost = way_cost(w, i);

		if (cost < least) {
			least = cost;
			best = i;
		}
	}
	return best;
}

bool way_leave(const struct ways *w, enum way now)
{
	enum way best = way_best(w);

	return best != now &&
	       way_cost(w, best) < way_cost(w, now) - way_cost(w, now) / 5;
}

static void way_measure(struct ways *w, enum way way, uint64_t bytes,
			uint32_t ms)
{
	uint64_t kb_per_s = bytes;

	div_u64(&kb_per_s, ms + 1);
	w->kb_per_s[way] = kb_per_s ? (uint32_t)kb_per_s : 1;
}

bool way_leave_midway(struct ways *w, enum way now, uint64_t done,
		      uint64_t total, uint32_t ms)
{
	uint64_t left_kb = (total - done) / 1024, whole_kb = total / 1024;

	way_measure(w, now, done, ms);
	/* By twice, since a cost that is only counted knows no loss. */
	return way_best(w) != now && whole_kb * way_cost(w, way_best(w)) * 2 <
					     left_kb * way_cost(w, now);
}

static void way_learn_loss(struct ways *w, enum way way, uint64_t bytes,
			   uint32_t retransmissions)
{
	uint32_t unit =
		way == WAY_WINDOWS ? w->window * FRAME : way_blksize(w, way);
	uint64_t units = bytes;

	div_u64(&units, unit);
	if (way == WAY_WINDOWS && retransmissions > units / BAD_IN &&
	    w->window > WINDOW_MIN)
		w->window /= 2;
	else if (way == WAY_WINDOWS && retransmissions <= units / GOOD_IN &&
		 w->window < WINDOW_MAX)
		w->window *= 2;
	else if (way != WAY_WINDOWS && retransmissions > units / BAD_IN &&
		 unit > BLKSIZE_MIN)
		w->blksize_max = (uint16_t)(unit / 2);
}

void way_learn(struct ways *w, enum way way, uint64_t bytes, uint32_t ms,
	       uint32_t retransmissions)
{
	if (bytes < WAY_LARGE)
		return;
	way_measure(w, way, bytes, ms);
	way_learn_loss(w, way, bytes, retransmissions);
}
