/* Reading SMBIOS. Documented in smbios.h. */
#include "base/smbios.h"
#include <string.h>

enum smbios_type {
	SMBIOS_BIOS,
	SMBIOS_SYSTEM,
	SMBIOS_BOARD,
	SMBIOS_CHASSIS,
	SMBIOS_END = 127,
};

#define SMBIOS_HEAD_LEN 4 /* type, length, handle */
#define SMBIOS_UUID	8 /* of SMBIOS_SYSTEM */
#define SMBIOS_FORM	5 /* of SMBIOS_CHASSIS; bit 7: has a lock */

/* Where the number of a string stands in its structure. */
static const struct smbios_field {
	uint8_t type, at;
} smbios_field[MACHINE_TEXTS] = {
	{SMBIOS_SYSTEM, 4}, {SMBIOS_SYSTEM, 5},	   {SMBIOS_SYSTEM, 6},
	{SMBIOS_SYSTEM, 7}, {SMBIOS_SYSTEM, 0x19}, {SMBIOS_SYSTEM, 0x1A},
	{SMBIOS_BOARD, 4},  {SMBIOS_BOARD, 5},	   {SMBIOS_BOARD, 6},
	{SMBIOS_BOARD, 7},  {SMBIOS_BOARD, 8},	   {SMBIOS_BIOS, 4},
	{SMBIOS_BIOS, 5},   {SMBIOS_CHASSIS, 8},
};

static uint32_t smbios_u32(const uint8_t *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

bool smbios_entry(struct span bytes, uint32_t *address, uint32_t *len)
{
	const uint8_t *p = bytes.p;
	unsigned size = 15, sum = 0;

	if (bytes.len < 24)
		return false;
	if (!memcmp(p, "_DMI_", 5)) {
		*len = smbios_u32(p + 6) & 0xFFFF;
		*address = smbios_u32(p + 8);
	} else if (!memcmp(p, "_SM3_", 5) && !smbios_u32(p + 20)) {
		size = 24;
		*len = smbios_u32(p + 12);
		*address = smbios_u32(p + 16);
	} else {
		return false;
	}
	while (size--)
		sum += p[size];
	return !(sum & 0xFF) && *address && *len <= UINT32_MAX - *address;
}

/* The n-th string behind a structure, from 1 on; NULL if it is not there. */
static const char *smbios_text(struct span strings, unsigned n,
			       struct arena *arena)
{
	struct span text = {NULL, 0};

	while (n--)
		if (!span_string(&strings, &text) || !text.len)
			return NULL;
	return text.p ? arena_text(arena, (const char *)text.p, text.len)
		      : NULL;
}

static void smbios_keep(struct machine *m, struct span data,
			struct span strings, struct arena *arena)
{
	for (unsigned i = 0; i < MACHINE_TEXTS; i++) {
		const struct smbios_field *f = &smbios_field[i];

		if (f->type == data.p[0] && f->at < data.len && !m->text[i])
			m->text[i] = smbios_text(strings, data.p[f->at], arena);
	}
	if (data.p[0] == SMBIOS_CHASSIS && data.len > SMBIOS_FORM && !m->form)
		m->form = data.p[SMBIOS_FORM] & 0x7F;
	if (data.p[0] == SMBIOS_SYSTEM && !m->has_uuid &&
	    data.len >= SMBIOS_UUID + sizeof(m->uuid)) {
		uint8_t version = data.p[SMBIOS_UUID + 6] >> 4;

		memcpy(m->uuid, data.p + SMBIOS_UUID, sizeof(m->uuid));
		m->has_uuid = version != 0 && version != 15;
	}
}

void smbios_read(struct machine *m, struct span table, struct arena *arena)
{
	struct span data = table, strings, text;
	uint8_t none;

	/* Section 6.1.3: behind each structure its strings, then one NUL; or
	   two NULs. */
	while (span_take(&table, SMBIOS_HEAD_LEN, &data) &&
	       data.p[0] != SMBIOS_END && data.p[1] >= SMBIOS_HEAD_LEN &&
	       span_take(&table, data.p[1] - SMBIOS_HEAD_LEN, &text)) {
		bool is_whole, has_any = false;

		data.len = data.p[1];
		strings = table;
		while ((is_whole = span_string(&table, &text)) && text.len)
			has_any = true;
		smbios_keep(m, data, strings, arena);
		if (!is_whole || (!has_any && !span_u8(&table, &none)))
			return;
	}
}
