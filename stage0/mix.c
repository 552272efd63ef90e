/* Guesses at bits; see mix.h. Does not read what is packed: unpack.c does. */
#include "stage0/mix.h"
#include <string.h>

#define MIX_EVEN (MIX_ODDS / 2)

/* The bits of the last bytes that a view sees. It is tried out what is best. */
static const uint32_t mix_views[MIX_VIEWS - 1] = {
	0xFF,	    0xCFFF,   0xFFC0,	  0xE0C0F0FF,
	0xFFFF0000, 0xFFC0E0, 0xDE5FDFFF, 0xF8FF00,
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
	uint8_t *slot = m->slots[at], *other = m->slots[at ^ 1];

	if (*slot == (uint8_t)key)
		return slot;
	if (*other != (uint8_t)key) {
		if (slot[1] <= other[1])
			other = slot;
		memset(other, 0, sizeof(m->slots[0]));
		*other = (uint8_t)key;
	}
	return other;
}

static void mix_look(struct mix *m)
{
	m->nibble = 1;
	for (unsigned i = 0; i < MIX_VIEWS; i++) {
		uint32_t key = i < MIX_VIEWS - 1 ? m->last & mix_views[i]
						 : mix_same(m);

		key = (key + (i << 8 | m->byte) * 0x3C6EF372) * 0x9E3779B1;
		key = (key ^ key >> 15) * 0x85EBCA6B;
		m->slot[i] = mix_slot(m, key);
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

	for (unsigned i = 0; i < MIX_VIEWS; i++) {
		m->trust[i] = 0;
		for (unsigned j = 0; j < 8 * MIX_TRUSTS; j += 8) {
			int(*trusts)[MIX_VIEWS] = m->trusts[j / 8];

			trusts[m->there >> j & 0xFF][i] += m->gain[i];
			m->trust[i] += trusts[there >> j & 0xFF][i];
		}
		m->gain[i] = 0;
	}
	m->there = there;
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
			m->worth[k][i] = ((int)ones - (int)zeros) * 5000;
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
	int worth = 0;
	unsigned part, better;

	for (unsigned i = 0; i < MIX_VIEWS; i++)
		worth += mix_times(m->worth[i][m->slot[i][m->nibble]],
				   m->trust[i]);
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
	/* Slowly: by a small part of what was missing. */
	int more = (int)((bit << 16) - m->chance);

	for (unsigned i = 0; i < MIX_VIEWS; i++) {
		uint8_t *count = &m->slot[i][m->nibble];
		int *worth = &m->worth[i][*count];

		/* Nothing where little was missing: it would take time, and
		   grow for ever. */
		if (more / 512) {
			int gain = mix_times(*worth, more / 32);

			*worth += mix_times(m->trust[i], more / 96);
			m->gain[i] += gain;
			m->trust[i] += MIX_TRUSTS * gain;
		}
		*count = m->next[bit][*count];
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
