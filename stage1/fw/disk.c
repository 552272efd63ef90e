/* Local disks by INT 13h. Documented in disk.h. */
#include "fw/disk.h"
#include <string.h>
#include "base/div.h"
#include "base/err.h"
#include "fw/memory.h"
#include "spec/bios.h"
#include "stage0/call16.h"

#define DISK_TRIES    3
/* A BIOS without block numbers reaches this far. */
#define CYLINDERS_MAX 1024

enum { INT13_RESET = 0, INT13_READ = 2, INT13_GEOMETRY = 8 };
enum { INT13_EDD = 0x41, INT13_EDD_READ = 0x42 };
/* Writing has the next number of reading. */

/* In base memory. */
static struct disk_low {
	struct disk_packet {
		uint16_t len, count;
		struct segoff buffer;
		uint64_t lba;
	} PACKED packet;
	/* Some drives have larger sectors; they are found out in time. */
	uint8_t sector[4096];
} * low;

/* disk_hook.asm */
extern uint8_t disk_hook[], disk_hook_end[], disk_hook_drives[];
extern struct segoff disk_hook_old;

unsigned disk_count(void)
{
	return *(volatile uint8_t *)BDA_HARD_DISKS;
}

/* AH = function, DL = drive; false with carry. The status is in AH. */
static bool disk_call(struct call16 *c, unsigned function, uint8_t drive)
{
	c->eax |= function << 8;
	c->edx |= drive;
	call16_int(0x13, c);
	return !(c->flags & FLAG_CARRY);
}

static bool disk_has_edd(uint8_t drive)
{
	struct call16 c = {.ebx = 0x55AA};

	return disk_call(&c, INT13_EDD, drive) && (uint16_t)c.ebx == 0xAA55 &&
	       c.ecx & 1;
}

/* The same by cylinder, head and sector; false if it lies too far. */
static bool disk_chs(struct call16 *c, uint8_t drive, uint64_t lba)
{
	struct call16 g = {0};
	uint32_t sectors, heads, head, cylinder;

	if (!disk_call(&g, INT13_GEOMETRY, drive))
		return false;
	sectors = g.ecx & 0x3F;
	heads = (g.edx >> 8 & 0xFF) + 1;
	if (!sectors || lba >= sectors * heads * CYLINDERS_MAX)
		return false;
	head = (uint32_t)lba / sectors;
	cylinder = head / heads;
	*c = (struct call16){
		.eax = 1, /* sector */
		.ebx = segoff_of(low->sector).off,
		.es = segoff_of(low->sector).seg,
		.ecx = (cylinder & 0xFF) << 8 | (cylinder >> 8) << 6 |
		       ((uint32_t)lba % sectors + 1),
		.edx = (head % heads) << 8,
	};
	return true;
}

/* Read (write is 0), or write (1), low->sector. */
static int disk_do(uint8_t drive, uint64_t lba, unsigned write)
{
	struct call16 c;

	if (drive >= DISK_HD0 && drive - DISK_HD0 >= (int)disk_count())
		return fail(ERR_DISK_NONE, "%02Xh; there are %u", drive,
			    disk_count());
	for (int i = 0; i < DISK_TRIES; i++) {
		struct call16 reset = {0};

		c = (struct call16){.esi = segoff_of(&low->packet).off,
				    .ds = segoff_of(&low->packet).seg};
		low->packet = (struct disk_packet){16, 1,
						   segoff_of(low->sector), lba};
		if (disk_has_edd(drive) &&
		    disk_call(&c, INT13_EDD_READ + write, drive))
			return 0;
		if (disk_chs(&c, drive, lba) &&
		    disk_call(&c, INT13_READ + write, drive))
			return 0;
		disk_call(&reset, INT13_RESET, drive);
	}
	return fail(ERR_DISK_READ, "drive %02Xh, sector %u, status %02Xh",
		    drive, (unsigned)lba, (unsigned)(c.eax >> 8 & 0xFF));
}

static int disk_read(struct disk_io *io, uint8_t drive, uint64_t lba, void *to)
{
	(void)io;
	TRY(disk_do(drive, lba, 0));
	memcpy(to, low->sector, DISK_SECTOR);
	return 0;
}

static int disk_write(struct disk_io *io, uint8_t drive, uint64_t lba,
		      const void *from)
{
	(void)io;
	memcpy(low->sector, from, DISK_SECTOR);
	return disk_do(drive, lba, 1);
}

struct disk_io *disk_open(void)
{
	static struct disk_io io = {disk_read, disk_write};

	low = arena_alloc(&memory.low, sizeof(*low));
	return low ? &io : NULL;
}

void disk_swap(uint8_t drive)
{
	volatile uint16_t *kb = (volatile uint16_t *)BDA_BASE_MEMORY;
	struct segoff *vector = (struct segoff *)(0x13 * 4);
	uint8_t *hook = (uint8_t *)(--*kb * 1024u);

	disk_hook_drives[0] = drive & DISK_HD0;
	disk_hook_drives[1] = drive;
	disk_hook_old = *vector;
	memcpy(hook, disk_hook, (size_t)(disk_hook_end - disk_hook));
	*vector = segoff_of(hook);
}
