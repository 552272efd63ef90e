/*
 * The card's common part: PCI set-up, the memory plan, the software receive
 * filter, padding. Knows no registers (driver.h) and no protocols.
 */
#include "rom/nic.h"

#include <string.h>
#include "rom/bios.h"
#include "rom/driver.h"

enum {
	PCI_COMMAND = 0x04,
	PCI_REVISION = 0x08,
	PCI_BAR0 = 0x10,
	PCI_SUBSYSTEM_VENDOR = 0x2C,
	PCI_SUBSYSTEM = 0x2E,
	PCI_IRQ_LINE = 0x3C,
	COMMAND_IO = 1,
	COMMAND_MEM = 2,
	COMMAND_MASTER = 4,
	COMMAND_NO_INTX = 0x400,
	PAGE_PARAS = 0x100,
	KEPT_MAX = 32,
	/* Of bios_timer(): 0.2 s at least, as a switch may have us pause. */
	TRANSMIT_WAIT = 500000,
	PIC1_MASK = 0x21,
	PIC2_MASK = 0xA1,
	FIRST_VECTOR = 0x08, /* of IRQ 0, and of IRQ 8 */
	SECOND_VECTOR = 0x70,
};

struct nic nic;

/* Frames taken while something else was awaited; a ring. */
static struct frame nic_kept[KEPT_MAX];
static uint8_t nic_kept_first, nic_kept_count;

/* rom.lds */
extern const char boot_only[], boot_only_end[];
extern uint32_t high_memory; /* head.asm */
#define RING_LEN ((uint16_t)(uintptr_t)driver_ring_bytes)

/* BAR 0 is I/O or memory; only memory below 4 GB in practice. */
BOOT_ONLY static void nic_enable(void)
{
	uint32_t bar = bios_pci32(nic.pfa, PCI_BAR0);
	uint16_t command = bios_pci16(nic.pfa, PCI_COMMAND);
	uint8_t irq = bios_pci8(nic.pfa, PCI_IRQ_LINE);

	if (bar & 1)
		nic.base_io = (uint16_t)(bar & ~3u);
	else
		nic.base_mem = bar & ~15u;
	command |= COMMAND_IO | COMMAND_MEM | COMMAND_MASTER;
	command &= (uint16_t)~COMMAND_NO_INTX;
	bios_pci_set16(nic.pfa, PCI_COMMAND, command);
	nic.revision = bios_pci8(nic.pfa, PCI_REVISION);
	nic.sub_vendor = bios_pci16(nic.pfa, PCI_SUBSYSTEM_VENDOR);
	nic.sub_device = bios_pci16(nic.pfa, PCI_SUBSYSTEM);
	nic.irq = irq < 16 ? irq : 0;
}

/* As many buffers as fit into bytes at a physical address, behind the first n.
 */
BOOT_ONLY static uint8_t nic_add_buffers(uint8_t n, uint32_t at, uint32_t bytes)
{
	for (; bytes >= NIC_BUFFER_LEN && n < driver_buffers_max;
	     bytes -= NIC_BUFFER_LEN, at += NIC_BUFFER_LEN)
		nic.buffer[n++] = at;
	return n;
}

/*
 * Buffers in base memory are handed out as they are; those above 1 MB cost a
 * copy. But base memory alone does not hold a large window of frames.
 */
BOOT_ONLY static void nic_plan_memory(uint16_t dma_seg, uint16_t kb)
{
	uint32_t at, end = ((uint32_t)dma_seg << 4) + kb * 1024u;

	nic.ring_seg =
		(uint16_t)((dma_seg + PAGE_PARAS - 1) & ~(PAGE_PARAS - 1));
	at = ((uint32_t)nic.ring_seg << 4) + RING_LEN;
	nic.buffers = nic_add_buffers(0, at, end - at);
	if (high_memory)
		nic.buffers =
			nic_add_buffers(nic.buffers, high_memory,
					NIC_BUFFERS_HIGH * NIC_BUFFER_LEN);
	nic.buffers_later =
		nic_add_buffers(nic.buffers, far_phys(far_near(boot_only)),
				(uint32_t)(boot_only_end - boot_only));
}

void nic_take_boot_memory(void)
{
	for (; nic.buffers < nic.buffers_later; nic.buffers++)
		if (nic.open)
			driver_give(nic.buffers);
}

farptr nic_buffer_far(uint8_t id)
{
	uint32_t at = nic.buffer[id];

	return at < 0x100000 ? far_at((uint16_t)(at >> 4), 0) : 0;
}

uint32_t nic_copy_sum(uint8_t id, uint16_t off, farptr to, uint16_t len)
{
	farptr from = nic_buffer_far(id);

	if (from)
		return far_copy_sum(to, from + off, len);
	return flat_copy_sum(to, nic.buffer[id] + off, len);
}

void nic_read(uint8_t id, uint16_t off, void *to, uint16_t len)
{
	farptr from = nic_buffer_far(id);

	if (from)
		far_get(to, from + off, len);
	else
		flat_copy_sum(far_near(to), nic.buffer[id] + off, len);
}

static farptr nic_line_vector(void)
{
	return far_at(
		0, (uint16_t)(4 * (nic.irq < 8 ? FIRST_VECTOR + nic.irq
					       : SECOND_VECTOR + nic.irq - 8)));
}

BOOT_ONLY int nic_attach(uint16_t pfa, uint16_t dma_seg, uint16_t kb)
{
	nic.vendor = driver_vendor;
	nic.device = driver_device;
	if ((bios_pci16(pfa, 0) != nic.vendor ||
	     bios_pci16(pfa, 2) != nic.device) &&
	    !bios_pci_find(nic.vendor, nic.device, 0, &pfa))
		return PXE_STATUS_UNDI_CANNOT_READ_CONFIG_DATA;
	nic.pfa = pfa;
	nic_enable();
	nic.vector = far_read32(nic_line_vector());
	nic_plan_memory(dma_seg, kb);
	return nic_init();
}

static void nic_zero_rings(void)
{
	uint16_t off;

	fs_set(nic.ring_seg);
	for (off = 0; off < RING_LEN; off += 4)
		FS_AT(uint32_t, off) = 0;
}

int nic_init(void)
{
	static const eth_mac none;
	int rc;

	nic_shutdown();
	nic.initialised = false;
	nic.sent = nic.received = 0;
	rc = driver_init();
	if (rc)
		return rc;
	/* All zero, or a group address: the card was not set up. */
	if ((nic.perm_mac.b[0] | nic.perm_mac.b[1] | nic.perm_mac.b[2]) == 0 ||
	    nic.perm_mac.b[0] & 1)
		return PXE_STATUS_UNDI_BAD_MAC_ADDRESS;
	if (memcmp(&nic.mac, &none, sizeof(none)) == 0)
		nic.mac = nic.perm_mac;
	nic.initialised = true;
	return PXE_STATUS_SUCCESS;
}

int nic_open(uint8_t filter)
{
	int rc;

	if (!nic.initialised) {
		rc = nic_init();
		if (rc)
			return rc;
	}
	nic.filter = filter;
	if (!nic.open) {
		nic_zero_rings();
		nic_kept_count = 0;
		rc = driver_start();
		if (rc)
			return rc;
		nic.open = true;
		nic.interrupts = nic.polled = false;
		nic.starts++;
	}
	driver_filter();
	return PXE_STATUS_SUCCESS;
}

void nic_set_filter(void)
{
	if (nic.open)
		driver_filter();
}

void nic_close(void)
{
	/* Neither card can stop receiving for sure but by a reset. */
	nic_shutdown();
}

void nic_shutdown(void)
{
	driver_stop();
	nic.open = false;
	nic.initialised = false;
}

BOOT_ONLY bool nic_wait_link(uint32_t ms)
{
	uint32_t start = bios_ms();

	while (!driver_link()) {
		if (bios_ms() - start > ms)
			return false;
		bios_relax();
	}
	return true;
}

static bool nic_in_group(const eth_mac *mac)
{
	uint8_t i;

	for (i = 0; i < nic.mcast_count; i++)
		if (memcmp(&nic.mcast[i], mac, sizeof(*mac)) == 0)
			return true;
	return false;
}

/* Whom a frame is for, and do we want it? */
static bool nic_wanted(struct frame *f)
{
	bool all = nic.filter & PXE_FILTER_PROMISCUOUS;
	uint32_t head[8], low, at = nic.buffer[f->id];
	uint16_t high, type;
	eth_mac dst;

	if (at < 0x100000) {
		fs_set((uint16_t)(at >> 4));
		low = FS_AT(uint32_t, 0);
		high = FS_AT(uint16_t, 4);
		type = FS_AT(uint16_t, 12);
	} else {
		flat_copy(far_near(head), at, sizeof(head));
		low = head[0];
		high = (uint16_t)head[1];
		type = (uint16_t)head[3];
	}
	f->type = __builtin_bswap16(type);
	if (!(low & 1)) {
		f->packet_type = PXE_TO_US;
		if (all)
			return true;
		return (nic.filter & PXE_FILTER_DIRECTED) &&
		       low == *(const uint32_t *)&nic.mac.b[0] &&
		       high == *(const uint16_t *)&nic.mac.b[4];
	}
	if (low == 0xFFFFFFFF && high == 0xFFFF) {
		f->packet_type = PXE_TO_ALL;
		return all || nic.filter & PXE_FILTER_BROADCAST;
	}
	f->packet_type = PXE_TO_GROUP;
	memcpy(dst.b, &low, 4);
	memcpy(dst.b + 4, &high, 2);
	return all || nic_in_group(&dst);
}

bool nic_poll(struct frame *f)
{
	if (nic_kept_count) {
		*f = nic_kept[nic_kept_first];
		nic_kept_first = (nic_kept_first + 1) % KEPT_MAX;
		nic_kept_count--;
		return true;
	}
	return nic_poll_card(f);
}

bool nic_poll_card(struct frame *f)
{
	while (nic.open && driver_poll(f)) {
		if (f->len >= sizeof(struct eth_header) && nic_wanted(f)) {
			nic.received++;
			return true;
		}
		driver_give(f->id);
	}
	return false;
}

void nic_give(uint8_t id)
{
	driver_give(id);
}

bool nic_keep(const struct frame *f)
{
	if (nic_kept_count == KEPT_MAX) {
		driver_give(f->id);
		return false;
	}
	nic_kept[(nic_kept_first + nic_kept_count++) % KEPT_MAX] = *f;
	return true;
}

static farptr nic_transmit_buffer(int id)
{
	return far_at(nic.ring_seg + driver_transmit_at[id] / 16, 0);
}

farptr nic_transmit_room(void)
{
	uint32_t waited = 0;
	uint16_t last = 0, now;
	int id;

	while ((id = driver_transmit_buffer()) < 0) {
		now = bios_timer();
		/* A timer that stands still does not keep us for ever. */
		waited += waited ? (uint16_t)(last - now) | 1 : 1;
		last = now;
		if (waited > TRANSMIT_WAIT)
			return 0;
	}
	return nic_transmit_buffer(id);
}

void nic_transmit(uint16_t len)
{
	static const uint8_t zeros[ETH_FRAME_MIN];
	int id;

	/* Short frames: others pad, but not every card (PXE 2.1 3.4.8). */
	if (len < ETH_FRAME_MIN) {
		id = driver_transmit_buffer();
		far_put(nic_transmit_buffer(id) + len, zeros,
			ETH_FRAME_MIN - len);
		len = ETH_FRAME_MIN;
	}
	nic.sent++;
	driver_transmit(len);
}

uint8_t nic_transmitted(void)
{
	return nic.open ? driver_transmitted() : 0;
}

void nic_interrupts(bool on)
{
	if (nic.open && nic.interrupts != on)
		driver_interrupts(on);
	nic.interrupts = nic.open && on;
	nic.polled = false;
}

/* At the interrupt controller. */
static bool nic_line_masked(void)
{
	uint16_t port = nic.irq < 8 ? PIC1_MASK : PIC2_MASK;

	return nic.irq == 0 || in8(port) >> nic.irq % 8 & 1;
}

static bool nic_line_hooked(void)
{
	uint16_t at = (uint16_t)nic_line_vector();

	fs_set(0);
	return FS_AT(uint32_t, at) != nic.vector;
}

/* Registers are dear; who wants interrupts hooks the vector first. */
static bool nic_is_polled(void)
{
	return nic.polled && !nic_line_hooked();
}

bool nic_interrupt_cause(void)
{
	if (!nic.open)
		return false;
	if (nic_is_polled())
		return nic_kept_count || driver_waiting();
	if (nic.polled)
		nic_interrupts(true);
	/*
	 * A masked line alone says nothing: there are interrupt handlers that
	 * mask it before they call (newer iPXE's).
	 */
	if (nic.interrupts && nic_line_masked() && !nic_line_hooked()) {
		nic_interrupts(false);
		driver_interrupt_cause();
		nic.polled = true;
		return nic_kept_count || driver_waiting();
	}
	/* Asked even if we want no interrupts: see driver.h. */
	if (!driver_interrupt_cause())
		return false;
	nic_interrupts(false);
	return true;
}

bool nic_rearm(void)
{
	if (nic.interrupts || nic_is_polled() ||
	    (nic.polled && nic_line_masked()))
		return false;
	/* What came while nobody looked is no news. */
	if (nic.polled)
		driver_interrupt_cause();
	nic_interrupts(true);
	return true;
}

eth_mac nic_group_mac(ip4 group)
{
	return (eth_mac){{0x01, 0x00, 0x5E, (uint8_t)(group.b[1] & 0x7F),
			  group.b[2], group.b[3]}};
}
