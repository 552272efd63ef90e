/*
 * Fuzzes crypto/cms.c with everything under it. The input is a signature; the
 * manifest and the stamped certificate are those of tests/unit/sign-samples. An
 * accepted signature of the right manifest is fine, one of another is not.
 */
#include "crypto/cms.h"
#include "fuzz.h"

#define SAMPLES "build/unit/samples/"

static struct span read_file(const char *path)
{
	uint8_t *bytes = malloc(65536);
	FILE *f = fopen(path, "rb");
	size_t len;

	if (!f) {
		perror(path);
		abort();
	}
	len = fread(bytes, 1, 65536, f);
	fclose(f);
	return span_of(bytes, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static struct cms_rules rules[2] = {{.ignore_dates = true},
					    {.ignore_dates = true}};
	static struct span manifest, other;
	uint8_t *copy = malloc(len ? len : 1);
	char by[20];

	if (!manifest.len) {
		manifest = read_file(SAMPLES "manifest");
		other = read_file(SAMPLES "rsa2048.pem");
		cert_read(&rules[0].authority,
			  read_file(SAMPLES "rsa2048.der"));
		cert_read(&rules[1].authority,
			  read_file(SAMPLES "prime256v1.der"));
	}
	if (len)
		memcpy(copy, bytes, len);
	for (int i = 0; i < 2; i++) {
		FUZZ_CHECK(cms_verify(&rules[i], span_of(copy, len), other, by,
				      sizeof(by)) < 0);
		cms_verify(&rules[i], span_of(copy, len), manifest, by,
			   sizeof(by));
		FUZZ_CHECK(strlen(by) < sizeof(by));
	}
	free(copy);
	return 0;
}
