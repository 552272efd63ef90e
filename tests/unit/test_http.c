/*
 * Tests of proto/http.c: single answers, whole, byte by byte and split at every
 * place. What comes over several connections is in test_http_resume.c.
 */
#include "unit.h"
#include "base/err.h"
#include "http_run.h"

static struct http h;

#define STATUS(line) "HTTP/1.1 " line "\r\n"

static void test_bodies(void **state)
{
	static const struct http_row rows[] = {
		/* By length. */
		{FIVE "\r\nhello", STAYS, HTTP_DONE, 0, "hello", true, 5},
		{OK "Content-Length: 0\r\n\r\n", STAYS, HTTP_DONE, 0, "", true,
		 0},
		{FIVE "\r\nhell", STAYS, HTTP_RUNNING, 0, "hell", true, 5},
		{FIVE "\r\nhellox", STAYS, HTTP_DONE, 0, "hello", false, 5},
		{FIVE "\r\nhello", CLOSED, HTTP_DONE, 0, "hello", false, 5},
		{FIVE "\r\nhell", CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN, "hell",
		 false, 5},
		{FIVE "\r\nhell", LOST, HTTP_AGAIN, 1, "hell", false, 5},
		{FIVE "Connection: close\r\n\r\nhello", STAYS, HTTP_DONE, 0,
		 "hello", false, 5},
		{OK "Content-Length: 5, 5\r\nContent-Length:5\r\n\r\nhello",
		 STAYS, HTTP_DONE, 0, "hello", true, 5},
		{OK "Content-Length: 0005\r\n\r\nhello", STAYS, HTTP_DONE, 0,
		 "hello", true, 5},
		/* By the end of the connection. */
		{OK "\r\nhello", CLOSED, HTTP_DONE, 0, "hello", false, -1},
		{OK "\r\n", CLOSED, HTTP_DONE, 0, "", false, -1},
		{OK "\r\nhello", STAYS, HTTP_RUNNING, 0, "hello", false, -1},
		{OK "\r\nhello", LOST, HTTP_AGAIN, 1, "hello", false, -1},
		{"HTTP/1.0 200 OK\r\n\r\nhello", CLOSED, HTTP_DONE, 0, "hello",
		 false, -1},
		/* HTTP/1.0. */
		{"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", STAYS,
		 HTTP_DONE, 0, "hello", false, 5},
		{"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n"
		 "Content-Length: 5\r\n\r\nhello",
		 STAYS, HTTP_DONE, 0, "hello", true, 5},
		{"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_AMBIGUOUS, "", false, -1},
		/* Chunks. */
		{CHUNKS "5\r\nhello\r\n0\r\n\r\n", STAYS, HTTP_DONE, 0, "hello",
		 true, -1},
		{CHUNKS "2;a=\"b\"\r\nhe\r\n003 ; c\r\nllo\r\n00;x\r\n\r\n",
		 STAYS, HTTP_DONE, 0, "hello", true, -1},
		{CHUNKS "2  \nhe\n3\t\nllo\n0\n\n", STAYS, HTTP_DONE, 0,
		 "hello", true, -1},
		{CHUNKS "0\r\nX-Sum: 1\r\n more\r\nContent-Length: 9\r\n\r\n",
		 STAYS, HTTP_DONE, 0, "", true, -1},
		{CHUNKS "a\r\n0123456789\r\nF\r\nabcdefghijklmno\r\n0\r\n\r\n",
		 STAYS, HTTP_DONE, 0, "0123456789abcdefghijklmno", true, -1},
		{CHUNKS "5\r\nhello\r\n0\r\n\r", CLOSED, HTTP_AGAIN,
		 ERR_HTTP_BROKEN, "hello", false, -1},
		{CHUNKS "5\r\nhello\r\n", CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN,
		 "hello", false, -1},
		{CHUNKS "5\r\nhel", CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN, "hel",
		 false, -1},
		{CHUNKS "\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CHUNK, "", false,
		 -1},
		{CHUNKS "g\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CHUNK, "", false,
		 -1},
		{CHUNKS " 5\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CHUNK, "", false,
		 -1},
		{CHUNKS "0x5\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CHUNK, "",
		 false, -1},
		{CHUNKS "-5\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CHUNK, "", false,
		 -1},
		{CHUNKS "10000000000000005\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_CHUNK, "", false, -1},
		{CHUNKS "5\r\nhello!\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_CHUNK_END, "hello", false, -1},
		{CHUNKS "5\rx", STAYS, HTTP_FAILED, ERR_HTTP_CONTROL, "", false,
		 -1},
	};

	(void)state;
	http_check_rows(rows, COUNT(rows));
}

static void test_heads(void **state)
{
	static const struct http_row rows[] = {
		/* The status line. */
		{"\r\n\r\n" FIVE "\r\nhello", STAYS, HTTP_DONE, 0, "hello",
		 true, 5},
		{"HTTP/1.9 200\r\nContent-Length: 0\r\n\r\n", STAYS, HTTP_DONE,
		 0, "", true, 0},
		{"HTTP/1.1 200 \nContent-Length: 0\n\n", STAYS, HTTP_DONE, 0,
		 "", true, 0},
		{"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n"
		 "Link: </x>\r\nContent-Length: 7\r\n\r\n" FIVE "\r\nhello",
		 STAYS, HTTP_DONE, 0, "hello", true, 5},
		{"HTTP/2 200 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"HTTP/1.x 200 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP,
		 "", false, -1},
		{"HTTP/1.1  200 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP,
		 "", false, -1},
		{"HTTP/1.1 20 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"HTTP/1.1 099 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP,
		 "", false, -1},
		{"HTTP/1.1 2000 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP,
		 "", false, -1},
		{"HTTP/1.1 0x99 OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP,
		 "", false, -1},
		{"HTTP/1.1 200OK\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"HTTP/1.1\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"\x15\x03\x01", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"SSH-2.0-x\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"<html>hello\n", STAYS, HTTP_FAILED, ERR_HTTP_NO_HTTP, "",
		 false, -1},
		{"", CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN, "", false, -1},
		{"HTT", CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN, "", false, -1},
		{FIVE, CLOSED, HTTP_AGAIN, ERR_HTTP_BROKEN, "", false, -1},
		{"HTTP/1.1 100 Continue\r\n\r\n", CLOSED, HTTP_AGAIN,
		 ERR_HTTP_BROKEN, "", false, -1},
		/* Fields. */
		{"HTTP/1.1 200 OK\nContent-Length:5\n\nhello", STAYS, HTTP_DONE,
		 0, "hello", true, 5},
		{OK "cONTENT-lENGTH:  \t5 \t\r\nX:\r\nY: a:b\r\n\r\nhello",
		 STAYS, HTTP_DONE, 0, "hello", true, 5},
		{OK "Content-Length:\r\n  5\r\nX: a\r\n\tb\r\n c\r\n\r\nhello",
		 STAYS, HTTP_DONE, 0, "hello", true, 5},
		{OK "X: \xE4\xFF\r\nContent-Length: 0\r\n\r\n", STAYS,
		 HTTP_DONE, 0, "", true, 0},
		{FIVE "Connection: x, ,Close\r\n\r\nhello", STAYS, HTTP_DONE, 0,
		 "hello", false, 5},
		{FIVE "Connection: x,\r\nConnection: \r\n\r\nhello", STAYS,
		 HTTP_DONE, 0, "hello", true, 5},
		{OK " X: folded onto nothing\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_FIELD, "", false, -1},
		{OK "Content-Length : 5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_FIELD, "", false, -1},
		{OK "no colon\r\n\r\n", STAYS, HTTP_FAILED, ERR_HTTP_FIELD, "",
		 false, -1},
		{OK ": x\r\n\r\n", STAYS, HTTP_FAILED, ERR_HTTP_FIELD, "",
		 false, -1},
		{OK "X\xE4: x\r\n\r\n", STAYS, HTTP_FAILED, ERR_HTTP_FIELD, "",
		 false, -1},
		{OK "X: a\rContent-Length: 5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_CONTROL, "", false, -1},
		{OK "X: a\x7F\r\n\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CONTROL,
		 "", false, -1},
		{OK "X: a\r\r\n\r\n", STAYS, HTTP_FAILED, ERR_HTTP_CONTROL, "",
		 false, -1},
	};

	(void)state;
	http_check_rows(rows, COUNT(rows));
}

/* Lengths that can not be, or are two; ranges and codings not asked for. */
static void test_lengths(void **state)
{
	static const struct http_row rows[] = {
		{OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: 5, 6\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: 5,\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: 5 5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: -5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: +5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: 0x5\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length:\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_LENGTH, "", false, -1},
		{OK "Content-Length: 18446744073709551621\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_LENGTH, "", false, -1},
		{FIVE "Transfer-Encoding: chunked\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_AMBIGUOUS, "", false, -1},
		{OK "Transfer-Encoding: Chunked\r\nContent-Length: 5\r\n\r\n",
		 STAYS, HTTP_FAILED, ERR_HTTP_AMBIGUOUS, "", false, -1},
		{OK "Transfer-Encoding: gzip, chunked\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_TRANSFER, "", false, -1},
		{OK "Transfer-Encoding: identity\r\n\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_TRANSFER, "", false, -1},
		{OK "Transfer-Encoding: chunked\r\n"
		    "Transfer-Encoding: chunked\r\n\r\n",
		 STAYS, HTTP_FAILED, ERR_HTTP_TRANSFER, "", false, -1},
		/* A range that nobody asked for. */
		{"HTTP/1.1 206 Part\r\nContent-Range: bytes 0-4/5\r\n\r\n",
		 STAYS, HTTP_FAILED, ERR_HTTP_RANGE, "", false, -1},
		/* Another coding than was asked for goes through. */
		{FIVE "Content-Encoding: gzip\r\n\r\nhello", STAYS, HTTP_DONE,
		 0, "hello", true, 5},
		{FIVE "Content-Encoding: br\r\n\r\nhello", STAYS, HTTP_DONE, 0,
		 "hello", true, 5},
	};

	(void)state;
	http_check_rows(rows, COUNT(rows));
}

/* n bytes between two texts. */
static struct http_answer filled(const char *before, char c, size_t n,
				 const char *after)
{
	static char text[HTTP_HEAD_MAX * 4];
	size_t at = strlen(before);

	strcpy(text, before);
	memset(text + at, c, n);
	strcpy(text + at + n, after);
	return (struct http_answer){text, 0, STAYS};
}

/* Long lines, long heads, long pages. */
static void test_limits(void **state)
{
	static const struct {
		const char *before;
		size_t n;
		const char *after;
		enum http_state state;
		int rc;
		bool keep;
	} rows[] = {
		{"HTTP/1.1 200 ", 5000, "\r\nContent-Length: 0\r\n\r\n",
		 HTTP_DONE, 0, true},
		{FIVE "X: ", 30000, "\r\n\r\nhello", HTTP_DONE, 0, true},
		{FIVE "X: ", 30000, "\r\n a\r\n\r\nhello", HTTP_DONE, 0, true},
		{FIVE, 30000, ": X\r\n\r\nhello", HTTP_FAILED, ERR_HTTP_FIELD,
		 false},
		{FIVE "ETag: ", 1273, "\r\n\r\nhello", HTTP_DONE, 0, true},
		{FIVE "ETag: ", 1274, "\r\n\r\nhello", HTTP_FAILED,
		 ERR_HTTP_LINE, false},
		{FIVE "ETag: ", 1200,
		 "\r\n 4567890123456789012345678901234567"
		 "89012345678901234567890123456789012345"
		 "\r\n\r\nhello",
		 HTTP_DONE, 0, true},
		{FIVE "ETag: ", 1200,
		 "\r\n 4567890123456789012345678901234567"
		 "890123456789012345678901234567890123456"
		 "\r\n\r\nhello",
		 HTTP_FAILED, ERR_HTTP_LINE, false},
		{FIVE "X: ", HTTP_HEAD_MAX - 43, "\r\n\r\nhello", HTTP_DONE, 0,
		 true},
		{FIVE "X: ", HTTP_HEAD_MAX - 42, "\r\n\r\nhello", HTTP_FAILED,
		 ERR_HTTP_HEAD, false},
		{"", HTTP_HEAD_MAX + 1, "", HTTP_FAILED, ERR_HTTP_HEAD, false},
		{CHUNKS "0\r\n", HTTP_HEAD_MAX, "\r\n\r\n", HTTP_FAILED,
		 ERR_HTTP_HEAD, false},
		{CHUNKS "5;", 1277, "\r\nhello\r\n0\r\n\r\n", HTTP_DONE, 0,
		 true},
		{CHUNKS "5;", 1278, "\r\nhello\r\n0\r\n\r\n", HTTP_FAILED,
		 ERR_HTTP_CHUNK, false},
		{STATUS("404") "Content-Length: 65536\r\n\r\n", 65536, "",
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, true},
		{STATUS("404") "Content-Length: 65537\r\n\r\n", 0, "",
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, false},
		{STATUS("404") "Transfer-Encoding: chunked\r\n\r\n10000\r\n",
		 65536, "\r\n0\r\n\r\n", HTTP_FAILED, ERR_HTTP_NOT_FOUND, true},
		{STATUS("404") "Transfer-Encoding: chunked\r\n\r\n10001\r\n",
		 65537, "", HTTP_FAILED, ERR_HTTP_NOT_FOUND, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t pieces = 0; pieces < 2; pieces++) {
			struct http_answer a = filled(rows[i].before, 'x',
						      rows[i].n, rows[i].after);

			http_begin(&h, "http://srv/f", false);
			http_ask(&h);
			http_feed(&h, &a, pieces);
			if (h.state != rows[i].state || h.rc != -rows[i].rc)
				print_error("row %zu\n", i);
			assert_int_equal(h.state, rows[i].state);
			assert_int_equal(-h.rc, rows[i].rc);
			assert_int_equal(h.keep, rows[i].keep);
		}
	/* Leading zeros do not hide a size. */
	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	struct http_answer a = filled(CHUNKS, '0', 5000, "5\r\nhello");
	http_feed(&h, &a, 0);
	assert_int_equal(h.rc, -ERR_HTTP_CHUNK);
	/* A head of many 1xx ends, too. */
	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	for (size_t n = 0; n < HTTP_HEAD_MAX && h.state == HTTP_RUNNING; n++)
		http_feed(&h,
			  &(struct http_answer){STATUS("100") "\r\n", 0, STAYS},
			  0);
	assert_int_equal(h.rc, -ERR_HTTP_HEAD);
	/* NUL is a byte like others in a body, and none in a head. */
	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	http_feed(&h,
		  &(struct http_answer){FIVE "\r\na\0b\0c",
					sizeof(FIVE "\r\na\0b\0c") - 1, STAYS},
		  0);
	assert_int_equal(h.state, HTTP_DONE);
	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	http_feed(&h,
		  &(struct http_answer){OK "X: a\0b\r\n",
					sizeof(OK "X: a\0b\r\n") - 1, STAYS},
		  0);
	assert_int_equal(h.rc, -ERR_HTTP_CONTROL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
