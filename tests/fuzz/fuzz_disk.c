/*
 * Fuzzes load/disk.c: the input is what is asked for, and a disk whose sectors
 * repeat; the sums of its GPT are made right half of the time. And AML.
 */
#include "tests/unit/crc32.h"
#include "fuzz.h"
#include "load/acpi.h"
#include "load/disk.h"

static struct span disk;
static unsigned reads;

static int read_sector(struct disk_io *io, uint8_t drive, uint64_t lba,
		       void *to)
{
	size_t sectors = disk.len / DISK_SECTOR;

	(void)io;
	(void)drive;
	FUZZ_CHECK(++reads < 3000);
	if (!sectors)
		return -1;
	memcpy(to, disk.p + lba % sectors * DISK_SECTOR, DISK_SECTOR);
	return 0;
}

static int write_sector(struct disk_io *io, uint8_t drive, uint64_t lba,
			const void *from)
{
	(void)io;
	(void)drive;
	FUZZ_CHECK(lba == 0);
	FUZZ_CHECK(((const struct mbr *)from)->signature == MBR_SIGNATURE);
	return 0;
}

/* Sectors 1 and 2 as a good GPT of four entries, and tables. */
static void fix(uint8_t *bytes, size_t len)
{
	struct gpt_header *h = (struct gpt_header *)(bytes + DISK_SECTOR);

	for (size_t at = 0; at + DISK_SECTOR <= len; at += DISK_SECTOR)
		memcpy(bytes + at + 510, "\x55\xAA", 2);
	if (len < 3 * DISK_SECTOR)
		return;
	memcpy(h->signature, GPT_SIGNATURE, 8);
	h->len = sizeof(*h);
	h->own = 1;
	h->entries_at = 2;
	h->entries = 4;
	h->entry_len = 128;
	h->entries_crc = crc32_of(bytes + 2 * DISK_SECTOR, DISK_SECTOR);
	h->crc = 0;
	h->crc = crc32_of((uint8_t *)h, sizeof(*h));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = {
		NULL, "label", "04030201-0605-0807-090A-0B0C0D0E0F00", ""};
	struct span in = span_of(bytes, len);
	struct disk_io io = {read_sector, write_sector};
	uint8_t how = fuzz_u8(&in);
	struct plan_disk p = {.drive = DISK_HD0,
			      .partition = fuzz_u8(&in),
			      .label = names[how & 3],
			      .guid = names[how >> 2 & 3],
			      .mbr_id = how & 0x10 ? fuzz_u16(&in) : 0};
	struct disk_place at;
	uint8_t type[2], *copy;
	struct mbr sector;
	size_t n = in.len;

	copy = fuzz_bytes(&in, &n);
	if (how & 0x80)
		fix(copy, n);
	disk = span_of(copy, n);
	reads = 0;
	if (disk_find(&io, &p, how >> 5 & 3, &at) == 0) {
		FUZZ_CHECK(at.gpt_len == 0 || at.entry.type == MBR_SYNTHETIC);
		disk_read_boot(&io, &at, &sector);
	}
	disk_hide(&io, DISK_HD0, p.partition);
	acpi_s5(disk, type);
	free(copy);
	return 0;
}
