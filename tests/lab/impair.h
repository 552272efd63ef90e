/* One direction of a bad wire: which frames are lost, doubled, held back or
 * damaged, and when each comes out. Frames and times go in, frames come out;
 * it does no I/O and reads no clock. */
#ifndef TESTS_LAB_IMPAIR_H
#define TESTS_LAB_IMPAIR_H

#include <stdbool.h>
#include <stdint.h>

#define IMPAIR_FRAME_MAX 2040 /* bytes of a frame, without its check sum */
#define IMPAIR_SLOTS	 8192 /* frames on the wire at once */
#define IMPAIR_HELD	 16   /* frames held back at once */
#define IMPAIR_OVERHEAD	 24 /* preamble, check sum and gap of a frame, bytes */
#define IMPAIR_ALWAYS	 (UINT64_C(1) << 32)
#define IMPAIR_NEVER	 INT64_MAX

/* Chances are in parts of 2^32. Each is drawn for each frame on its own, so
 * what happens to the n-th frame depends on the seed and n alone. */
struct impair_config {
	uint64_t seed;
	uint64_t loss, corrupt, duplicate, reorder;
	int64_t delay_ns;
	int64_t hold_ns; /* a held frame waits so long at most, ... */
	uint32_t gap;	 /* ... or until 1 to so many others overtook it */
	uint64_t rate;	 /* bits in a second, 0: no limit */
	uint32_t queue;	 /* bytes that may wait for the rate */
};

struct impair_stats {
	uint64_t frames, bytes; /* that came in */
	uint64_t lost, corrupted, duplicated, reordered;
	uint64_t overflow; /* dropped for want of room */
	uint64_t sent;	   /* that came out */
};

struct impair_frame {
	uint64_t seq; /* of the entry that will release it; changes with it */
	uint16_t len;
	uint8_t data[IMPAIR_FRAME_MAX];
};

struct impair_entry {
	int64_t time;
	uint64_t seq;
	uint32_t slot;
};

struct impair_held {
	uint64_t seq; /* 0: the place is free */
	uint32_t slot;
	uint32_t left; /* frames that have yet to overtake it */
};

/* Large: allocate it zeroed, once. It can not be moved. */
struct impair {
	struct impair_config config;
	struct impair_stats stats;
	uint64_t random;
	uint64_t seq;
	int64_t line_free; /* when the last frame has left the sender */
	uint32_t free_count, heap_count, held_next;
	uint32_t free_slots[IMPAIR_SLOTS];
	struct impair_held held[IMPAIR_HELD];
	struct impair_entry heap[2 * IMPAIR_SLOTS];
	struct impair_frame slots[IMPAIR_SLOTS];
};

/* Starts an empty wire. direction (0 or 1) gives the two ways of one seed
 * numbers of their own. */
void impair_init(struct impair *w, const struct impair_config *config,
		 unsigned direction);

/* Puts a frame of len bytes onto the wire at time now (ns; never less than
 * before). len above IMPAIR_FRAME_MAX is dropped and counted as overflow. */
void impair_put(struct impair *w, int64_t now, const void *data, uint32_t len);

/* Takes a frame that is out by time now, in order of time, or NULL. The caller
 * gives it back by impair_release(). */
struct impair_frame *impair_take(struct impair *w, int64_t now);

/* Gives a frame's room back. sent says whether the other end got it; if not,
 * it counts as overflow. */
void impair_release(struct impair *w, struct impair_frame *frame, bool sent);

/* When the next frame comes out, or IMPAIR_NEVER. May be too early, never too
 * late. */
int64_t impair_next(const struct impair *w);

/* True while there is room for another frame and its double. */
bool impair_has_room(const struct impair *w);

#endif
