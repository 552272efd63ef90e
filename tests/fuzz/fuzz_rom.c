/*
 * Fuzzes what the ROM reads from the wire: option 43 (rom/vendor.c), IP headers
 * (rom/ip.c), reassembly (rom/frag.c) and MTFTP (rom/mtftp.c).
 */
#include "fuzz.h"
#include "rom/frag.h"
#include "rom/mtftp.h"
#include "rom/nic.h"
#include "rom/vendor.h"

struct nic nic;
static bool given[NIC_BUFFERS_MAX];

void nic_give(uint8_t id)
{
	FUZZ_CHECK(id < NIC_BUFFERS_MAX && !given[id]);
	given[id] = true;
}

static void fuzz_vendor(struct span in)
{
	size_t len = in.len;
	uint8_t *copy = fuzz_bytes(&in, &len);
	struct vendor_server s;
	struct vendor_item item;
	struct vendor v;

	vendor_parse(span_of(copy, len), &v);
	FUZZ_CHECK(v.servers.len < 256 && v.menu.len < 256);
	vendor_find_server(&v, v.item_type, &s);
	while (vendor_next_server(&v.servers, &s))
		FUZZ_CHECK(s.addresses.len % 4 == 0);
	while (vendor_next_item(&v.menu, &item))
		FUZZ_CHECK(item.text.len < 256);
	free(copy);
}

static void fuzz_ip(struct span in)
{
	size_t len = in.len < IP_HEADER_MAX ? in.len : IP_HEADER_MAX;
	uint16_t total = fuzz_u16(&in);
	uint8_t *copy = fuzz_bytes(&in, &len);
	struct ip_packet p;

	if (ip_parse(span_of(copy, len), total, &p)) {
		FUZZ_CHECK(p.start >= 20 && p.start + p.len <= total);
		FUZZ_CHECK(p.off + p.len <= 65535 - 20);
	}
	free(copy);
}

/* A chain is in order, without holes, of buffers that are not the card's. */
static void check_chain(struct frag_chain *whole)
{
	uint16_t at = 0;
	uint8_t id = whole->first;

	for (; id != FRAG_END; id = frag_piece[id].next) {
		FUZZ_CHECK(!given[id] && frag_piece[id].off == at);
		at += frag_piece[id].len;
	}
	FUZZ_CHECK(at == whole->len);
	frag_free(whole);
}

static void fuzz_frag(struct span in)
{
	struct frag_chain whole;
	uint32_t now = 0;
	uint8_t id;

	memset(given, 1, sizeof(given));
	nic.buffers = NIC_BUFFERS_MAX;
	frag_reset();
	while (in.len) {
		struct ip_packet p = {.protocol = IP_UDP,
				      .id = fuzz_u8(&in) & 7};

		p.off = (uint16_t)(fuzz_u16(&in) % 8000 * 8);
		p.len = (uint16_t)(fuzz_u8(&in) * 8);
		p.more = fuzz_u8(&in) & 1;
		p.len += p.more ? 8 : p.id;
		now += fuzz_u8(&in) * 10;
		for (id = 0; id < NIC_BUFFERS_MAX && !given[id];)
			id++;
		FUZZ_CHECK(id < NIC_BUFFERS_MAX);
		given[id] = false;
		if (frag_add(&p, id, 34, now, &whole))
			check_chain(&whole);
	}
}

/* Datagrams and silence in any order: it ends, within the file's bounds. */
static void fuzz_mtftp(struct span in)
{
	struct mtftp m;
	struct span data;
	uint32_t now = 0, at;

	mtftp_start(&m, fuzz_u8(&in) & 3, fuzz_u8(&in) & 3, now);
	while (in.len) {
		size_t len = fuzz_u16(&in) % 600;
		bool group = fuzz_u8(&in) & 1;
		uint8_t *copy = fuzz_bytes(&in, &len);

		if (mtftp_input(&m, 99, group, span_of(copy, len), now, &at,
				&data)) {
			FUZZ_CHECK(at / MTFTP_BLOCK_LEN < MTFTP_BLOCKS_MAX);
			FUZZ_CHECK(data.len <= MTFTP_BLOCK_LEN);
			FUZZ_CHECK(data.p >= copy &&
				   data.p + data.len <= copy + len);
		}
		free(copy);
		mtftp_output(&m, now);
		now += fuzz_u8(&in) * 20;
	}
	for (at = 0; at < 1000 && m.phase < MTFTP_DONE; at++) {
		now += 1000;
		mtftp_output(&m, now);
	}
	FUZZ_CHECK(m.phase >= MTFTP_DONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct span in = span_of(bytes, len);

	switch (fuzz_u8(&in) % 4) {
	case 0:
		fuzz_vendor(in);
		break;
	case 1:
		fuzz_ip(in);
		break;
	case 2:
		fuzz_mtftp(in);
		break;
	default:
		fuzz_frag(in);
		break;
	}
	return 0;
}
