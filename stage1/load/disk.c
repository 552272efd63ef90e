/*
 * Finding boot sectors on local disks. Documented in disk.h. UEFI 2 section 5
 * for the GPT. Only sectors of 512 bytes; of a damaged GPT the copy at the
 * disk's end is not looked for.
 */
#include "load/disk.h"
#include <string.h>
#include "base/crc32.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"

/* Many times of what anybody has. */
#define LOGICAL_MAX 256
#define GPT_MAX	    1024
/* Types 1, 4, 6, 7, Bh, Ch, Eh; with bit 4 set they are hidden. */
#define HIDEABLE    0x58D2u

static int disk_table(struct disk_io *io, uint8_t drive, uint64_t lba,
		      struct mbr *m)
{
	TRY(io->read(io, drive, lba, m));
	if (m->signature != MBR_SIGNATURE)
		return fail(ERR_DISK_TABLE, "drive %02Xh, sector %u", drive,
			    (unsigned)lba);
	return 0;
}

static int disk_no_partition(const struct plan_disk *p, uint8_t drive)
{
	return fail(ERR_DISK_PARTITION, "partition %u of drive %02Xh",
		    p->partition, drive);
}

static bool disk_extended(const struct mbr_entry *e)
{
	return e->type == MBR_EXTENDED || e->type == MBR_EXTENDED_LBA ||
	       e->type == MBR_EXTENDED_LINUX;
}

/*
 * Logical partitions: each has a table of its own, with its place counted from
 * that table, and the next table's, counted from the extended partition.
 */
static int disk_logical(struct disk_io *io, const struct plan_disk *p,
			struct mbr *m, struct disk_place *at)
{
	const struct mbr_entry *e = m->part;
	unsigned n = 4;
	uint32_t first, table;

	for (unsigned i = 0; i < 3 && !disk_extended(e); i++)
		e++;
	if (!disk_extended(e))
		return disk_no_partition(p, at->drive);
	table = first = e->first;
	for (unsigned i = 0; i < LOGICAL_MAX; i++) {
		TRY(disk_table(io, at->drive, table, m));
		e = &m->part[0];
		if (e->type && e->sectors && ++n == p->partition) {
			at->entry = *e;
			/* What a boot sector reads there is the disk's. */
			at->lba = at->entry.first += table;
			return 0;
		}
		if (!disk_extended(++e))
			break;
		table = first + e->first;
	}
	return disk_no_partition(p, at->drive);
}

static bool disk_label_is(const struct gpt_entry *e, const char *label)
{
	for (unsigned i = 0; i < GPT_NAME_MAX; i++) {
		if (e->name[i] != (uint8_t)label[i])
			return false;
		if (!label[i])
			return true;
	}
	return !label[GPT_NAME_MAX];
}

/* The first three groups of a GUID's text are numbers, low byte first. */
static bool disk_guid_is(const uint8_t *guid, const char *text)
{
	static const uint8_t order[16] = {3, 2, 1,  0,	5,  4,	7,  6,
					  8, 9, 10, 11, 12, 13, 14, 15};
	uint8_t bytes[16];
	char found[37];

	for (unsigned i = 0; i < 16; i++)
		bytes[i] = guid[order[i]];
	fmt_hex(found, sizeof(found), bytes, 16, '-',
		1 << 4 | 1 << 6 | 1 << 8 | 1 << 10);
	return !str_casecmp(found, text);
}

static bool disk_gpt_is(const struct plan_disk *p, unsigned n,
			const struct gpt_entry *e)
{
	static const uint8_t unused[sizeof(e->type)];

	if (!memcmp(e->type, unused, sizeof(unused)) || e->first > e->last)
		return false;
	if (p->partition)
		return n == p->partition;
	return (p->label && disk_label_is(e, p->label)) ||
	       (p->guid && disk_guid_is(e->guid, p->guid));
}

/* The second sector, if its own CRC and its numbers say that it is a header. */
static int disk_gpt_header(struct disk_io *io, uint8_t drive, uint8_t *sector,
			   struct gpt_header *h)
{
	struct gpt_header *found = (struct gpt_header *)sector;

	TRY(io->read(io, drive, 1, sector));
	*h = *found;
	found->crc = 0;
	if (memcmp(h->signature, GPT_SIGNATURE, sizeof(h->signature)) ||
	    h->len < sizeof(*h) || h->len > DISK_SECTOR || h->own != 1 ||
	    h->entries > GPT_MAX || h->entry_len < sizeof(struct gpt_entry) ||
	    h->entry_len > DISK_SECTOR || DISK_SECTOR % h->entry_len ||
	    ~crc32_add(~0u, sector, h->len) != h->crc)
		return fail(ERR_DISK_GPT, "header, drive %02Xh", drive);
	return 0;
}

/* All entries are read for their CRC; nothing counts before that is right. */
static int disk_gpt(struct disk_io *io, const struct plan_disk *p,
		    struct disk_place *at)
{
	uint8_t sector[DISK_SECTOR];
	struct gpt_header h;
	uint32_t crc = ~0u;
	bool found = false;

	TRY(disk_gpt_header(io, at->drive, sector, &h));
	if (p->guid && !p->partition && disk_guid_is(h.guid, p->guid))
		return 0;
	for (unsigned i = 0; i < h.entries; i++) {
		unsigned offset = i * h.entry_len % DISK_SECTOR;
		const struct gpt_entry *e =
			(const struct gpt_entry *)(sector + offset);

		if (!offset)
			TRY(io->read(io, at->drive, h.entries_at++, sector));
		crc = crc32_add(crc, e, h.entry_len);
		if (found || !disk_gpt_is(p, i + 1, e))
			continue;
		found = true;
		at->gpt_len = sizeof(at->gpt);
		at->gpt = *e;
	}
	if (~crc != h.entries_crc)
		return fail(ERR_DISK_GPT, "entries, drive %02Xh", at->drive);
	if (!found)
		return disk_no_partition(p, at->drive);
	at->lba = at->gpt.first;
	memset(&at->entry, 0xFF, sizeof(at->entry));
	at->entry.active = 0x80;
	at->entry.type = MBR_SYNTHETIC;
	at->entry.first = (uint32_t)at->lba;
	at->entry.sectors = (uint32_t)at->gpt.last - at->entry.first + 1;
	return 0;
}

static int disk_find_on(struct disk_io *io, const struct plan_disk *p,
			struct disk_place *at)
{
	struct mbr m;
	bool is_gpt = false;

	/* A disk's or floppy's first sector need not have a table. */
	if (!p->partition && !p->mbr_id && !p->label && !p->guid)
		return 0;
	TRY(disk_table(io, at->drive, 0, &m));
	if (p->mbr_id && m.id != p->mbr_id)
		return fail(ERR_DISK_PARTITION, "id %08X", m.id);
	for (unsigned i = 0; i < 4; i++)
		is_gpt |= m.part[i].type == MBR_PROTECTIVE;
	if (!p->partition && !p->label && !p->guid)
		return 0;
	if (is_gpt)
		return disk_gpt(io, p, at);
	if (p->partition > 4)
		return disk_logical(io, p, &m, at);
	if (!p->partition || !m.part[p->partition - 1].type)
		return disk_no_partition(p, at->drive);
	at->entry = m.part[p->partition - 1];
	at->lba = at->entry.first;
	return 0;
}

int disk_find(struct disk_io *io, const struct plan_disk *p, unsigned drives,
	      struct disk_place *at)
{
	memset(at, 0, sizeof(*at));
	at->drive = p->is_boot ? DISK_HD0 : p->drive;
	if (!p->mbr_id && !p->label && !p->guid)
		return disk_find_on(io, p, at);
	for (unsigned i = 0; i < drives; i++) {
		at->drive = (uint8_t)(DISK_HD0 + i);
		if (disk_find_on(io, p, at) == 0)
			return 0;
	}
	return fail(ERR_DISK_SEARCH, "%u hard disks", drives);
}

int disk_read_boot(struct disk_io *io, const struct disk_place *at,
		   struct mbr *sector)
{
	TRY(io->read(io, at->drive, at->lba, sector));
	if (sector->signature != MBR_SIGNATURE)
		return fail(ERR_DISK_BOOT,
			    "drive %02Xh, sector %u, it has %04X", at->drive,
			    (unsigned)at->lba, sector->signature);
	return 0;
}

int disk_hide(struct disk_io *io, uint8_t drive, unsigned n)
{
	struct mbr m;

	TRY(disk_table(io, drive, 0, &m));
	for (unsigned i = 0; i < 4; i++) {
		uint8_t *type = &m.part[i].type;

		if (*type >= 0x20 || !(HIDEABLE >> (*type & 0xF) & 1))
			continue;
		*type &= (uint8_t)~MBR_HIDDEN;
		if (i + 1 != n)
			*type |= MBR_HIDDEN;
	}
	return io->write(io, drive, 0, &m);
}
