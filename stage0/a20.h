/* Address line 20: enabling it by every way there is, tested after each. */
#ifndef STAGE0_A20_H
#define STAGE0_A20_H

#include "spec/types.h"

/* Enable A20 if it is off. False if nothing helped. */
bool a20_enable(void);

#endif
