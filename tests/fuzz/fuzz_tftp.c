/*
 * Fuzzes proto/tftp.c: the input is a sequence of events - datagrams of any
 * content or of a likely one, time that passes, a person who cancels.
 */
#include "fuzz.h"
#include "base/err.h"
#include "proto/tftp.h"

#define LOCAL  50000
#define SERVER 40000

static struct tftp t;
static uint32_t now_ms;

static struct {
	struct sink sink;
	uint64_t len, expected;
	unsigned expects;
	bool refuses, over;
} sink;

static int sink_expect(struct sink *s, uint64_t total)
{
	(void)s;
	FUZZ_CHECK(sink.len == 0 && !sink.over && sink.expects++ == 0);
	sink.expected = total;
	sink.over = sink.refuses && total % 7 == 0;
	return sink.over ? -1 : 0;
}

static int sink_push(struct sink *s, const void *bytes, size_t len)
{
	static volatile uint8_t read;

	(void)s;
	FUZZ_CHECK(len > 0 && !sink.over);
	for (size_t i = 0; i < len; i++)
		read = ((const uint8_t *)bytes)[i];
	(void)read;
	sink.len += len;
	FUZZ_CHECK(!sink.expects || sink.len <= sink.expected);
	sink.over = sink.refuses && sink.len > 1000;
	return sink.over ? -1 : 0;
}

/* What must always hold. */
static void check(void)
{
	FUZZ_CHECK(t.received == sink.len);
	FUZZ_CHECK(t.blksize >= 8 && t.blksize <= TFTP_BLKSIZE_MAX);
	FUZZ_CHECK(t.windowsize >= 1);
	FUZZ_CHECK(t.blksize <= t.wish.blksize || t.blksize == 512);
	FUZZ_CHECK(t.windowsize <= t.wish.windowsize);
	FUZZ_CHECK((t.state == TFTP_FAILED) == (t.rc < 0));
	if (sink.over)
		FUZZ_CHECK(t.state == TFTP_FAILED);
	if (t.state == TFTP_DONE && t.has_total)
		FUZZ_CHECK(t.received == t.total);
}

static void send_all(void)
{
	uint8_t *buf = malloc(TFTP_OUTPUT_MAX);
	uint16_t to, from;
	unsigned n = 0;
	size_t len;

	while ((len = tftp_output(&t, buf, &to, &from, now_ms)) != 0) {
		FUZZ_CHECK(len >= 4 && len <= TFTP_OUTPUT_MAX);
		FUZZ_CHECK(buf[0] == 0 &&
			   (buf[1] == TFTP_RRQ || buf[1] == TFTP_ACK ||
			    buf[1] == TFTP_ERROR));
		FUZZ_CHECK(++n <= 2);
	}
	free(buf);
	if (t.state == TFTP_RUNNING)
		FUZZ_CHECK((int32_t)(tftp_deadline(&t) - now_ms) > 0);
}

static void receive(struct span *in, uint16_t from, const uint8_t *bytes,
		    size_t len)
{
	uint16_t local = fuzz_u8(in) & 15 ? t.local_port : LOCAL;

	tftp_input(&t, from, local, span_of(bytes, len), now_ms);
}

/* DATA with a number near the one expected, of a likely length. */
static void receive_data(struct span *in, uint16_t from)
{
	uint8_t how = fuzz_u8(in);
	uint16_t number = (uint16_t)(t.block + 1 + (how & 7) * (how >> 7));
	size_t len = how & 8 ? t.blksize : fuzz_u8(in);
	uint8_t *bytes;

	if (how & 16)
		number = fuzz_u16(in);
	bytes = malloc(4 + len);
	memset(bytes, how, 4 + len);
	bytes[0] = 0;
	bytes[1] = TFTP_DATA;
	bytes[2] = (uint8_t)(number >> 8);
	bytes[3] = (uint8_t)number;
	receive(in, from, bytes, 4 + len);
	free(bytes);
}

/* Near the wrap, without 65535 blocks before it. */
static void jump(void)
{
	if (t.received)
		t.block = 65530;
}

static void event(struct span *in)
{
	uint8_t what = fuzz_u8(in);
	uint16_t from = what & 0x80 ? fuzz_u16(in) : SERVER;
	size_t len;
	uint8_t *bytes;

	switch (what & 7) {
	case 0:
	case 1:
		len = fuzz_u8(in);
		bytes = fuzz_bytes(in, &len);
		receive(in, from, bytes, len);
		free(bytes);
		break;
	case 2:
	case 3:
		receive_data(in, from);
		break;
	case 4:
		now_ms += fuzz_u8(in);
		break;
	case 5:
		now_ms = tftp_deadline(&t) + (fuzz_u8(in) & 1);
		break;
	case 6:
		if ((what & 0x78) == 0x78)
			tftp_cancel(&t, -1);
		else if ((what & 0x78) == 0x70)
			jump();
		break;
	default:
		send_all();
	}
	check();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	struct tftp_wish wish;
	size_t name_len = fuzz_u8(&in) & 31;
	char name[32];

	memset(name, 'n', sizeof(name));
	name[name_len] = '\0';
	memset(&sink, 0, sizeof(sink));
	sink.sink = (struct sink){sink_expect, sink_push, NULL};
	sink.refuses = fuzz_u8(&in) == 1;
	now_ms = (uint32_t)fuzz_u16(&in) << 16;
	wish.blksize = (uint16_t)(8 + fuzz_u16(&in) % (TFTP_BLKSIZE_MAX - 7));
	wish.windowsize = (uint16_t)(1 + fuzz_u8(&in) % 64);
	wish.port = fuzz_u8(&in) & 1;
	/* From none to more than a window needs. */
	wish.room_len = (fuzz_u8(&in) % 32) * (wish.blksize + 1u);
	wish.room = wish.room_len ? malloc(wish.room_len) : NULL;
	if (tftp_start(&t, name, &wish, &sink.sink, LOCAL, now_ms) < 0) {
		FUZZ_CHECK(name_len == 0);
		free(wish.room);
		return 0;
	}
	while (in.len)
		event(&in);
	/* Left alone, it comes to an end. */
	for (unsigned n = 0; t.state == TFTP_RUNNING; n++) {
		FUZZ_CHECK(n < 1000);
		send_all();
		now_ms = tftp_deadline(&t);
		send_all();
		check();
	}
	send_all();
	free(wish.room);
	return 0;
}
