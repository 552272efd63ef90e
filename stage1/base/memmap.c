/* The list of free memory. Documented in memmap.h. */
#include "base/memmap.h"

/* [start, start + len) cut at 4 GiB. */
static struct range memmap_clip(uint64_t start, uint64_t len)
{
	uint64_t end = start + len;

	if (end < start || end > MEMMAP_TOP)
		end = MEMMAP_TOP;
	if (start > end)
		start = end;
	return (struct range){(uint32_t)start, (uint32_t)end};
}

static void memmap_delete(struct memmap *m, unsigned i)
{
	m->count--;
	for (; i < m->count; i++)
		m->range[i] = m->range[i + 1];
}

/* A full list loses the new range: less memory, never a wrong one. */
static void memmap_insert(struct memmap *m, unsigned i, struct range r)
{
	if (r.start >= r.end || m->count == MEMMAP_MAX)
		return;
	for (unsigned j = m->count++; j > i; j--)
		m->range[j] = m->range[j - 1];
	m->range[i] = r;
}

void memmap_add(struct memmap *m, uint64_t start, uint64_t len)
{
	struct range r = memmap_clip(start, len);
	unsigned i = 0;

	while (i < m->count && m->range[i].end < r.start)
		i++;
	/* Swallow all that touch. */
	while (i < m->count && m->range[i].start <= r.end) {
		if (m->range[i].start < r.start)
			r.start = m->range[i].start;
		if (m->range[i].end > r.end)
			r.end = m->range[i].end;
		memmap_delete(m, i);
	}
	memmap_insert(m, i, r);
}

void memmap_remove(struct memmap *m, uint64_t start, uint64_t len)
{
	struct range cut = memmap_clip(start, len);

	for (unsigned i = m->count; i-- > 0;) {
		struct range old = m->range[i];

		if (cut.start >= cut.end || old.end <= cut.start ||
		    old.start >= cut.end)
			continue;
		memmap_delete(m, i);
		if (old.end > cut.end)
			memmap_insert(m, i, (struct range){cut.end, old.end});
		if (old.start < cut.start)
			memmap_insert(m, i,
				      (struct range){old.start, cut.start});
	}
}

/* The part of range i inside [from, to); may be empty (start >= end). */
static struct range memmap_inside(const struct memmap *m, unsigned i,
				  uint32_t from, uint32_t to)
{
	struct range r = m->range[i];

	if (r.start < from)
		r.start = from;
	if (r.end > to)
		r.end = to;
	return r;
}

bool memmap_lowest(const struct memmap *m, uint32_t from, uint32_t to,
		   uint32_t len, uint32_t align, uint32_t *place)
{
	for (unsigned i = 0; i < m->count; i++) {
		struct range r = memmap_inside(m, i, from, to);
		uint32_t at = (r.start + align - 1) & ~(align - 1);

		if (at >= r.start && at < r.end && r.end - at >= len) {
			*place = at;
			return true;
		}
	}
	return false;
}

bool memmap_highest(const struct memmap *m, uint32_t from, uint32_t to,
		    uint32_t len, uint32_t align, uint32_t *place)
{
	for (unsigned i = m->count; i-- > 0;) {
		struct range r = memmap_inside(m, i, from, to);
		uint32_t at;

		if (r.start >= r.end || r.end - r.start < len)
			continue;
		at = (r.end - len) & ~(align - 1);
		if (at >= r.start) {
			*place = at;
			return true;
		}
	}
	return false;
}

struct range memmap_largest(const struct memmap *m, uint32_t from, uint32_t to)
{
	struct range best = {0, 0};

	for (unsigned i = 0; i < m->count; i++) {
		struct range r = memmap_inside(m, i, from, to);

		if (r.start < r.end && r.end - r.start > best.end - best.start)
			best = r;
	}
	return best;
}

uint32_t memmap_end_of(const struct memmap *m, uint32_t addr)
{
	for (unsigned i = 0; i < m->count; i++)
		if (addr >= m->range[i].start && addr < m->range[i].end)
			return m->range[i].end;
	return addr;
}
