/* Names with a server in them. Documented in target.h. */
#include "proto/target.h"
#include "base/err.h"
#include "base/str.h"

#define TARGET_TFTP "tftp://"

/* The server is the text up to end, a dotted address. */
static int target_server(struct target *t, const char *name, const char *end,
			 const char *path)
{
	t->path = path;
	if (str_ip(name, &t->server) != end)
		return fail(ERR_TARGET_SERVER, "%.*s", (int)(end - name), name);
	return 0;
}

int target_of(struct target *t, const char *name, ip4 boot_server)
{
	const char *colon = strchr(name, ':'); /* the first one decides */
	const char *slash;

	*t = (struct target){boot_server, name};
	if (!colon)
		return 0;
	if (colon[1] == ':')
		return target_server(t, name, colon, colon + 2);
	if (strncmp(colon, "://", 3))
		return 0;
	if (!str_caseprefix(name, TARGET_TFTP))
		return fail(ERR_TARGET_SCHEME, "%s", name);
	name += strlen(TARGET_TFTP);
	slash = strchr(name, '/');
	if (!slash)
		return fail(ERR_TARGET_PATH, "%s", name);
	return target_server(t, name, slash, slash + 1);
}
