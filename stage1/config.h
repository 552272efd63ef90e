/*
 * The config: found on the boot servers in PXELINUX's order, or the one that an
 * entry asked for; read, and the machine set up as it says.
 */
#ifndef STAGE1_CONFIG_H
#define STAGE1_CONFIG_H

#include "load/plan.h"
#include "menu/conf.h"

/*
 * Find and read it into memory.heap, after the manifest if there is one. Sets
 * serial line, keyboard, screen and road, and says its SAY lines. On failure
 * *object is what it was about.
 */
int config_read(struct config *conf, const char **object);

/* The next config_read reads what a PLAN_CONFIG names. Fails if it is too long.
 */
int config_ask(const struct plan *plan);

/* Something was asked for that has not been read yet. */
bool config_is_asked(void);

#endif
