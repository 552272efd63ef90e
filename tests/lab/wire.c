/* A wire between QEMU's tap and a network interface, with seeded faults in each
 * direction, for kernels that have no netem. It knows frames, no protocol.
 *
 *   wire TAP INTERFACE PEER [NAME=VALUE...]
 *
 * QEMU has TAP as -netdev tap; nothing else may use it. INTERFACE and PEER are
 * a veth pair; PEER is the end that others use. It runs until an interface
 * goes, or SIGTERM, and then prints what happened, as JSON. */
#include "wire_packet.h"
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

enum { TO_GUEST, FROM_GUEST, WAYS };

struct wire {
	struct impair way[WAYS];
	struct wire_packet end[WAYS]; /* where what goes this way comes out */
};

static const char *const way_names[WAYS] = {"to_guest", "from_guest"};
static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static void usage(void)
{
	fputs("usage: wire TAP INTERFACE PEER [NAME=VALUE...]\n"
	      "  seed=N         of the random numbers (1)\n"
	      "  delay=MS       each way\n"
	      "  loss=P corrupt=P duplicate=P reorder=P   chances, 0 to 1\n"
	      "  gap=N hold=MS  a reordered frame is overtaken by 1 to N (3)\n"
	      "                 others, or waits MS (5)\n"
	      "  rate=BITS      in a second; with queue=BYTES (262144) before\n"
	      "  in front of a name, to_guest. or from_guest. means one way\n",
	      stderr);
	exit(2);
}

/* The number in text, at least 0 and at most max. */
static double number(const char *text, double max)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= 0 && value <= max)) {
		fprintf(stderr, "wire: '%s' is not a number from 0 to %g\n",
			text, max);
		exit(2);
	}
	return value;
}

static uint64_t chance(const char *text)
{
	return (uint64_t)(number(text, 1) * (double)IMPAIR_ALWAYS);
}

static int64_t milliseconds(const char *text)
{
	return (int64_t)(number(text, 10000) * 1e6);
}

static void set(struct impair_config *c, const char *name, const char *value)
{
	if (!strcmp(name, "seed"))
		c->seed = (uint64_t)number(value, 1e15);
	else if (!strcmp(name, "delay"))
		c->delay_ns = milliseconds(value);
	else if (!strcmp(name, "loss"))
		c->loss = chance(value);
	else if (!strcmp(name, "corrupt"))
		c->corrupt = chance(value);
	else if (!strcmp(name, "duplicate"))
		c->duplicate = chance(value);
	else if (!strcmp(name, "reorder"))
		c->reorder = chance(value);
	else if (!strcmp(name, "gap"))
		c->gap = (uint32_t)number(value, 1000);
	else if (!strcmp(name, "hold"))
		c->hold_ns = milliseconds(value);
	else if (!strcmp(name, "rate"))
		c->rate = (uint64_t)number(value, 1e12);
	else if (!strcmp(name, "queue"))
		c->queue = (uint32_t)number(value, 1 << 26);
	else
		usage();
}

static void option(struct impair_config *config, char *text)
{
	char *name = text, *dot = strchr(text, '.');
	char *value = strchr(text, '=');

	if (!value)
		usage();
	*value++ = '\0';
	if (dot && dot < value) {
		*dot = '\0';
		name = dot + 1;
	}
	for (int i = 0; i < WAYS; i++)
		if (name == text || !strcmp(text, way_names[i]))
			set(&config[i], name, value);
}

/* Sleeps until an end has something, or a frame is out. */
static void wait_for(struct wire *w, struct pollfd ends[WAYS],
		     const sigset_t *signals)
{
	struct timespec timeout = {0}, *wait = NULL;
	int64_t next = impair_next(&w->way[0]);

	if (impair_next(&w->way[1]) < next)
		next = impair_next(&w->way[1]);
	if (next != IMPAIR_NEVER) {
		next -= wire_clock(CLOCK_MONOTONIC);
		if (next > 0) {
			timeout.tv_sec = next / 1000000000;
			timeout.tv_nsec = next % 1000000000;
		}
		wait = &timeout;
	}
	for (int i = 0; i < WAYS; i++)
		ends[i] = (struct pollfd){w->end[i].fd, POLLIN, 0};
	if (ppoll(ends, WAYS, wait, signals) < 0)
		ends[0].revents = ends[1].revents = 0;
}

/* What came before the signal to stop is carried, too. */
static void carry(struct wire *w, const sigset_t *signals)
{
	struct pollfd ends[WAYS];

	do {
		int64_t now;

		wait_for(w, ends, signals);
		if ((ends[0].revents | ends[1].revents) & POLLERR)
			return;
		now = wire_clock(CLOCK_MONOTONIC);
		for (int i = 0; i < WAYS; i++) {
			wire_packet_receive(&w->end[!i], &w->way[i], now);
			wire_packet_send(&w->end[i], &w->way[i], now);
		}
	} while (!stopped);
}

static void print_stats(const struct wire *w)
{
	for (int i = 0; i < WAYS; i++) {
		const struct impair_stats *s = &w->way[i].stats;

		printf("%c\"%s\": {\"frames\": %" PRIu64 ", \"bytes\": %" PRIu64
		       ", \"lost\": %" PRIu64 ", \"corrupted\": %" PRIu64
		       ", \"duplicated\": %" PRIu64 ", \"reordered\": %" PRIu64
		       ", \"overflow\": %" PRIu64 ", \"sent\": %" PRIu64 "}",
		       i ? ',' : '{', way_names[i], s->frames, s->bytes,
		       s->lost, s->corrupted, s->duplicated, s->reordered,
		       s->overflow, s->sent);
	}
	puts("}");
}

static int failed(const char *what)
{
	fprintf(stderr, "wire: %s: %s\n", what, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	struct impair_config config[WAYS];
	struct sigaction action = {.sa_handler = on_signal};
	struct wire *w = calloc(1, sizeof(*w));
	sigset_t block, old;

	if (argc < 4 || !w)
		usage();
	for (int i = 0; i < WAYS; i++)
		config[i] = (struct impair_config){.seed = 1,
						   .gap = 3,
						   .hold_ns = 5000000,
						   .queue = 1 << 18};
	for (int i = 4; i < argc; i++)
		option(config, argv[i]);
	for (unsigned i = 0; i < WAYS; i++)
		impair_init(&w->way[i], &config[i], i);
	for (int i = 0; i < WAYS; i++)
		if (wire_packet_open(&w->end[i], argv[1 + i]))
			return failed(argv[1 + i]);
	if (wire_packet_no_offload(&w->end[FROM_GUEST], argv[3]))
		return failed(argv[3]);
	/* The default rounds sleeps up by 50 us. */
	prctl(PR_SET_TIMERSLACK, 1);
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_BLOCK, &block, &old);
	puts("wire: up");
	fflush(stdout);
	carry(w, &old);
	print_stats(w);
	return 0;
}
