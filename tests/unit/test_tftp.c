/*
 * Tests of proto/tftp.c, datagram by datagram: what is sent, and what becomes
 * of each answer.
 */
#include "tftp_script.h"
#include "base/err.h"

/* gcc -m16 builds it for an option ROM with little memory. */
_Static_assert(sizeof(struct tftp) <= 512, "small");

/* ERRORs in answer to the request and later. */
static void test_error(void **state)
{
	static const struct {
		uint8_t code;
		int asking, asking_bare, later;
	} row[] = {
		{0, 0, -ERR_TFTP_REFUSED, -ERR_TFTP_ENDED},
		{1, -ERR_TFTP_NOT_FOUND, -ERR_TFTP_NOT_FOUND,
		 -ERR_TFTP_NOT_FOUND},
		{2, -ERR_TFTP_ACCESS, -ERR_TFTP_ACCESS, -ERR_TFTP_ACCESS},
		{3, 0, -ERR_TFTP_REFUSED, -ERR_TFTP_ENDED},
		{4, 0, -ERR_TFTP_REFUSED, -ERR_TFTP_ENDED},
		{8, 0, -ERR_TFTP_REFUSED, -ERR_TFTP_ENDED},
		{255, 0, -ERR_TFTP_REFUSED, -ERR_TFTP_ENDED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		char error[] = "\0\5\0?why \x1B not\0rubbish";

		error[3] = (char)row[i].code;
		start(&large);
		OUTPUT(69, RRQ_LARGE);
		input_at(SERVER, LOCAL, error, sizeof(error) - 1);
		assert_int_equal(t.rc, row[i].asking);
		if (!row[i].asking) {
			/* Once more, bare, from the next port. */
			check_output(69, LOCAL + 1, RRQ_BARE,
				     sizeof(RRQ_BARE) - 1);
			check_output(0, 0, "", 0);
			input_at(SERVER, LOCAL + 1, error, sizeof(error) - 1);
			assert_int_equal(t.rc, row[i].asking_bare);
		}
		assert_int_equal(t.state, TFTP_FAILED);
		assert_memory_equal(err_detail(), "error ", 6);
		assert_string_equal(strchr(err_detail(), ':'), ": why . not");
		SILENT(); /* an ERROR is not answered */

		start(&plain);
		OUTPUT(69, RRQ_PLAIN);
		INPUT("\0\6tsize\0001000\0");
		OUTPUT(SERVER, "\0\4\0\0");
		input_at(SERVER, LOCAL, error, sizeof(error) - 1);
		assert_int_equal(t.rc, row[i].later);
		SILENT();
	}
}

/* Asking once more gets its full time. */
static void test_error_late(void **state)
{
	(void)state;
	start(&plain);
	for (unsigned s = 0; s < 59; s++) {
		now_ms += 1000;
		tftp_output(&t, kept.bytes, &(uint16_t){0}, &(uint16_t){0},
			    now_ms);
	}
	INPUT("\0\5\0\0no options");
	for (unsigned s = 0; s < 59; s++) {
		now_ms += 1000;
		tftp_output(&t, kept.bytes, &(uint16_t){0}, &(uint16_t){0},
			    now_ms);
	}
	assert_int_equal(t.state, TFTP_RUNNING);
}

/* An ERROR without a NUL, and one without a text. */
static void test_error_short(void **state)
{
	(void)state;
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\5\0\1gone");
	assert_string_equal(err_detail(), "error 1: gone");
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\5\0\1");
	assert_string_equal(err_detail(), "error 1: ");
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\5\0");
	assert_int_equal(t.state, TFTP_RUNNING);
}

/* Rubbish in every state changes nothing and draws no answer. */
static void test_rubbish(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} row[] = {
		{"", 0},
		{"\0", 1},
		{"\0\3", 2},
		{"\0\3\0", 3},
		{"\0\4\0\0", 4},
		{"\0\1x\0octet\0", 10},
		{"\0\2x\0octet\0", 10},
		{"\0\7\0\1", 4},
		{"\3\3\0\1xx", 6},
		{"\xFF\xFF\xFF\xFF", 4},
		{"\0\0\0\0\0", 5},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		start(&large);
		OUTPUT(69, RRQ_LARGE);
		input_at(SERVER, LOCAL, row[i].bytes, row[i].len);
		SILENT();
		INPUT("\0\6tsize\0002\0");
		OUTPUT(SERVER, "\0\4\0\0");
		input_at(SERVER, LOCAL, row[i].bytes, row[i].len);
		SILENT();
		INPUT("\0\3\0\1ok");
		OUTPUT(SERVER, "\0\4\0\1");
		assert_int_equal(t.state, TFTP_DONE);
		input_at(SERVER, LOCAL, row[i].bytes, row[i].len);
		SILENT();
		assert_memory_equal(kept.bytes, "ok", 2);
	}
}

/* Lock-step to the end; the last DATA again draws the last ACK again. */
static void test_lock_step(void **state)
{
	(void)state;
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	INPUT("\0\6blksize\0008\0");
	OUTPUT(SERVER, "\0\4\0\0");
	INPUT("\0\3\0\1abcdefgh");
	OUTPUT(SERVER, "\0\4\0\1");
	INPUT("\0\3\0\1ABCDEFGH"); /* old */
	INPUT("\0\3\0\3XXXXXXXX"); /* ahead */
	INPUT("\0\3\0\0XXXXXXXX");
	SILENT();
	INPUT("\0\3\0\2ij");
	assert_int_equal(t.state, TFTP_DONE);
	OUTPUT(SERVER, "\0\4\0\2");
	SILENT();
	INPUT("\0\3\0\1abcdefgh");
	SILENT();
	INPUT("\0\3\0\2ij");
	OUTPUT(SERVER, "\0\4\0\2");
	SILENT();
	assert_memory_equal(kept.bytes, "abcdefghij", 10);
	assert_int_equal(kept.len, 10);
}

/* RFC 7440: an ACK at a window's end, one for each gap, a new count then. */
static void test_window(void **state)
{
	(void)state;
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	INPUT("\0\6windowsize\0003\0blksize\0008\0");
	OUTPUT(SERVER, "\0\4\0\0");
	INPUT("\0\3\0\1aaaaaaaa");
	INPUT("\0\3\0\2bbbbbbbb");
	SILENT();
	INPUT("\0\3\0\3cccccccc");
	OUTPUT(SERVER, "\0\4\0\3");
	INPUT("\0\3\0\4dddddddd");
	INPUT("\0\3\0\6ffffffff"); /* 5 is missing */
	OUTPUT(SERVER, "\0\4\0\4");
	INPUT("\0\3\0\7gggggggg");
	INPUT("\0\3\0\4dddddddd");
	INPUT("\0\3\0\6ffffffff");
	SILENT();
	INPUT("\0\3\0\5eeeeeeee");
	INPUT("\0\3\0\6ffffffff");
	SILENT();
	INPUT("\0\3\0\7gggggggg");
	OUTPUT(SERVER, "\0\4\0\7");
	INPUT("\0\3\0\14llllllll"); /* beyond any window */
	SILENT();
	/* 8 is missing; its repetition gets lost, and so on. */
	INPUT("\0\3\0\11iiiiiiii");
	OUTPUT(SERVER, "\0\4\0\7");
	now_ms += 100;
	OUTPUT(SERVER, "\0\4\0\7");
	INPUT("\0\3\0\11iiiiiiii");
	OUTPUT(SERVER, "\0\4\0\7");
	INPUT("\0\3\0\12jjjjjjjj");
	SILENT();
	INPUT("\0\3\0\10h");
	OUTPUT(SERVER, "\0\4\0\10");
	assert_int_equal(t.state, TFTP_DONE);
	assert_string_equal(kept.bytes, "aaaaaaaabbbbbbbbccccccccdddddddd"
					"eeeeeeeeffffffffggggggggh");
	assert_int_equal(t.retransmissions, 4);
}

/* Other ports are told off, and the transfer goes on. */
static void test_strangers(void **state)
{
	(void)state;
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\6tsize\0001\0");
	input_at(SERVER + 1, LOCAL, "\0\6tsize\0009\0", 10);
	OUTPUT(SERVER + 1, STRANGER);
	OUTPUT(SERVER, "\0\4\0\0");
	input_at(SERVER + 1, LOCAL, "\0\3\0\1y", 5);
	OUTPUT(SERVER + 1, STRANGER);
	input_at(69, LOCAL, "\0\5\0\1not yours\0", 14);
	SILENT(); /* an ERROR is not answered */
	input_at(SERVER, LOCAL - 1, "\0\3\0\1y", 5);
	check_output(SERVER, LOCAL - 1, STRANGER, sizeof(STRANGER) - 1);
	SILENT();
	assert_int_equal(t.state, TFTP_RUNNING);
	INPUT("\0\3\0\1x");
	OUTPUT(SERVER, "\0\4\0\1");
	assert_int_equal(t.state, TFTP_DONE);
	assert_string_equal(kept.bytes, "x");
	input_at(SERVER + 1, LOCAL, "\0\3\0\1y", 5);
	OUTPUT(SERVER + 1, STRANGER);
}

/* A server that answers from port 69 itself. */
static void test_port_69(void **state)
{
	(void)state;
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	input_at(69, LOCAL, "\0\6tsize\0001\0", 10);
	OUTPUT(69, "\0\4\0\0");
	assert_int_equal(tftp_deadline(&t), now_ms + 1000);
	INPUT("\0\3\0\1y");
	OUTPUT(SERVER, STRANGER);
	input_at(69, LOCAL, "\0\3\0\1x", 5);
	OUTPUT(69, "\0\4\0\1");
	assert_int_equal(t.state, TFTP_DONE);
}

static void test_cancel(void **state)
{
	(void)state;
	/* Nobody to tell. */
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	tftp_cancel(&t, -77);
	assert_int_equal(t.state, TFTP_FAILED);
	assert_int_equal(t.rc, -77);
	SILENT();
	/* Before the first word. */
	start(&plain);
	tftp_cancel(&t, -77);
	SILENT();
	/* In the middle. */
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\6tsize\0001\0");
	tftp_cancel(&t, -77);
	assert_int_equal(t.rc, -77);
	OUTPUT(SERVER, STOPPED("\0"));
	SILENT();
	INPUT("\0\3\0\1x");
	SILENT();
	assert_int_equal(kept.len, 0);
	now_ms += 100000;
	SILENT();
	tftp_cancel(&t, -78); /* the first reason stays */
	assert_int_equal(t.rc, -77);
	/* At the end: too late. */
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\3\0\1x");
	tftp_cancel(&t, -77);
	assert_int_equal(t.state, TFTP_DONE);
	OUTPUT(SERVER, "\0\4\0\1");
}

/*
 * The wait follows the round trip: floor, four times, growth, longest; after
 * 20 s of silence the file is asked for again.
 */
static void test_timer(void **state)
{
	static const struct {
		uint32_t rtt_ms, wait_ms[8];
	} row[] = {
		{0, {100, 200, 400, 800, 1600, 3200, 6400, 8000}},
		{10, {100, 200, 400, 800, 1600, 3200, 6400, 8000}},
		{50, {200, 400, 800, 1600, 3200, 6400, 8000}},
		{949, {3796, 7592, 8000, 8000}},
		/* The server's own timer: no round trip. */
		{950, {1000, 2000, 4000, 8000, 8000}},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		uint32_t began_ms;

		start(&plain);
		OUTPUT(69, RRQ_PLAIN);
		now_ms += row[i].rtt_ms;
		INPUT("\0\6tsize\0009\0");
		began_ms = now_ms;
		for (unsigned n = 0; now_ms - began_ms < 20000; n++) {
			OUTPUT(SERVER, "\0\4\0\0");
			assert_int_equal(tftp_deadline(&t) - now_ms,
					 row[i].wait_ms[n]);
			now_ms += row[i].wait_ms[n] - 1;
			SILENT();
			now_ms++;
		}
		check_output(69, LOCAL + 1, RRQ_PLAIN, sizeof(RRQ_PLAIN) - 1);
	}
}

/* A repeated packet gives no round trip; one in order starts anew. */
static void test_timer_karn(void **state)
{
	(void)state;
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	now_ms += 1000;
	OUTPUT(69, RRQ_LARGE);
	now_ms += 30;
	INPUT("\0\6blksize\0008\0windowsize\0002\0");
	OUTPUT(SERVER, "\0\4\0\0");
	assert_int_equal(tftp_deadline(&t) - now_ms, 1000); /* not known */
	now_ms += 100;
	INPUT("\0\3\0\1aaaaaaaa");			   /* 100 ms */
	assert_int_equal(tftp_deadline(&t) - now_ms, 200); /* in the window */
	now_ms += 150;
	INPUT("\0\3\0\2bbbbbbbb"); /* in the window: no round trip */
	OUTPUT(SERVER, "\0\4\0\2");
	assert_int_equal(tftp_deadline(&t) - now_ms, 400);
	now_ms += 400;
	OUTPUT(SERVER, "\0\4\0\2");
	now_ms += 700;
	INPUT("\0\3\0\3cccccccc"); /* after a repetition: none */
	assert_int_equal(tftp_deadline(&t) - now_ms, 200);
	INPUT("\0\3\0\4dddddddd");
	OUTPUT(SERVER, "\0\4\0\4");
	now_ms += 20;
	INPUT("\0\3\0\5eeeeeeee"); /* 20 ms: 90 */
	assert_int_equal(tftp_deadline(&t) - now_ms, 180);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_error),
		cmocka_unit_test(test_error_late),
		cmocka_unit_test(test_error_short),
		cmocka_unit_test(test_rubbish),
		cmocka_unit_test(test_lock_step),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_port_69),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_timer),
		cmocka_unit_test(test_timer_karn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
