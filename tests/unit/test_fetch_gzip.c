/* HTTP's loop and bodies that come gzipped, over a scripted connection. */
#include "http_stream.h"

/*
 * Gzip. "hello gzip" in one stored block, so that the bytes can be seen.
 */
#define GZ_HEAD "\x1F\x8B\x08\0\0\0\0\0\0\xFF\x01\x0A\0\xF5\xFF"
#define GZ_TAIL "\x19\x6A\xD2\xDF\x0A\0\0\0"
#define GZIP	"Content-Encoding: gzip\r\n"
#define TEXT(t) .text = t, .len = sizeof(t) - 1

static void test_gzip(void **state)
{
	static const struct step script[][3] = {
		{{.asks = "Accept-Encoding: gzip\r\n",
		  .fresh = true,
		  TEXT(OK GZIP "Content-Length: 33\r\n\r\n" GZ_HEAD
			       "hello gzip" GZ_TAIL)},
		 {0}},
		{{.asks = "GET",
		  .fresh = true,
		  TEXT(OK GZIP "Transfer-Encoding: chunked\r\n\r\n"
			       "21\r\n" GZ_HEAD "hello gzip" GZ_TAIL
			       "\r\n0\r\n\r\n")},
		 {0}},
		{{.asks = "GET",
		  .fresh = true,
		  .end = ENDS,
		  TEXT(OK GZIP "\r\n" GZ_HEAD "hello gzip" GZ_TAIL)},
		 {0}},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(script); i++)
		EVERY(piece)
		{
			begin(script[i], piece);
			check(fetch("http://192.168.0.1/a"), "hello gzip");
		}
}

/*
 * Broken in a gzipped body. With a strong ETag it goes on with the same bytes;
 * without one the rest of the file itself is asked for.
 */
static void test_gzip_resume(void **state)
{
	static const struct step strong[] = {
		{.asks = "GET",
		 .fresh = true,
		 .end = BREAKS,
		 TEXT(OK GZIP
		      "ETag: \"t\"\r\nContent-Length: 33\r\n\r\n" GZ_HEAD
		      "hel")},
		{.asks = "Accept-Encoding: gzip\r\nConnection: keep-alive\r\n"
			 "Range: bytes=18-\r\nIf-Range: \"t\"\r\n",
		 .fresh = true,
		 TEXT(REST "18-32/33\r\nContent-Length: 15\r\n" GZIP
			   "\r\nlo gzip" GZ_TAIL)},
		{0}};
	static const struct step weak[] = {
		{.asks = "GET",
		 .fresh = true,
		 .end = BREAKS,
		 TEXT(OK GZIP "ETag: W/\"t\"\r\nLast-Modified: 1\r\nDate: 2\r\n"
			      "Content-Length: 33\r\n\r\n" GZ_HEAD "hel")},
		{.asks = "Accept-Encoding: identity\r\nConnection: "
			 "keep-alive\r\n"
			 "Range: bytes=3-\r\nIf-Range: 1\r\n",
		 .fresh = true,
		 TEXT("HTTP/1.1 206 P\r\nETag: \"u\"\r\nLast-Modified: 1\r\n"
		      "Content-Range: bytes 3-9/10\r\nContent-Length: "
		      "7\r\n\r\nlo gzip")},
		{0}};
	/* Nothing of the file had come yet; and a server without ranges. */
	static const struct step early[] = {
		{.asks = "GET",
		 .fresh = true,
		 .end = BREAKS,
		 TEXT(OK GZIP
		      "Transfer-Encoding: chunked\r\n\r\n21\r\n\x1F\x8B")},
		{.asks = "Accept-Encoding: identity\r\n",
		 .lacks = "Range",
		 .fresh = true,
		 .end = BREAKS,
		 .text = OK "Content-Length: 10\r\n\r\nhell"},
		{.asks = "Range: bytes=4-\r\n",
		 .fresh = true,
		 .text = OK "Content-Length: 10\r\n\r\nhello gzip"},
		{0}};

	(void)state;
	EVERY(piece)
	{
		begin(strong, piece);
		check(fetch("http://192.168.0.1/a"), "hello gzip");
		begin(weak, piece);
		check(fetch("http://192.168.0.1/a"), "hello gzip");
		begin(early, piece);
		check(fetch("http://192.168.0.1/a"), "hello gzip");
	}
}

/* Where the file is wanted as it is, that is asked for; what comes is not
 * unpacked. */
static void test_as_it_is(void **state)
{
	static const struct step script[] = {
		{.asks = "Accept-Encoding: identity\r\n",
		 .fresh = true,
		 TEXT(OK GZIP "Content-Length: 19\r\n\r\nthese very 19 bytes")},
		{0},
	};

	(void)state;
	begin(script, 1000);
	eye.watch.as_it_is = true;
	check(fetch("http://192.168.0.1/a"), "these very 19 bytes");
}

/* Each way of being damaged; too much for the place. */
static void test_gzip_errors(void **state)
{
#define GZ(rest, n)                                                            \
	{                                                                      \
		.asks = "GET", .fresh = true,                                  \
		TEXT(OK GZIP "Content-Length: " #n "\r\n\r\n" rest)            \
	}
	static const struct {
		struct step step[2];
		int rc;
	} row[] = {
		{{GZ(GZ_HEAD "hello gzip" GZ_TAIL, 33), {0}}, -ERR_PLACE_FULL},
		{{GZ(GZ_HEAD "hello gziq" GZ_TAIL, 33), {0}}, -ERR_GUNZIP_CRC},
		{{GZ(GZ_HEAD "hello gzip\x19\x6A\xD2\xDF\x0B\0\0\0", 33), {0}},
		 -ERR_GUNZIP_ISIZE},
		{{GZ(GZ_HEAD "hello gzip\x19\x6A\xD2", 28), {0}},
		 -ERR_GUNZIP_END},
		{{GZ(GZ_HEAD "hello gzip" GZ_TAIL "more", 37), {0}},
		 -ERR_GUNZIP_BEHIND},
		{{GZ("hello gzip", 10), {0}}, -ERR_GUNZIP_MAGIC},
		{{GZ("\x1F\x8B\x08\0\0\0\0\0\0\xFF\x07 nonsense", 20), {0}},
		 -ERR_GUNZIP_DATA},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(row); i++)
		EVERY(piece)
		{
			begin(row[i].step, piece);
			assert_int_equal(
				url_of(&url, "http://192.168.0.1/a", SERVER),
				0);
			place_init(&place, got, i ? 100 : 9);
			assert_int_equal(fetch_http(&fake.stream, &url,
						    &place.sink, &eye.watch,
						    &result),
					 row[i].rc);
		}
	/* Empty is empty. */
	begin((const struct step[]){GZ("", 0), {0}}, 10);
	check(fetch("http://192.168.0.1/a"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_gzip, reset),
		cmocka_unit_test_setup(test_gzip_resume, reset),
		cmocka_unit_test_setup(test_as_it_is, reset),
		cmocka_unit_test_setup(test_gzip_errors, reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
