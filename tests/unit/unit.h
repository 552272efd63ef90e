/* What every test includes: cmocka with what it needs, and the guard pages. */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
/* cmocka's; ours is in base/err.h. */
#undef fail
#include "guard.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

#endif
