/* !PXE, PXENV+, INT 1Ah; junk calls; cached packets; the end. */
#include <string.h>
#include "nbp.h"
#include "spec/dhcp.h"

static uint8_t sum_of(const void *bytes, unsigned len)
{
	const uint8_t *p = bytes;
	uint8_t sum = 0;

	while (len--)
		sum += *p++;
	return sum;
}

void test_structures(void)
{
	far_get(&bang, nbp_pxe, sizeof(bang));
	far_get(&env, nbp_pxenv, sizeof(env));
	check("!PXE", memcmp(bang.signature, "!PXE", 4) == 0);
	check_equal("!PXE checksum", sum_of(&bang, sizeof(bang)), 0);
	check("PXENV+", memcmp(env.signature, "PXENV+", 6) == 0);
	check_equal("PXENV+ checksum", sum_of(&env, sizeof(env)), 0);
	check_equal("PXENV+ version", env.version, 0x0201);
	check_equal("PXENV+ leads to !PXE", far_of(env.pxe_ptr), nbp_pxe);
	check("both on paragraphs", ((nbp_pxe | nbp_pxenv) & 15) == 0);
	check("entries not at offset 0",
	      bang.entry_sp.off != 0 && env.rm_entry.off != 0);
	check_equal("seven segments", bang.seg_count, 7);
	check_equal("INT 1Ah", call_int1a(), 0x564E);
	check_equal("INT 1Ah leads to PXENV+", int1a_result, nbp_pxenv);
	check("40:13 lies below all of it",
	      (uint32_t)far_read16(far_at(0x40, 0x13)) * 64 <=
		      bang.seg[PXE_SEG_UNDI_DATA].seg);
}

void test_bad_calls(void)
{
	struct pxe_status_block s;
	uint32_t ivt = far_read32(0);

	check_equal("unknown opcode", call(0x99, &s), PXE_EXIT_FAILURE);
	check_equal("its status", s.status, PXE_STATUS_UNSUPPORTED);
	check_equal("the obsolete READ_FILE_PMODE", call(0x24, &s),
		    PXE_EXIT_FAILURE);
	check_equal("opcode FFFFh", call(0xFFFF, &s), PXE_EXIT_FAILURE);
	check_equal("a known one with a high byte", call(0x114, &s),
		    PXE_EXIT_FAILURE);
	check_equal("its status", s.status, PXE_STATUS_UNSUPPORTED);
	check_equal("no block",
		    call_pxe(far_of(bang.entry_sp), PXE_UNDI_CLOSE, NULL),
		    PXE_EXIT_FAILURE);
	check_equal("nothing written to it", far_read32(0), ivt);
	s.status = 0xEEEE;
	check_equal("PXENV+ entry",
		    call_pxenv(far_of(env.rm_entry), PXE_UNDI_STARTUP, &s),
		    PXE_EXIT_SUCCESS);
	check_equal("its status is written", s.status, PXE_STATUS_SUCCESS);
	check_equal("offset 0 of the UNDI's segment is that entry, too",
		    call_pxenv(far_at(env.undi_code_seg, 0), 0x99, &s),
		    PXE_EXIT_FAILURE);
	check_equal("its status", s.status, PXE_STATUS_UNSUPPORTED);
	check_equal("START_BASE", call(PXE_START_BASE, &s), PXE_EXIT_FAILURE);
	check_equal("STOP_BASE", call(PXE_STOP_BASE, &s), PXE_EXIT_SUCCESS);
}

static struct dhcp_packet *cached(uint16_t type)
{
	static uint8_t packet[1260];
	struct pxe_get_cached_info c = {.packet_type = type,
					.buffer_limit = 0x5A5A};

	check_equal("GET_CACHED_INFO", call(PXE_GET_CACHED_INFO, &c),
		    PXE_EXIT_SUCCESS);
	check_equal("its size", c.buffer_size, sizeof(packet));
	check_equal("BufferLimit is left alone", c.buffer_limit, 0x5A5A);
	far_get(packet, far_of(c.buffer), sizeof(packet));
	return (struct dhcp_packet *)packet;
}

void learn_addresses(void)
{
	client = cached(PXE_PACKET_ACK)->yiaddr;
	server = cached(PXE_PACKET_REPLY)->siaddr;
}

void test_cached_info(void)
{
	static uint8_t copy[300];
	struct dhcp_packet *p = cached(PXE_PACKET_DISCOVER);
	struct pxe_get_cached_info c;

	check_equal("discover is a request", p->op, 1);
	p = cached(PXE_PACKET_ACK);
	check_equal("ACK is a reply", p->op, 2);
	learn_addresses();
	p = cached(PXE_PACKET_REPLY);
	check("reply is a reply", p->op == 2 && p->chaddr[5] == 0x56);
	c = (struct pxe_get_cached_info){
		.packet_type = PXE_PACKET_REPLY,
		.buffer_size = 100,
		.buffer = far_segoff(far_at(0, (uint16_t)(uintptr_t)copy))};
	memset(copy, 0xEE, sizeof(copy));
	check_equal("a copy", call(PXE_GET_CACHED_INFO, &c), 0);
	check_equal("cut to the room", c.buffer_size, 100);
	check("with the packet in it", memcmp(copy, p, 100) == 0);
	check_equal("and nothing behind", copy[100], 0xEE);
	c.buffer = (struct segoff){0};
	c.buffer_size = 100;
	check_equal("a copy to nowhere", call(PXE_GET_CACHED_INFO, &c), 0);
	check("is the packet's place", c.buffer.seg != 0);
	c.packet_type = 0;
	check_equal("packet type 0", call(PXE_GET_CACHED_INFO, &c), 1);
	c.packet_type = 4;
	check_equal("packet type 4", call(PXE_GET_CACHED_INFO, &c), 1);
	check_equal("its status", c.status, PXE_STATUS_UNSUPPORTED);
}

void test_unload(void)
{
	static struct pxe_unload_stack u;
	struct pxe_status_block s;
	struct pxe_start_undi start = {0};

	check_equal("UNDI_CLOSE", call(PXE_UNDI_CLOSE, &s), 0);
	check_equal("UNDI_SHUTDOWN", call(PXE_UNDI_SHUTDOWN, &s), 0);
	check_equal("UNDI_CLEANUP", call(PXE_UNDI_CLEANUP, &s), 0);
	check_equal("STOP_UNDI", call(PXE_STOP_UNDI, &s), 0);
	check("INT 1Ah is no longer ours", call_int1a() != 0x564E);
	check_equal("START_UNDI", call(PXE_START_UNDI, &start), 0);
	check_equal("INT 1Ah is ours", call_int1a(), 0x564E);
	check_equal("UNLOAD_STACK", call(PXE_UNLOAD_STACK, &u), 0);
	far_get(&bang, nbp_pxe, sizeof(bang));
	check_equal("!PXE has no base code",
		    bang.seg[PXE_SEG_BC_CODE].seg | bang.seg[PXE_SEG_STACK].seg,
		    0);
	check_equal("its checksum", sum_of(&bang, sizeof(bang)), 0);
	check_equal("STOP_UNDI again", call(PXE_STOP_UNDI, &s), 0);
}
