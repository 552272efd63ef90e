/* The HTTP server's TCP. Documented in tcp_peer.h. */
#include "tcp_peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORT	   80
#define MSS	   1460
#define TIMEOUT_MS 200
enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16 };

struct tcp_peer tcp_peer;

/* The one connection. Numbers of bytes count from the SYN's on. */
static struct {
	bool open, reset_done;
	uint16_t client;
	uint32_t iss, irs;
	uint32_t received; /* of the client's: in order */
	uint32_t acked, next, highest;
	uint32_t window;
	unsigned shift, equal;
	uint32_t timer_ms;
	char request[4096];
	size_t request_len;
	/* The answer: head, then the file from there on. */
	char head[300];
	size_t head_len;
	uint64_t from;
	uint32_t len;  /* of all answers so far */
	uint32_t base; /* where the present one begins */
	bool fin_came, fin_sent;
} c;

uint8_t tcp_peer_byte(uint64_t at)
{
	return (uint8_t)(at * 31 ^ at >> 7 ^ at >> 16);
}

static uint8_t peer_stream_byte(uint32_t at)
{
	at -= c.base;
	if (at < c.head_len)
		return (uint8_t)c.head[at];
	return tcp_peer_byte(c.from + at - c.head_len);
}

static void peer_segment(uint8_t flags, uint32_t at, size_t len)
{
	uint8_t s[24 + MSS] = {0};
	size_t head = flags & SYN ? 24 : 20;
	unsigned sum;

	wire_put16(s, PORT);
	wire_put16(s + 2, c.client);
	wire_put32(s + 4, c.iss + at);
	wire_put32(s + 8, c.irs + c.received);
	s[12] = (uint8_t)(head << 2);
	s[13] = flags;
	wire_put16(s + 14, 60000);
	if (flags & SYN)
		memcpy(s + 20, "\2\4\5\264", 4); /* MSS 1460 */
	for (size_t i = 0; i < len; i++)
		s[head + i] = peer_stream_byte(at - 1 + (uint32_t)i);
	sum = ip_wire_sum(false, WIRE_TCP, s, head + len);
	wire_put16(s + 16, sum);
	ip_wire_send(WIRE_TCP, s, head + len);
}

/* A segment of the stream from there on. */
static void peer_data(uint32_t at)
{
	uint32_t left = c.len + 1 - at;
	uint32_t len = left < MSS ? left : MSS;

	if (at < c.highest)
		tcp_peer.resent++;
	peer_segment(ACK | PSH, at, len);
	c.next = at + len;
	if (c.next > c.highest)
		c.highest = c.next;
}

/* Send what both windows allow. */
static void peer_push(void)
{
	while (c.open && c.next < c.len + 1 &&
	       c.next - c.acked < tcp_peer.window * MSS &&
	       c.next - c.acked + MSS <= c.window) {
		if (tcp_peer.silent_at && c.next > tcp_peer.silent_at)
			return;
		if (tcp_peer.reset_at && c.next > tcp_peer.reset_at &&
		    !c.reset_done) {
			c.reset_done = true;
			peer_segment(RST | ACK, c.next, 0);
			c.open = false;
			return;
		}
		peer_data(c.next);
	}
}

static void peer_answer(void)
{
	const char *range = strstr(c.request, "Range: bytes=");

	c.from = range ? strtoull(range + 13, NULL, 10) : 0;
	tcp_peer.asked_from = (uint32_t)c.from;
	tcp_peer.requests++;
	if (range)
		snprintf(c.head, sizeof(c.head),
			 "HTTP/1.1 206 P\r\nContent-Length: %llu\r\n"
			 "Content-Range: bytes %llu-%llu/%llu\r\n\r\n",
			 (unsigned long long)(tcp_peer.size - c.from),
			 (unsigned long long)c.from,
			 (unsigned long long)(tcp_peer.size - 1),
			 (unsigned long long)tcp_peer.size);
	else
		snprintf(c.head, sizeof(c.head),
			 "HTTP/1.1 200 O\r\nContent-Length: %llu\r\n\r\n",
			 (unsigned long long)tcp_peer.size);
	c.head_len = strlen(c.head);
	c.base = c.len;
	c.len += (uint32_t)(c.head_len + tcp_peer.size - c.from);
	c.request_len = 0;
	c.timer_ms = ip_wire.now_ms;
}

static void peer_open(uint16_t client, uint32_t seq, const uint8_t *options,
		      size_t len)
{
	bool reset_done = c.reset_done;

	/* The same SYN again: our answer was lost. */
	if (!c.open || c.client != client || c.irs != seq) {
		memset(&c, 0, sizeof(c));
		c.reset_done = reset_done;
		c.client = client;
		c.iss = 0xFFFF0000u + tcp_peer.connections++ * 77777;
		c.irs = seq;
		c.open = true;
	}
	for (size_t i = 0; i + 2 < len && options[i];)
		if (options[i] == 1) {
			i++;
		} else {
			if (options[i] == 3)
				c.shift = options[i + 2];
			i += options[i + 1] ? options[i + 1] : 1;
		}
	/* We offer no scaling ourselves: then there is none. */
	c.shift = 0;
	c.received = 1;
	c.acked = c.next = c.highest = 1;
	peer_segment(SYN | ACK, 0, 0);
}

static void peer_acked(uint32_t ack, size_t len)
{
	if (ack > c.highest + 1 || ack < c.acked)
		return;
	c.timer_ms = ip_wire.now_ms;
	if (ack > c.acked) {
		c.acked = ack;
		c.equal = 0;
		if (c.next < c.acked)
			c.next = c.acked;
	} else if (c.acked < c.highest && !len && ++c.equal == 3) {
		uint32_t next = c.next;

		peer_data(c.acked);
		c.next = next;
	}
}

static void peer_input(uint32_t at, const uint8_t *bytes, size_t len, bool fin)
{
	if (at > c.received)
		return;
	if (len && at + len > c.received) {
		size_t skip = c.received - at;

		if (c.request_len + len - skip >= sizeof(c.request)) {
			tcp_peer.wrong++;
			return;
		}
		memcpy(c.request + c.request_len, bytes + skip, len - skip);
		c.request_len += len - skip;
		c.request[c.request_len] = '\0';
		c.received += (uint32_t)(len - skip);
		if (strstr(c.request, "\r\n\r\n"))
			peer_answer();
	}
	if (fin && at + len == c.received && !c.fin_came) {
		c.fin_came = true;
		c.received++;
	}
	if (len || fin)
		peer_segment(ACK, c.next, 0);
	if (c.fin_came && c.acked == c.highest)
		peer_segment(FIN | ACK, c.next, 0);
}

static void peer_heard(uint8_t protocol, const uint8_t *s, size_t len)
{
	size_t head = len > 12 ? (size_t)(s[12] >> 4) * 4 : 0;
	uint8_t flags;

	if (protocol != WIRE_TCP || wire_be16(s + 2) != PORT)
		return;
	if (head < 20 || head > len ||
	    ip_wire_sum(true, WIRE_TCP, s, len) != 0) {
		tcp_peer.wrong++;
		return;
	}
	flags = s[13];
	if (flags & SYN && tcp_peer.refuses) {
		c.client = wire_be16(s);
		c.iss = 0;
		c.irs = wire_be32(s + 4);
		c.received = 1;
		peer_segment(RST | ACK, 0, 0);
		return;
	}
	if (flags & SYN) {
		peer_open(wire_be16(s), wire_be32(s + 4), s + 20, head - 20);
		return;
	}
	if (!c.open || wire_be16(s) != c.client)
		return;
	if (flags & RST) {
		c.open = false;
		return;
	}
	c.window = (uint32_t)wire_be16(s + 14) << c.shift;
	if (c.window > tcp_peer.offered)
		tcp_peer.offered = c.window;
	peer_acked(wire_be32(s + 8) - c.iss, len - head);
	peer_input(wire_be32(s + 4) - c.irs, s + head, len - head, flags & FIN);
	peer_push();
}

static void peer_tick(void)
{
	if (!c.open || c.acked >= c.len + 1 ||
	    ip_wire.now_ms - c.timer_ms < TIMEOUT_MS)
		return;
	c.timer_ms = ip_wire.now_ms;
	c.equal = 0;
	if (tcp_peer.silent_at && c.acked + MSS > tcp_peer.silent_at)
		return;
	c.next = c.acked;
	peer_push();
}

void tcp_peer_start(const struct tcp_peer *how)
{
	tcp_peer = *how;
	memset(&c, 0, sizeof(c));
	ip_wire.heard = peer_heard;
	ip_wire.tick = peer_tick;
}
