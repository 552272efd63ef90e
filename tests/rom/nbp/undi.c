/* UNDI: information calls, and frames polled and by interrupt. */
#include <string.h>
#include "nbp.h"
#include "rom/bios.h"

static uint8_t our_mac[] = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};
static struct pxe_undi_get_information info;

static void test_addresses(void)
{
	struct pxe_undi_get_mcast_address m = {.inet = {{224, 0, 0, 9}}};
	struct pxe_undi_set_station_address s = {0};
	static const uint8_t mapped[] = {1, 0, 0x5E, 0, 0, 9};

	check_equal("GET_MCAST_ADDRESS", call(PXE_UNDI_GET_MCAST_ADDRESS, &m),
		    0);
	check("mapped", memcmp(m.media, mapped, 6) == 0);
	m.inet.b[0] = 10;
	check_equal("of an address that is no group",
		    call(PXE_UNDI_GET_MCAST_ADDRESS, &m), 1);
	check_equal("its status", m.status, PXE_STATUS_UNDI_INVALID_PARAMETER);
	memcpy(s.address, our_mac, 6);
	check_equal("SET_STATION_ADDRESS to the same",
		    call(PXE_UNDI_SET_STATION_ADDRESS, &s), 0);
	s.address[5]++;
	check_equal("to another while open",
		    call(PXE_UNDI_SET_STATION_ADDRESS, &s), 1);
	check_equal("its status", s.status, PXE_STATUS_UNDI_INVALID_STATE);
}

void test_undi_information(void)
{
	static struct pxe_undi_get_iface_info iface;
	struct pxe_undi_get_nic_type nic = {.sub_vendor_id = 0x5A5A};
	struct pxe_undi_get_statistics stats;
	struct pxe_status_block s;

	check_equal("GET_INFORMATION", call(PXE_UNDI_GET_INFORMATION, &info),
		    0);
	check("its MAC",
	      memcmp(info.current_node_address, our_mac, 6) == 0 &&
		      memcmp(info.perm_node_address, our_mac, 6) == 0);
	check_equal("its MTU", info.max_tran_unit, 1500);
	check("its IRQ", info.int_number > 2 && info.int_number < 16);
	check("its buffers", info.rx_buf_ct >= 64 && info.tx_buf_ct > 0);
	check_equal("GET_NIC_TYPE", call(PXE_UNDI_GET_NIC_TYPE, &nic), 0);
	check_equal("its bus", nic.nic_type, PXE_NIC_PCI);
	check("its ids",
	      (nic.vendor_id == 0x8086 && nic.dev_id == 0x100E) ||
		      (nic.vendor_id == 0x1AF4 && nic.dev_id == 0x1000));
	check_equal("nothing behind an old caller's block", nic.sub_vendor_id,
		    0x5A5A);
	check_equal("GET_IFACE_INFO", call(PXE_UNDI_GET_IFACE_INFO, &iface), 0);
	check("its type", memcmp(iface.type, "DIX+802.3", 10) == 0);
	check("it says interrupts work",
	      iface.service_flags & PXE_SERVICE_INTERRUPT);
	check_equal("GET_STATISTICS", call(PXE_UNDI_GET_STATISTICS, &stats), 0);
	check("frames went both ways", stats.sent > 2 && stats.received > 2);
	check_equal("CLEAR_STATISTICS", call(PXE_UNDI_CLEAR_STATISTICS, &s), 0);
	call(PXE_UNDI_GET_STATISTICS, &stats);
	check_equal("cleared", stats.sent + stats.received, 0);
	check_equal("INITIATE_DIAGS", call(PXE_UNDI_INITIATE_DIAGS, &s), 1);
	check_equal("FORCE_INTERRUPT", call(PXE_UNDI_FORCE_INTERRUPT, &s), 1);
	test_addresses();
}

static uint8_t frame[1600];
static struct pxe_undi_isr isr;

/* PROCESS or GET_NEXT: what came. */
static uint16_t isr_call(uint16_t function)
{
	memset(&isr, 0, sizeof(isr));
	isr.function = function;
	if (call(PXE_UNDI_ISR, &isr) != 0)
		return 0xFFFF;
	if (isr.function == PXE_ISR_RECEIVE)
		far_get(frame, far_of(isr.frame),
			isr.buffer_len < sizeof(frame) ? isr.buffer_len
						       : sizeof(frame));
	return isr.function;
}

static struct arp_packet arp_request(void)
{
	struct arp_packet a = {
		.hw_type = 0x0100,
		.proto_type = 0x0008,
		.hw_len = 6,
		.proto_len = 4,
		.op = 0x0100,
		.sender_ip = client,
		.target_ip = server,
	};

	memcpy(&a.sender_mac, our_mac, 6);
	return a;
}

/* Send an ARP request; the ROM makes the header unless raw. */
static uint32_t send_arp(bool raw, bool split)
{
	static struct {
		struct eth_header eth;
		struct arp_packet arp;
	} PACKED f;
	struct pxe_tbd tbd = {0};
	struct pxe_undi_transmit t = {.protocol = raw ? PXE_PROTO_NONE
						      : PXE_PROTO_ARP,
				      .flag = PXE_XMIT_BROADCAST};
	uint8_t *from = raw ? (uint8_t *)&f : (uint8_t *)&f.arp;
	uint16_t len = raw ? sizeof(f) : sizeof(f.arp);

	memset(&f.eth.dst, 0xFF, 6);
	memcpy(&f.eth.src, our_mac, 6);
	f.eth.type = 0x0608;
	f.arp = arp_request();
	tbd.immediate_len = split ? 5 : len;
	tbd.immediate.off = (uint16_t)(uintptr_t)from;
	if (split) {
		tbd.block_count = 1;
		tbd.block[0].type = 1;
		tbd.block[0].len = len - 5;
		tbd.block[0].data.off = (uint16_t)(uintptr_t)(from + 5);
	}
	t.tbd.off = (uint16_t)(uintptr_t)&tbd;
	return call(PXE_UNDI_TRANSMIT, &t);
}

static bool is_arp_reply(void)
{
	struct arp_packet *a = (struct arp_packet *)(frame + 14);

	return isr.protocol == PXE_FRAME_ARP && isr.header_len == 14 &&
	       isr.buffer_len == isr.frame_len && isr.frame_len >= 42 &&
	       a->op == 0x0200 &&
	       memcmp(&a->sender_ip, &server, sizeof(server)) == 0;
}

/*
 * Poll as GRUB does: a reply and a completed transmit. QEMU's e1000 receives
 * nothing in its first second.
 */
static void poll_reply(const char *name)
{
	uint32_t start = ticks();
	bool got = false, sent = false;
	uint16_t what;

	while (ticks() - start < 54 && !(got && sent)) {
		isr_call(PXE_ISR_START);
		what = isr_call(PXE_ISR_PROCESS);
		for (; what != PXE_ISR_DONE && what != 0xFFFF;
		     what = isr_call(PXE_ISR_GET_NEXT)) {
			got |= what == PXE_ISR_RECEIVE && is_arp_reply();
			sent |= what == PXE_ISR_TRANSMIT;
		}
	}
	check(name, got);
	check("and its transmit is reported", sent);
}

/* With another station address; the card is closed before and after. */
static void test_other_address(void)
{
	struct pxe_undi_set_station_address s = {.address = {1}};
	struct pxe_undi_get_information i;
	struct pxe_status_block status;

	check_equal("a group's as station address",
		    call(PXE_UNDI_SET_STATION_ADDRESS, &s), 1);
	check_equal("its status", s.status, PXE_STATUS_UNDI_BAD_MAC_ADDRESS);
	our_mac[5]++;
	memcpy(s.address, our_mac, 6);
	check_equal("SET_STATION_ADDRESS",
		    call(PXE_UNDI_SET_STATION_ADDRESS, &s), 0);
	send_arp(true, false);
	poll_reply("a frame to the other address");
	call(PXE_UNDI_GET_INFORMATION, &i);
	check("the current address is the other",
	      memcmp(i.current_node_address, our_mac, 6) == 0 &&
		      memcmp(i.perm_node_address, our_mac, 6) != 0);
	check_equal("UNDI_CLOSE", call(PXE_UNDI_CLOSE, &status), 0);
	our_mac[5]--;
	memcpy(s.address, our_mac, 6);
	check_equal("SET_STATION_ADDRESS back",
		    call(PXE_UNDI_SET_STATION_ADDRESS, &s), 0);
}

/* Nothing passes an empty filter. */
static void test_filter(void)
{
	struct pxe_undi_set_packet_filter filter = {.filter = 0};
	uint32_t start = ticks();
	bool got = false;

	check_equal("SET_PACKET_FILTER to nothing",
		    call(PXE_UNDI_SET_PACKET_FILTER, &filter), 0);
	send_arp(true, false);
	while (ticks() - start < 6)
		got |= isr_call(PXE_ISR_PROCESS) == PXE_ISR_RECEIVE;
	check("nothing comes", !got);
	filter.filter = 3;
	check_equal("SET_PACKET_FILTER",
		    call(PXE_UNDI_SET_PACKET_FILTER, &filter), 0);
	send_arp(true, false);
	poll_reply("a reply comes");
}

/* While the line is masked, START is for pollers: it sees what waits. */
static void test_polled_start(void)
{
	uint32_t start = ticks();
	uint16_t what;
	bool got = false;

	while (isr_call(PXE_ISR_PROCESS) != PXE_ISR_DONE)
		;
	check_equal("START with nothing to report", isr_call(PXE_ISR_START),
		    PXE_ISR_NOT_OURS);
	send_arp(true, false);
	while (ticks() - start < 36 && !got) {
		if (isr_call(PXE_ISR_START) != PXE_ISR_OURS)
			continue;
		what = isr_call(PXE_ISR_PROCESS);
		for (; what != PXE_ISR_DONE && what != 0xFFFF;
		     what = isr_call(PXE_ISR_GET_NEXT))
			got |= what == PXE_ISR_RECEIVE && is_arp_reply();
	}
	check("START tells a poller of a frame", got);
}

static uint16_t irq_seen; /* of irq_ours */

/* Until DONE. Is there a reply among it? */
static bool process(void)
{
	bool got = false;
	uint16_t what;

	irq_seen = irq_ours;
	what = isr_call(PXE_ISR_PROCESS);
	for (; what != PXE_ISR_DONE && what != 0xFFFF;
	     what = isr_call(PXE_ISR_GET_NEXT))
		got |= what == PXE_ISR_RECEIVE && is_arp_reply();
	return got;
}

/* Ask until a reply has come by interrupts, which nothing else tells of. */
static bool reply_by_interrupt(void)
{
	uint32_t start = ticks(), asked = start - 9;
	bool got = false;

	while (ticks() - start < 54 && !got) {
		if (ticks() - asked >= 9) {
			asked = ticks();
			send_arp(false, false);
		}
		wait_irq();
		if (irq_seen == irq_ours)
			continue;
		got = process();
		irq_unmask();
	}
	return got;
}

/*
 * START has been called, PROCESS not yet: the card's interrupts are off. When
 * the link changes, virtio-net raises its line all the same.
 */
static void test_link_change(void)
{
	uint32_t start = ticks();

	process();
	irq_count = 0;
	send_arp(false, false);
	while (ticks() - start < 36 && irq_seen == irq_ours)
		wait_irq();
	check("an interrupt", irq_seen != irq_ours);
	print("change the link\r\n");
	wait_char();
	check("a change of the link makes no storm", irq_count < 100);
	irq_unmask();
	process();
	check("and then frames come by interrupt", reply_by_interrupt());
}

static void test_interrupt(void)
{
	uint32_t irq = info.int_number;

	irq_hook(irq < 8 ? 8 + irq : 0x70 + irq - 8, irq,
		 far_of(bang.entry_sp));
	process();
	check("an interrupt came and brought the reply", reply_by_interrupt());
	check("and another", reply_by_interrupt());
	irq_mask_first = true;
	check("to a handler that masks its line", reply_by_interrupt());
	check("and another", reply_by_interrupt());
	irq_mask_first = false;
	irq_unmask();
	check("without a storm", irq_count < 100);
	test_link_change();
	irq_unhook();
}

static void test_bad_transmit(void)
{
	static uint8_t junk[1515];
	struct pxe_tbd tbd = {.immediate_len = sizeof(junk)};
	struct pxe_undi_transmit t = {0};

	t.tbd.off = (uint16_t)(uintptr_t)&tbd;
	tbd.immediate.off = (uint16_t)(uintptr_t)junk;
	check_equal("a frame too long", call(PXE_UNDI_TRANSMIT, &t), 1);
	tbd.immediate_len = 13;
	check_equal("a frame too short", call(PXE_UNDI_TRANSMIT, &t), 1);
	tbd.immediate_len = 60;
	tbd.block_count = 9;
	check_equal("too many blocks", call(PXE_UNDI_TRANSMIT, &t), 1);
	tbd.block_count = 0;
	t.protocol = 4;
	check_equal("an unknown protocol", call(PXE_UNDI_TRANSMIT, &t), 1);
	check_equal("its status", t.status, PXE_STATUS_UNDI_INVALID_PARAMETER);
	t.protocol = 0;
	tbd.immediate = (struct segoff){0};
	check_equal("a frame from nowhere", call(PXE_UNDI_TRANSMIT, &t), 1);
	t.tbd = (struct segoff){0};
	check_equal("no description", call(PXE_UNDI_TRANSMIT, &t), 1);
	check_equal("its status", t.status, PXE_STATUS_UNDI_INVALID_PARAMETER);
}

void test_frames(void)
{
	static struct pxe_undi_open open = {.filter = 3};
	static struct pxe_undi_mcast mcast = {.list.count = 1};
	static struct pxe_undi_initialize init;
	struct pxe_undi_set_packet_filter filter = {.filter = 3};
	struct pxe_status_block s;

	memcpy(mcast.list.addr[0], "\x01\x00\x5E\x01\x02\x03", 6);
	check_equal("UNDI_OPEN of an open card", call(PXE_UNDI_OPEN, &open), 0);
	send_arp(true, false);
	poll_reply("own header, polled reply");
	send_arp(false, true);
	poll_reply("header by the ROM, in two pieces");
	check_equal("UNDI_CLOSE", call(PXE_UNDI_CLOSE, &s), 0);
	send_arp(true, true);
	poll_reply("transmit on a closed card opens it");
	test_filter();
	check_equal("UNDI_CLOSE", call(PXE_UNDI_CLOSE, &s), 0);
	test_other_address();
	check_equal("RESET_ADAPTER", call(PXE_UNDI_RESET_ADAPTER, &mcast), 0);
	check_equal("SET_PACKET_FILTER",
		    call(PXE_UNDI_SET_PACKET_FILTER, &filter), 0);
	check_equal("SET_MCAST_ADDRESS",
		    call(PXE_UNDI_SET_MCAST_ADDRESS, &mcast), 0);
	mcast.list.count = 9;
	check_equal("too many groups", call(PXE_UNDI_SET_MCAST_ADDRESS, &mcast),
		    1);
	check_equal("UNDI_INITIALIZE", call(PXE_UNDI_INITIALIZE, &init), 0);
	check_equal("UNDI_OPEN", call(PXE_UNDI_OPEN, &open), 0);
	send_arp(false, false);
	poll_reply("after INITIALIZE and OPEN");
	test_polled_start();
	test_interrupt();
	test_bad_transmit();
	isr.function = 9;
	check_equal("unknown ISR function", call(PXE_UNDI_ISR, &isr), 1);
}
