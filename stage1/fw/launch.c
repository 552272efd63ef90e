/* Into real-mode programs and back. Documented in stage0/launch.h. */
#include "stage0/launch.h"
#include <string.h>
#include "fw/memory.h"
#include "stage0/link.h"

/* What is left of the firmware's stack has to be enough for its own calls. */
#define STACK_MIN 1024

/* launch.asm */
extern const uint8_t launch_code[], launch_code_end[];
extern const uint32_t launch_return_at;
void launch_keep(struct launch *l, uint8_t *keep);

struct launch *launch_prepare(void)
{
	uint32_t len = (uint32_t)(launch_code_end - launch_code);
	struct segoff stack = entry_state.stack;
	uint32_t at = (segoff_phys(stack) - len) & ~15u;
	struct launch *l = (struct launch *)(uintptr_t)at;
	struct segoff *frame = (struct segoff *)l - 2;

	if (stack.off < len + STACK_MIN)
		return NULL;
	memcpy(l, launch_code, len);
	l->gdt[0].base = at;
	l->gdt[1].base |= at;
	l->gdt[5].base |= at;
	l->real.seg = (uint16_t)(at >> 4);
	l->firmware = stack;
	frame[0] = (struct segoff){(uint16_t)launch_return_at, l->real.seg};
	frame[1] = entry_state.pxe_ptr;
	l->stack = stack;
	l->stack.off = (uint16_t)((uintptr_t)frame - (stack.seg << 4));
	return l;
}

/* All that is ours, with the ends rounded up for the sum. */
static void launch_ranges(struct move *m)
{
	uint32_t low = (uint32_t)(uintptr_t)memory.low_start;

	m[0].to = (uint32_t)(uintptr_t)link_low;
	m[0].len = (uint32_t)(link_hot_end - link_low);
	m[1].to = low;
	m[1].len = ((uint32_t)(uintptr_t)memory.low.next - low + 3) & ~3u;
	m[2].to = (uint32_t)(uintptr_t)link_high;
	m[2].len = (uint32_t)(memory.heap.next - link_high + 3) & ~3u;
}

uint32_t launch_keep_len(void)
{
	struct move m[LAUNCH_KEEP_MAX];

	launch_ranges(m);
	return m[0].len + m[1].len + m[2].len;
}

/* Called by launch(), when its frame is there. */
void launch_keep(struct launch *l, uint8_t *keep)
{
	const uint32_t *word = (const uint32_t *)keep;
	uint32_t sum = 0;

	if (!keep) {
		/* A sum that is wrong: there is nothing to come back to. */
		l->copy = (uint32_t)(uintptr_t)l;
		l->copy_words = 1;
		l->copy_sum = ~*(const uint32_t *)l;
		return;
	}
	l->copy = (uint32_t)(uintptr_t)keep;
	launch_ranges(l->back);
	for (struct move *m = l->back; m->len; m++) {
		m->from = (uint32_t)(uintptr_t)keep;
		memcpy(keep, (const void *)(uintptr_t)m->to, m->len);
		keep += m->len;
	}
	l->copy_words = (uint32_t)(keep - (const uint8_t *)word) / 4;
	for (uint32_t i = 0; i < l->copy_words; i++)
		sum = (sum << 5 | sum >> 27) + word[i];
	l->copy_sum = sum;
}
