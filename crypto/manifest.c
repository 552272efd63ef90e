/* Reads manifests. Documented in manifest.h and docs/MANIFEST.md. */
#include "crypto/manifest.h"
#include "base/err.h"
#include "base/str.h"

#define MANIFEST_HEAD	"towline-manifest 1 serial "
#define MANIFEST_HEX	"0123456789abcdef"
#define MANIFEST_DIGITS 19 /* what surely fits 64 bits */

/* Take what stands before the next c, and c. False if there is none. */
static bool manifest_until(struct span *in, uint8_t c, struct span *taken)
{
	uint8_t end;

	for (size_t n = 0; n < in->len; n++)
		if (in->p[n] == c)
			return span_take(in, n, taken) && span_u8(in, &end);
	return false;
}

/* A number in its only form: digits, no zero before others. */
static bool manifest_number(struct span digits, uint64_t max, uint64_t *value)
{
	uint8_t c = 0;

	*value = 0;
	if (!digits.len || digits.len > MANIFEST_DIGITS ||
	    (digits.p[0] == '0' && digits.len > 1))
		return false;
	while (span_u8(&digits, &c)) {
		if (c < '0' || c > '9')
			return false;
		*value = *value * 10 + (c - '0');
	}
	return *value <= max;
}

/* 64 digits of lower case. */
static bool manifest_digest(struct span hex, uint8_t *digest)
{
	uint8_t c = 0;

	if (hex.len != MANIFEST_DIGEST * 2)
		return false;
	for (unsigned i = 0; span_u8(&hex, &c); i++) {
		const char *digit = memchr(MANIFEST_HEX, c, 16);

		if (!digit)
			return false;
		digest[i / 2] =
			(uint8_t)(digest[i / 2] << 4 | (digit - MANIFEST_HEX));
	}
	return true;
}

/* What a path is made of: one part, up to a '/' or the end. */
static struct span manifest_part(struct span *rest)
{
	struct span part;

	if (manifest_until(rest, '/', &part))
		return part;
	part = *rest;
	*rest = (struct span){NULL, 0};
	return part;
}

static bool manifest_part_is(struct span part, const char *text)
{
	return part.len == strlen(text) && !memcmp(part.p, text, part.len);
}

/* UTF-8 passes, control characters do not. */
static bool manifest_printable(struct span part)
{
	uint8_t c = 0;

	while (span_u8(&part, &c))
		if (c < ' ' || c == 0x7F)
			return false;
	return true;
}

static bool manifest_path_is_good(struct span path)
{
	/* A '/' at the end stands before an empty part. */
	if (!path.len || path.len > MANIFEST_PATH_MAX ||
	    path.p[path.len - 1] == '/' || !manifest_printable(path))
		return false;
	while (path.len) {
		struct span part = manifest_part(&path);

		if (!part.len || manifest_part_is(part, ".") ||
		    manifest_part_is(part, ".."))
			return false;
	}
	return true;
}

/* "digest length path". */
static bool manifest_line(struct span line, struct manifest_object *o)
{
	struct span digest, len;

	if (!manifest_until(&line, ' ', &digest) ||
	    !manifest_digest(digest, o->digest) ||
	    !manifest_until(&line, ' ', &len) ||
	    !manifest_number(len, UINT64_MAX, &o->len))
		return false;
	o->path = line;
	return true;
}

/* Byte by byte, as sort does with LC_ALL=C. */
static int manifest_compare(struct span a, struct span b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.p, b.p, len) : 0;

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

static int manifest_head(struct manifest *m, struct span *text)
{
	struct span line, head;
	uint64_t serial;

	if (!manifest_until(text, '\n', &line) ||
	    !span_take(&line, strlen(MANIFEST_HEAD), &head) ||
	    !manifest_part_is(head, MANIFEST_HEAD) ||
	    !manifest_number(line, UINT32_MAX, &serial))
		return fail(ERR_MANIFEST_HEAD, "line 1");
	*m = (struct manifest){.objects = *text, .serial = (uint32_t)serial};
	return 0;
}

int manifest_read(struct manifest *m, struct span text)
{
	struct manifest_object o;
	struct span line, last = {NULL, 0};
	unsigned number = 1;

	TRY(manifest_head(m, &text));
	while (text.len) {
		int order;

		number++;
		if (!manifest_until(&text, '\n', &line))
			return fail(ERR_MANIFEST_END, "line %u", number);
		if (!manifest_line(line, &o))
			return fail(ERR_MANIFEST_LINE, "line %u", number);
		if (!manifest_path_is_good(o.path))
			return fail(ERR_MANIFEST_PATH, "line %u", number);
		order = manifest_compare(last, o.path);
		if (order == 0)
			return fail(ERR_MANIFEST_TWICE, "line %u", number);
		if (order > 0)
			return fail(ERR_MANIFEST_ORDER, "line %u", number);
		last = o.path;
		m->count++;
	}
	return 0;
}

/* Behind "scheme://server/", "server::" or "::". */
static const char *manifest_local(const char *name)
{
	const char *colon = strchr(name, ':');

	if (colon && !strncmp(colon, "://", 3)) {
		const char *slash = strchr(colon + 3, '/');

		return slash ? slash : "";
	}
	return colon && colon[1] == ':' ? colon + 2 : name;
}

int manifest_path(const char *name, char *path)
{
	const char *local = manifest_local(name);
	struct span rest = span_of(local, strlen(local));
	size_t len = 0;
	bool bad = !manifest_printable(rest);

	while (rest.len && !bad) {
		struct span part = manifest_part(&rest);

		if (!part.len || manifest_part_is(part, "."))
			continue;
		bad = manifest_part_is(part, "..") ||
		      len + (len > 0) + part.len > MANIFEST_PATH_MAX;
		if (bad)
			break;
		if (len)
			path[len++] = '/';
		memcpy(path + len, part.p, part.len);
		len += part.len;
	}
	path[len] = '\0';
	return len && !bad ? 0 : fail(ERR_MANIFEST_NAME, "%s", name);
}

bool manifest_next(struct span *lines, struct manifest_object *o)
{
	struct span line;

	return manifest_until(lines, '\n', &line) && manifest_line(line, o);
}

int manifest_find(const struct manifest *m, const char *path,
		  struct manifest_object *o)
{
	struct span lines = m->objects, wanted = span_of(path, strlen(path));

	while (manifest_next(&lines, o))
		if (manifest_compare(o->path, wanted) == 0)
			return 0;
	return fail(ERR_MANIFEST_UNLISTED, "%s", path);
}
