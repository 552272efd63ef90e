/* URLs and PXELINUX's names (RFC 3986). Documented in url.h. */
#include "proto/url.h"
#include "base/err.h"
#include "base/fmt.h"
#include "base/str.h"
#include "spec/tftp.h"

#define URL_TFTP_PREFIX "tftp://"
#define URL_HTTP_PREFIX "http://"
#define URL_PREFIX_LEN	7 /* of both */
#define URL_HTTP_PORT	80

static int url_too_long(const char *text)
{
	return fail(ERR_URL_LONG, "%s", text);
}

/* One of a set of characters, or the end. */
static const char *url_find(const char *text, const char *set)
{
	while (*text && !strchr(set, *text))
		text++;
	return text;
}

/*
 * Copy [text, end) with its %XX decoded, as PXELINUX does: what is no escape
 * stays as it is. False if it does not fit.
 */
static bool url_decode(char *to, size_t room, const char *text, const char *end)
{
	for (; text < end; text++) {
		unsigned c = (uint8_t)*text;

		if (c == '%' && end - text > 2 && str_digit(text[1]) < 16 &&
		    str_digit(text[2]) < 16 &&
		    (text[1] != '0' || text[2] != '0')) {
			c = str_digit(text[1]) * 16 + str_digit(text[2]);
			text += 2;
		}
		if (!--room)
			return false;
		*to++ = (char)c;
	}
	*to = '\0';
	return true;
}

/* A dotted address, or a name that DNS could know. */
static int url_host(struct url *u, const char *text, size_t len)
{
	const char *label = u->host, *end;
	uint32_t number;
	bool bad = len >= sizeof(u->host);
	size_t i;

	if (len == 0)
		return 0;
	for (i = 0; !bad && i < len; i++) {
		char c = (char)str_lower((uint8_t)text[i]);

		bad = (c < 'a' || c > 'z') && str_digit(c) >= 10 &&
		      !strchr("-._", c);
		u->host[i] = text[i];
		if (c == '.')
			label = u->host + i + 1;
	}
	u->host[bad ? 0 : len] = '\0';
	end = str_ip(u->host, &u->ip);
	u->has_ip = end && !*end;
	/* No top-level domain is a number: this was meant as an address. */
	end = str_number(label, UINT32_MAX, &number);
	if (bad || (!u->has_ip && end && !*end))
		return fail(ERR_URL_HOST, "%.*s", (int)len, text);
	return 0;
}

/* "user" or "user:password", for the form that RFC 7617 sends. */
static int url_login(struct url *u, const char *text, const char *at)
{
	bool fits = url_decode(u->login, sizeof(u->login) - 1, text, at);
	const char *p;

	if (fits && !memchr(text, ':', (size_t)(at - text)))
		str_copy(u->login + strlen(u->login), 2, ":");
	for (p = u->login; fits && *p; p++)
		fits = (uint8_t)*p >= ' ' && *p != 0x7F;
	return fits ? 0 : fail(ERR_URL_LOGIN, "%zu bytes", (size_t)(at - text));
}

/* "user:password@host:port". *text ends behind it. */
static int url_authority(struct url *u, const char **text)
{
	const char *start = *text, *end = url_find(start, "/?#");
	const char *at = end, *colon, *port_end = NULL;
	uint32_t port = 0;

	*text = end;
	/* The last '@': it may stand in a password. */
	while (at > start && *at != '@')
		at--;
	u->login[0] = '\0';
	if (*at == '@') {
		TRY(url_login(u, start, at));
		start = at + 1;
	}
	colon = memchr(start, ':', (size_t)(end - start));
	if (!colon)
		return url_host(u, start, (size_t)(end - start));
	TRY(url_host(u, start, (size_t)(colon - start)));
	if (++colon == end)
		return 0;
	port_end = str_number(colon, UINT16_MAX, &port);
	if (port_end != end || !port)
		return fail(ERR_URL_PORT, "%.*s", (int)(end - colon), colon);
	u->port = (uint16_t)port;
	return 0;
}

/* Take "." and ".." out of a path from '/' to its query (RFC 3986 5.2.4). */
static void url_remove_dots(char *path)
{
	char *in = path, *out = path;

	while (*in == '/') {
		size_t len = (size_t)(url_find(in + 1, "/?") - in);
		bool up = len == 3 && in[1] == '.' && in[2] == '.';

		if (!up && (len != 2 || in[1] != '.')) {
			memmove(out, in, len);
			out += len;
			in += len;
			continue;
		}
		while (up && out > path && *--out != '/')
			;
		in += len;
		if (*in != '/')
			*out++ = '/';
	}
	memmove(out, in, strlen(in) + 1);
}

/*
 * Put text, up to its fragment, into the path from at on. What can not stand
 * in a request line is encoded; an escape stays as it is.
 */
static int url_put(struct url *u, size_t at, const char *text)
{
	const char *p;

	for (p = text; *p && *p != '#'; p++) {
		bool plain = *p > ' ' && *p < 0x7F;

		if (at + (plain ? 1 : 3) >= sizeof(u->path))
			return url_too_long(text);
		if (plain)
			u->path[at++] = *p;
		else
			at += fmt(u->path + at, 4, "%%%02X", (uint8_t)*p);
	}
	u->path[at] = '\0';
	url_remove_dots(u->path);
	return 0;
}

/* The http path that a reference's path means, seen from the present one. */
static int url_path(struct url *u, const char *text)
{
	size_t at = (size_t)(url_find(u->path, "?") - u->path);

	if (!*text || *text == '#')
		return 0;
	if (*text == '/')
		at = 0;
	else if (*text != '?')
		while (at && u->path[at - 1] != '/')
			at--;
	return url_put(u, at, text);
}

/* What stands behind "http:", from its "//" or its path on. */
static int url_http(struct url *u, const char *text)
{
	if (strncmp(text, "//", 2) == 0) {
		text += 2;
		u->scheme = URL_HTTP;
		u->port = URL_HTTP_PORT;
		str_copy(u->path, sizeof(u->path), "/");
		TRY(url_authority(u, &text));
	}
	return url_path(u, text);
}

static int url_tftp(struct url *u, const char *name)
{
	const char *text = name + URL_PREFIX_LEN;

	TRY(url_authority(u, &text));
	if (*text != '/' || !text[1])
		return fail(ERR_URL_PATH, "%s", name);
	text++;
	if (!url_decode(u->path, sizeof(u->path), text, url_find(text, ";#")))
		return url_too_long(name);
	return 0;
}

int url_of(struct url *u, const char *name, ip4 boot_server)
{
	const char *colon = strchr(name, ':'); /* the first one decides */

	memset(u, 0, sizeof(*u));
	u->port = TFTP_PORT;
	u->has_ip = true;
	u->ip = boot_server;
	fmt_ip(u->host, boot_server);
	if (colon && strncmp(colon, "://", 3) == 0) {
		if (str_caseprefix(name, URL_TFTP_PREFIX))
			return url_tftp(u, name);
		if (str_caseprefix(name, URL_HTTP_PREFIX))
			return url_http(u, colon + 1);
		return fail(ERR_URL_SCHEME, "%s", name);
	}
	if (colon && colon[1] == ':') {
		TRY(url_host(u, name, (size_t)(colon - name)));
		name = colon + 2;
	}
	return str_copy(u->path, sizeof(u->path), name) ? 0
							: url_too_long(name);
}

int url_follow(struct url *u, const char *reference)
{
	const char *colon = url_find(reference, ":/?#");
	char host[URL_HOST_MAX], login[URL_LOGIN_MAX];
	uint16_t port = u->port;

	str_copy(host, sizeof(host), u->host);
	str_copy(login, sizeof(login), u->login);
	if (*colon == ':') {
		if (!str_caseprefix(reference, URL_HTTP_PREFIX))
			return fail(ERR_URL_REDIRECT, "%s", reference);
		reference = colon + 1;
	}
	TRY(url_http(u, reference));
	if (!u->login[0] && u->port == port && !str_casecmp(u->host, host))
		str_copy(u->login, sizeof(u->login), login);
	return 0;
}

bool url_names_server(const char *name)
{
	const char *colon = strchr(name, ':'); /* the first one decides */

	return colon && ((colon[1] == ':' && colon > name) ||
			 strncmp(colon, "://", 3) == 0);
}

bool url_same_server(const struct url *a, const struct url *b)
{
	return a->scheme == b->scheme && a->port == b->port &&
	       !str_casecmp(a->host, b->host);
}

char *url_text(const struct url *u, char *buf, size_t room)
{
	bool http = u->scheme == URL_HTTP;
	char port[8] = "";

	if (u->port != (http ? URL_HTTP_PORT : TFTP_PORT))
		fmt(port, sizeof(port), ":%u", u->port);
	fmt(buf, room, "%s%s%s%s%s", http ? URL_HTTP_PREFIX : URL_TFTP_PREFIX,
	    u->host, port, http ? "" : "/", u->path);
	return buf;
}

/* Behind the login that may begin here. */
static const char *url_behind_login(const char *p)
{
	const char *host = p;

	for (; *p && *p != '/' && *p != '|'; p++)
		if (*p == '@')
			host = p + 1;
	return host;
}

char *url_bare(const char *name, char *buf, size_t room)
{
	char *to = buf;

	for (; *name && (size_t)(to - buf) < room - 1; name++) {
		*to++ = *name;
		if (to - buf >= 3 && !memcmp(to - 3, "://", 3))
			name = url_behind_login(name + 1) - 1;
	}
	*to = '\0';
	return buf;
}

void url_bare_words(char *cmdline)
{
	char *to = cmdline, *word, *end, after;

	for (word = cmdline; *word; word = end) {
		size_t len;

		end = str_skip(str_skip(word, false), true);
		after = *end;
		*end = '\0';
		len = (size_t)(end - word);
		if (!strncmp(word, "initrd=", 7) ||
		    !strncmp(word, "BOOT_IMAGE=", 11))
			len = strlen(url_bare(word, to, len + 1));
		else
			memmove(to, word, len);
		to += len;
		*end = after;
	}
	*to = '\0';
}
