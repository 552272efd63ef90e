/*
 * Sectors of local disks by the BIOS: INT 13h, by block number where it can
 * (EDD), else by cylinder, head and sector.
 */
#ifndef FW_DISK_H
#define FW_DISK_H

#include "load/disk.h"

/*
 * Reader and writer of sectors of 512 bytes, with a buffer in memory.low, which
 * lasts until that is released. NULL if there is no room.
 */
struct disk_io *disk_open(void);

/* How many hard disks the BIOS has; the first is 80h. */
unsigned disk_count(void);

/*
 * Let drive and the first of its kind, 0 or 80h, change names, by a piece of
 * code at the end of base memory: 1 KB less of it at 40:13.
 */
void disk_swap(uint8_t drive);

#endif
