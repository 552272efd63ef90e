/* Choosing how a file comes by TFTP. Documented in way.h. */
#include "way.h"
#include "base/div.h"

#define UNIT	     65536u /* bytes that way_cost is about */
#define FRAME	     1468   /* TFTP data that fits one frame */
#define SMALL	     1456   /* the same through a tunnel */
#define FIRMWARE_US  8	    /* a frame inside the firmware, by experience */
#define WINDOW_FIRST 128
#define WINDOW_MIN   16
#define WINDOW_MAX   128   /* as TCP: the queue of a common switch */
#define BLKSIZE_NEAR 20480 /* best on a LAN: few frames at once */
#define BLKSIZE_FAR  65464 /* best where each answer takes long */
#define BLKSIZE_MIN  4396  /* three frames */
#define FRAME_CALLS  8	   /* empty calls that a frame through UNDI costs */
#define SOME_LOST    2	   /* retransmissions that mean nothing */
#define LOSSY	     (512 * 1024) /* one in so many bytes */
#define HARDLY_LOSSY (8 * 1024 * 1024)
#define VERY_LOSSY   (64 * 1024) /* nearly every window has a gap */
#define SURE_MS	     2000	 /* of a speed, which may have a pause in it */
#define LAN_US	     300	 /* a round trip, until one was seen */
#define NEVER	     UINT32_MAX

void way_reset(struct ways *w)
{
	w->round_trip_us = 0;
	w->window = WINDOW_FIRST;
	w->blksize_max = BLKSIZE_FAR;
	w->lock_step = w->far = w->known = w->lossy = false;
	for (int i = 0; i < WAY_COUNT; i++)
		w->kb_per_s[i] = 0;
}

bool way_is_large(enum way way)
{
	return way == WAY_BLOCKS || way == WAY_API;
}

uint16_t way_blksize(const struct ways *w, enum way way)
{
	uint16_t best = w->far ? BLKSIZE_FAR : BLKSIZE_NEAR;

	if (way == WAY_WINDOWS)
		return FRAME;
	if (way == WAY_SMALL)
		return SMALL;
	if (way == WAY_BLOCKS && !w->far)
		best *= 2; /* the pump copes with more at once */
	return best < w->blksize_max ? best : w->blksize_max;
}

uint16_t way_window(const struct ways *w, enum way way)
{
	uint16_t blksize = way_blksize(w, way);

	if (way == WAY_WINDOWS || way == WAY_API)
		return (uint16_t)((w->window * FRAME + blksize - 1) / blksize);
	return 1;
}

/* Time for UNIT bytes, in us, as far as it can be counted. */
static uint32_t way_guess(const struct ways *w, enum way way)
{
	const uint32_t frames = UNIT / FRAME + 1;
	const uint32_t blocks = UNIT / way_blksize(w, way) + 1;
	const uint32_t in_window = w->lock_step ? 1 : way_window(w, way);
	const uint32_t trip_us = w->round_trip_us ? w->round_trip_us : LAN_US;
	const uint32_t api_us = trip_us + 4 * w->call_us;
	/* A GET_NEXT that copies for each, START and PROCESS for every few. */
	const uint32_t undi_us = frames * w->call_us * FRAME_CALLS;

	switch (way) {
	case WAY_WINDOWS:
		return undi_us + trip_us * frames / in_window;
	case WAY_BLOCKS:
		return undi_us + trip_us * blocks;
	case WAY_API:
		return FIRMWARE_US * frames + api_us * blocks / in_window;
	default:
		return undi_us + api_us * frames;
	}
}

static uint32_t way_cost(const struct ways *w, enum way way)
{
	/* Blocks are for servers without windows: they only wait more. */
	if (w->off[way] || (w->lossy && way_is_large(way)) ||
	    (way == WAY_BLOCKS && !w->lock_step && !w->off[WAY_WINDOWS]))
		return NEVER;
	if (w->kb_per_s[way])
		return UNIT * 1000 / w->kb_per_s[way];
	/* What is only counted knows no loss, and no slow server. */
	return way_guess(w, way) << (w->known ? 2 : 0);
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
	w->known = true;
	w->kb_per_s[way] = kb_per_s ? (uint32_t)kb_per_s : 1;
	/* A block takes a millisecond: on a LAN it is half as much. */
	if (w->lock_step && w->kb_per_s[way] <= way_blksize(w, way))
		w->far = true;
}

static void way_smaller_blocks(struct ways *w, enum way way)
{
	uint16_t blksize = way_blksize(w, way);

	if (blksize <= BLKSIZE_MIN)
		return;
	/* In windows at once: iPXE keeps the rest of each lost block for half
	   a second, and stands still when its memory is full of them. */
	blksize = w->lock_step ? blksize / 4 : 0;
	w->blksize_max = blksize > BLKSIZE_MIN ? blksize : BLKSIZE_MIN;
	w->kb_per_s[way] = 0;
}

/* If more is lost than what happens now and then. */
static void way_count_loss(struct ways *w, enum way way, uint64_t bytes,
			   uint32_t retransmissions)
{
	if (way_blksize(w, way) <= FRAME)
		return;
	if (retransmissions > SOME_LOST + bytes / VERY_LOSSY)
		w->lossy = true;
	else if (retransmissions > SOME_LOST + bytes / LOSSY)
		way_smaller_blocks(w, way);
}

void way_silent(struct ways *w, enum way way)
{
	if (way_blksize(w, way) <= BLKSIZE_MIN)
		w->lossy = true;
	else
		way_smaller_blocks(w, way);
}

bool way_leave_midway(struct ways *w, enum way now, uint64_t done,
		      uint64_t total, uint32_t ms, uint32_t retransmissions)
{
	uint64_t left_kb = (total - done) / 1024, whole_kb = total / 1024;
	uint16_t blksize = way_blksize(w, now);

	way_measure(w, now, done, ms);
	way_count_loss(w, now, done, retransmissions);
	if (w->lossy && way_is_large(now))
		return true;
	if (way_blksize(w, now) != blksize)
		return left_kb > whole_kb / 2;
	return ms >= SURE_MS && way_best(w) != now &&
	       whole_kb * way_cost(w, way_best(w)) < left_kb * way_cost(w, now);
}

void way_learn(struct ways *w, enum way way, uint64_t bytes, uint32_t ms,
	       uint32_t retransmissions)
{
	if (bytes < WAY_LARGE)
		return;
	way_measure(w, way, bytes, ms);
	way_count_loss(w, way, bytes, retransmissions);
	if (retransmissions > SOME_LOST + bytes / VERY_LOSSY &&
	    w->window > WINDOW_MIN)
		w->window /= 2;
	else if (retransmissions <= bytes / HARDLY_LOSSY &&
		 w->window < WINDOW_MAX)
		w->window *= 2;
}
