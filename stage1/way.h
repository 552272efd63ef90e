/*
 * The ways a file can come by TFTP, and which of them is the fastest: counted
 * from what a call costs here and how far the server is, until a file has shown
 * it. No I/O, no clock.
 *
 * Firmware whose code is 32-bit (iPXE) takes some 50 us for each call; there
 * one UDP_READ of a large block, which the firmware put together, replaces a
 * dozen GET_NEXTs. Where a call costs nothing, or the server is far, windows
 * win.
 */
#ifndef STAGE1_WAY_H
#define STAGE1_WAY_H

#include "spec/types.h"

enum way {
	WAY_WINDOWS, /* our IP: frame-sized blocks, in windows if agreed */
	WAY_BLOCKS,  /* the same, large blocks; for servers without windows */
	WAY_API,     /* the firmware's UDP: large blocks, put together by it */
	WAY_SMALL,   /* the firmware's UDP: frame-sized blocks, one by one */
	WAY_COUNT
};

/* Files from here on (bytes) are worth a choice, and teach something. */
#define WAY_LARGE (1u << 20)

/* What is known of this machine, its firmware and a server. */
struct ways {
	uint32_t call_us;	/* one PXE call */
	uint32_t round_trip_us; /* to the server and back, as last seen */
	uint16_t window;	/* to ask for in WAY_WINDOWS */
	uint16_t blksize_max;	/* what the server or loss has left of it */
	bool lock_step;		/* the server knows no windows */
	bool far;		/* ... and is slow to send a block */
	bool lossy;		/* hardly a large block comes whole */
	bool known;		/* something was measured */
	bool off[WAY_COUNT];	/* does not work, or is forbidden */
	uint32_t kb_per_s[WAY_COUNT]; /* as measured; 0: not yet */
};

/* Forget what was learnt of a server. What is off stays off. */
void way_reset(struct ways *w);

/* A way of blocks larger than a frame, which fragments can spoil. */
bool way_is_large(enum way way);

/* The block size (bytes) to ask for in this way. */
uint16_t way_blksize(const struct ways *w, enum way way);

/* The window (blocks) to ask for in this way; 1 where there are none. */
uint16_t way_window(const struct ways *w, enum way way);

/* The cheapest way; WAY_COUNT if all are off. */
enum way way_best(const struct ways *w);

/* True if way_best() is so much better that it pays to begin the file anew. */
bool way_leave(const struct ways *w, enum way now);

/*
 * In the middle of a file: done of total bytes came in ms, with so many
 * retransmissions. True if it would be over sooner by beginning anew in
 * way_best() or with another size of block.
 */
bool way_leave_midway(struct ways *w, enum way now, uint64_t done,
		      uint64_t total, uint32_t ms, uint32_t retransmissions);

/*
 * Large blocks stopped coming by this way: they shall be smaller, and where
 * they are small already, there shall be none.
 */
void way_silent(struct ways *w, enum way way);

/*
 * A file came by this way, or a part of one did, with so many retransmissions.
 * Keep the speed; ask for larger windows next time, or for smaller ones and
 * smaller blocks if it went badly. Small files teach nothing.
 */
void way_learn(struct ways *w, enum way way, uint64_t bytes, uint32_t ms,
	       uint32_t retransmissions);

#endif
