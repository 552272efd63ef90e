/*
 * The TFTP read engine: RFC 1350, with windows as in RFC 7440. Documented in
 * tftp.h; the options are in tftp_options.c.
 */
#include "proto/tftp.h"
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "proto/tftp_keep.h"
#include "proto/tftp_options.h"

#define TFTP_FIRST_MS	      1000  /* until the round trip is known */
#define TFTP_RTT_MS	      950   /* more may be the server's own timer */
#define TFTP_FLOOR_MS	      100   /* the shortest wait for a block */
#define TFTP_WINDOW_FLOOR_MS  20    /* the same in windows */
#define TFTP_LOSSY_FLOOR_MS   5	    /* and where blocks get lost */
#define TFTP_LOSSY	      4	    /* holes: more are no accident */
#define TFTP_OVERTAKEN	      3	    /* by as many: a block is lost (RFC 5681) */
#define TFTP_LONGEST_MS	      8000  /* the longest */
#define TFTP_GIVE_UP_MS	      60000 /* without progress */
#define TFTP_BEGIN_AGAIN_MS   20000 /* of silence, then ask again */
#define TFTP_BEGIN_AGAIN_MAX  4	    /* times without progress */
#define TFTP_BEGIN_SLOWLY_MAX 12    /* times with little progress each */
#define TFTP_REAL_PROGRESS    65536 /* bytes: more than little */
#define TFTP_TOO_LARGE_TRIES  4	    /* for block 1, then ask for ... */
#define TFTP_SAFE_BLKSIZE     1408  /* which fits one frame, tunnels too */

enum tftp_phase {
	TFTP_ASKING,	/* RRQ sent */
	TFTP_OPENED,	/* OACK came */
	TFTP_RECEIVING, /* block 1 came */
};

/* The transfer ends here; the server, if there is one, is told. */
static void tftp_stop(struct tftp *t, int rc, enum tftp_error_code code)
{
	t->state = TFTP_FAILED;
	t->rc = rc;
	t->error_code = (uint8_t)code;
	t->send = t->port ? TFTP_ERROR : 0;
}

/* Ask for the file, from local_port. What was pushed is not pushed again. */
static void tftp_ask(struct tftp *t, uint16_t local_port, uint32_t now_ms)
{
	t->phase = TFTP_ASKING;
	t->send = TFTP_RRQ;
	t->local_port = local_port;
	t->port = 0;
	t->block = 0;
	t->in_window = 0;
	t->blksize = TFTP_BLKSIZE_DEFAULT;
	t->windowsize = 1;
	t->skip = t->received;
	t->tries = 0;
	t->timer_ms = now_ms;
}

int tftp_start(struct tftp *t, const char *path, const struct tftp_wish *wish,
	       struct sink *out, uint16_t local_port, uint32_t now_ms)
{
	memset(t, 0, sizeof(*t));
	if (!*path || !str_copy(t->path, sizeof(t->path), path))
		return fail(ERR_TFTP_NAME, "%zu characters", strlen(path));
	t->wish = *wish;
	t->out = out;
	t->since_ms = now_ms;
	tftp_ask(t, local_port, now_ms);
	return 0;
}

/* The packet expected came: the timers start anew. */
static void tftp_progress(struct tftp *t, uint32_t now_ms)
{
	uint32_t rtt_ms = now_ms - t->sent_ms;

	/*
	 * RFC 6298 without the variance; never 0. The server was asked to send
	 * again after a second, so that much is believed of no round trip; nor
	 * is after a gap any time longer than those before.
	 */
	if (t->timing && rtt_ms < TFTP_RTT_MS &&
	    (!t->gap ||
	     rtt_ms * 8 < (t->rtt8_ms ? t->rtt8_ms : TFTP_FIRST_MS * 2)))
		t->rtt8_ms = t->rtt8_ms ? t->rtt8_ms + rtt_ms - t->rtt8_ms / 8
					: rtt_ms * 8 + 1;
	t->timing = false;
	t->tries = 0;
	t->gap = false;
	t->ahead = false;
	t->later = 0;
	if (t->phase == TFTP_RECEIVING || !t->begun_again)
		t->since_ms = now_ms;
	t->timer_ms = now_ms;
}

/* Push a block's bytes, less those that the first try had pushed. */
static int tftp_push(struct tftp *t, struct span bytes)
{
	struct span known = {NULL, 0};

	span_take(&bytes, bytes.len < t->skip ? bytes.len : (size_t)t->skip,
		  &known);
	t->skip -= known.len;
	if (!bytes.len)
		return 0;
	if (t->has_total && bytes.len > t->total - t->received)
		return fail(ERR_TFTP_TOO_LONG,
			    "%llu bytes told, at least %llu came",
			    (unsigned long long)t->total,
			    (unsigned long long)(t->received + bytes.len));
	t->received += bytes.len;
	t->begun_again = 0;
	/* A server that each time dies a little later comes to no end. */
	if (t->received - t->begun_at >= TFTP_REAL_PROGRESS)
		t->begun_slowly = 0;
	return t->out->push(t->out, bytes.p, bytes.len);
}

/* A short block came: is it the right end? */
static int tftp_end(struct tftp *t)
{
	uint64_t came = t->received - t->skip;

	if (t->skip || (t->has_total && came != t->total))
		return fail(ERR_TFTP_LENGTH, "%llu bytes told, %llu came",
			    (unsigned long long)(t->has_total ? t->total
							      : t->received),
			    (unsigned long long)came);
	t->state = TFTP_DONE;
	t->send = TFTP_ACK;
	return 0;
}

/* The next block in order. */
static void tftp_take_block(struct tftp *t, uint16_t number, struct span bytes,
			    uint32_t now_ms)
{
	const size_t len = bytes.len;
	int rc;

	if (len > t->blksize) {
		tftp_stop(t,
			  fail(ERR_TFTP_BLOCK, "%zu bytes, agreed on %u", len,
			       t->blksize),
			  TFTP_ERR_ILLEGAL);
		return;
	}
	t->phase = TFTP_RECEIVING;
	tftp_progress(t, now_ms);
	t->block = number;
	t->in_window++;
	tftp_keep_next(t);
	rc = tftp_push(t, bytes);
	if (rc == 0 && len < t->blksize)
		rc = tftp_end(t);
	if (rc < 0)
		tftp_stop(t, rc, TFTP_ERR_UNDEFINED);
}

/* The block expected, and those that had come before it. */
static void tftp_take_blocks(struct tftp *t, uint16_t number, struct span bytes,
			     uint32_t now_ms)
{
	do
		tftp_take_block(t, number++, bytes, now_ms);
	while (t->state == TFTP_RUNNING && tftp_keep_get(t, &bytes));
	if (t->state == TFTP_RUNNING && t->in_window >= t->windowsize) {
		t->in_window = 0;
		t->send = TFTP_ACK;
	}
}

/*
 * Not the block expected (RFC 7440 section 4): old ones are ignored; those
 * after a gap are kept. Unless the gap is soon filled, it is answered with the
 * last block in order, from which the server starts a new window.
 */
static void tftp_pass_block(struct tftp *t, uint16_t number, uint16_t beyond,
			    struct span bytes)
{
	bool kept;

	if (t->windowsize == 1)
		t->ahead |= beyond < 0x8000;
	if (beyond >= t->windowsize)
		return;
	kept = tftp_keep_put(t, number, beyond, bytes);
	if (t->gap)
		return;
	if (kept && ++t->later < TFTP_OVERTAKEN &&
	    t->in_window + beyond + 1 < t->windowsize)
		return;
	t->gap = true;
	t->timing = false;
	t->in_window = 0;
	t->holes++;
	t->retransmissions++;
	t->send = TFTP_ACK;
}

static void tftp_data(struct tftp *t, uint16_t from_port, uint16_t number,
		      struct span bytes, uint32_t now_ms)
{
	uint16_t next = (uint16_t)(t->block + 1);

	if (t->phase == TFTP_ASKING) {
		/* No OACK: the server knows no options. */
		if (number != 1)
			return;
		t->port = from_port;
	}
	/*
	 * After 65535 nearly all servers count from 0, a few from 1. One that
	 * counts from 0 can not send a whole window's block before the ACK of
	 * 0; without that proof (a file that ends here), time tells.
	 */
	if (next == 0 && number != 0 &&
	    (number == t->windowsize || (number == 1 && t->tries >= 3)))
		t->wraps_to_one = true;
	if (next == 0 && t->wraps_to_one)
		next = 1;
	if (number == next)
		tftp_take_blocks(t, number, bytes, now_ms);
	else
		tftp_pass_block(t, number, (uint16_t)(number - next), bytes);
}

static void tftp_oack(struct tftp *t, uint16_t from_port, struct span options,
		      uint32_t now_ms)
{
	const bool knew_total = t->has_total;
	int rc;

	if (t->phase == TFTP_RECEIVING)
		return;
	t->send = TFTP_ACK; /* of block 0, again if the OACK comes again */
	if (t->phase == TFTP_OPENED)
		return;
	t->port = from_port;
	tftp_progress(t, now_ms);
	t->phase = TFTP_OPENED;
	rc = tftp_options_agree(t, options);
	if (rc < 0) {
		tftp_stop(t, rc, TFTP_ERR_OPTION);
		return;
	}
	tftp_keep_none(t);
	if (t->has_total && !knew_total && !t->received)
		rc = t->out->expect(t->out, t->total);
	if (rc < 0)
		tftp_stop(t, rc, TFTP_ERR_UNDEFINED);
}

static void tftp_error(struct tftp *t, uint16_t code, struct span text,
		       uint32_t now_ms)
{
	enum err e =
		t->phase == TFTP_ASKING ? ERR_TFTP_REFUSED : ERR_TFTP_ENDED;

	if (code == TFTP_ERR_NOT_FOUND)
		e = ERR_TFTP_NOT_FOUND;
	if (code == TFTP_ERR_ACCESS)
		e = ERR_TFTP_ACCESS;
	if (e == ERR_TFTP_REFUSED && !t->plain) {
		/* An old server that stumbles over options. */
		t->plain = true;
		t->since_ms = now_ms;
		tftp_ask(t, (uint16_t)(t->local_port + 1), now_ms);
		return;
	}
	t->port = 0; /* an ERROR is not answered */
	tftp_stop(t,
		  fail(e, "error %u: %.*s", code, (int)text.len,
		       (const char *)text.p),
		  TFTP_ERR_UNDEFINED);
}

void tftp_input(struct tftp *t, uint16_t from_port, uint16_t local_port,
		struct span datagram, uint32_t now_ms)
{
	uint16_t opcode, number;

	if (!span_be16(&datagram, &opcode))
		return;
	if (local_port != t->local_port || (t->port && from_port != t->port)) {
		/* RFC 1350 section 4: tell the sender, go on. */
		if (opcode != TFTP_ERROR) {
			t->stray_port = from_port;
			t->stray_local = local_port;
		}
	} else if (opcode == TFTP_OACK && t->state == TFTP_RUNNING) {
		tftp_oack(t, from_port, datagram, now_ms);
	} else if (!span_be16(&datagram, &number)) {
		return;
	} else if (opcode == TFTP_DATA && t->state == TFTP_RUNNING) {
		tftp_data(t, from_port, number, datagram, now_ms);
	} else if (opcode == TFTP_DATA && t->state == TFTP_DONE) {
		/* The final ACK was lost. */
		if (number == t->block)
			t->send = TFTP_ACK;
	} else if (opcode == TFTP_ERROR && t->state == TFTP_RUNNING) {
		tftp_error(t, number, datagram, now_ms);
	}
}

/* The port that is asked. */
static uint16_t tftp_public_port(const struct tftp *t)
{
	return t->wish.port ? t->wish.port : TFTP_PORT;
}

/* How long to wait for the next packet. */
static uint32_t tftp_wait_ms(const struct tftp *t)
{
	uint32_t ms = TFTP_FIRST_MS, floor_ms = TFTP_FLOOR_MS;

	/*
	 * A server on its public port may be libslirp, which takes any ACK for
	 * that of the block it sent last: an early repetition is harmful. In
	 * windows it is what repairs a lost last block: 1 % lost on a LAN cost
	 * twice the time with 100 ms. Before block 1 the server may still be
	 * looking for the file.
	 */
	if (t->port == tftp_public_port(t))
		floor_ms = TFTP_FIRST_MS;
	else if (t->windowsize > 1 && t->phase == TFTP_RECEIVING)
		floor_ms = t->holes > TFTP_LOSSY ? TFTP_LOSSY_FLOOR_MS
						 : TFTP_WINDOW_FLOOR_MS;
	/* Within a window one block comes right behind the other. */
	if (t->phase != TFTP_ASKING && t->rtt8_ms)
		ms = t->rtt8_ms / (t->in_window ? 4 : 2);
	if (ms < floor_ms)
		ms = floor_ms;
	ms <<= t->tries < 7 ? t->tries : 7;
	return ms < TFTP_LONGEST_MS ? ms : TFTP_LONGEST_MS;
}

uint32_t tftp_deadline(const struct tftp *t)
{
	return t->timer_ms + tftp_wait_ms(t);
}

/*
 * Has the server lost the thread? A later block in lock-step, again and again,
 * means a libslirp that takes the repeated ACK for that of a lost block.
 */
static bool tftp_lost_thread(const struct tftp *t, uint32_t silence_ms)
{
	return t->begun_again < TFTP_BEGIN_AGAIN_MAX &&
	       t->begun_slowly < TFTP_BEGIN_SLOWLY_MAX &&
	       (silence_ms >= TFTP_BEGIN_AGAIN_MS ||
		(t->ahead && t->tries > 2));
}

static void tftp_timeout(struct tftp *t, uint32_t now_ms)
{
	uint32_t silence_ms = now_ms - t->since_ms;

	if (silence_ms >= TFTP_GIVE_UP_MS) {
		enum err e = t->received ? ERR_TFTP_STALLED : ERR_TFTP_SILENT;

		tftp_stop(t,
			  fail(e, "%u s without an answer, %llu bytes came",
			       TFTP_GIVE_UP_MS / 1000,
			       (unsigned long long)t->received),
			  TFTP_ERR_UNDEFINED);
		return;
	}
	if (t->tries < UINT8_MAX)
		t->tries++;
	t->retransmissions++;
	t->timing = false;
	t->gap = false;
	t->in_window = 0;
	t->send = t->phase == TFTP_ASKING ? TFTP_RRQ : TFTP_ACK;
	if (t->phase == TFTP_OPENED && t->tries > TFTP_TOO_LARGE_TRIES &&
	    t->wish.blksize > TFTP_SAFE_BLKSIZE) {
		/* Block 1 does not come: its fragments do not arrive? */
		t->wish.blksize = TFTP_SAFE_BLKSIZE;
		tftp_ask(t, (uint16_t)(t->local_port + 1), now_ms);
	} else if (t->phase != TFTP_ASKING && tftp_lost_thread(t, silence_ms)) {
		t->begun_again++;
		t->begun_slowly++;
		t->begun_at = t->received;
		tftp_ask(t, (uint16_t)(t->local_port + 1), now_ms);
	}
}

/* An ERROR packet. Returns its length. */
static size_t tftp_error_packet(char *buf, uint8_t code)
{
	return fmt(buf, TFTP_OUTPUT_MAX, "%c%c%c%c%s%c", 0, TFTP_ERROR, 0, code,
		   code == TFTP_ERR_UNKNOWN_TID ? "unknown transfer ID"
						: "the client stopped",
		   0);
}

size_t tftp_output(struct tftp *t, void *buf, uint16_t *to_port,
		   uint16_t *local_port, uint32_t now_ms)
{
	uint8_t send;

	if (t->stray_port) {
		*to_port = t->stray_port;
		*local_port = t->stray_local;
		t->stray_port = 0;
		return tftp_error_packet(buf, TFTP_ERR_UNKNOWN_TID);
	}
	if (t->state == TFTP_RUNNING && !t->send &&
	    (int32_t)(now_ms - tftp_deadline(t)) >= 0)
		tftp_timeout(t, now_ms);
	send = t->send;
	if (!send)
		return 0;
	t->send = 0;
	t->sent_ms = now_ms;
	t->timer_ms = now_ms;
	t->timing = !t->tries;
	*to_port = t->port;
	*local_port = t->local_port;
	if (send == TFTP_ERROR)
		return tftp_error_packet(buf, t->error_code);
	if (send == TFTP_ACK)
		return fmt(buf, TFTP_OUTPUT_MAX, "%c%c%c%c", 0, TFTP_ACK,
			   t->block >> 8, t->block);
	*to_port = tftp_public_port(t);
	return tftp_options_ask(t, buf);
}

void tftp_cancel(struct tftp *t, int rc)
{
	if (t->state == TFTP_RUNNING)
		tftp_stop(t, rc, TFTP_ERR_UNDEFINED);
}
