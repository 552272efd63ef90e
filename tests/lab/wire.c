/* A wire between QEMU and a network interface, with seeded faults in each
 * direction, for kernels that have no netem. It knows frames, no protocol.
 *
 *   wire SOCKET INTERFACE PEER [NAME=VALUE...]
 *
 * SOCKET is made for one QEMU: -netdev stream,addr.type=unix,addr.path=SOCKET.
 * INTERFACE and PEER are a veth pair; PEER is the end that others use. It
 * runs until QEMU or INTERFACE goes, or SIGTERM, and then prints what happened,
 * as JSON. */
#include "wire_ends.h"
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
	struct wire_fifo fifo[WAYS];
	struct wire_stream qemu;
	struct wire_packet net;
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
	fputs("usage: wire SOCKET INTERFACE PEER [NAME=VALUE...]\n"
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

int64_t wire_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

void wire_fifo_drop(struct wire_fifo *fifo, struct impair *w, unsigned n,
		    bool sent)
{
	for (; n; n--) {
		impair_release(w, fifo->frames[fifo->first], sent);
		fifo->first = (fifo->first + 1) % WIRE_FIFO;
		fifo->count--;
	}
}

struct impair_frame *wire_fifo_at(const struct wire_fifo *fifo, unsigned i)
{
	return fifo->frames[(fifo->first + i) % WIRE_FIFO];
}

/* Moves what is out by now into the FIFO, as far as that has room. */
static void take_due(struct impair *w, struct wire_fifo *fifo, int64_t now)
{
	struct impair_frame *frame;

	while ((frame = impair_take(w, now))) {
		if (fifo->count == WIRE_FIFO) {
			impair_release(w, frame, false);
			continue;
		}
		fifo->frames[(fifo->first + fifo->count++) % WIRE_FIFO] = frame;
	}
}

/* Sleeps until an end has something, takes something, or a frame is out. */
static void wait_for(struct wire *w, struct pollfd ends[2],
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
	ends[0] = (struct pollfd){w->qemu.fd, POLLIN, 0};
	ends[1] = (struct pollfd){w->net.fd, POLLIN, 0};
	if (w->fifo[TO_GUEST].count)
		ends[0].events |= POLLOUT;
	if (w->fifo[FROM_GUEST].count)
		ends[1].events |= POLLOUT;
	if (ppoll(ends, 2, wait, signals) < 0)
		ends[0].revents = ends[1].revents = 0;
}

static void carry(struct wire *w, const sigset_t *signals)
{
	struct impair *to_guest = &w->way[TO_GUEST];
	struct impair *from_guest = &w->way[FROM_GUEST];
	struct pollfd ends[2];

	while (!stopped) {
		int64_t now;

		wait_for(w, ends, signals);
		now = wire_clock(CLOCK_MONOTONIC);
		if (ends[0].revents & (POLLIN | POLLHUP | POLLERR) &&
		    wire_stream_receive(&w->qemu, from_guest, now))
			return;
		if (ends[1].revents & POLLERR)
			return;
		wire_packet_receive(&w->net, to_guest, now);
		take_due(to_guest, &w->fifo[TO_GUEST], now);
		take_due(from_guest, &w->fifo[FROM_GUEST], now);
		if (wire_stream_send(&w->qemu, &w->fifo[TO_GUEST], to_guest))
			return;
		wire_packet_send(&w->net, &w->fifo[FROM_GUEST], from_guest);
	}
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
	int listener;

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
	if (wire_packet_open(&w->net, argv[2]))
		return failed(argv[2]);
	if (wire_packet_no_offload(&w->net, argv[3]))
		return failed(argv[3]);
	/* The default rounds sleeps up by 50 us. */
	prctl(PR_SET_TIMERSLACK, 1);
	listener = wire_stream_listen(argv[1]);
	if (listener < 0)
		return failed(argv[1]);
	puts("wire: listening");
	fflush(stdout);
	if (wire_stream_accept(&w->qemu, listener))
		return failed(argv[1]);
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_BLOCK, &block, &old);
	carry(w, &old);
	print_stats(w);
	return 0;
}
