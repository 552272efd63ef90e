/*
 * What a config says of the machine: serial line, keyboard, log,
 * passwords.
 */
#ifndef STAGE1_SETUP_H
#define STAGE1_SETUP_H

#include "menu/conf.h"

/*
 * Do as a config says. What does not work is told, and left as it was: nothing
 * of it decides what boots.
 */
void setup_apply(const struct config *c);

#endif
