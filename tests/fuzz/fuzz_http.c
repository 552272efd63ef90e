/*
 * Fuzzes proto/http.c: the input is a sequence of connections, each with bytes
 * of any content or likely ones, in pieces, and an end.
 */
#include "fuzz.h"
#include "base/err.h"
#include "proto/http.h"

static struct http h;

struct counted {
	struct sink sink;
	uint64_t len, expected;
	unsigned expects;
	bool refuses, over;
};
static struct counted plain, gzip;

static int sink_expect(struct sink *s, uint64_t total)
{
	struct counted *c = (struct counted *)s;

	FUZZ_CHECK(c->len == 0 && !c->over && c->expects++ == 0);
	c->expected = total;
	c->over = c->refuses && total % 7 == 6;
	return c->over ? -1 : 0;
}

static int sink_push(struct sink *s, const void *bytes, size_t len)
{
	static volatile uint8_t read;
	struct counted *c = (struct counted *)s;

	FUZZ_CHECK(len > 0 && !c->over);
	for (size_t i = 0; i < len; i++)
		read = ((const uint8_t *)bytes)[i];
	(void)read;
	c->len += len;
	FUZZ_CHECK(!c->expects || c->len <= c->expected);
	c->over = c->refuses && c->len > 50;
	return c->over ? -1 : 0;
}

/* What must always hold. */
static void check(void)
{
	FUZZ_CHECK(h.received == plain.len + gzip.len);
	FUZZ_CHECK(!plain.len || !gzip.len);
	FUZZ_CHECK(!gzip.len || h.gzip);
	FUZZ_CHECK((h.state == HTTP_AGAIN || h.state == HTTP_FAILED) ==
		   (h.rc < 0));
	FUZZ_CHECK(!h.has_total || h.received <= h.total);
	if (plain.over || gzip.over)
		FUZZ_CHECK(h.state == HTTP_FAILED);
	if (h.state == HTTP_DONE && h.has_total)
		FUZZ_CHECK(h.received == h.total);
	FUZZ_CHECK(h.url.path[0] == '/' && h.url.host[0]);
	FUZZ_CHECK(h.redirects <= HTTP_REDIRECTS_MAX || h.state == HTTP_FAILED);
	FUZZ_CHECK(memchr(h.etag, 0, sizeof(h.etag)));
	FUZZ_CHECK(memchr(h.modified, 0, sizeof(h.modified)));
	FUZZ_CHECK(memchr(h.date, 0, sizeof(h.date)));
	FUZZ_CHECK(memchr(h.reason, 0, sizeof(h.reason)));
}

/* No line of a request may be another's invention. */
static void ask(void)
{
	char *buf = malloc(HTTP_REQUEST_MAX);
	size_t len = http_request(&h, buf), lines = 0;

	FUZZ_CHECK(len < HTTP_REQUEST_MAX);
	FUZZ_CHECK(!memcmp(buf + len - 4, "\r\n\r\n", 4));
	for (size_t i = 0; i < len; i++) {
		FUZZ_CHECK(buf[i] != '\r' || buf[i + 1] == '\n');
		FUZZ_CHECK(buf[i] != '\n' || buf[i - 1] == '\r');
		FUZZ_CHECK((uint8_t)buf[i] >= ' ' || buf[i] == '\r' ||
			   buf[i] == '\n' || buf[i] == '\t');
		lines += buf[i] == '\n';
	}
	FUZZ_CHECK(lines >= 7 && lines <= 10);
	FUZZ_CHECK(h.state == HTTP_RUNNING);
	free(buf);
}

/* A file's head that goes with what is known, so that resumes are reached. */
static void likely(uint8_t how)
{
	char text[300];
	int n;

	if (h.received && how & 1)
		n = snprintf(
			text, sizeof(text),
			"HTTP/1.1 206 P\r\nETag: %s\r\n"
			"Content-Range: bytes %llu-%llu/%llu\r\n\r\n",
			h.etag, (unsigned long long)h.received,
			(unsigned long long)(h.has_total ? h.total - 1 : 99),
			(unsigned long long)(h.has_total ? h.total : 100));
	else
		n = snprintf(text, sizeof(text),
			     "HTTP/1.1 200 OK\r\nETag: \"%c\"\r\n%s%s\r\n",
			     how & 2 ? 'a' : 'b',
			     how & 4 ? "Content-Length: 100\r\n"
				     : "Transfer-Encoding: chunked\r\n",
			     how & 8 ? "Content-Encoding: gzip\r\n" : "");
	http_input(&h, span_of(text, (size_t)n));
}

static void connection(struct span *in)
{
	uint8_t how;

	ask();
	check();
	do {
		struct span rest;
		size_t len;
		uint8_t *bytes;

		how = fuzz_u8(in);
		if ((how & 0xC0) == 0x40) {
			likely(how);
			check();
			continue;
		}
		len = how & 0x3F;
		bytes = fuzz_bytes(in, &len);
		h.ahead = how & 0x20;
		rest = http_input(&h, span_of(bytes, len));
		FUZZ_CHECK(rest.len <= len);
		FUZZ_CHECK(!rest.len || rest.p + rest.len == bytes + len);
		FUZZ_CHECK(!rest.len || h.state != HTTP_RUNNING);
		FUZZ_CHECK(!rest.len || h.ahead || !h.keep);
		FUZZ_CHECK(http_left(&h) == UINT64_MAX || h.keep);
		free(bytes);
		check();
	} while (in->len && how < 0xC0);
	if (how & 1)
		http_eof(&h);
	else
		http_lost(&h, -1);
	FUZZ_CHECK(h.state != HTTP_RUNNING && !h.keep);
	check();
}

/* What came gzipped has become so many bytes. */
static void unpacked(uint8_t n)
{
	bool packed = h.gzip;

	http_unpacked(&h, n);
	if (!packed || h.gzip)
		return;
	FUZZ_CHECK(h.received == n);
	plain.len = n;
	plain.expects = 0;
	gzip.len = 0;
	check();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	uint8_t how = fuzz_u8(&in);
	struct http_wish wish = {.out = &plain.sink,
				 .gunzip = how & 1 ? &gzip.sink : NULL,
				 .agent = "Towline/0"};
	struct url u;

	memset(&plain, 0, sizeof(plain));
	plain.sink = (struct sink){sink_expect, sink_push, NULL};
	plain.refuses = how & 2;
	gzip = plain;
	FUZZ_CHECK(url_of(&u, "http://u:p@srv/a/b", (ip4){{0}}) == 0);
	http_start(&h, &u, &wish);
	do {
		connection(&in);
		if (h.state == HTTP_AGAIN)
			unpacked(fuzz_u8(&in));
	} while (in.len && (h.state == HTTP_AGAIN || h.state == HTTP_REDIRECT));
	return 0;
}
