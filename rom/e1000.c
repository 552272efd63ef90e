/*
 * Driver for the Intel 82540EM (8086:100E; Intel 8254x software developer's
 * manual). Legacy descriptors, no offloads. Registers are above 1 MB and
 * reached with flat_read and flat_write; the receive path only looks at
 * descriptors in base memory and writes one register for a batch of buffers
 * given back.
 */
#include "rom/driver.h"

#include <string.h>
#include "rom/bios.h"

enum {
	REG_CTRL = 0x0000,
	REG_STATUS = 0x0008,
	REG_EERD = 0x0014,
	REG_ICR = 0x00C0,
	REG_IMS = 0x00D0,
	REG_IMC = 0x00D8,
	REG_RCTL = 0x0100,
	REG_TCTL = 0x0400,
	REG_TIPG = 0x0410,
	REG_RDBAL = 0x2800,
	REG_TDBAL = 0x3800,
	RING_BASE_HIGH = 0x04, /* from REG_RDBAL or REG_TDBAL */
	RING_LEN = 0x08,
	RING_HEAD = 0x10,
	RING_TAIL = 0x18,
	REG_MTA = 0x5200,
	REG_RAL = 0x5400,
	REG_RAH = 0x5404,
};
#define CTRL_SLU     (1u << 6)
#define CTRL_ASDE    (1u << 5)
#define CTRL_RST     (1u << 26)
#define STATUS_LU    (1u << 1)
#define EERD_START   (1u << 0)
#define EERD_DONE    (1u << 4)
#define EEPROM_WORDS 0x40
#define EEPROM_SUM   0xBABA
/* Transmit done, link change, few receive buffers, overrun, received. */
#define INTERRUPTS   0xD5u
#define RCTL_EN	     (1u << 1)
#define RCTL_UPE     (1u << 3)
#define RCTL_MPE     (1u << 4)
#define RCTL_BAM     (1u << 15)
#define RCTL_SECRC   (1u << 26)
/* Enable, pad; collision values of the manual's table 13-76. */
#define TCTL_VALUE   (1u << 1 | 1u << 3 | 0x0Fu << 4 | 0x40u << 12)
#define TIPG_VALUE   0x0060200Au
#define RAH_VALID    (1u << 31)

enum {
	DESC_LEN = 16,
	RX_SLOTS = 128,
	TX_SLOTS = NIC_TRANSMIT_BUFFERS, /* slot and buffer number agree */
	TX_RING = RX_SLOTS * DESC_LEN,	 /* offset in ring_seg */
	TX_BUFFERS = TX_RING + TX_SLOTS * DESC_LEN,
	/* Fields of both kinds of descriptor. */
	DESC_SIZE = 8,
	TX_COMMAND = 11,
	DESC_STATUS = 12,
	RX_ERRORS = 13,
	STATUS_DD = 1,
	STATUS_EOP = 2,
	COMMAND_EOP_FCS_RS = 1 | 2 | 8,
	FLUSH_IDLE = 8, /* see driver_give */
	RESET_MS = 20,
};

const char driver_name[] = "e1000";
const uint16_t driver_vendor = 0x8086, driver_device = 0x100E;
__asm__(".globl driver_ring_bytes; driver_ring_bytes = 14464");
_Static_assert(TX_BUFFERS + TX_SLOTS * NIC_BUFFER_LEN == 14464,
	       "both rings and the transmit buffers");
const uint16_t driver_transmit_at[NIC_TRANSMIT_BUFFERS] = {
	TX_BUFFERS,
	TX_BUFFERS + NIC_BUFFER_LEN,
	TX_BUFFERS + NIC_BUFFER_LEN * 2,
	TX_BUFFERS + NIC_BUFFER_LEN * 3,
	TX_BUFFERS + NIC_BUFFER_LEN * 4,
	TX_BUFFERS + NIC_BUFFER_LEN * 5,
	TX_BUFFERS + NIC_BUFFER_LEN * 6,
	TX_BUFFERS + NIC_BUFFER_LEN * 7,
};
/* One slot stays empty: head = tail means that the card owns none. */
const uint8_t driver_buffers_max = NIC_BUFFERS_MAX;

static uint8_t rx_id[RX_SLOTS]; /* which buffer is in which slot */
static uint8_t rx_head, rx_tail, unflushed;
static uint8_t tx_tail, tx_clean, tx_busy, tx_done;
static uint32_t rctl_now;

static uint32_t e1000_get(uint16_t reg)
{
	return flat_read(nic.base_mem + reg);
}

static void e1000_set(uint16_t reg, uint32_t value)
{
	flat_write(nic.base_mem + reg, value);
}

/* One word of the EEPROM, or -1. */
static int32_t e1000_eeprom(uint8_t word)
{
	uint32_t value, spins;

	e1000_set(REG_EERD, (uint32_t)word << 8 | EERD_START);
	for (spins = 0; spins < 100000; spins++) {
		value = e1000_get(REG_EERD);
		if (value & EERD_DONE)
			return (int32_t)(value >> 16);
	}
	return -1;
}

/* Words 0 to 3Fh sum to BABAh (manual section 5.6.35). Words 0-2: the MAC. */
static int e1000_read_mac(void)
{
	uint16_t sum = 0;
	int32_t word;
	uint8_t i;

	for (i = 0; i < EEPROM_WORDS; i++) {
		word = e1000_eeprom(i);
		if (word < 0)
			return PXE_STATUS_UNDI_CANNOT_READ_CONFIG_DATA;
		sum = (uint16_t)(sum + word);
		if (i < ETH_MAC_LEN / 2) {
			nic.perm_mac.b[2 * i] = (uint8_t)word;
			nic.perm_mac.b[2 * i + 1] = (uint8_t)(word >> 8);
		}
	}
	return sum == EEPROM_SUM ? PXE_STATUS_SUCCESS
				 : PXE_STATUS_UNDI_BAD_EEPROM_CHECKSUM;
}

int driver_init(void)
{
	/* A card that does not decode memory reads as all ones. */
	if (nic.base_mem == 0 || e1000_get(REG_STATUS) == 0xFFFFFFFF)
		return PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC;
	bios_delay(RESET_MS);
	e1000_set(REG_CTRL, e1000_get(REG_CTRL) | CTRL_SLU | CTRL_ASDE);
	return e1000_read_mac();
}

bool driver_link(void)
{
	return e1000_get(REG_STATUS) & STATUS_LU;
}

static void e1000_ring(uint16_t reg, uint16_t off, uint16_t slots)
{
	e1000_set(reg, far_phys(far_at(nic.ring_seg, off)));
	e1000_set(reg + RING_BASE_HIGH, 0);
	e1000_set(reg + RING_LEN, slots * DESC_LEN);
	e1000_set(reg + RING_HEAD, 0);
	e1000_set(reg + RING_TAIL, 0);
}

int driver_start(void)
{
	uint8_t id;
	uint16_t i;

	for (i = 0; i < 128; i++)
		e1000_set(REG_MTA + 4 * i, 0);
	e1000_ring(REG_RDBAL, 0, RX_SLOTS);
	e1000_ring(REG_TDBAL, TX_RING, TX_SLOTS);
	rx_head = rx_tail = unflushed = 0;
	tx_tail = tx_clean = tx_busy = tx_done = 0;
	for (id = 0; id < nic.buffers; id++)
		driver_give(id);
	driver_flush();
	e1000_set(REG_TIPG, TIPG_VALUE);
	e1000_set(REG_TCTL, TCTL_VALUE);
	return PXE_STATUS_SUCCESS;
}

void driver_filter(void)
{
	/* Buffers of 2048 bytes are announced, but without long packets no more
	 * than 1522 are written to one. */
	uint32_t rctl = RCTL_EN | RCTL_SECRC | RCTL_BAM, low;
	uint16_t high;

	memcpy(&low, nic.mac.b, 4);
	memcpy(&high, nic.mac.b + 4, 2);
	e1000_set(REG_RAL, low);
	e1000_set(REG_RAH, high | RAH_VALID);
	if (nic.filter & PXE_FILTER_PROMISCUOUS)
		rctl |= RCTL_UPE | RCTL_MPE;
	if (nic.mcast_count)
		rctl |= RCTL_MPE;
	/* QEMU's card receives nothing for a second after each write. */
	if (rctl != rctl_now)
		e1000_set(REG_RCTL, rctl);
	rctl_now = rctl;
}

bool driver_poll(struct frame *f)
{
	uint16_t at;
	uint8_t status, errors;

	for (;;) {
		at = rx_head * DESC_LEN;
		fs_set(nic.ring_seg);
		status = FS_AT(uint8_t, at + DESC_STATUS);
		if (!(status & STATUS_DD))
			break;
		errors = FS_AT(uint8_t, at + RX_ERRORS);
		f->len = FS_AT(uint16_t, at + DESC_SIZE);
		FS_AT(uint8_t, at + DESC_STATUS) = 0;
		f->id = rx_id[rx_head];
		rx_head = (rx_head + 1) % RX_SLOTS;
		if ((status & STATUS_EOP) && !errors &&
		    f->len <= NIC_BUFFER_LEN)
			return true;
		driver_give(f->id);
	}
	if (unflushed >= FLUSH_IDLE)
		driver_flush();
	return false;
}

void driver_give(uint8_t id)
{
	uint16_t at = rx_tail * DESC_LEN;

	fs_set(nic.ring_seg);
	FS_AT(uint32_t, at) = nic.buffer[id];
	FS_AT(uint32_t, at + DESC_STATUS) = 0;
	rx_id[rx_tail] = id;
	rx_tail = (rx_tail + 1) % RX_SLOTS;
	/*
	 * The register is dear: QEMU looks for waiting frames at each write. So
	 * the card is told seldom, but has at least half of the buffers.
	 */
	if (++unflushed >= nic.buffers / 2)
		driver_flush();
}

void driver_flush(void)
{
	e1000_set(REG_RDBAL + RING_TAIL, rx_tail);
	unflushed = 0;
}

static void e1000_reclaim(void)
{
	fs_set(nic.ring_seg);
	while (tx_busy &&
	       FS_AT(uint8_t, TX_RING + tx_clean * DESC_LEN + DESC_STATUS) &
		       STATUS_DD) {
		tx_clean = (tx_clean + 1) % TX_SLOTS;
		tx_busy--;
		tx_done++;
	}
}

bool driver_waiting(void)
{
	e1000_reclaim();
	return tx_done ||
	       FS_AT(uint8_t, rx_head * DESC_LEN + DESC_STATUS) & STATUS_DD;
}

int driver_transmit_buffer(void)
{
	e1000_reclaim();
	return tx_busy < TX_SLOTS - 1 ? tx_tail : -1;
}

void driver_transmit(uint16_t len)
{
	uint16_t at = TX_RING + tx_tail * DESC_LEN;

	fs_set(nic.ring_seg);
	FS_AT(uint32_t, at) =
		far_phys(far_at(nic.ring_seg, driver_transmit_at[tx_tail]));
	FS_AT(uint32_t, at + DESC_SIZE) = len;
	FS_AT(uint8_t, at + TX_COMMAND) = COMMAND_EOP_FCS_RS;
	FS_AT(uint32_t, at + DESC_STATUS) = 0;
	tx_tail = (tx_tail + 1) % TX_SLOTS;
	tx_busy++;
	e1000_set(REG_TDBAL + RING_TAIL, tx_tail);
}

uint8_t driver_transmitted(void)
{
	uint8_t done;

	e1000_reclaim();
	done = tx_done;
	tx_done = 0;
	return done;
}

bool driver_interrupt_cause(void)
{
	/*
	 * Reading it clears it and drops the line. It has causes of what was
	 * masked, too, but the line is not up by those.
	 */
	return e1000_get(REG_ICR) & INTERRUPTS && nic.interrupts;
}

void driver_interrupts(bool on)
{
	e1000_set(on ? REG_IMS : REG_IMC, INTERRUPTS);
}

void driver_stop(void)
{
	if (nic.base_mem == 0)
		return;
	e1000_set(REG_IMC, 0xFFFFFFFF);
	e1000_set(REG_RCTL, 0);
	rctl_now = 0;
	e1000_set(REG_TCTL, 0);
	e1000_set(REG_CTRL, e1000_get(REG_CTRL) | CTRL_RST);
	e1000_get(REG_ICR);
}
