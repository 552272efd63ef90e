/*
 * A file inside an archive made on the fly (cpio, "newc"): so an initrd that is
 * any file comes up in Linux's root by a path.
 */
#ifndef LOAD_CPIO_H
#define LOAD_CPIO_H

#include "spec/types.h"

#define CPIO_ALIGN 4

/*
 * Write what comes before size bytes of a regular file named path: headers of
 * the folders on the way, and its own. A path's first slashes are left out.
 * Returns the length, a multiple of 4; to may be NULL if only that is wanted.
 * The file has to be padded to a multiple of 4 with zeros; nothing else needs
 * to follow, not even a trailer (Linux, buffer-format.rst).
 */
size_t cpio_head(uint8_t *to, const char *path, uint32_t size);

#endif
