/*
 * Tests of proto/http.c over several connections: requests, redirects, and
 * files that come in parts.
 */
#include "unit.h"
#include "base/err.h"
#include "http_run.h"

static struct http h;

#define REQUEST(path, host)                                                    \
	"GET " path " HTTP/1.1\r\nHost: " host "\r\nUser-Agent: Towline/0\r\n" \
	"Accept: */*\r\nAccept-Encoding: identity\r\n"                         \
	"Connection: keep-alive\r\n"

static void test_requests(void **state)
{
	static const char *const rows[][2] = {
		{"http://srv", REQUEST("/", "srv") "\r\n"},
		{"http://srv/a b?c#d", REQUEST("/a%20b?c", "srv") "\r\n"},
		{"http://srv:80/a", REQUEST("/a", "srv") "\r\n"},
		{"http://10.1.2.3:8080/a",
		 REQUEST("/a", "10.1.2.3:8080") "\r\n"},
		/* RFC 7617 section 2. */
		{"http://Aladdin:open%20sesame@srv/",
		 REQUEST("/", "srv") "Authorization: Basic "
				     "QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"},
		{"http://u@srv/",
		 REQUEST("/", "srv") "Authorization: Basic dTo=\r\n\r\n"},
		{"http://u:p@srv/",
		 REQUEST("/", "srv") "Authorization: Basic dTpw\r\n\r\n"},
		{"http://u:%FF%FE@srv/",
		 REQUEST("/", "srv") "Authorization: Basic dTr//g==\r\n\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		http_begin(&h, rows[i][0], false);
		assert_string_equal(http_ask(&h), rows[i][1]);
	}
	http_begin(&h, "http://srv/", true);
	assert_non_null(strstr(http_ask(&h), "\r\nAccept-Encoding: gzip\r\n"));
}

/* The longest of everything fits. */
static void test_longest(void **state)
{
	char url[2000], agent[200], etag[127 + 2];
	struct http_wish wish = {.out = &http_plain.sink, .agent = agent};
	struct url u;

	(void)state;
	memset(agent, 'g', sizeof(agent));
	agent[sizeof(agent) - 1] = '\0';
	snprintf(url, sizeof(url), "http://%0126d@%0252dx:65535/%01020d", 0, 0,
		 0);
	assert_int_equal(url_of(&u, url, (ip4){{0}}), 0);
	http_begin(&h, "http://srv/", false);
	http_start(&h, &u, &wish);
	snprintf(etag, sizeof(etag), "\"%0125d\"", 0);
	http_ask(&h);
	snprintf(url, sizeof(url),
		 "HTTP/1.1 200 OK\r\nETag: %s\r\nContent-Length: 9\r\n\r\nx",
		 etag);
	http_feed(&h, &(struct http_answer){url, 0, CLOSED}, 0);
	h.received = UINT64_MAX;
	const char *text = http_ask(&h);
	assert_non_null(strstr(text, etag));
	assert_non_null(strstr(text, "Range: bytes=18446744073709551615-\r\n"));
	assert_string_equal(text + strlen(text) - 4, "\r\n\r\n");
	print_message("the longest request has %zu bytes\n", strlen(text));
}

/* One connection: what must be in the request, and what it answers. */
struct turn {
	const char *asked; /* the fields behind Connection */
	struct http_answer answer;
	enum http_state state;
	int rc; /* ERR_x */
};

#define TURNS 8
struct scenario {
	const char *name, *body;
	struct turn turns[TURNS];
};

static void run(const struct scenario *s, size_t pieces)
{
	static const char mark[] = "Connection: keep-alive\r\n";

	bool gunzip = false;

	for (size_t i = 0; i < TURNS; i++)
		gunzip |= s->turns[i].asked &&
			  strstr(s->turns[i].answer.text, "gzip");
	http_begin(&h, "http://srv/a/f", gunzip);
	for (const struct turn *t = s->turns; t < s->turns + TURNS; t++) {
		const char *asked;

		if (!t->asked)
			break;
		asked = strstr(http_ask(&h), mark) + strlen(mark);
		if (strncmp(asked, t->asked, strlen(t->asked)) ||
		    strcmp(asked + strlen(t->asked), "\r\n"))
			print_error("%s, turn %td: asks %s\n", s->name,
				    t - s->turns, asked);
		assert_int_equal(strlen(asked), strlen(t->asked) + 2);
		assert_memory_equal(asked, t->asked, strlen(t->asked));
		http_feed(&h, &t->answer, pieces);
		if (h.state != t->state || h.rc != -t->rc)
			print_error("%s, turn %td, pieces %zu: [%s] %s\n",
				    s->name, t - s->turns, pieces,
				    err_code(h.rc), err_detail());
		assert_int_equal(h.state, t->state);
		assert_int_equal(-h.rc, t->rc);
	}
	assert_int_equal(http_plain.len + http_gzip.len, strlen(s->body));
	assert_memory_equal(gunzip ? http_gzip.bytes : http_plain.bytes,
			    s->body, strlen(s->body));
}

#define PART	  "HTTP/1.1 206 Partial Content\r\n"
#define DATE	  "Date: Sat, 02 Jan 2021 00:00:00 GMT\r\n"
#define MODIFIED  "Fri, 01 Jan 2021 00:00:00 GMT"
#define TAG	  "ETag: \"x\"\r\n"
#define FROM(n)	  "Range: bytes=" n "-\r\n"
#define IF(v)	  "If-Range: " v "\r\n"
#define RANGE(r)  "Content-Range: bytes " r "\r\n"
#define LENGTH(n) "Content-Length: " n "\r\n"
#define MOVED(url)                                                             \
	"HTTP/1.1 302 Found\r\nLocation: " url "\r\n" LENGTH("0") "\r\n"

#define AGAIN	HTTP_AGAIN, ERR_HTTP_BROKEN
#define DONE	HTTP_DONE, 0
#define GO_ON	HTTP_REDIRECT, 0
#define FAIL(e) HTTP_FAILED, ERR_HTTP_##e

static const struct scenario scenarios[] = {
	{"strong ETag, three times",
	 "0123456789",
	 {{"", {OK TAG LENGTH("10") "\r\n0123", 0, CLOSED}, AGAIN},
	  {FROM("4") IF("\"x\""),
	   {PART TAG RANGE("4-9/10") LENGTH("6") "\r\n45", 0, LOST},
	   HTTP_AGAIN,
	   1},
	  {FROM("6") IF("\"x\""), {"", 0, CLOSED}, AGAIN},
	  {FROM("6") IF("\"x\""),
	   {PART RANGE("6-9/10") LENGTH("4") "\r\n6789", 0, STAYS},
	   DONE}}},
	{"before the first byte of the body",
	 "0123",
	 {{"", {OK TAG LENGTH("4") "\r\n", 0, CLOSED}, AGAIN},
	  {"", {OK TAG LENGTH("4") "\r\n0123", 0, STAYS}, DONE}}},
	{"date",
	 "0123",
	 {{"",
	   {OK "Last-Modified: " MODIFIED "\r\n" DATE LENGTH("4") "\r\n01", 0,
	    CLOSED},
	   AGAIN},
	  {FROM("2") IF(MODIFIED),
	   {PART "Last-Modified: " MODIFIED "\r\n" RANGE("2-3/4") "\r\n23", 0,
	    CLOSED},
	   DONE}}},
	{"a date as old as the answer, or without one, does not prove much",
	 "0123",
	 {{"",
	   {OK "Date: " MODIFIED "\r\nLast-Modified: " MODIFIED
	       "\r\n" LENGTH("4") "\r\n01",
	    0, CLOSED},
	   AGAIN},
	  {FROM("2"),
	   {PART "Last-Modified: " MODIFIED "\r\n" RANGE("2-3/4") "\r\n23", 0,
	    CLOSED},
	   DONE}}},
	{"weak ETag",
	 "0123",
	 {{"", {OK "ETag: W/\"x\"\r\n" LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2"),
	   {PART "ETag: W/\"x\"\r\n" RANGE("2-3/4") "\r\n23", 0, CLOSED},
	   DONE}}},
	{"the whole file again",
	 "0123456789",
	 {{"", {OK TAG LENGTH("10") "\r\n0123", 0, CLOSED}, AGAIN},
	  {FROM("4") IF("\"x\""),
	   {OK TAG LENGTH("10") "\r\n012", 0, CLOSED},
	   AGAIN},
	  {FROM("4") IF("\"x\""),
	   {OK TAG LENGTH("10") "\r\n01234", 0, CLOSED},
	   AGAIN},
	  {FROM("5") IF("\"x\""),
	   {OK TAG LENGTH("10") "\r\n0123456789", 0, STAYS},
	   DONE}}},
	{"the whole file again, of unknown length",
	 "0123456789",
	 {{"",
	   {OK "Transfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n", 0, CLOSED},
	   AGAIN},
	  {FROM("4"),
	   {OK "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n"
	       "4\r\n6789\r\n0\r\n\r\n",
	    0, STAYS},
	   DONE}}},
	{"the whole file again, until the connection ends",
	 "0123456789",
	 {{"", {OK "\r\n0123", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("4"), {OK "\r\n012", 0, CLOSED}, HTTP_AGAIN, ERR_HTTP_SHORT},
	  {FROM("4"), {OK "\r\n0123456789", 0, CLOSED}, DONE}}},
	{"parts smaller than asked for",
	 "0123456789",
	 {{"", {OK TAG LENGTH("10") "\r\n0", 0, CLOSED}, AGAIN},
	  {FROM("1") IF("\"x\""),
	   {PART TAG RANGE("1-4/10") LENGTH("4") "\r\n1234", 0, STAYS},
	   HTTP_AGAIN,
	   ERR_HTTP_SHORT},
	  {FROM("5") IF("\"x\""),
	   {PART TAG RANGE("5-9/10") LENGTH("5") "\r\n56789", 0, STAYS},
	   DONE}}},
	{"a part in chunks, total unknown",
	 "0123",
	 {{"", {OK TAG "\r\n01", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("2") IF("\"x\""),
	   {PART RANGE("2-3/*") "Transfer-Encoding: chunked\r\n\r\n"
				"2\r\n23\r\n0\r\n\r\n",
	    0, STAYS},
	   DONE}}},
	{"a part until the connection ends, cut short",
	 "0123",
	 {{"", {OK TAG "\r\n0", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("1") IF("\"x\""),
	   {PART RANGE("1-3/*") "\r\n12", 0, CLOSED},
	   HTTP_AGAIN,
	   ERR_HTTP_SHORT},
	  {FROM("3") IF("\"x\""),
	   {PART RANGE("3-3/4") "\r\n3", 0, CLOSED},
	   DONE}}},
	{"broken right at the end of an unknown length",
	 "01",
	 {{"", {OK "\r\n01", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("2"),
	   {"HTTP/1.1 416 No\r\n" RANGE("*/2") LENGTH("0") "\r\n", 0, STAYS},
	   DONE}}},
	{"a busy server between, and one that sends on",
	 "0123",
	 {{"", {OK TAG LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2") IF("\"x\""),
	   {"HTTP/1.1 503 Busy\r\nETag: \"err\"\r\n" LENGTH("2") "\r\nxx", 0,
	    STAYS},
	   HTTP_AGAIN,
	   ERR_HTTP_BUSY},
	  {FROM("2") IF("\"x\""), {MOVED("/b"), 0, STAYS}, GO_ON},
	  {FROM("2") IF("\"x\""),
	   {PART RANGE("2-3/4") LENGTH("2") "\r\n23", 0, STAYS},
	   DONE}}},
	{"the first answer broke off in its head",
	 "01",
	 {{"", {OK "ETag: \"old\"\r\n" LENGTH("7"), 0, CLOSED}, AGAIN},
	  {"", {OK LENGTH("2") "\r\n0", 0, CLOSED}, AGAIN},
	  {FROM("1"), {PART TAG RANGE("1-1/2") "\r\n1", 0, CLOSED}, DONE}}},
	{"gzip, and a part that does not repeat it",
	 "0123",
	 {{"",
	   {OK TAG "Content-Encoding: gzip\r\n" LENGTH("4") "\r\n01", 0,
	    CLOSED},
	   AGAIN},
	  {FROM("2") IF("\"x\""),
	   {PART RANGE("2-3/4") "\r\n2", 0, CLOSED},
	   HTTP_AGAIN,
	   ERR_HTTP_SHORT},
	  {FROM("3") IF("\"x\""),
	   {PART "Content-Encoding: gzip\r\n" RANGE("3-3/4") "\r\n3", 0,
	    CLOSED},
	   DONE}}},
	/* Replaced meanwhile. */
	{"another ETag",
	 "01",
	 {{"", {OK TAG LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2") IF("\"x\""),
	   {OK "ETag: \"y\"\r\n" LENGTH("4") "\r\n0123", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"another ETag in a part",
	 "01",
	 {{"", {OK "ETag: W/\"x\"\r\n" LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2"),
	   {PART "ETag: W/\"y\"\r\n" RANGE("2-3/4") "\r\n23", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"another date",
	 "01",
	 {{"",
	   {OK "Last-Modified: " MODIFIED "\r\n" LENGTH("4") "\r\n01", 0,
	    CLOSED},
	   AGAIN},
	  {FROM("2"),
	   {PART "Last-Modified: now\r\n" RANGE("2-3/4") "\r\n23", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"another length",
	 "01",
	 {{"", {OK TAG LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2") IF("\"x\""),
	   {PART RANGE("2-4/5") "\r\n234", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"another length, whole",
	 "01",
	 {{"", {OK LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2"), {OK LENGTH("5") "\r\n01234", 0, STAYS}, FAIL(CHANGED)}}},
	{"shorter, in chunks",
	 "012",
	 {{"", {OK "\r\n012", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("3"),
	   {OK "Transfer-Encoding: chunked\r\n\r\n2\r\n01\r\n0\r\n\r\n", 0,
	    STAYS},
	   FAIL(CHANGED)}}},
	{"shorter, by its length",
	 "012",
	 {{"", {OK "\r\n012", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("3"), {OK LENGTH("2") "\r\n", 0, STAYS}, FAIL(CHANGED)}}},
	{"shorter, by 416",
	 "012",
	 {{"", {OK "\r\n012", 0, LOST}, HTTP_AGAIN, 1},
	  {FROM("3"),
	   {"HTTP/1.1 416 No\r\n" RANGE("*/2") LENGTH("0") "\r\n", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"suddenly gzip",
	 "",
	 {{"", {OK TAG LENGTH("4") "\r\n", 0, CLOSED}, AGAIN},
	  {"",
	   {OK TAG "Content-Encoding: gzip\r\n" LENGTH("4") "\r\n01", 0, STAYS},
	   FAIL(CHANGED)}}},
	{"longer than known, in chunks",
	 "012",
	 {{"", {OK LENGTH("3") "\r\n01", 0, CLOSED}, AGAIN},
	  {FROM("2"),
	   {OK "Transfer-Encoding: chunked\r\n\r\n3\r\n012\r\n1\r\n3", 0,
	    STAYS},
	   FAIL(LONG)}}},
/* Not what was asked for. */
#define WRONG(what, field)                                                     \
	{                                                                      \
		what, "01",                                                    \
		{                                                              \
			{"", {OK LENGTH("4") "\r\n01", 0, CLOSED}, AGAIN},     \
			{                                                      \
				FROM("2"), {PART field "\r\n", 0, STAYS},      \
					FAIL(RANGE)                            \
			}                                                      \
		}                                                              \
	}
	WRONG("from the start", RANGE("0-3/4")),
	WRONG("too late", RANGE("3-3/4")),
	WRONG("backwards", RANGE("2-1/4")),
	WRONG("behind the end", RANGE("2-4/4")),
	WRONG("no numbers", RANGE("x-3/4")),
	WRONG("no end", RANGE("2-/4")),
	WRONG("unsatisfied", RANGE("*/4")),
	WRONG("another unit", "Content-Range: lines 2-3/4\r\n"),
	WRONG("no range", "Content-Type: multipart/byteranges\r\n"),
	WRONG("another length", RANGE("2-3/4") LENGTH("3")),
};

static void test_scenarios(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(scenarios); i++)
		for (size_t pieces = 0; pieces < 200; pieces++)
			run(&scenarios[i], pieces);
}

/* Where the engine goes on, and whether the login goes with it. */
static void test_redirects(void **state)
{
	static const struct {
		const char *answer, *request;
	} rows[] = {
		{MOVED("/x"), "GET /x HTTP/1.1\r\nHost: srv\r\n"},
		{MOVED("x?y"), "GET /a/x?y HTTP/1.1\r\nHost: srv\r\n"},
		{MOVED("//b:81/x"), "GET /x HTTP/1.1\r\nHost: b:81\r\n"},
		{MOVED("http://10.9.8.7/"),
		 "GET / HTTP/1.1\r\nHost: 10.9.8.7\r\n"},
		{"HTTP/1.1 301 M\r\nLocation: /x\r\nLocation: /y\r\n\r\n",
		 "GET /x HTTP/1.1\r\nHost: srv\r\n"},
		{"HTTP/1.1 303 M\r\nLocation: \r\n /x\r\n\r\n",
		 "GET /x HTTP/1.1\r\nHost: srv\r\n"},
		{"HTTP/1.0 307 M\r\nLocation: /x\r\n\r\n",
		 "GET /x HTTP/1.1\r\nHost: srv\r\n"},
		{"HTTP/1.1 308 M\r\nLocation: /x\r\n\r\n",
		 "GET /x HTTP/1.1\r\nHost: srv\r\n"},
	};
	const struct http_answer moved = {MOVED("f"), 0, STAYS};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text;

		http_begin(&h, "http://u:p@srv/a/f", false);
		http_ask(&h);
		http_feed(&h, &(struct http_answer){rows[i].answer, 0, STAYS},
			  1);
		assert_int_equal(h.state, HTTP_REDIRECT);
		text = http_ask(&h);
		assert_memory_equal(text, rows[i].request,
				    strlen(rows[i].request));
		assert_int_equal(!!strstr(text, "Authorization"),
				 !!strstr(text, "Host: srv\r\n"));
	}
	http_begin(&h, "http://srv/a", false);
	for (int i = 0; i < HTTP_REDIRECTS_MAX; i++) {
		http_ask(&h);
		http_feed(&h, &moved, 0);
		assert_int_equal(h.state, HTTP_REDIRECT);
		assert_true(h.keep);
	}
	http_ask(&h);
	http_feed(&h, &moved, 0);
	assert_int_equal(h.state, HTTP_FAILED);
	assert_int_equal(-h.rc, ERR_HTTP_REDIRECTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_scenarios),
		cmocka_unit_test(test_redirects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
