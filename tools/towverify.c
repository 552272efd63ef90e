/*
 * Judges a signed tree on this machine by the same code as the boot file does.
 * Called by tools/towsign.
 *
 *	towverify STAMP				the stamp alone
 *	towverify STAMP NOW ROOT [PREFIX...]	the tree at ROOT as well
 *	towverify -s STAMP NOW ROOT		its manifest, but no objects
 *
 * STAMP holds a stamp's bytes, NOW is YYYYMMDDhhmmss. Under a PREFIX the tree
 *is listed once more. Prints who signed, or a line for each object that is
 * refused. Exit status: 0 good, 1 refused, 2 not read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/err.h"
#include "crypto/policy.h"

#define MANIFEST "towline.manifest"

static int refused(const char *what, int rc)
{
	const char *detail = err_detail();

	printf("%s: %s%s%s%s [%s]\n", what, err_sentence(rc),
	       *detail ? " (" : "", detail, *detail ? ")" : "", err_code(rc));
	return 1;
}

/* A whole file; exits if it can not be read. */
static struct span file_read(const char *path)
{
	size_t len = 0, room = 1 << 16, n;
	uint8_t *bytes = malloc(room);
	FILE *f = fopen(path, "rb");

	while (f && bytes && (n = fread(bytes + len, 1, room - len, f)) != 0) {
		len += n;
		if (len == room)
			bytes = realloc(bytes, room *= 2);
	}
	if (!f || !bytes || ferror(f)) {
		perror(path);
		exit(2);
	}
	fclose(f);
	return span_of(bytes, len);
}

static int nowhere_expect(struct sink *s, uint64_t total)
{
	(void)s;
	(void)total;
	return 0;
}

static int nowhere_push(struct sink *s, const void *bytes, size_t len)
{
	(void)s;
	(void)bytes;
	(void)len;
	return 0;
}

/* ROOT/name, or what is behind one of the prefixes. */
static FILE *object_open(char **where, const char *name)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", where[0], name);
	f = fopen(path, "rb");
	for (char **prefix = where + 1; !f && *prefix; prefix++) {
		size_t len = strlen(*prefix);

		if (strncmp(name, *prefix, len) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", where[0], name + len);
		f = fopen(path, "rb");
	}
	if (!f)
		printf("%s: is listed, but can not be read\n", name);
	return f;
}

static int check_object(struct policy *p, char **where, const char *name)
{
	static uint8_t bytes[1 << 16];
	struct sink nowhere = {.expect = nowhere_expect, .push = nowhere_push};
	struct sink *out;
	struct policy_object o;
	FILE *f = object_open(where, name);
	size_t n;
	int rc;

	if (!f)
		return 1;
	rc = policy_object(p, &o, name, &nowhere, &out);
	if (rc == 0) {
		while (rc == 0 && (n = fread(bytes, 1, sizeof(bytes), f)) != 0)
			rc = out->push(out, bytes, n);
		rc = policy_verdict(p, &o, rc);
	}
	fclose(f);
	return rc < 0 ? refused(name, rc) : 0;
}

static int check_manifest(struct policy *p, struct manifest *list,
			  const char *root)
{
	char path[4096];
	struct span text, signature;
	int rc;

	snprintf(path, sizeof(path), "%s/" MANIFEST, root);
	text = file_read(path);
	snprintf(path, sizeof(path), "%s/" MANIFEST ".p7s", root);
	signature = file_read(path);
	rc = policy_manifest(p, text, signature);
	if (rc == 0)
		rc = manifest_read(list, text);
	return rc < 0 ? refused(MANIFEST, rc) : 0;
}

static int check_tree(struct policy *p, const struct manifest *list,
		      char **where)
{
	struct span lines = list->objects;
	struct manifest_object o;
	struct verified v;
	int bad = 0, rc;

	policy_boot(p);
	while (manifest_next(&lines, &o)) {
		char name[MANIFEST_PATH_MAX + 1] = "";

		memcpy(name, o.path.p, o.path.len);
		bad |= check_object(p, where, name);
	}
	if (bad || !list->count)
		return bad;
	rc = policy_prove(p, &v);
	if (rc < 0)
		return refused(where[0], rc);
	printf("%s, %u files\n", v.by, list->count);
	return 0;
}

int main(int argc, char **argv)
{
	static struct policy p;
	struct manifest list;
	bool only_signature = argc > 1 && !strcmp(argv[1], "-s");
	const char *now;
	int rc;

	argv += 1 + only_signature;
	argc -= 1 + only_signature;
	if (argc != 1 && argc < 3) {
		fprintf(stderr, "usage: towverify [-s] STAMP [NOW ROOT "
				"[PREFIX...]]\n");
		return 2;
	}
	now = argc > 1 ? argv[1] : "0";
	rc = policy_begin(&p, STAMP_MARK_YES, file_read(argv[0]),
			  strtoull(now, NULL, 10));
	if (rc < 0)
		return refused("stamp", rc);
	if (argc == 1)
		return 0;
	rc = check_manifest(&p, &list, argv[2]);
	return rc || only_signature ? rc : check_tree(&p, &list, argv + 2);
}
