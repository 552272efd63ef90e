/* TFTP options: RFC 2347, 2348, 2349, 7440. Documented in tftp_options.h. */
#include "proto/tftp_options.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

#define TFTP_OPTIONS_BLKSIZE_MIN 8

size_t tftp_options_ask(const struct tftp *t, char *buf)
{
	const size_t room = TFTP_OUTPUT_MAX;
	size_t n =
		fmt(buf, room, "%c%c%s%coctet%c", 0, TFTP_RRQ, t->path, 0, 0);

	if (t->plain)
		return n;
	/*
	 * timeout: a server that does not move on a repeated ACK (dnsmasq
	 * where the first block of a window is lost, most others in lock-step)
	 * shall send again after a second, not after five.
	 */
	n += fmt(buf + n, room - n, "tsize%c0%ctimeout%c1%c", 0, 0, 0, 0);
	if (t->wish.blksize != TFTP_BLKSIZE_DEFAULT)
		n += fmt(buf + n, room - n, "blksize%c%u%c", 0, t->wish.blksize,
			 0);
	if (t->wish.windowsize > 1)
		n += fmt(buf + n, room - n, "windowsize%c%u%c", 0,
			 t->wish.windowsize, 0);
	return n;
}

/* Read a decimal number. False if there is anything else, or too much. */
static bool tftp_options_number(const char *s, uint64_t *number)
{
	uint64_t n = 0;

	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || n > (UINT64_MAX - 9) / 10)
			return false;
		n = n * 10 + (uint64_t)(*s - '0');
	}
	*number = n;
	return true;
}

/* A number from min to max into *to, or fail with e. */
static int tftp_options_range(enum err e, const char *value, uint16_t min,
			      uint16_t max, uint16_t *to)
{
	uint64_t n;

	if (!tftp_options_number(value, &n) || n < min || n > max)
		return fail(e, "asked for %u, got \"%s\"", max, value);
	*to = (uint16_t)n;
	return 0;
}

static int tftp_options_tsize(struct tftp *t, const char *value)
{
	uint64_t n;

	if (!tftp_options_number(value, &n))
		return fail(ERR_TFTP_TSIZE, "\"%s\"", value);
	if (t->has_total && n != t->total)
		return fail(ERR_TFTP_CHANGED, "%llu bytes, then %llu",
			    (unsigned long long)t->total,
			    (unsigned long long)n);
	/* Some servers answer 0 for what they did not find out. */
	t->has_total = n != 0;
	t->total = n;
	return 0;
}

/* One option. Its name is in any case (RFC 2347). */
static int tftp_options_take(struct tftp *t, const char *name,
			     const char *value)
{
	if (str_casecmp(name, "tsize") == 0)
		return tftp_options_tsize(t, value);
	if (str_casecmp(name, "blksize") == 0 &&
	    t->wish.blksize != TFTP_BLKSIZE_DEFAULT)
		return tftp_options_range(ERR_TFTP_BLKSIZE, value,
					  TFTP_OPTIONS_BLKSIZE_MIN,
					  t->wish.blksize, &t->blksize);
	if (str_casecmp(name, "windowsize") == 0 && t->wish.windowsize > 1)
		return tftp_options_range(ERR_TFTP_WINDOWSIZE, value, 1,
					  t->wish.windowsize, &t->windowsize);
	return 0;
}

int tftp_options_agree(struct tftp *t, struct span oack)
{
	struct span name, value;

	/* An empty name is rubbish that some servers add (IBM Tivoli). */
	while (!t->plain && span_string(&oack, &name) && name.len &&
	       span_string(&oack, &value))
		TRY(tftp_options_take(t, (const char *)name.p,
				      (const char *)value.p));
	return 0;
}
