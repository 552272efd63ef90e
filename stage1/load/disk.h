/*
 * The boot sector of a local disk or partition: MBR with primary and logical
 * partitions, and GPT. Reads by a callback. Not here: INT 13h (fw/disk.h).
 */
#ifndef LOAD_DISK_H
#define LOAD_DISK_H

#include "load/plan.h"
#include "spec/disk.h"

/* A sector of a BIOS drive; 0 or negative. */
struct disk_io {
	int (*read)(struct disk_io *io, uint8_t drive, uint64_t lba, void *to);
	int (*write)(struct disk_io *io, uint8_t drive, uint64_t lba,
		     const void *from);
};

/* Where the boot sector is, and what it will be told of its partition. */
struct disk_place {
	uint8_t drive;
	uint64_t lba;
	struct mbr_entry entry; /* type 0: the whole disk */
	/* Behind it if the type is MBR_SYNTHETIC: T13's boot protocol. */
	uint32_t gpt_len;
	struct gpt_entry gpt;
} PACKED;

#define DISK_HD0 0x80

/*
 * Find what p names. drives: how many hard disks there are; a label, a GUID or
 * an MBR's id is looked for on all of them. Both CRCs of a GPT are checked, and
 * chains of logical partitions have an end here. Fails if it is not there, or
 * if a table is damaged.
 */
int disk_find(struct disk_io *io, const struct plan_disk *p, unsigned drives,
	      struct disk_place *at);

/* Read the sector; it has to end with 55 AA. */
int disk_read_boot(struct disk_io *io, const struct disk_place *at,
		   struct mbr *sector);

/*
 * Mark the primary partitions of FAT, HPFS and NTFS as hidden, but number n,
 * which gets visible, on the disk.
 */
int disk_hide(struct disk_io *io, uint8_t drive, unsigned n);

#endif
