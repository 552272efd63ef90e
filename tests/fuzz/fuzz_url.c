/*
 * Fuzzes proto/url.c: the input is a name and references to follow from it, a
 * line each. What may not stand in a request must not come out.
 */
#include "fuzz.h"
#include "proto/url.h"

/* The next line, in memory of exactly its size. The caller frees it. */
static char *next_line(struct span *in)
{
	size_t len = 0;
	char *line;
	struct span taken = {NULL, 0};

	while (len < in->len && in->p[len] != '\n' && in->p[len])
		len++;
	span_take(in, len, &taken);
	line = malloc(len + 1);
	if (len)
		memcpy(line, taken.p, len);
	line[len] = '\0';
	fuzz_u8(in);
	return line;
}

static void check(const struct url *u)
{
	static const ip4 nobody;
	char text[URL_HOST_MAX + URL_PATH_MAX + 32];
	struct url again;

	FUZZ_CHECK(strlen(u->host) < sizeof(u->host));
	FUZZ_CHECK(strlen(u->login) < sizeof(u->login));
	FUZZ_CHECK(strlen(u->path) < sizeof(u->path));
	FUZZ_CHECK(u->host[0] && u->port);
	FUZZ_CHECK(!strpbrk(u->host, "/:@?# \r\n"));
	for (const char *p = u->login; *p; p++)
		FUZZ_CHECK((uint8_t)*p >= ' ');
	if (u->login[0])
		FUZZ_CHECK(strchr(u->login, ':'));
	if (u->scheme != URL_HTTP)
		return;
	FUZZ_CHECK(u->path[0] == '/');
	for (const char *p = u->path; *p; p++)
		FUZZ_CHECK(*p > ' ' && *p < 0x7F && *p != '#');
	/* Shown and read again it is the same. */
	url_text(u, text, sizeof(text));
	FUZZ_CHECK(url_of(&again, text, nobody) == 0);
	FUZZ_CHECK(url_same_server(&again, u));
	FUZZ_CHECK(strcmp(again.path, u->path) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	ip4 boot_server = {{192, 0, 2, 1}};
	struct url *u = malloc(sizeof(*u));
	char *line = next_line(&in);
	int rc = url_of(u, line, boot_server);

	free(line);
	while (rc == 0) {
		check(u);
		if (u->scheme != URL_HTTP || !in.len)
			break;
		line = next_line(&in);
		rc = url_follow(u, line);
		free(line);
	}
	free(u);
	return 0;
}
