/* Guesses at bits; see mix.h. Does not read what is packed: unpack.c does. */
#include "stage0/mix.h"
#include <string.h>

#define MIX_EVEN (MIX_ODDS / 2)

/* The bits of the last bytes that a view sees. It is tried out what is best. */
static const uint32_t mix_views[MIX_VIEWS - 1] = {
	0xFF, 0xCFFF, 0xFFC0, 0xFFFF0000, 0xFFC0E0, 0xDE5FDFFF,
};

/* The last view's: what came in the same place. Surer than 4 is not better. */
static uint32_t mix_same(const struct mix *m)
{
	unsigned same = m->same < 4 ? m->same : 4;

	return same ? *m->as | same << 8 : 0;
}

/* One of two; what knows less makes room. */
static uint8_t *mix_slot(struct mix *m, uint32_t key)
{
	uint32_t at = key >> (32 - MIX_SLOT_BITS);
	union mix_slot *slot = &m->slots[at], *other = &m->slots[at ^ 1];

	if (slot->count[0] == (uint8_t)key)
		return slot->count;
	if (other->count[0] != (uint8_t)key) {
		if (slot->count[1] <= other->count[1])
			other = slot;
		other->word[0] = (uint8_t)key;
		other->word[1] = 0;
		other->word[2] = 0;
		other->word[3] = 0;
	}
	return other->count;
}

static void mix_look(struct mix *m)
{
	uint32_t which = m->byte * 0x3C6EF372;
	const uint32_t *bits = mix_views;
	struct mix_view *v = m->view;

	m->nibble = 1;
	for (; v < m->view + MIX_VIEWS; v++) {
		uint32_t key = v < m->view + MIX_VIEWS - 1 ? m->last & *bits++
							   : mix_same(m);

		key = (key + which) * 0x9E3779B1;
		key = (key ^ key >> 15) * 0x85EBCA6B;
		v->slot = mix_slot(m, key);
		which += 256u * 0x3C6EF372;
	}
}

/* What was counted before the other bit came says less. */
static unsigned mix_count(unsigned same, unsigned other)
{
	return (same < 15 ? same + 1 : same) << 4 |
	       (other > 2 ? (other + 1) / 2 : other);
}

/* What was learned to where it belongs, and on to the next byte. */
static void mix_turn(struct mix *m)
{
	uint32_t there = m->last << 8 | (m->same < 15 ? m->same : 15);
	uint32_t was_there = m->there, is_there = there;
	struct mix_view *v;

	m->there = there;
	for (v = m->view; v < m->view + MIX_VIEWS; v++)
		v->trust = 0;
	for (unsigned j = 0; j < MIX_TRUSTS; j++) {
		int *was = m->trusts[j][was_there & 0xFF];
		int *is = m->trusts[j][is_there & 0xFF];

		for (v = m->view; v < m->view + MIX_VIEWS; v++) {
			*was++ += v->gain;
			v->trust += *is++;
		}
		was_there >>= 8;
		is_there >>= 8;
	}
	for (v = m->view; v < m->view + MIX_VIEWS; v++)
		v->gain = 0;
}

void mix_start(struct mix *m, uint8_t *out)
{
	uint32_t odds = 65536;

	memset(m, 0, sizeof(*m));
	m->out = out;
	m->byte = 1;
	for (unsigned i = 0; i < MIX_EVEN; i++) {
		unsigned less = UINT32_MAX / (odds + 65536);

		m->chances[MIX_EVEN - i] = (uint16_t)less;
		m->chances[MIX_EVEN + i] = (uint16_t)(65536 - less);
		odds += odds >> 8; /* by exp(1 / 256) */
	}
	for (unsigned i = 0; i < 256; i++) {
		unsigned zeros = i >> 4, ones = i & 15;
		unsigned c = mix_count(ones, zeros);

		m->next[0][i] = (uint8_t)mix_count(zeros, ones);
		m->next[1][i] = (uint8_t)(c << 4 | c >> 4);
		for (unsigned k = 0; k < MIX_VIEWS; k++) {
			m->view[k].worth[i] = ((int)ones - (int)zeros) * 5000;
			for (unsigned j = 0; j < MIX_TRUSTS; j++)
				m->trusts[j][i][k] = 65536 / MIX_TRUSTS;
		}
		for (unsigned k = 0; k <= MIX_STEPS; k++)
			m->steps[i][k] =
				m->chances[k < MIX_STEPS ? k * MIX_STEP
							 : MIX_ODDS - 1];
	}
	mix_turn(m);
	mix_look(m);
}

/* b is in 1/65536. */
static int mix_times(int a, int b)
{
	return (int)((int64_t)a * b >> 16);
}

uint32_t mix_guess(struct mix *m)
{
	const struct mix_view *v;
	int worth = 0;
	unsigned part, better;

	for (v = m->view; v < m->view + MIX_VIEWS; v++)
		worth += mix_times(v->worth[v->slot[m->nibble]], v->trust);
	worth >>= 8;
	if (worth < 1 - MIX_EVEN)
		worth = 1 - MIX_EVEN;
	if (worth > MIX_EVEN - 1)
		worth = MIX_EVEN - 1;
	worth += MIX_EVEN;
	m->chance = m->chances[worth];
	/* Such guesses came true more or less often than they say. */
	m->step = &m->steps[m->byte][worth / MIX_STEP];
	part = (unsigned)worth % MIX_STEP;
	better = m->step[0] * (MIX_STEP - part) + m->step[1] * part;
	m->step += part >= MIX_STEP / 2;
	return (m->chance + better / MIX_STEP) / 2;
}

static void mix_byte(struct mix *m)
{
	const uint8_t **seen;
	uint8_t byte = (uint8_t)m->byte;

	m->byte = 1;
	*m->out++ = byte;
	m->last = m->last << 8 | byte;
	seen = &m->seen[m->last & 0xFFFF];
	if (m->same && *m->as++ == byte) {
		m->same++;
	} else {
		m->as = *seen;
		m->same = m->as != NULL;
	}
	*seen = m->out;
	mix_turn(m);
}

void mix_learn(struct mix *m, unsigned bit)
{
	/* Slowly: by small parts of what was missing. */
	int more = (int)((bit << 16) - m->chance);
	int much = more / 32, little = more / 96;
	struct mix_view *v;

	for (v = m->view; v < m->view + MIX_VIEWS; v++) {
		uint8_t *count = &v->slot[m->nibble];
		int *worth = &v->worth[*count];

		*count = m->next[bit][*count];
		/* Nothing where little was missing: it would take time, and
		   grow for ever. */
		if (more / 512) {
			int gain = mix_times(*worth, much);

			*worth += mix_times(v->trust, little);
			v->gain += gain;
			v->trust += MIX_TRUSTS * gain;
		}
	}
	*m->step += (int)((bit << 16) - *m->step) / 24;
	m->byte = m->byte << 1 | bit;
	m->nibble = m->nibble << 1 | bit;
	if (m->nibble < 16)
		return;
	if (m->byte >= 256)
		mix_byte(m);
	mix_look(m);
}
