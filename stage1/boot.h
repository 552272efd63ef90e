/*
 * Starting a kernel: fetch kernel and initrds to their places, check, hand
 * off. Returns only on failure.
 */
#ifndef STAGE1_BOOT_H
#define STAGE1_BOOT_H

#include "spec/types.h"

/*
 * Boot a Linux kernel by the name of its file, with this command line; its
 * initrds are those of the word initrd= in it. On failure *object names the
 * file or thing that failed; memory.heap is the caller's to release then.
 */
int boot_linux(const char *kernel, const char *cmdline, const char **object);

#endif
