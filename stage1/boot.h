/*
 * Starting a kernel: fetch it and what belongs to it to their places, check,
 * hand off. Returns only on failure.
 */
#ifndef STAGE1_BOOT_H
#define STAGE1_BOOT_H

#include "load/plan.h"

/*
 * Boot what a plan of the kind PLAN_KERNEL, PLAN_LINUX or PLAN_MULTIBOOT names.
 * On failure *object names the file or thing that failed; memory.heap is the
 * caller's to release then.
 */
int boot_plan(const struct plan *plan, const char **object);

#endif
