/*
 * The loop around the HTTP engine, over a scripted connection. The engine has
 * tests of its own; here it is what the loop makes of it.
 */
#include "http_stream.h"

/* One connection serves two files of one server. */
static void test_kept(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a HTTP/1.1\r\n",
		 .fresh = true,
		 .text = TEN "0123456789"},
		{.asks = "GET /b HTTP/1.1\r\n", .text = SEVEN "abcdefg"},
		{0}};

	(void)state;
	EVERY(piece)
	{
		begin(script, piece);
		assert_int_equal(fetch("http://192.168.0.1/a"), 0);
		assert_int_equal(result.done, 10);
		check(fetch("http://192.168.0.1/b"), "abcdefg");
		assert_int_equal(result.retransmissions, 0);
		assert_int_equal(fake.opens, 1);
	}
}

/* A connection that the server had closed meanwhile costs nothing. */
static void test_kept_closed(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = "", .end = BREAKS},
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{0}};
	uint32_t start;

	(void)state;
	begin(script, 9);
	assert_int_equal(fetch("http://192.168.0.1/a"), 0);
	start = fake.now;
	check(fetch("http://192.168.0.1/b"), "abcdefg");
	assert_int_equal(result.retransmissions, 0);
	assert_true(fake.now - start < 1000);
}

/* Broken in the middle, in each way: the rest is asked for, after a pause. */
static void test_resume(void **state)
{
	static const struct step script[][4] = {
		{{.asks = "GET /a ",
		  .lacks = "Range",
		  .fresh = true,
		  .text = TEN "0123",
		  .end = BREAKS},
		 {.asks = "Range: bytes=4-\r\nIf-Range: \"t\"\r\n",
		  .fresh = true,
		  .refused = 2,
		  .text = REST "4-9/10\r\n\r\n45",
		  .end = ENDS},
		 {.asks = "Range: bytes=6-\r\n",
		  .fresh = true,
		  .text = REST "6-9/10\r\nContent-Length: 4\r\n\r\n6789"},
		 {0}},
		{{.asks = "GET /a ",
		  .fresh = true,
		  .text = TEN "0123"}, /* silence */
		 {.asks = "Range: bytes=4-\r\n",
		  .fresh = true,
		  .text = TEN "0123456789"},
		 {0}},
	};

	(void)state;
	for (unsigned i = 0; i < COUNT(script); i++)
		EVERY(piece)
		{
			uint32_t start = fake.now;

			begin(script[i], piece);
			check(fetch("http://192.168.0.1/a"), "0123456789");
			assert_int_equal(result.retransmissions, i ? 1 : 4);
			assert_true(fake.now - start >= (i ? 21000 : 3000));
		}
}

/* Nobody there: an error after some tries, of which the watch says how many. */
static void test_refused(void **state)
{
	static const struct step script[] = {
		{.asks = "", .refused = 1000, .text = ""}, {0}};

	(void)state;
	begin(script, 1);
	assert_int_equal(fetch("http://192.168.0.1/a"), -ERR_FETCH_CONNECT);
	assert_int_equal(fake.opens, 9);
	assert_int_equal(result.done, 0);
	begin(script, 1);
	eye.watch.tries = 2;
	assert_int_equal(fetch("http://192.168.0.1/a"), -ERR_FETCH_CONNECT);
	assert_int_equal(fake.opens, 3);
}

/* Not there: told at once, and the connection serves the next file. */
static void test_not_found(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .text = "HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\nno!"},
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{0}};

	(void)state;
	begin(script, 5);
	assert_int_equal(fetch("http://192.168.0.1/a"), -ERR_HTTP_NOT_FOUND);
	check(fetch("http://192.168.0.1/b"), "abcdefg");
}

static void test_names(void **state)
{
	static const struct step script[] = {{.asks = "Host: files.example\r\n",
					      .fresh = true,
					      .text = SEVEN "abcdefg"},
					     {0}};
	ip4 server = SERVER, found;

	(void)state;
	begin(script, 100);
	check(fetch("http://files.example/b"), "abcdefg");
	assert_int_equal(fetch("http://nowhere/b"), -ERR_IP_NO_NAME);
	assert_int_equal(url_of(&url, "tftp://files.example/b", SERVER), 0);
	assert_int_equal(
		fetch_resolve(&fake.stream, &url, &found, &eye.watch, &result),
		0);
	assert_memory_equal(&found, &server, sizeof(server));
	eye.stop_at = ++eye.looks + 2;
	assert_int_equal(
		fetch_resolve(&fake.stream, &url, &found, &eye.watch, &result),
		-ERR_NETBOOT_ESC);
	/* A dotted address asks nobody. */
	fake.resolves = 0;
	assert_int_equal(url_of(&url, "tftp://192.168.0.1/b", SERVER), 0);
	assert_int_equal(
		fetch_resolve(&fake.stream, &url, &found, &eye.watch, &result),
		0);
	assert_int_equal(fake.resolves, 0);
}

/* Esc, whenever it comes. */
static void test_esc(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .text = TEN "0123",
		 .end = BREAKS},
		{.asks = "GET /a ",
		 .fresh = true,
		 .refused = 1,
		 .text = REST "4-9/10\r\nContent-Length: 6\r\n\r\n456789"},
		{0}};
	unsigned looks;

	(void)state;
	begin(script, 20);
	check(fetch("http://192.168.0.1/a"), "0123456789");
	looks = eye.looks;
	assert_true(looks > 10);
	for (unsigned n = 1; n <= looks; n++) {
		begin(script, 20);
		eye.stop_at = n;
		assert_int_equal(fetch("http://192.168.0.1/a"),
				 -ERR_NETBOOT_ESC);
		assert_int_equal(fake.state, STREAM_CLOSED);
		assert_int_equal(result.done, place.len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_kept, reset),
		cmocka_unit_test_setup(test_kept_closed, reset),
		cmocka_unit_test_setup(test_resume, reset),
		cmocka_unit_test_setup(test_refused, reset),
		cmocka_unit_test_setup(test_not_found, reset),
		cmocka_unit_test_setup(test_names, reset),
		cmocka_unit_test_setup(test_esc, reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
