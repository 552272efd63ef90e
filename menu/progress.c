/*
 * One line about a download. Documented in progress.h. Not here: when and
 * where it is shown.
 */
#include "menu/progress.h"
#include "base/div.h"
#include "base/fmt.h"
#include "base/str.h"

#define PROGRESS_TIME_WIDTH 60 /* a narrower line does not tell the time */
#define PROGRESS_BAR_MIN    6
#define PROGRESS_LEFT_MAX   6000 /* seconds */

/* Bytes in a second, at most 4 GB; 0 if no time has passed. */
static uint32_t progress_rate(const struct progress *p)
{
	uint64_t rate = p->done * 1000;

	if (!p->elapsed_ms)
		return 0;
	div_u64(&rate, p->elapsed_ms);
	return rate >> 32 ? UINT32_MAX : (uint32_t)rate;
}

/* "  0:06 left", or as many blanks if that cannot be told. */
static void progress_left(const struct progress *p, char *buf, size_t room)
{
	uint64_t left = p->total - p->done;
	uint32_t rate = progress_rate(p), s;

	str_copy(buf, room, "           ");
	if (!rate || p->total < p->done)
		return;
	div_u64(&left, rate);
	s = left < PROGRESS_LEFT_MAX ? (uint32_t)left : PROGRESS_LEFT_MAX - 1;
	fmt(buf, room, " %2u:%02u left", s / 60, s % 60);
}

/* "33.5/67.1 MB", or "33.5 MB" if the total is not known. */
static void progress_size(const struct progress *p, char *buf, size_t room)
{
	const char *unit = "kMGTPE";
	uint64_t done = p->done, total = p->total;

	if (total < done || total < 1000) {
		fmt_size(buf, done);
		return;
	}
	for (; total >= 999950; unit++) {
		div_u64(&done, 1000);
		div_u64(&total, 1000);
	}
	/* Both as they are rounded by fmt_size. */
	done = ((uint32_t)done + 50) / 100;
	total = ((uint32_t)total + 50) / 100;
	fmt(buf, room, "%u.%u/%u.%u %cB", (uint32_t)done / 10,
	    (uint32_t)done % 10, (uint32_t)total / 10, (uint32_t)total % 10,
	    *unit);
}

/* Fill width characters at to with the bar. */
static void progress_bar(const struct progress *p, char *to, uint32_t width)
{
	uint64_t done = p->done, total = p->total;
	uint32_t full = width - 2;

	for (; total >> 32; total >>= 1)
		done >>= 1;
	if (done < total) {
		done *= full;
		div_u64(&done, (uint32_t)total);
		full = (uint32_t)done;
	}
	memset(to, '.', width);
	memset(to + 1, '#', full);
	to[0] = '[';
	to[width - 1] = ']';
}

void progress_line(const struct progress *p, char *buf, int width)
{
	char right[80], size[40], rate[FMT_SIZE], left[20] = "";
	int name = (int)strlen(p->name), room, bar;

	if (width >= PROGRESS_TIME_WIDTH)
		progress_left(p, left, sizeof(left));
	progress_size(p, size, sizeof(size));
	/* The bar's length shall not change with the number of digits. */
	room = width - (int)fmt(right, sizeof(right), " %13s %10s/s%s", size,
				fmt_size(rate, progress_rate(p)), left);

	memset(buf, ' ', (size_t)width);
	str_copy(buf + room, (size_t)(width - room) + 1, right);
	bar = room - 1 - (name < width / 4 ? name : width / 4);
	if (p->total && bar >= PROGRESS_BAR_MIN) {
		room -= bar;
		progress_bar(p, buf + room, (uint32_t)bar);
		room--;
	}
	if (name > room)
		name = room;
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
