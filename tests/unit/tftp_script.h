/* A TFTP transfer played datagram by datagram, for the tests of the engine. */
#ifndef TESTS_TFTP_SCRIPT_H
#define TESTS_TFTP_SCRIPT_H

#include "unit.h"
#include "proto/tftp.h"

#define LOCAL  50000
#define SERVER 40001

static struct tftp t;
static uint32_t now_ms;
static const struct tftp_wish plain = {.blksize = 512, .windowsize = 1},
			      large = {.blksize = 1468, .windowsize = 16};

/* A sink that keeps the bytes. */
static struct {
	struct sink sink;
	char bytes[4096];
	size_t len;
	uint64_t expected;
	unsigned expects;
} kept;

static int kept_expect(struct sink *s, uint64_t total)
{
	(void)s;
	assert_int_equal(kept.len, 0);
	kept.expected = total;
	kept.expects++;
	return 0;
}

static int kept_push(struct sink *s, const void *bytes, size_t len)
{
	(void)s;
	assert_true(len > 0 && kept.len + len <= sizeof(kept.bytes));
	memcpy(kept.bytes + kept.len, bytes, len);
	kept.len += len;
	return 0;
}

static void start(const struct tftp_wish *wish)
{
	memset(&kept, 0, sizeof(kept));
	kept.sink = (struct sink){kept_expect, kept_push, NULL};
	now_ms = 0xFFFFFF00; /* the clock will wrap */
	assert_int_equal(tftp_start(&t, "a/b", wish, &kept.sink, LOCAL, now_ms),
			 0);
}

/* A datagram from a port, at a guard page. */
static void input_at(uint16_t from, uint16_t local, const void *bytes,
		     size_t len)
{
	void *copy = guard_copy(bytes, len);

	tftp_input(&t, from, local, span_of(copy, len), now_ms);
	guard_free(copy, len);
}

/* One from the server: a string constant, its NUL not sent. */
#define INPUT(text) input_at(SERVER, LOCAL, text, sizeof(text) - 1)

/* The next datagram has to be exactly this. */
static void check_output(uint16_t to, uint16_t local, const void *bytes,
			 size_t len)
{
	uint8_t *buf = guard_alloc(TFTP_OUTPUT_MAX);
	uint16_t to_port = 0, local_port = 0;

	assert_int_equal(tftp_output(&t, buf, &to_port, &local_port, now_ms),
			 len);
	if (len) {
		assert_memory_equal(buf, bytes, len);
		assert_int_equal(to_port, to);
		assert_int_equal(local_port, local);
	}
	guard_free(buf, TFTP_OUTPUT_MAX);
}

#define OUTPUT(to, text) check_output(to, LOCAL, text, sizeof(text) - 1)
#define SILENT()	 check_output(0, 0, "", 0)

#define RRQ_PLAIN     "\0\1a/b\0octet\0tsize\0000\0timeout\0001\0"
#define RRQ_LARGE     RRQ_PLAIN "blksize\0001468\0windowsize\00016\0"
#define RRQ_BARE      "\0\1a/b\0octet\0"
#define STOPPED(code) "\0\5\0" code "the client stopped\0"
#define STRANGER      "\0\5\0\5unknown transfer ID\0"

#endif
