/*
 * The packer for the ROM's body; unpack in head.asm has the format. Host only.
 */
#ifndef ROM_PACK_H
#define ROM_PACK_H

#include <stddef.h>
#include <stdint.h>

#define PACK_MAX 65536

/*
 * Pack len (up to PACK_MAX) bytes. Returns the packed length, or 0 if it
 * exceeds room.
 */
size_t pack(const uint8_t *from, size_t len, uint8_t *to, size_t room);

/* The reverse, to check: the unpacked length, or 0 if the input is unsound. */
size_t pack_undo(const uint8_t *from, size_t len, uint8_t *to, size_t room);

#endif
