/* Files that tests/unit/sign-samples has made. */
#ifndef TESTS_SAMPLES_H
#define TESTS_SAMPLES_H

#include "base/span.h"

/* The file's bytes at a guard page; give back with sample_free. */
struct span sample(const char *name, const char *ending);
void sample_free(struct span bytes);

#endif
