/*
 * Who has a file, and under what name. A name in a config is a URL (RFC 3986),
 * "server::path" as PXELINUX has it, or a path on the boot server; a redirect's
 * Location is a reference relative to the URL that was asked for. Text only:
 * asks nobody for addresses. Not here: https, IPv6.
 */
#ifndef PROTO_URL_H
#define PROTO_URL_H

#include "spec/types.h"

#define URL_HOST_MAX  254 /* a DNS name has 253 characters */
#define URL_LOGIN_MAX 128
#define URL_PATH_MAX  1024

enum url_scheme { URL_TFTP, URL_HTTP };

struct url {
	enum url_scheme scheme;
	uint16_t port; /* host order; the scheme's own if none was named */
	bool has_ip;   /* the host is a dotted address: ip */
	ip4 ip;
	char host[URL_HOST_MAX];
	/* "user:password", percent-decoded; "" if there is none. */
	char login[URL_LOGIN_MAX];
	/*
	 * http: as it stands in a request line: from its '/' on, with the
	 * query, percent-encoded, without "." and ".." segments and fragment.
	 * tftp: the file name. "tftp://server/a" names "a"; it is decoded, and
	 * ends before ";" and "#". In other forms it is as it was given.
	 */
	char path[URL_PATH_MAX];
};

/*
 * Take a joined name (cfgname_join) apart. Without a server, or with an empty
 * one, it is boot_server's. Fails on another scheme, a server that is neither
 * address nor name, an impossible port, parts that are too long; *u is void
 * then.
 */
int url_of(struct url *u, const char *name, ip4 boot_server);

/*
 * Make u, an http URL, the one that a Location field means (RFC 3986 section
 * 5.2): http://host/path, //host/path, /path, path or ?query. The login is kept
 * for the same host and port only. Fails as url_of does, and on a scheme other
 * than http; *u is void then.
 */
int url_follow(struct url *u, const char *reference);

/* True if the name says which server: "scheme://..." or "server::path". */
bool url_names_server(const char *name);

/* True if host, port and scheme are the same: one connection serves both. */
bool url_same_server(const struct url *a, const struct url *b);

/* The URL for people, without its login, cut to room. Returns buf. */
char *url_text(const struct url *u, char *buf, size_t room);

/*
 * A name as in a config, also several with a | between, for people: without
 * logins, cut to room, which is not 0. Returns buf.
 */
char *url_bare(const char *name, char *buf, size_t room);

/*
 * The same for what a command line says of files that are there already, in
 * place: words that begin with initrd= and BOOT_IMAGE=. All who read
 * /proc/cmdline would know the logins otherwise.
 */
void url_bare_words(char *cmdline);

#endif
