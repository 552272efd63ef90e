/*
 * Our own IP over a simulated Ethernet: the probe, names, and TFTP's wire. TCP
 * has a test of its own.
 */
#include "unit.h"
#include <string.h>
#include "base/err.h"
#include "ip_wire.h"

#define TFTP 69
#define DNS  53

static struct wire *wire;
static uint16_t heard_from, heard_to; /* ports of the last datagram */
static uint8_t heard[1500];
static size_t heard_len;

static void keep(uint8_t protocol, const uint8_t *bytes, size_t len)
{
	if (protocol != IP_UDP)
		return;
	heard_from = wire_be16(bytes);
	heard_to = wire_be16(bytes + 2);
	heard_len = len - 8;
	memcpy(heard, bytes + 8, heard_len);
}

static int begin(void **state)
{
	(void)state;
	ip_wire_start();
	ip_wire.heard = keep;
	heard_len = 0;
	return 0;
}

static int start(void **state)
{
	begin(state);
	return ip_udp_wire(&wire);
}

/* First of all: nobody answers, then somebody does. */
static void test_probe(void **state)
{
	uint32_t before = ip_wire.now_ms;

	(void)state;
	ip_wire.deaf = true;
	assert_int_equal(ip_probe(WIRE_SERVER, 3000), -ERR_IP_PROBE);
	assert_in_range(ip_wire.now_ms - before, 3000, 3100);
	ip_wire.deaf = false;
	assert_int_equal(ip_probe(WIRE_SERVER, 3000), 0);
	/* Out of our net it is the gateway that counts. */
	assert_int_equal(ip_probe((ip4){{10, 0, 0, 1}}, 3000), 0);
}

static int send_text(uint16_t from, const char *text)
{
	return wire->send(wire, WIRE_SERVER, TFTP, from, text, strlen(text));
}

/* What the wire gives within some time, "" if nothing. */
static const char *receive(ip4 from, uint16_t local, uint16_t *port)
{
	static char text[2000];
	uint32_t before = ip_wire.now_ms;
	struct span d;
	int rc = 0;

	while (rc == 0 && ip_wire.now_ms - before < 50)
		rc = wire->receive(wire, from, local, port, &d);
	assert_true(rc >= 0);
	snprintf(text, sizeof(text), "%.*s", rc ? (int)d.len : 0,
		 rc ? (const char *)d.p : "");
	return text;
}

static void test_datagrams(void **state)
{
	uint16_t port = 0;

	(void)state;
	assert_int_equal(send_text(50000, "hello"), 0);
	ip_wire_run(10);
	assert_int_equal(heard_len, 5);
	assert_memory_equal(heard, "hello", 5);
	assert_int_equal(heard_from, 50000);
	assert_int_equal(heard_to, TFTP);
	ip_wire_udp(1234, 50000, "one", 3);
	ip_wire_udp(1235, 50000, "two", 3);
	assert_string_equal(receive(WIRE_SERVER, 50000, &port), "one");
	assert_int_equal(port, 1234);
	assert_string_equal(receive(WIRE_SERVER, 50000, &port), "two");
	assert_int_equal(port, 1235);
	/* Others' are not for us. */
	ip_wire_udp(1234, 50001, "no", 2);
	assert_string_equal(receive(WIRE_SERVER, 50000, &port), "");
	ip_wire_udp(1234, 50000, "no", 2);
	assert_string_equal(receive((ip4){{192, 0, 2, 2}}, 50000, &port), "");
}

/* What came for the last transfer is not the next one's, whenever it came. */
static void test_late_datagram(void **state)
{
	uint16_t port;

	(void)state;
	for (uint32_t ms = 0; ms < 4; ms++) {
		assert_int_equal(send_text(50000, "first"), 0);
		ip_wire_run(5);
		ip_wire_udp(1234, 50000, "late", 4);
		ip_wire_run(ms);
		assert_int_equal(send_text(50016, "second"), 0);
		ip_wire_udp(1234, 50016, "good", 4);
		assert_string_equal(receive(WIRE_SERVER, 50016, &port), "good");
		assert_string_equal(receive(WIRE_SERVER, 50016, &port), "");
	}
}

/* More than there is room for is lost, and nothing else. */
static void test_flood(void **state)
{
	unsigned came = 0;
	uint16_t port;

	(void)state;
	assert_int_equal(send_text(50032, "x"), 0);
	ip_wire_run(5);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 1000; i++)
			ip_wire_udp(1234, 50032, "flood", 5);
		ip_wire_run(20);
		while (*receive(WIRE_SERVER, 50032, &port))
			came++;
		assert_true(came >= 64);
		came = 0;
	}
	ip_wire_udp(1234, 50032, "after", 5);
	assert_string_equal(receive(WIRE_SERVER, 50032, &port), "after");
}

/*
 * DNS. The answer: header, question, a CNAME and an A record, or an error.
 */
static bool dns_knows, dns_silent, dns_first_silent;
static unsigned dns_asked;

static void dns_heard(uint8_t protocol, const uint8_t *bytes, size_t len)
{
	uint8_t a[600];
	size_t n;

	keep(protocol, bytes, len);
	if (protocol != IP_UDP || heard_to != DNS)
		return;
	dns_asked++;
	if (dns_silent || (dns_first_silent && ip_wire.addressed.b[3] == 1))
		return;
	memcpy(a, heard, heard_len);
	n = heard_len;
	wire_put16(a + 2, dns_knows ? 0x8180 : 0x8183);
	if (dns_knows) {
		wire_put16(a + 6, 2);
		memcpy(a + n, "\300\14\0\5\0\1\0\0\0\12\0\4\1x\300\14", 16);
		memcpy(a + n + 16, "\1x\300\14\0\1\0\1\0\0\0\12\0\4\300\0\2\11",
		       18);
		n += 34;
	}
	ip_wire_udp(DNS, heard_from, a, n);
}

static int resolve(const char *name, ip4 *found)
{
	struct stream *s = ip_tcp_stream();
	uint32_t before = ip_wire.now_ms;
	int rc = 0;

	while (rc == 0 && ip_wire.now_ms - before < 60000)
		rc = s->resolve(s, name, found);
	return rc;
}

static void test_names(void **state)
{
	ip4 found = {{0}}, wanted = {{192, 0, 2, 9}};

	(void)state;
	ip_wire.heard = dns_heard;
	dns_knows = true;
	assert_int_equal(resolve("files.example", &found), 1);
	assert_memory_equal(&found, &wanted, 4);
	assert_int_equal(dns_asked, 1);
	/* Kept for a while. */
	assert_int_equal(resolve("files.example", &found), 1);
	assert_int_equal(dns_asked, 1);
	dns_knows = false;
	assert_int_equal(resolve("nobody.example", &found), -ERR_IP_NO_NAME);
	/* Asked again before it is given up. */
	dns_silent = true;
	dns_asked = 0;
	assert_int_equal(resolve("silent.example", &found), -ERR_IP_NO_NAME);
	assert_in_range(dns_asked, 3, 10);
	dns_silent = false;
	dns_knows = true;
	assert_int_equal(resolve("silent.example", &found), 1);
	/* There is a second one. */
	dns_first_silent = true;
	dns_asked = 0;
	memset(&found, 0, sizeof(found));
	assert_int_equal(resolve("second.example", &found), 1);
	assert_memory_equal(&found, &wanted, 4);
	assert_in_range(dns_asked, 2, 6);
	dns_first_silent = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_probe, begin),
		cmocka_unit_test_setup(test_datagrams, begin),
		cmocka_unit_test_setup(test_late_datagram, begin),
		cmocka_unit_test_setup(test_flood, begin),
		cmocka_unit_test_setup(test_names, begin),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
