/*
 * What partitions a PC's disk: the MBR, and the GUID partition table (UEFI 2
 * section 5).
 */
#ifndef SPEC_DISK_H
#define SPEC_DISK_H

#include "spec/types.h"

#define DISK_SECTOR 512

struct mbr_entry {
	uint8_t active; /* 80h, or 0 */
	uint8_t first_chs[3];
	uint8_t type; /* 0: empty */
	uint8_t last_chs[3];
	uint32_t first, sectors;
} PACKED;

enum mbr_type {
	MBR_EXTENDED = 0x05,
	MBR_EXTENDED_LBA = 0x0F,
	MBR_EXTENDED_LINUX = 0x85,
	MBR_SYNTHETIC = 0xED, /* of a GPT partition, handed to its sector */
	MBR_PROTECTIVE = 0xEE,
	MBR_HIDDEN = 0x10, /* a bit */
};

/* The first sector; that of an extended partition has the same table. */
struct mbr {
	uint8_t code[440];
	uint32_t id;
	uint16_t reserved;
	struct mbr_entry part[4];
	uint16_t signature;
} PACKED;
#define MBR_SIGNATURE 0xAA55
_Static_assert(sizeof(struct mbr) == DISK_SECTOR, "the MBR is a sector");

/* In the second sector. */
struct gpt_header {
	char signature[8]; /* "EFI PART" */
	uint32_t revision, len, crc, reserved;
	uint64_t own, other; /* sectors */
	uint64_t first, last;
	uint8_t guid[16]; /* of the disk */
	uint64_t entries_at;
	uint32_t entries, entry_len, entries_crc;
} PACKED;
#define GPT_SIGNATURE "EFI PART"
_Static_assert(sizeof(struct gpt_header) == 92, "UEFI 2 table 5-5");

#define GPT_NAME_MAX 36
struct gpt_entry {
	uint8_t type[16], guid[16]; /* type all 0: unused */
	uint64_t first, last;
	uint64_t attributes;
	uint16_t name[GPT_NAME_MAX]; /* UTF-16 */
} PACKED;
_Static_assert(sizeof(struct gpt_entry) == 128, "UEFI 2 table 5-6");

#endif
