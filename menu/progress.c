/* One line about a download. Documented in progress.h. */
#include "menu/progress.h"
#include "base/div.h"
#include "base/fmt.h"
#include "base/str.h"

/* Below this many columns the time is left out, and below the other the bar. */
#define PROGRESS_TIME_WIDTH 60
#define PROGRESS_BAR_MIN    6

/* n / by for 64 bits each; exact while by has 32 bits, else to nine digits. */
static uint64_t progress_div(uint64_t n, uint64_t by)
{
	while (by >> 32) {
		by >>= 1;
		n >>= 1;
	}
	if (by)
		div_u64(&n, (uint32_t)by);
	return n;
}

/* Bytes in a second; 0 if no time has passed. */
static uint64_t progress_rate(const struct progress *p)
{
	uint64_t n = p->done;

	if (!p->elapsed_ms)
		return 0;
	if (n >> 48)
		return progress_div(n, p->elapsed_ms) * 1000;
	return progress_div(n * 1000, p->elapsed_ms);
}

/* The seconds that are left, as "0:06"; "" if that cannot be told. */
static void progress_left(const struct progress *p, char *buf, size_t room)
{
	uint64_t rate = progress_rate(p);
	uint32_t s;

	*buf = '\0';
	if (!rate || p->total < p->done)
		return;
	s = (uint32_t)progress_div(p->total - p->done, rate);
	if (s >= 100 * 60)
		str_copy(buf, room, "  > 99 min left");
	else
		fmt(buf, room, "  %2u:%02u left", s / 60, s % 60);
}

/*
 * "33.5/67.1 MB", as wide as it will be at the end; "33.5 MB" if the total is
 * not known.
 */
static void progress_size(const struct progress *p, char *buf, size_t room)
{
	const char *unit = "kMGTPE";
	uint64_t done = p->done, total = p->total;
	char now[24], all[24];
	size_t len;

	for (; done >= 999950 || total >= 999950; unit++) {
		div_u64(&done, 1000);
		div_u64(&total, 1000);
	}
	if (unit[0] == 'k' && done < 1000 && total < 1000) {
		fmt(now, sizeof(now), "%u", (unsigned)done);
		fmt(all, sizeof(all), "%u bytes", (unsigned)total);
	} else {
		done += 50;
		total += 50;
		fmt(now, sizeof(now), "%u.%u", (unsigned)done / 1000,
		    (unsigned)done % 1000 / 100);
		fmt(all, sizeof(all), "%u.%u %cB", (unsigned)total / 1000,
		    (unsigned)total % 1000 / 100, *unit);
	}
	if (!p->total) {
		fmt_size(buf, p->done);
		return;
	}
	len = strlen(now) + 3;
	fmt(buf, room, "%.*s%s/%s",
	    strlen(all) > len ? (int)(strlen(all) - len) : 0, "     ", now,
	    all);
}

/* Fill width characters at to with the bar. */
static void progress_bar(const struct progress *p, char *to, int width)
{
	uint64_t done = p->done, total = p->total;
	int full = width - 2;

	while (total >> 32) {
		total >>= 1;
		done >>= 1;
	}
	if (done < total)
		full = (int)progress_div(done * (unsigned)full, total);
	memset(to, '.', (size_t)width);
	memset(to + 1, '#', (size_t)full);
	to[0] = '[';
	to[width - 1] = ']';
}

void progress_line(const struct progress *p, char *buf, int width)
{
	char right[80], size[40], rate[FMT_SIZE], left[20] = "";
	int name = (int)strlen(p->name), len, bar;

	progress_size(p, size, sizeof(size));
	fmt_size(rate, progress_rate(p));
	if (width >= PROGRESS_TIME_WIDTH && p->total)
		progress_left(p, left, sizeof(left));
	len = (int)fmt(right, sizeof(right), "%s %8s/s%s", size, rate, left);

	memset(buf, ' ', (size_t)width);
	buf[width] = '\0';
	if (len > width)
		len = width;
	memcpy(buf + width - len, right, (size_t)len);
	bar = width - len - 1 - (name < width / 4 ? name : width / 4) - 1;
	if (!p->total || bar < PROGRESS_BAR_MIN)
		bar = -1;
	else
		progress_bar(p, buf + width - len - 1 - bar, bar);
	bar = width - len - 1 - bar - 1; /* columns for the name */
	if (name > bar)
		name = bar > 0 ? bar : 0;
	memcpy(buf, p->name + strlen(p->name) - name, (size_t)name);
}

void progress_summary(const struct progress *p, uint32_t retransmissions,
		      const char *road, char *buf, size_t room)
{
	char size[FMT_SIZE], rate[FMT_SIZE];
	uint32_t tenths = p->elapsed_ms / 100;

	fmt(buf, room, "%s: %s in %u.%u s, %s/s, %u retransmission%s, %s",
	    p->name, fmt_size(size, p->done), tenths / 10, tenths % 10,
	    fmt_size(rate, progress_rate(p)), retransmissions,
	    retransmissions == 1 ? "" : "s", road);
}
