/* Reads the files of tests/unit/sign-samples. Documented in samples.h. */
#include <stdio.h>
#include "guard.h"
#include "samples.h"

struct span sample(const char *name, const char *ending)
{
	static uint8_t bytes[65536];
	char path[256];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "build/unit/samples/%s%s", name, ending);
	f = fopen(path, "rb");
	if (!f) {
		perror(path);
		abort();
	}
	len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	return span_of(guard_copy(bytes, len), len);
}

void sample_free(struct span bytes)
{
	guard_free((void *)(uintptr_t)bytes.p, bytes.len);
}
