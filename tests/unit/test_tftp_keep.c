/*
 * Tests of proto/tftp_keep.c, by the engine, datagram by datagram: which blocks
 * are kept, and when the gap before them is told.
 */
#include "tftp_script.h"

#define SLOT 10 /* of blocks of 8 */

/* A transfer with windows of w blocks of 8 bytes, and room for some. */
static void start_kept(unsigned w, unsigned slots)
{
	struct tftp_wish wish = {.blksize = 8,
				 .windowsize = (uint16_t)w,
				 .room = guard_alloc(slots * SLOT),
				 .room_len = slots * SLOT};
	char oack[] = "\0\6blksize\0008\0windowsize\000?\0";

	memset(wish.room, 0xFF, wish.room_len);
	oack[sizeof(oack) - 3] = (char)('0' + w);
	start(&wish);
	now_ms += 1;
	tftp_output(&t, kept.bytes, &(uint16_t){0}, &(uint16_t){0}, now_ms);
	input_at(SERVER, LOCAL, oack, sizeof(oack) - 1);
	OUTPUT(SERVER, "\0\4\0\0");
}

static void end(const char *bytes)
{
	assert_int_equal(kept.len, strlen(bytes));
	assert_memory_equal(kept.bytes, bytes, kept.len);
	guard_free(t.wish.room, t.wish.room_len);
}

/* By one or two others: no loss, and nothing is told. */
static void test_overtaken(void **state)
{
	(void)state;
	start_kept(8, 8);
	INPUT("\0\3\0\1aaaaaaaa");
	INPUT("\0\3\0\3cccccccc");
	INPUT("\0\3\0\4dddddddd");
	INPUT("\0\3\0\2bbbbbbbb");
	INPUT("\0\3\0\6ffffffff");
	INPUT("\0\3\0\5eeeeeeee");
	INPUT("\0\3\0\7gggggggg");
	SILENT();
	INPUT("\0\3\0\10hhhhhhhh");
	OUTPUT(SERVER, "\0\4\0\10");
	assert_int_equal(t.retransmissions, 0);
	INPUT("\0\3\0\12");
	INPUT("\0\3\0\11iiiiiiii");
	assert_int_equal(t.state, TFTP_DONE);
	OUTPUT(SERVER, "\0\4\0\12");
	end("aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffgggggggghhhhhhhh"
	    "iiiiiiii");
}

/* By three: it is lost. What comes behind it comes once. */
static void test_lost(void **state)
{
	(void)state;
	start_kept(8, 8);
	INPUT("\0\3\0\1aaaaaaaa");
	INPUT("\0\3\0\3cccccccc");
	INPUT("\0\3\0\4dddddddd");
	SILENT();
	INPUT("\0\3\0\5eeeeeeee");
	OUTPUT(SERVER, "\0\4\0\1");
	INPUT("\0\3\0\7gggggggg");
	INPUT("\0\3\0\10hhhhhhhh");
	SILENT();
	INPUT("\0\3\0\2bbbbbbbb");
	assert_int_equal(t.block, 5);
	SILENT();
	INPUT("\0\3\0\3XXXXXXXX"); /* old now */
	INPUT("\0\3\0\6ffffffff");
	assert_int_equal(t.block, 8);
	SILENT();
	INPUT("\0\3\0\11i"); /* 2 to 9 are the window */
	OUTPUT(SERVER, "\0\4\0\11");
	assert_int_equal(t.retransmissions, 1);
	end("aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffgggggggghhhhhhhh"
	    "i");
}

/* Behind a window's end nothing comes, so nobody waits for it. */
static void test_window_end(void **state)
{
	(void)state;
	start_kept(3, 3);
	INPUT("\0\3\0\1aaaaaaaa");
	INPUT("\0\3\0\3cccccccc");
	OUTPUT(SERVER, "\0\4\0\1");
	INPUT("\0\3\0\2bbbbbbbb");
	SILENT();
	INPUT("\0\3\0\4dddddddd"); /* 2 to 4 */
	OUTPUT(SERVER, "\0\4\0\4");
	/* The first of a window: all the others are there. */
	INPUT("\0\3\0\6ffffffff");
	SILENT();
	INPUT("\0\3\0\7gggggggg");
	OUTPUT(SERVER, "\0\4\0\4");
	INPUT("\0\3\0\5eeeeeeee");
	OUTPUT(SERVER, "\0\4\0\7");
	INPUT("\0\3\0\10h");
	end("aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffggggggggh");
}

/* Room for two: the block after the next is kept, others are not. */
static void test_little_room(void **state)
{
	(void)state;
	start_kept(8, 2);
	INPUT("\0\3\0\2bbbbbbbb");
	SILENT();
	INPUT("\0\3\0\3cccccccc");
	OUTPUT(SERVER, "\0\4\0\0");
	INPUT("\0\3\0\1aaaaaaaa");
	assert_int_equal(t.block, 2);
	INPUT("\0\3\0\4dddddddd");
	INPUT("\0\3\0\3cccccccc");
	assert_int_equal(t.block, 4);
	INPUT("\0\3\0\5e");
	end("aaaaaaaabbbbbbbbccccccccdddddddde");
}

/* A block longer than agreed is not kept, and stops nothing yet. */
static void test_too_long(void **state)
{
	(void)state;
	start_kept(8, 8);
	INPUT("\0\3\0\2bbbbbbbbb");
	OUTPUT(SERVER, "\0\4\0\0");
	INPUT("\0\3\0\1aaaaaaaa");
	assert_int_equal(t.block, 1);
	INPUT("\0\3\0\2b");
	assert_int_equal(t.state, TFTP_DONE);
	end("aaaaaaaab");
}

/* Is the one after 65535 called 0 or 1? It is not kept. */
static void test_wrap(void **state)
{
	(void)state;
	start_kept(8, 8);
	INPUT("\0\3\0\1aaaaaaaa");
	t.block = 65533;
	INPUT("\0\3\xFF\xFF"
	      "cccccccc");
	SILENT();
	INPUT("\0\3\0\1XXXXXXXX");
	OUTPUT(SERVER, "\0\4\xFF\xFD");
	INPUT("\0\3\xFF\xFE"
	      "bbbbbbbb");
	assert_int_equal(t.block, 65535);
	INPUT("\0\3\0\1eeeeeeee"); /* nor if it may be the next */
	INPUT("\0\3\0\0dddddddd");
	assert_int_equal(t.block, 0);
	INPUT("\0\3\0\1eeeeeeee");
	INPUT("\0\3\0\3g");
	INPUT("\0\3\0\2ffffffff");
	assert_int_equal(t.state, TFTP_DONE);
	end("aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffg");
}

/* Asked for again: what was kept of the first transfer is gone. */
static void test_asked_again(void **state)
{
	(void)state;
	start_kept(8, 8);
	INPUT("\0\3\0\1aaaaaaaa");
	INPUT("\0\3\0\3XXXXXXXX");
	for (unsigned s = 0; s < 30 && t.local_port == LOCAL; s++) {
		now_ms += 1000;
		tftp_output(&t, kept.bytes + 100, &(uint16_t){0},
			    &(uint16_t){0}, now_ms);
	}
	input_at(SERVER, LOCAL + 1, "\0\6blksize\0008\0windowsize\0003", 24);
	check_output(SERVER, LOCAL + 1, "\0\4\0\0", 4);
	input_at(SERVER, LOCAL + 1, "\0\3\0\1aaaaaaaa", 12);
	input_at(SERVER, LOCAL + 1, "\0\3\0\2bbbbbbbb", 12);
	assert_int_equal(t.block, 2);
	input_at(SERVER, LOCAL + 1, "\0\3\0\3c", 5);
	assert_int_equal(t.state, TFTP_DONE);
	end("aaaaaaaabbbbbbbbc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overtaken),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_window_end),
		cmocka_unit_test(test_little_room),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
