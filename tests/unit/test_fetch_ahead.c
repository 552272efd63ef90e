/* HTTP's loop asking for the next file in time, over a scripted connection. */
#include "http_stream.h"

/*
 * The next file is asked for before this one's end, and its answer may come in
 * one piece with that.
 */
static void test_ahead(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = SEVEN "abcdefg"},
		{.asks = "GET /c ", .text = TEN "ABCDEFGHIJ"},
		{0}};
	struct url next;

	(void)state;
	EVERY(piece)
	{
		begin(script, piece);
		eye.watch.next = &next;
		assert_int_equal(url_of(&next, "http://192.168.0.1/b", SERVER),
				 0);
		assert_int_equal(fetch("http://192.168.0.1/a"), 0);
		assert_string_equal((got[place.len] = 0, got), "0123456789");
		if (piece < 10) {
			assert_ptr_equal(fake.step, script + 2);
			assert_true(fake.ahead > 0);
		}
		assert_int_equal(url_of(&next, "http://192.168.0.1/c", SERVER),
				 0);
		assert_int_equal(fetch("http://192.168.0.1/b"), 0);
		assert_string_equal((got[place.len] = 0, got), "abcdefg");
		eye.watch.next = NULL;
		check(fetch("http://192.168.0.1/c"), "ABCDEFGHIJ");
		assert_int_equal(fake.opens, 1);
		assert_int_equal(fake.closes, 0);
	}
}

/* Another file is wanted, after all: its answer is not mistaken. */
static void test_ahead_in_vain(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = SEVEN "abcdefg"},
		{.asks = "GET /c ", .fresh = true, .text = TEN "ABCDEFGHIJ"},
		{0}};
	static const struct step login[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = SEVEN "abcdefg"},
		{.asks = "Basic dTpw", .fresh = true, .text = TEN "ABCDEFGHIJ"},
		{0}};
	struct url next;

	(void)state;
	for (size_t piece = 1; piece < 10; piece++) {
		begin(script, piece);
		assert_int_equal(url_of(&next, "http://192.168.0.1/b", SERVER),
				 0);
		eye.watch.next = &next;
		assert_int_equal(fetch("http://192.168.0.1/a"), 0);
		eye.watch.next = NULL;
		check(fetch("http://192.168.0.1/c"), "ABCDEFGHIJ");
		/* Another login is another file. */
		begin(login, piece);
		eye.watch.next = &next;
		assert_int_equal(fetch("http://192.168.0.1/a"), 0);
		eye.watch.next = NULL;
		check(fetch("http://u:p@192.168.0.1/b"), "ABCDEFGHIJ");
	}
}

/* The server closes behind the first answer: asked again, at once. */
static void test_ahead_closed(void **state)
{
	static const struct step breaks[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = "", .end = BREAKS},
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{0}};
	static const struct step halfway[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = SEVEN "abc", .end = ENDS},
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{0}};
	struct url next;

	(void)state;
	for (size_t piece = 1; piece < 10; piece++)
		for (int half = 0; half < 2; half++) {
			forget();
			begin(half ? halfway : breaks, piece);
			assert_int_equal(
				url_of(&next, "http://192.168.0.1/b", SERVER),
				0);
			eye.watch.next = &next;
			assert_int_equal(fetch("http://192.168.0.1/a"), 0);
			eye.watch.next = NULL;
			check(fetch("http://192.168.0.1/b"), "abcdefg");
			assert_int_equal(result.retransmissions, half);
		}
}

/* It closed before anybody wanted the second. */
static void test_ahead_forgotten(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = SEVEN "abc"},
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{0}};
	struct url next;

	(void)state;
	begin(script, 3);
	assert_int_equal(url_of(&next, "http://192.168.0.1/b", SERVER), 0);
	eye.watch.next = &next;
	assert_int_equal(fetch("http://192.168.0.1/a"), 0);
	eye.watch.next = NULL;
	fake.state = STREAM_BROKEN;
	check(fetch("http://192.168.0.1/b"), "abcdefg");
	assert_int_equal(result.retransmissions, 0);
}

/* The first breaks although the second was asked for: both once more. */
static void test_ahead_resume(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "01234"},
		{.asks = "GET /b ", .text = "", .end = BREAKS},
		{.asks = "Range: bytes=5-",
		 .fresh = true,
		 .text = REST "5-9/10\r\nContent-Length: 5\r\n\r\n56789"},
		{.asks = "GET /b ", .lacks = "Range", .text = SEVEN "abcdefg"},
		{0}};
	struct url next;

	(void)state;
	begin(script, 2);
	assert_int_equal(url_of(&next, "http://192.168.0.1/b", SERVER), 0);
	eye.watch.next = &next;
	assert_int_equal(fetch("http://192.168.0.1/a"), 0);
	assert_true(fake.ahead > 0);
	eye.watch.next = NULL;
	check(fetch("http://192.168.0.1/b"), "abcdefg");
}

/* A server that loses what comes early is asked in its time from then on. */
static void test_ahead_lost(void **state)
{
	static const struct step script[] = {
		{.asks = "GET /a ", .fresh = true, .text = TEN "0123456789"},
		{.asks = "GET /b ", .text = ""}, /* silence */
		{.asks = "GET /b ", .fresh = true, .text = SEVEN "abcdefg"},
		{.asks = "GET /a ", .text = TEN "0123456789"},
		{0}};
	struct url next;

	(void)state;
	forget();
	begin(script, 1);
	assert_int_equal(url_of(&next, "http://192.168.0.1/b", SERVER), 0);
	eye.watch.next = &next;
	assert_int_equal(fetch("http://192.168.0.1/a"), 0);
	assert_int_equal(fetch("http://192.168.0.1/b"), 0);
	assert_int_equal(result.done, 7);
	assert_int_equal(fake.ahead, 0);
	check(fetch("http://192.168.0.1/a"), "0123456789");
	assert_int_equal(fake.ahead, 0);
	forget();
}

/* Nothing is asked ahead of another server, or on what will be closed. */
static void test_not_ahead(void **state)
{
	static const struct step close[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .end = ENDS,
		 .text = OK
		 "Connection: close\r\nContent-Length: 3\r\n\r\nabc"},
		{0}};
	static const struct step old[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .text = "HTTP/1.0 200 OK\r\nConnection: "
			 "keep-alive\r\nContent-Length: 3\r\n\r\nabc"},
		{0}};
	static const struct step chunked[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .text = OK
		 "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"},
		{0}};
	static const struct step plain[] = {
		{.asks = "GET /a ",
		 .fresh = true,
		 .text = OK "Content-Length: 3\r\n\r\nabc"},
		{0}};
	struct url next;

	(void)state;
	EVERY(piece)
	{
		const char *same = "http://192.168.0.1/b";

		assert_int_equal(url_of(&next, same, SERVER), 0);
		begin(close, piece);
		eye.watch.next = &next;
		check(fetch("http://192.168.0.1/a"), "abc");
		begin(old, piece);
		eye.watch.next = &next;
		check(fetch("http://192.168.0.1/a"), "abc");
		begin(chunked, piece);
		eye.watch.next = &next;
		assert_int_equal(fetch("http://192.168.0.1/a"), 0);
		assert_null(fake.step->text);
		assert_int_equal(url_of(&next, "192.168.0.1::b", SERVER), 0);
		begin(plain, piece);
		eye.watch.next = &next;
		check(fetch("http://192.168.0.1/a"), "abc");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_ahead, reset),
		cmocka_unit_test_setup(test_ahead_in_vain, reset),
		cmocka_unit_test_setup(test_ahead_closed, reset),
		cmocka_unit_test_setup(test_ahead_forgotten, reset),
		cmocka_unit_test_setup(test_ahead_resume, reset),
		cmocka_unit_test_setup(test_ahead_lost, reset),
		cmocka_unit_test_setup(test_not_ahead, reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
