/*
 * Fuzzes proto/bis.c: the input is a cached packet, of which a question is
 * made, and an answer to it, whose MAC and number are the question's half of
 * the time.
 */
#include "fuzz.h"
#include "proto/bis.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);
	struct dhcp_lease lease = {0};
	struct bis bis = {.lease = &lease, .xid = "xid", .type = "type"};
	uint8_t fixes = fuzz_u8(&in), *cached, *answer;
	uint8_t request[BIS_REQUEST_LEN];
	struct bis_file f;
	struct dhcp d;
	size_t n = fuzz_u16(&in);

	cached = fuzz_bytes(&in, &n);
	dhcp_merge(&lease, cached, n);
	bis_request(&bis, request);
	FUZZ_CHECK(dhcp_open(&d, request, sizeof(request)) == 0);
	FUZZ_CHECK(dhcp_option(&d, DHCP_VENDOR, NULL, 0) == 13);
	n = in.len;
	answer = fuzz_bytes(&in, &n);
	if (fixes & 1 && n >= sizeof(struct dhcp_packet)) {
		struct dhcp_packet *p = (struct dhcp_packet *)answer;

		p->op = DHCP_BOOTREPLY;
		memcpy(p->xid, bis.xid, sizeof(p->xid));
		memcpy(p->chaddr, lease.mac, sizeof(p->chaddr));
	}
	if (bis_answer(&bis, span_of(answer, n), &f)) {
		FUZZ_CHECK(f.name[0]);
		FUZZ_CHECK(memchr(f.name, '\0', sizeof(f.name)));
		for (const char *c = f.name; *c; c++)
			FUZZ_CHECK((uint8_t)*c >= ' ' && *c != 0x7F);
	}
	free(cached);
	free(answer);
	return 0;
}
