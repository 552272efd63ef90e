/* A plan as a line of text, for tables of tests. */
#ifndef TESTS_PLAN_TEXT_H
#define TESTS_PLAN_TEXT_H

#include "load/plan.h"

/*
 * Make a plan and write what it says: its kind, then what is not as usual. An
 * error is its code and detail. room bytes for the text.
 */
void plan_text(const struct plan_ask *ask, char *text, size_t room);

#endif
