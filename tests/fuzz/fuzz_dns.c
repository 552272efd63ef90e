/*
 * Fuzzes the answers of a name server, through our port of lwIP: the input is
 * what stands behind the number of the question, in several datagrams. Our own
 * question's name can be put into it. Whatever comes, a good answer to the next
 * question is understood.
 */
#include "fuzz.h"
#include "ip_wire.h"

#define DNS 53

static uint16_t asked_from;
static uint8_t question[600];
static size_t question_len;

static void heard(uint8_t protocol, const uint8_t *bytes, size_t len)
{
	if (protocol != IP_UDP || wire_be16(bytes + 2) != DNS)
		return;
	FUZZ_CHECK(len > 8 + 12 && len < sizeof(question));
	asked_from = wire_be16(bytes);
	question_len = len - 8;
	memcpy(question, bytes + 8, question_len);
}

/* One turn of asking. */
static int ask(const char *name, ip4 *address)
{
	struct stream *s = ip_tcp_stream();

	return s->resolve(s, name, address);
}

static void answer(struct span *in)
{
	uint8_t how = fuzz_u8(in), packet[1400];
	size_t len = fuzz_u16(in) & 0x3FF, head = 2;
	uint8_t *bytes;

	memcpy(packet, question, 2);
	if (how & 1) { /* header and question as they should be */
		head = question_len;
		memcpy(packet, question, head);
		wire_put16(packet + 2, how & 2 ? 0x8180 : 0x8183);
		packet[7] = how >> 4;
	}
	if (how & 4)
		packet[0] ^= 1;
	bytes = fuzz_bytes(in, &len);
	memcpy(packet + head, bytes, len);
	free(bytes);
	ip_wire_udp(how & 8 ? DNS + 1 : DNS, asked_from, packet, head + len);
	ip_wire_run(3);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const uint8_t record[] =
		"\300\14\0\1\0\1\0\0\0\1\0\4\300\0\2\11";
	static unsigned number;
	struct span in = span_of(bytes, len);
	ip4 address = {{0}}, wanted = {{192, 0, 2, 9}};
	char name[40];
	int rc = 0;

	ip_wire_start();
	ip_wire.heard = heard;
	question_len = 0;
	/* Names are kept: each run asks for another one. */
	snprintf(name, sizeof(name), "n%u.example", number++);
	while (in.len && (rc = ask(name, &address)) == 0) {
		ip_wire_run(5); /* the question goes out */
		if (question_len)
			answer(&in);
	}
	for (unsigned n = 0; rc == 0; n++) {
		ip_wire_run(500);
		rc = ask(name, &address);
		FUZZ_CHECK(n < 60);
	}
	snprintf(name, sizeof(name), "n%u.example", number++);
	question_len = 0;
	for (unsigned n = 0; (rc = ask(name, &address)) == 0; n++) {
		ip_wire_run(5);
		FUZZ_CHECK(n < 10);
		if (!question_len)
			continue;
		wire_put16(question + 2, 0x8180);
		wire_put16(question + 6, 1);
		memcpy(question + question_len, record, 16);
		ip_wire_udp(DNS, asked_from, question, question_len + 16);
	}
	FUZZ_CHECK(rc == 1 && !memcmp(&address, &wanted, 4));
	return 0;
}
