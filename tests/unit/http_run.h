/* Runs proto/http against scripted answers, in pieces of every size. */
#ifndef TESTS_HTTP_RUN_H
#define TESTS_HTTP_RUN_H

#include "proto/http.h"

/* A sink that keeps the bytes, and what it was told. */
struct kept {
	struct sink sink;
	char bytes[4096];
	size_t len;
	uint64_t expected; /* UINT64_MAX: expect was not called */
	int refuse_expect, refuse_push;
};
extern struct kept http_plain, http_gzip;

/* How the connection goes on behind an answer. */
enum http_end { STAYS, CLOSED, LOST };
#define LOST_RC (-1)

/* One connection's answer. A length of 0 is strlen. */
struct http_answer {
	const char *text;
	size_t len;
	enum http_end end;
};

/* Pieces: 0 whole, 1 byte by byte, n > 1 split behind byte n - 1. */
void http_feed(struct http *h, const struct http_answer *a, size_t pieces);

/* The engine with empty sinks; gunzip: ask for gzip, too. */
void http_begin(struct http *h, const char *url, bool gunzip);

/* The next request, NUL-terminated, until the next call. */
const char *http_ask(struct http *h);

/* An answer, and what must become of it. */
struct http_row {
	const char *text;
	enum http_end end;
	enum http_state state;
	int rc; /* ERR_x */
	const char *body;
	bool keep;
	long expected; /* -1: the sink is not told a length */
};

#define OK     "HTTP/1.1 200 OK\r\n"
#define FIVE   OK "Content-Length: 5\r\n"
#define CHUNKS OK "Transfer-Encoding: chunked\r\n\r\n"

/* Every row in pieces of every kind, and with more behind its end. */
void http_check_rows(const struct http_row *rows, size_t count);

#endif
