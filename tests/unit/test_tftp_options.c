/*
 * Tests of proto/tftp_options.c by way of the engine: the requests, the OACKs,
 * and servers that know no options.
 */
#include "tftp_script.h"
#include "base/err.h"

static void test_request(void **state)
{
	static const struct tftp_wish odd = {
		.blksize = 65464, .windowsize = 65535, .port = 6969};
	char name[TFTP_NAME_MAX + 1];

	(void)state;
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	SILENT();
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	SILENT();
	assert_int_equal(tftp_deadline(&t), now_ms + 1000);
	start(&odd);
	OUTPUT(6969, RRQ_PLAIN "blksize\00065464\0windowsize\00065535\0");

	/* The longest name, with all options, fits. */
	memset(name, 'n', sizeof(name));
	name[TFTP_NAME_MAX] = '\0';
	assert_int_equal(tftp_start(&t, name, &odd, &kept.sink, 1, 0),
			 -ERR_TFTP_NAME);
	assert_int_equal(tftp_start(&t, "", &odd, &kept.sink, 1, 0),
			 -ERR_TFTP_NAME);
	name[TFTP_NAME_MAX - 1] = '\0';
	assert_int_equal(tftp_start(&t, name, &odd, &kept.sink, 1, 0), 0);
	uint8_t *buf = guard_alloc(TFTP_OUTPUT_MAX);
	uint16_t to, from;
	assert_int_equal(tftp_output(&t, buf, &to, &from, 0),
			 2 + 256 + 6 + 8 + 10 + 14 + 17);
	guard_free(buf, TFTP_OUTPUT_MAX);
}

/* OACKs, and what is agreed on or refused. */
static void test_oack(void **state)
{
#define ROW(text, ...)                                                         \
	{                                                                      \
		text, sizeof(text) - 1, __VA_ARGS__                            \
	}
	static const struct {
		const char *options;
		size_t len;
		uint16_t blksize, windowsize;
		uint64_t total;
		int rc;
	} row[] = {
		ROW("", 512, 1, 0, 0),
		ROW("tsize\0005\0", 512, 1, 5, 0),
		ROW("TSIZE\0005\0BlkSize\000100\0", 100, 1, 5, 0),
		ROW("blksize\0001468\0windowsize\00016\0tsize\00099\0", 1468,
		    16, 99, 0),
		ROW("windowsize\0001\0blksize\0008\0", 8, 1, 0, 0),
		ROW("timeout\0001\0blksize\000512\0", 512, 1, 0, 0),
		ROW("tsize\0000\0", 512, 1, 0, 0), /* it did not find out */
		ROW("tsize\00018446744073709551609\0", 512, 1,
		    18446744073709551609u, 0),
		ROW("tsize\0004294967296\0", 512, 1, 4294967296, 0),
		/* Options nobody asked for, and rubbish. */
		ROW("multicast\0,,0\0blksize\000100\0", 100, 1, 0, 0),
		ROW("blksize\000100\0\0\0\0", 100, 1, 0, 0),
		ROW("blksize\000100\0\0windowsize\0009999\0", 100, 1, 0, 0),
		ROW("blksize\000100\0\0\0windowsize\0009999\0", 100, 1, 0, 0),
		ROW("blksize\000100\0win", 100, 1, 0, 0),
		ROW("blksize\000100\0windowsize\00016", 100, 1, 0, 0),
		ROW("blksize\000100\0windowsize\0", 100, 1, 0, 0),
		ROW("blksize\000100\0\xFF\xFE", 100, 1, 0, 0),
		ROW("blksize", 512, 1, 0, 0),
		ROW("\0blksize\000100\0", 512, 1, 0, 0),
		/* What can not be right. */
		ROW("blksize\0001469\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\0007\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\0000\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\000\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\000-8\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\000+8\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\0000x100\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\000100 \0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\00065636\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\0004294967396\0", 0, 0, 0, -ERR_TFTP_BLKSIZE),
		ROW("blksize\00018446744073709551716\0", 0, 0, 0,
		    -ERR_TFTP_BLKSIZE),
		ROW("windowsize\0000\0", 0, 0, 0, -ERR_TFTP_WINDOWSIZE),
		ROW("windowsize\00017\0", 0, 0, 0, -ERR_TFTP_WINDOWSIZE),
		ROW("windowsize\000many\0", 0, 0, 0, -ERR_TFTP_WINDOWSIZE),
		ROW("tsize\000\0", 0, 0, 0, -ERR_TFTP_TSIZE),
		ROW("tsize\000-1\0", 0, 0, 0, -ERR_TFTP_TSIZE),
		ROW("tsize\00018446744073709551616\0", 0, 0, 0,
		    -ERR_TFTP_TSIZE),
		ROW("tsize\00099999999999999999999\0", 0, 0, 0,
		    -ERR_TFTP_TSIZE),
		ROW("tsize\0005\0tsize\0006\0", 0, 0, 0, -ERR_TFTP_CHANGED),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		char oack[100] = "\0\6";

		memcpy(oack + 2, row[i].options, row[i].len);
		start(&large);
		OUTPUT(69, RRQ_LARGE);
		input_at(SERVER, LOCAL, oack, 2 + row[i].len);
		assert_int_equal(t.rc, row[i].rc);
		if (row[i].rc) {
			assert_int_equal(t.state, TFTP_FAILED);
			assert_int_equal(kept.expects, 0);
			OUTPUT(SERVER, STOPPED("\10"));
			SILENT();
			continue;
		}
		assert_int_equal(t.state, TFTP_RUNNING);
		assert_int_equal(t.blksize, row[i].blksize);
		assert_int_equal(t.windowsize, row[i].windowsize);
		assert_int_equal(t.total, row[i].total);
		assert_int_equal(t.has_total, row[i].total != 0);
		assert_int_equal(kept.expects, row[i].total != 0);
		assert_int_equal(kept.expected, row[i].total);
		OUTPUT(SERVER, "\0\4\0\0");
		SILENT();
	}
}

/* What was not asked for is not taken, whatever its value. */
static void test_oack_unasked(void **state)
{
	(void)state;
	start(&plain);
	OUTPUT(69, RRQ_PLAIN);
	INPUT("\0\6blksize\0009999\0windowsize\0000\0tsize\0003\0");
	assert_int_equal(t.state, TFTP_RUNNING);
	assert_int_equal(t.blksize, 512);
	assert_int_equal(t.windowsize, 1);
	assert_int_equal(t.total, 3);
	OUTPUT(SERVER, "\0\4\0\0");
	/* It comes again: ACK 0 again, until block 1. */
	INPUT("\0\6tsize\0004\0");
	OUTPUT(SERVER, "\0\4\0\0");
	INPUT("\0\3\0\1abc");
	OUTPUT(SERVER, "\0\4\0\1");
	assert_int_equal(t.state, TFTP_DONE);
	assert_int_equal(kept.expects, 1);
	INPUT("\0\6tsize\0003\0");
	SILENT();
}

/* DATA at once: no options are in force. */
static void test_no_options(void **state)
{
	char block[4 + 513] = "\0\3\0\1";

	(void)state;
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	input_at(SERVER + 1, LOCAL, "\0\3\0\2an older transfer", 21);
	SILENT();
	input_at(SERVER, LOCAL, block, 4 + 512);
	OUTPUT(SERVER, "\0\4\0\1");
	assert_int_equal(t.blksize, 512);
	assert_int_equal(t.windowsize, 1);
	assert_false(t.has_total);
	INPUT("\0\6blksize\0001468\0"); /* too late */
	SILENT();
	INPUT("\0\3\0\2");
	OUTPUT(SERVER, "\0\4\0\2");
	assert_int_equal(t.state, TFTP_DONE);
	assert_int_equal(t.received, 512);
	assert_int_equal(kept.expects, 0);

	start(&large);
	OUTPUT(69, RRQ_LARGE);
	input_at(SERVER, LOCAL, block, 4 + 513);
	assert_int_equal(t.rc, -ERR_TFTP_BLOCK);
	assert_string_equal(err_detail(), "513 bytes, agreed on 512");
	OUTPUT(SERVER, STOPPED("\4"));
}

/* Asked without options, it takes an OACK's as not told. */
static void test_bare_oack(void **state)
{
	(void)state;
	start(&large);
	OUTPUT(69, RRQ_LARGE);
	INPUT("\0\5\0\0no options, please\0");
	check_output(69, LOCAL + 1, RRQ_BARE, sizeof(RRQ_BARE) - 1);
	input_at(SERVER, LOCAL + 1, "\0\6blksize\0009\0tsize\0009\0", 20);
	check_output(SERVER, LOCAL + 1, "\0\4\0\0", 4);
	assert_int_equal(t.blksize, 512);
	assert_false(t.has_total);
	input_at(SERVER, LOCAL + 1, "\0\3\0\1x", 5);
	assert_int_equal(t.state, TFTP_DONE);
	assert_int_equal(t.received, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_oack),
		cmocka_unit_test(test_oack_unasked),
		cmocka_unit_test(test_no_options),
		cmocka_unit_test(test_bare_oack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
