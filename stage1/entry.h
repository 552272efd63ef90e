/*
 * From what was chosen to what is to be done: label or typed line, variables,
 * SYSAPPEND, entries that lead to others. Glue between menu/, proto/vars and
 * load/plan.
 */
#ifndef STAGE1_ENTRY_H
#define STAGE1_ENTRY_H

#include "load/plan.h"
#include "menu/conf.h"

/*
 * What a label with this command line, or a line without a label, comes to. The
 * plan is in memory.heap; its kind is not PLAN_ENTRY. On failure *object is
 * what it was about.
 */
int entry_plan(const struct config *conf, const struct conf_label *label,
	       const char *cmdline, struct plan *plan, const char **object);

/*
 * Replace the variables in text: *to is text itself if it has none, else in
 * memory.heap.
 */
int entry_expand(const char *text, const char **to);

#endif
