/*
 * Fuzzes crypto/manifest.c: a manifest, and behind a zero byte a name to look
 * up. Whatever is read has only canonical paths, in order, and finds each.
 */
#include "crypto/manifest.h"
#include "fuzz.h"

static void check_path(const char *path, size_t len)
{
	FUZZ_CHECK(len && len <= MANIFEST_PATH_MAX);
	FUZZ_CHECK(path[0] != '/' && path[len - 1] != '/');
	FUZZ_CHECK(!strstr(path, "//"));
	FUZZ_CHECK(strncmp(path, "../", 3) && strcmp(path, ".."));
	FUZZ_CHECK(!strstr(path, "/../") && !strstr(path, "/./"));
	for (size_t i = 0; i < len; i++)
		FUZZ_CHECK((uint8_t)path[i] >= ' ' && path[i] != 0x7F);
}

static void check_manifest(const struct manifest *m)
{
	struct manifest_object o, found;
	struct span lines = m->objects;
	unsigned count = 0;
	char path[MANIFEST_PATH_MAX + 1], again[MANIFEST_PATH_MAX + 1];

	while (manifest_next(&lines, &o)) {
		FUZZ_CHECK(o.path.len <= MANIFEST_PATH_MAX);
		memcpy(path, o.path.p, o.path.len);
		path[o.path.len] = '\0';
		check_path(path, strlen(path));
		FUZZ_CHECK(strlen(path) == o.path.len);
		FUZZ_CHECK(manifest_find(m, path, &found) == 0);
		FUZZ_CHECK(found.path.p == o.path.p && found.len == o.len);
		/* With a ':' it may look like a server's name. */
		if (!strchr(path, ':')) {
			FUZZ_CHECK(manifest_path(path, again) == 0);
			FUZZ_CHECK(strcmp(path, again) == 0);
		}
		count++;
	}
	FUZZ_CHECK(lines.len == 0 && count == m->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const uint8_t *zero = memchr(bytes, 0, len);
	size_t text_len = zero ? (size_t)(zero - bytes) : len;
	struct span in = span_of(bytes, len), name;
	uint8_t *text = fuzz_bytes(&in, &text_len);
	char path[MANIFEST_PATH_MAX + 1];
	struct manifest_object o;
	struct manifest m;
	bool good = manifest_read(&m, span_of(text, text_len)) == 0;

	if (good)
		check_manifest(&m);
	fuzz_u8(&in);
	if (span_string(&in, &name) &&
	    manifest_path((const char *)name.p, path) == 0) {
		check_path(path, strlen(path));
		if (good)
			manifest_find(&m, path, &o);
	}
	free(text);
	return 0;
}
