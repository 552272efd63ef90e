/* Choosing a TFTP file's way while it comes. Documented in road_tftp.h. */
#include "road_tftp.h"
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "fw/clock.h"
#include "fw/udp.h"
#include "way.h"

#define CHANGES_MAX 4	 /* of the way, in one file */
#define SILENT_MAX  3	 /* retransmissions before block 1: it does not come */
#define LOOK_MS	    50	 /* between two looks at the speed */
#define LOST_MANY   8	 /* retransmissions are worth a look at once */
#define SILENT_MS   3000 /* without a large block: are they too large? */

static const char *const way_name[] = {
	[WAY_WINDOWS] = "TFTP over UNDI",
	[WAY_BLOCKS] = "TFTP over UNDI, large blocks",
	[WAY_API] = "TFTP by the firmware's UDP, large blocks",
	[WAY_SMALL] = "TFTP by the firmware's UDP",
};

static struct ways ways;
static ip4 server; /* that the ways were measured with */

/*
 * One file, in one or more trips. Sink: drops what an earlier trip has pushed.
 * Watch: looks whether another way would be better.
 */
struct trip {
	struct sink sink;
	struct fetch_watch watch;
	struct sink *out;
	struct fetch_watch *patience; /* the caller's */
	enum way way;
	unsigned changes;
	uint64_t pushed;     /* to out, by all trips */
	uint64_t skip;	     /* of this trip: had been pushed before */
	bool expected;	     /* out knows the length */
	bool answered;	     /* the server has, in this trip */
	uint32_t begun;	     /* cycles: when the request was sent */
	uint32_t look_ms;    /* of elapsed_ms: when to look next */
	uint64_t seen;	     /* of this trip, at the last look */
	uint64_t came;	     /* of this trip */
	uint32_t came_ms;    /* of elapsed_ms: when that was so */
	uint32_t came_lost;  /* ... and the retransmissions by then */
	uint32_t asked_lost; /* retransmissions before the answer */
	uint32_t lost;	     /* retransmissions of earlier trips */
	uint32_t spent;	     /* ms, in earlier trips */
};

static int trip_expect(struct sink *s, uint64_t total)
{
	struct trip *t = (struct trip *)s;

	if (t->expected)
		return 0;
	t->expected = true;
	return t->out->expect(t->out, total);
}

static int trip_push(struct sink *s, const void *bytes, size_t len)
{
	struct trip *t = (struct trip *)s;
	size_t known = len < t->skip ? len : (size_t)t->skip;

	t->skip -= known;
	if (known == len)
		return 0;
	t->pushed += len - known;
	return t->out->push(t->out, (const char *)bytes + known, len - known);
}

/* The answer tells how far the server is and what it knows. */
static bool trip_answered(struct trip *t, const struct fetch_state *s)
{
	uint32_t us = clock_us(clock_cycles() - t->begun);

	t->answered = true;
	t->came_ms = s->elapsed_ms;
	t->came_lost = t->asked_lost = s->retransmissions;
	/* The server may have had to look for the file: the best is true. */
	if (!s->done && (!ways.round_trip_us || us < ways.round_trip_us))
		ways.round_trip_us = us;
	if (t->way == WAY_WINDOWS)
		ways.lock_step = s->windowsize == 1;
	else if (t->way != WAY_SMALL && s->blksize < way_blksize(&ways, t->way))
		ways.blksize_max = s->blksize;
	return s->total >= WAY_LARGE && way_leave(&ways, t->way);
}

/*
 * Large blocks have stopped coming. Maybe it is the server that sleeps, but
 * then smaller ones cost little.
 */
static bool trip_silent(struct trip *t, const struct fetch_state *s)
{
	if (s->done == t->came)
		return s->elapsed_ms - t->came_ms >= SILENT_MS &&
		       s->retransmissions - t->came_lost >= SILENT_MAX;
	t->came = s->done;
	t->came_ms = s->elapsed_ms;
	t->came_lost = s->retransmissions;
	return false;
}

/* Shall another way be taken? */
static bool trip_change(struct trip *t, const struct fetch_state *s)
{
	bool large_blocks = way_is_large(t->way);
	uint32_t lost = s->retransmissions - t->asked_lost;

	if (t->changes == CHANGES_MAX)
		return false;
	if (s->blksize && !t->answered)
		return trip_answered(t, s);
	if (large_blocks && !s->done && !t->pushed && lost >= SILENT_MAX) {
		/* Its fragments do not arrive, or nobody joins them. */
		ways.off[t->way] = true;
		return true;
	}
	if (large_blocks && trip_silent(t, s)) {
		way_silent(&ways, t->way);
		return true;
	}
	if ((s->done < WAY_LARGE && lost < LOST_MANY) ||
	    s->elapsed_ms < t->look_ms || s->done == t->seen)
		return false;
	t->seen = s->done;
	t->look_ms = s->elapsed_ms + LOOK_MS;
	return way_leave_midway(&ways, t->way, s->done, s->total, s->elapsed_ms,
				lost);
}

static int trip_look(struct fetch_watch *w, const struct fetch_state *s)
{
	struct trip *t =
		(struct trip *)((char *)w - offsetof(struct trip, watch));

	TRY(t->patience->look(t->patience, s));
	if (s->total && trip_change(t, s))
		return fail(ERR_ROAD_CHANGE, "%s", way_name[t->way]);
	return 0;
}

static void road_tftp_no_undi(void)
{
	ways.off[WAY_WINDOWS] = ways.off[WAY_BLOCKS] = true;
}

void road_tftp_no_udp(void)
{
	ways.off[WAY_API] = ways.off[WAY_SMALL] = true;
}

/* The wire of a way; a road that fails takes its ways along. */
static int road_tftp_take(enum way way, struct wire **w)
{
	int rc;

	if (way < WAY_API) {
		rc = road_take_undi(w);
		if (rc < 0)
			road_tftp_no_undi();
		else
			road_tftp_no_udp();
		return rc;
	}
	rc = road_take_udp(w);
	if (rc < 0)
		road_tftp_no_udp();
	else if (ways.blksize_max > udp_blksize_max())
		ways.blksize_max = udp_blksize_max();
	return rc;
}

/* The best way whose road can be taken. */
static int road_tftp_choose(enum way *way, struct wire **w)
{
	int rc;

	do {
		if (way_best(&ways) == WAY_COUNT)
			return fail(ERR_ROAD_NONE, "%s", "TFTP");
		*way = way_best(&ways);
		rc = road_tftp_take(*way, w);
	} while (rc < 0);
	return 0;
}

int road_tftp_open(uint32_t call_us)
{
	struct wire *w;
	enum way way;

	way_reset(&ways);
	ways.call_us = call_us;
	TRY(road_tftp_choose(&way, &w));
	log_line(LOG_INFO, "Files come as %s (%u us for a call)", way_name[way],
		 (unsigned)call_us);
	return 0;
}

int road_tftp_force(bool undi, bool udp)
{
	struct wire *w;
	enum way way;

	if (!undi) {
		road_tftp_no_undi();
		/* Back from our own IP. */
		ways.off[WAY_API] = ways.off[WAY_SMALL] = false;
	}
	if (!udp)
		road_tftp_no_udp();
	return road_tftp_choose(&way, &w);
}

static int trip_run(struct trip *t, const struct url *u,
		    struct fetch_state *state)
{
	struct wire *w;

	TRY(road_tftp_choose(&t->way, &w));
	w->blksize = way_blksize(&ways, t->way);
	w->windowsize = way_window(&ways, t->way);
	t->skip = t->pushed;
	t->answered = false;
	t->seen = t->came = 0;
	t->asked_lost = 0;
	t->look_ms = LOOK_MS;
	t->begun = clock_cycles();
	return fetch_tftp(w, u, &t->sink, &t->watch, state);
}

int road_tftp(const struct url *u, struct sink *out, struct fetch_watch *watch,
	      struct fetch_state *state, const char **how)
{
	struct trip t = {.sink = {trip_expect, trip_push},
			 .watch = {.look = trip_look},
			 .out = out,
			 .patience = watch};
	int rc;

	if (memcmp(&server, &u->ip, sizeof(server)))
		way_reset(&ways);
	server = u->ip;
	*how = way_name[WAY_SMALL];
	while ((rc = trip_run(&t, u, state)) == -ERR_ROAD_CHANGE) {
		t.changes++;
		t.lost += state->retransmissions;
		t.spent += state->elapsed_ms;
		log_line(LOG_DEBUG, "%s: another way than %s is better",
			 u->path, way_name[t.way]);
	}
	*how = way_name[t.way];
	if (rc == 0)
		way_learn(&ways, t.way, state->done, state->elapsed_ms,
			  state->retransmissions);
	state->retransmissions += t.lost;
	state->elapsed_ms += t.spent;
	return rc;
}
