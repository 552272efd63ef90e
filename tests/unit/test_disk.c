/*
 * Tests of load/disk.c: small disks in memory, good ones and the same with one
 * field broken.
 */
#include "tests/unit/crc32.h"
#include "unit.h"
#include "base/err.h"
#include "load/disk.h"

#define SECTORS 64
#define DRIVES	2

static uint8_t disks[DRIVES][SECTORS][DISK_SECTOR];
static unsigned reads;

static int read_sector(struct disk_io *io, uint8_t drive, uint64_t lba,
		       void *to)
{
	void *guard;

	(void)io;
	reads++;
	if (drive < DISK_HD0 || drive >= DISK_HD0 + DRIVES || lba >= SECTORS)
		return -ERR_DISK_READ;
	guard = guard_copy(disks[drive - DISK_HD0][lba], DISK_SECTOR);
	memcpy(to, guard, DISK_SECTOR);
	guard_free(guard, DISK_SECTOR);
	return 0;
}

static int write_sector(struct disk_io *io, uint8_t drive, uint64_t lba,
			const void *from)
{
	(void)io;
	memcpy(disks[drive - DISK_HD0][lba], from, DISK_SECTOR);
	return 0;
}

static struct disk_io io = {read_sector, write_sector};

static struct mbr *table_at(unsigned drive, unsigned lba)
{
	struct mbr *m = (struct mbr *)disks[drive][lba];

	m->signature = MBR_SIGNATURE;
	return m;
}

static void set_part(struct mbr *m, unsigned i, uint8_t type, uint32_t first)
{
	m->part[i] =
		(struct mbr_entry){.type = type, .first = first, .sectors = 1};
}

/* The second disk: three primary, and logical ones at 22 and 27. */
static int set_mbr(void **state)
{
	struct mbr *m = table_at(1, 0);

	(void)state;
	memset(disks, 0, sizeof(disks));
	m->signature = MBR_SIGNATURE;
	m->id = 0xCAFE1234;
	set_part(m, 0, 0x07, 5);
	set_part(m, 1, 0x83, 6);
	set_part(m, 2, MBR_EXTENDED_LBA, 20);
	set_part(m, 3, 0x0C, 7);
	set_part(table_at(1, 20), 0, 0x83, 2);
	set_part(table_at(1, 20), 1, MBR_EXTENDED, 4);
	/* The chain may have an empty table. */
	set_part(table_at(1, 24), 1, MBR_EXTENDED, 6);
	set_part(table_at(1, 26), 0, 0x82, 1);
	return 0;
}

static const uint8_t disk_guid[16] = "\1\2\3\4\5\6\7\x8\x9\xA\xB\xC\xD\xE\xF";
#define DISK_GUID "04030201-0605-0807-090A-0B0C0D0E0F00"
#define PART_GUID "40302010-0605-0807-090a-0b0c0d0e0f00"

static struct gpt_header *header(void)
{
	return (struct gpt_header *)disks[0][1];
}

static struct gpt_entry *gpt_entry(unsigned n)
{
	return (struct gpt_entry *)(disks[0][2] + (n - 1) * 128);
}

static void set_sums(void)
{
	struct gpt_header *h = header();

	h->entries_crc = crc32_of(disks[0][2], h->entries * h->entry_len);
	h->crc = 0;
	h->crc = crc32_of(h, 92);
}

/* The first disk: a GPT of 8 entries, the second and the seventh used. */
static int set_gpt(void **state)
{
	struct gpt_header *h = header();

	set_mbr(state);
	set_part(table_at(0, 0), 0, MBR_PROTECTIVE, 1);
	*h = (struct gpt_header){.len = 92,
				 .own = 1,
				 .entries_at = 2,
				 .entries = 8,
				 .entry_len = 128};
	memcpy(h->signature, GPT_SIGNATURE, 8);
	memcpy(h->guid, disk_guid, 16);
	for (unsigned n = 2; n < 8; n += 5) {
		struct gpt_entry *e = gpt_entry(n);

		e->type[3] = 1;
		memcpy(e->guid, disk_guid, 16);
		e->guid[0] = (uint8_t)(n << 3);
		e->first = 30 + n;
		e->last = 33 + n;
		e->name[0] = n == 2 ? 'a' : 0xE4;
		e->name[1] = 'b';
	}
	gpt_entry(2)->guid[0] = 0x10;
	memcpy(gpt_entry(2)->guid, "\x10\x20\x30\x40", 4);
	set_sums();
	return 0;
}

static int find(const struct plan_disk *p, struct disk_place *at)
{
	return disk_find(&io, p, DRIVES, at);
}

static void test_mbr(void **state)
{
	static const struct {
		uint8_t partition;
		int rc;
		uint64_t lba;
		uint8_t type;
	} rows[] = {
		{0, 0, 0, 0},
		{1, 0, 5, 0x07},
		{2, 0, 6, 0x83},
		{3, 0, 20, MBR_EXTENDED_LBA},
		{4, 0, 7, 0x0C},
		{5, 0, 22, 0x83},
		{6, 0, 27, 0x82},
		{7, -ERR_DISK_PARTITION, 0, 0},
		{255, -ERR_DISK_PARTITION, 0, 0},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(rows); i++) {
		struct plan_disk p = {.drive = 0x81,
				      .partition = rows[i].partition};
		struct disk_place at;

		assert_int_equal(find(&p, &at), rows[i].rc);
		assert_int_equal(at.drive, 0x81);
		assert_int_equal(at.lba, rows[i].lba);
		assert_int_equal(at.entry.type, rows[i].type);
		/* A boot sector finds its own partition by it. */
		if (at.entry.type)
			assert_int_equal(at.entry.first, rows[i].lba);
		assert_int_equal(at.gpt_len, 0);
	}
}

/* A chain that leads to itself has an end. */
static void test_loop(void **state)
{
	struct plan_disk p = {.drive = 0x81, .partition = 100};
	struct disk_place at;

	(void)state;
	set_part(table_at(1, 26), 1, MBR_EXTENDED, 0);
	reads = 0;
	assert_int_equal(find(&p, &at), 0);
	memset(&table_at(1, 26)->part[0], 0, 16);
	memset(&table_at(1, 20)->part[0], 0, 16);
	reads = 0;
	assert_int_equal(find(&p, &at), -ERR_DISK_PARTITION);
	assert_in_range(reads, 200, 300);
}

static void test_bad_mbr(void **state)
{
	struct plan_disk p = {.drive = 0x81, .partition = 5};
	struct disk_place at;

	(void)state;
	table_at(1, 20)->signature = 0;
	assert_int_equal(find(&p, &at), -ERR_DISK_TABLE);
	set_mbr(NULL);
	table_at(1, 0)->part[2].first = SECTORS;
	assert_int_equal(find(&p, &at), -ERR_DISK_READ);
	table_at(1, 0)->part[2].type = 0;
	assert_int_equal(find(&p, &at), -ERR_DISK_PARTITION);
	p.partition = 3;
	assert_int_equal(find(&p, &at), -ERR_DISK_PARTITION);
	table_at(1, 0)->signature = 0xAA54;
	assert_int_equal(find(&p, &at), -ERR_DISK_TABLE);
	p.drive = 0x82;
	assert_int_equal(find(&p, &at), -ERR_DISK_READ);
}

static void test_mbr_id(void **state)
{
	struct plan_disk p = {.mbr_id = 0xCAFE1234};
	struct disk_place at;

	(void)state;
	assert_int_equal(find(&p, &at), 0);
	assert_int_equal(at.drive, 0x81);
	assert_int_equal(at.lba, 0);
	p.partition = 2;
	assert_int_equal(find(&p, &at), 0);
	assert_int_equal(at.lba, 6);
	p.mbr_id++;
	assert_int_equal(find(&p, &at), -ERR_DISK_SEARCH);
}

static void test_boot_drive(void **state)
{
	struct plan_disk p = {.drive = 0x81, .is_boot = true};
	struct disk_place at;

	(void)state;
	assert_int_equal(find(&p, &at), 0);
	assert_int_equal(at.drive, DISK_HD0);
}

static void test_gpt(void **state)
{
	static const struct {
		struct plan_disk p;
		int rc;
		uint64_t lba;
	} rows[] = {
		{{.drive = 0x80, .partition = 2}, 0, 32},
		{{.drive = 0x80, .partition = 7}, 0, 37},
		{{.drive = 0x80, .partition = 1}, -ERR_DISK_PARTITION, 0},
		{{.drive = 0x80, .partition = 9}, -ERR_DISK_PARTITION, 0},
		{{.label = "ab"}, 0, 32},
		{{.label = "\xE4"
			   "b"},
		 0,
		 37},
		{{.label = "a"}, -ERR_DISK_SEARCH, 0},
		{{.label = "abc"}, -ERR_DISK_SEARCH, 0},
		{{.label = ""}, -ERR_DISK_SEARCH, 0},
		{{.guid = PART_GUID}, 0, 32},
		{{.guid = DISK_GUID}, 0, 0},
		{{.guid = DISK_GUID, .partition = 7}, 0, 37},
		{{.guid = PART_GUID "0"}, -ERR_DISK_SEARCH, 0},
		{{.guid = "40302010-0605-0807-090a-0b0c0d0e0f0"},
		 -ERR_DISK_SEARCH,
		 0},
		{{.guid = "4030201000605-0807-090a-0b0c0d0e0f00"},
		 -ERR_DISK_SEARCH,
		 0},
		{{.guid = ""}, -ERR_DISK_SEARCH, 0},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(rows); i++) {
		struct disk_place at;

		assert_int_equal(find(&rows[i].p, &at), rows[i].rc);
		if (rows[i].rc)
			continue;
		assert_int_equal(at.drive, DISK_HD0);
		assert_int_equal(at.lba, rows[i].lba);
		if (!at.lba)
			continue;
		assert_int_equal(at.entry.type, MBR_SYNTHETIC);
		assert_int_equal(at.entry.first, at.lba);
		assert_int_equal(at.entry.sectors, 4);
		assert_int_equal(at.gpt_len, 128);
		assert_int_equal(at.gpt.first, at.lba);
	}
}

/* A name fills its field without a NUL. */
static void test_long_label(void **state)
{
	char label[] = "123456789012345678901234567890123456x";
	struct plan_disk p = {.label = label};
	struct disk_place at;

	(void)state;
	for (unsigned i = 0; i < GPT_NAME_MAX; i++)
		gpt_entry(2)->name[i] = (uint16_t)label[i];
	set_sums();
	assert_int_equal(find(&p, &at), -ERR_DISK_SEARCH);
	label[GPT_NAME_MAX] = '\0';
	assert_int_equal(find(&p, &at), 0);
	assert_int_equal(at.lba, 32);
}

/* Each field that is looked at, broken alone; its sum is right. */
static void test_bad_gpt(void **state)
{
	struct plan_disk p = {.drive = 0x80, .partition = 2};
	struct disk_place at;

	(void)state;
#define BROKEN(change)                                                         \
	do {                                                                   \
		set_gpt(NULL);                                                 \
		change;                                                        \
		header()->crc = 0;                                             \
		header()->crc = crc32_of(header(), 92);                        \
		assert_int_equal(find(&p, &at), -ERR_DISK_GPT);                \
	} while (0)
	BROKEN(header()->signature[0] = 'e');
	BROKEN(header()->len = 91);
	BROKEN(header()->len = 513);
	BROKEN(header()->len = 93);
	BROKEN(header()->own = 2);
	BROKEN(header()->entries = 1025);
	BROKEN(header()->entry_len = 64);
	BROKEN(header()->entry_len = 192);
	BROKEN(header()->entry_len = 1024);
	BROKEN(header()->entries_crc++);
	BROKEN(gpt_entry(8)->name[3] = 1);
	set_gpt(NULL);
	header()->reserved = 1;
	assert_int_equal(find(&p, &at), -ERR_DISK_GPT);
	set_gpt(NULL);
	header()->entries_at = SECTORS - 1;
	set_sums();
	assert_int_equal(find(&p, &at), -ERR_DISK_READ);
	/* A partition that ends before it begins is none. */
	set_gpt(NULL);
	gpt_entry(2)->last = gpt_entry(2)->first - 1;
	set_sums();
	assert_int_equal(find(&p, &at), -ERR_DISK_PARTITION);
}

static void test_boot_sector(void **state)
{
	struct disk_place at = {.drive = 0x81, .lba = 27};
	struct mbr sector;

	(void)state;
	assert_int_equal(disk_read_boot(&io, &at, &sector), -ERR_DISK_BOOT);
	table_at(1, 27);
	assert_int_equal(disk_read_boot(&io, &at, &sector), 0);
	at.lba = SECTORS;
	assert_int_equal(disk_read_boot(&io, &at, &sector), -ERR_DISK_READ);
}

static void test_hide(void **state)
{
	static const struct {
		unsigned n;
		uint8_t types[4];
	} rows[] = {{1, {0x07, 0x83, 0x0F, 0x1C}},
		    {4, {0x17, 0x83, 0x0F, 0x0C}},
		    {2, {0x17, 0x83, 0x0F, 0x1C}}};

	(void)state;
	for (unsigned i = 0; i < COUNT(rows); i++) {
		assert_int_equal(disk_hide(&io, 0x81, rows[i].n), 0);
		for (unsigned n = 0; n < 4; n++)
			assert_int_equal(table_at(1, 0)->part[n].type,
					 rows[i].types[n]);
	}
	table_at(1, 0)->signature = 0;
	assert_int_equal(disk_hide(&io, 0x81, 1), -ERR_DISK_TABLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_mbr, set_mbr),
		cmocka_unit_test_setup(test_loop, set_mbr),
		cmocka_unit_test_setup(test_bad_mbr, set_mbr),
		cmocka_unit_test_setup(test_mbr_id, set_mbr),
		cmocka_unit_test_setup(test_boot_drive, set_mbr),
		cmocka_unit_test_setup(test_gpt, set_gpt),
		cmocka_unit_test_setup(test_long_label, set_gpt),
		cmocka_unit_test_setup(test_bad_gpt, set_gpt),
		cmocka_unit_test_setup(test_boot_sector, set_mbr),
		cmocka_unit_test_setup(test_hide, set_mbr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
