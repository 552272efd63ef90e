/*
 * Tests of proto/http.c: answers that are not the file, codings, and what the
 * sinks refuse.
 */
#include "unit.h"
#include "base/err.h"
#include "http_run.h"

static struct http h;

#define STATUS(line) "HTTP/1.1 " line "\r\n"
#define PAGE	     "Content-Length: 5\r\n\r\nsorry"

static void test_statuses(void **state)
{
	static const struct http_row rows[] = {
		{STATUS("404 Not Found") PAGE, STAYS, HTTP_FAILED,
		 ERR_HTTP_NOT_FOUND, "", true, -1},
		{STATUS("404 Not Found") "Connection: close\r\n" PAGE, STAYS,
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, "", false, -1},
		{STATUS("404") "Transfer-Encoding: chunked\r\n\r\n"
			       "5\r\nsorry\r\n0\r\n\r\n",
		 STAYS, HTTP_FAILED, ERR_HTTP_NOT_FOUND, "", true, -1},
		{STATUS("404") "Content-Length: 5\r\n\r\nsor", STAYS,
		 HTTP_RUNNING, 0, "", true, -1},
		{STATUS("404") "Content-Length: 5\r\n\r\nsor", CLOSED,
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, "", false, -1},
		{STATUS("404") "Content-Length: 5\r\n\r\nsor", LOST,
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, "", false, -1},
		{STATUS("404") "Content-Length: 99999\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_NOT_FOUND, "", false, -1},
		{STATUS("404") "\r\n", STAYS, HTTP_FAILED, ERR_HTTP_NOT_FOUND,
		 "", false, -1},
		{STATUS("404") "Content-Length: 5\r\n"
			       "Transfer-Encoding: chunked\r\n\r\n",
		 STAYS, HTTP_FAILED, ERR_HTTP_AMBIGUOUS, "", false, -1},
		{STATUS("410 Gone") PAGE, STAYS, HTTP_FAILED,
		 ERR_HTTP_NOT_FOUND, "", true, -1},
		{STATUS("401 Unauthorized") PAGE, STAYS, HTTP_FAILED,
		 ERR_HTTP_LOGIN, "", true, -1},
		{STATUS("403 Forbidden") PAGE, STAYS, HTTP_FAILED,
		 ERR_HTTP_FORBIDDEN, "", true, -1},
		{STATUS("416 Range") PAGE, STAYS, HTTP_FAILED, ERR_HTTP_STATUS,
		 "", true, -1},
		{STATUS("400 Bad") PAGE, STAYS, HTTP_FAILED, ERR_HTTP_STATUS,
		 "", true, -1},
		{STATUS("101 Switch") "\r\n", STAYS, HTTP_FAILED,
		 ERR_HTTP_STATUS, "", false, -1},
		{STATUS("204 None") "\r\n", STAYS, HTTP_FAILED, ERR_HTTP_STATUS,
		 "", true, -1},
		{STATUS("304 Same") "Content-Length: 5\r\n\r\n", STAYS,
		 HTTP_FAILED, ERR_HTTP_STATUS, "", true, -1},
		{STATUS("302 Found") PAGE, STAYS, HTTP_FAILED, ERR_HTTP_STATUS,
		 "", true, -1},
		{STATUS("300 Many") "Location: /x\r\n" PAGE, STAYS, HTTP_FAILED,
		 ERR_HTTP_STATUS, "", true, -1},
		{STATUS("201 Created") "Location: /x\r\n" PAGE, STAYS,
		 HTTP_FAILED, ERR_HTTP_STATUS, "", true, -1},
		{STATUS("999 What") PAGE, STAYS, HTTP_AGAIN, ERR_HTTP_BUSY, "",
		 true, -1},
		{STATUS("500 Oops") PAGE, STAYS, HTTP_AGAIN, ERR_HTTP_BUSY, "",
		 true, -1},
		{STATUS("503 Busy") PAGE, STAYS, HTTP_AGAIN, ERR_HTTP_BUSY, "",
		 true, -1},
		{STATUS("429 Slow") "Connection: close\r\n" PAGE, STAYS,
		 HTTP_AGAIN, ERR_HTTP_BUSY, "", false, -1},
		{STATUS("408 Late") PAGE, STAYS, HTTP_AGAIN, ERR_HTTP_BUSY, "",
		 true, -1},
		{STATUS("302 Found") "Location: https://srv/f\r\n" PAGE, STAYS,
		 HTTP_FAILED, ERR_URL_REDIRECT, "", false, -1},
		{STATUS("302 Found") "Location: http://a b/\r\n" PAGE, STAYS,
		 HTTP_FAILED, ERR_URL_HOST, "", false, -1},
		{STATUS("302 Found") "Location: http://b/\r\n" PAGE, STAYS,
		 HTTP_REDIRECT, 0, "", true, -1},
		{STATUS("302 Found") "Location: http://b/\r\n\r\n", STAYS,
		 HTTP_REDIRECT, 0, "", false, -1},
		{STATUS("302 Found") "Location: http://b/\r\n", CLOSED,
		 HTTP_AGAIN, ERR_HTTP_BROKEN, "", false, -1},
	};

	(void)state;
	http_check_rows(rows, COUNT(rows));
	http_begin(&h, "http://srv/f", false);
	http_ask(&h);
	http_feed(
		&h,
		&(struct http_answer){STATUS("404 Not\tFound") PAGE, 0, STAYS},
		0);
	assert_string_equal(err_detail(), "404 Not.Found");
	http_ask(&h);
	http_feed(&h,
		  &(struct http_answer){
			  STATUS("503 Busy") "Retry-After: 17\r\n" PAGE, 0,
			  STAYS},
		  1);
	assert_int_equal(h.retry_after_s, 17);
	http_ask(&h);
	assert_int_equal(h.retry_after_s, 0);
	http_feed(&h,
		  &(struct http_answer){
			  STATUS("503 Busy") "Retry-After: Fri, 31 Dec 1999 "
					     "23:59:59 GMT\r\n" PAGE,
			  0, STAYS},
		  1);
	assert_int_equal(h.retry_after_s, 0);
}

/* The sinks: which one, and their word is final. */
static void test_sinks(void **state)
{
	static const struct {
		const char *encoding;
		int rc;
		bool gzip;
	} rows[] = {
		{"", 0, false},
		{"Content-Encoding: gzip\r\n", 0, true},
		{"Content-Encoding: X-GZIP\r\n", 0, true},
		{"Content-Encoding: identity\r\n", 0, false},
		{"Content-Encoding: br\r\n", ERR_HTTP_ENCODING, false},
		{"Content-Encoding: gzip, br\r\n", ERR_HTTP_ENCODING, false},
		{"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n",
		 ERR_HTTP_ENCODING, false},
	};
	char text[200];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct kept *k = rows[i].gzip ? &http_gzip : &http_plain;

		snprintf(text, sizeof(text), FIVE "%s\r\nhello",
			 rows[i].encoding);
		http_begin(&h, "http://srv/f", true);
		http_ask(&h);
		http_feed(&h, &(struct http_answer){text, 0, STAYS}, 1);
		assert_int_equal(-h.rc, rows[i].rc);
		assert_int_equal(h.gzip, rows[i].gzip);
		if (rows[i].rc)
			continue;
		assert_int_equal(k->expected, 5);
		assert_int_equal(k->len, 5);
		assert_int_equal(http_plain.len + http_gzip.len, 5);
	}
	for (int how = 0; how < 2; how++) {
		http_begin(&h, "http://srv/f", false);
		http_plain.refuse_expect = how ? 0 : -7;
		http_plain.refuse_push = how ? -7 : 0;
		http_ask(&h);
		http_feed(&h, &(struct http_answer){FIVE "\r\nhello", 0, STAYS},
			  1);
		assert_int_equal(h.state, HTTP_FAILED);
		assert_int_equal(h.rc, -7);
		assert_int_equal(http_plain.len, how);
		assert_false(h.keep);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_sinks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
