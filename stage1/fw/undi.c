/* The network card through UNDI. Documented in undi.h. */
#include <string.h>
#include "base/err.h"
#include "base/fmt.h"
#include "base/log.h"
#include "base/mem.h"
#include "fw/clock.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "fw/undi.h"
#include "stage0/call16.h"
#include "stage0/io.h"
#include "stage0/pump.h"

#define TX_SLOTS    16
#define BUFFERS_MIN 16
/* Left in base memory for the hand-off: zero page, command line. */
#define LOW_RESERVE (96 * 1024)
/* Looks at an idle card in one entry: a look is cheaper than the switch. */
#define LOOKS	    8

#define MEASURE_TRIES 8

#define PIC1_MASK 0x21
#define PIC2_MASK 0xA1

static struct undi {
	struct nic nic;
	struct pump *pump; /* in base memory */
	uint8_t *rx, *tx;  /* the first buffer, the first slot */
	uint8_t irq;	   /* 0: none */
	bool was_masked;
	uint16_t spare[NIC_BUFFERS_MAX]; /* segments: in nobody's hands */
	uint16_t spares;
} undi;

static uint16_t seg_of(const void *p)
{
	return (uint16_t)((uintptr_t)p >> 4);
}

static uint16_t ring_next(const struct pump_ring *r, uint16_t i)
{
	return i + 1 < r->slots ? i + 1 : 0;
}

/*
 * The line is masked while we poll: nobody has hooked it, and a BIOS's default
 * handler may not know how to quiet a level-triggered card.
 */
static bool undi_irq_mask(uint8_t irq, bool mask)
{
	uint16_t port = irq < 8 ? PIC1_MASK : PIC2_MASK;
	uint8_t bit = (uint8_t)(1 << (irq & 7));
	uint8_t old = inb(port);

	outb(port, mask ? old | bit : old & ~bit);
	return old & bit;
}

enum { ETH = 14, IP_PROTOCOL = ETH + 9, IP_ADDRESSES = ETH + 12 };
enum { TCP = ETH + 20, TCP_ACK = TCP + 8, TCP_OFFSET = TCP + 12 };
#define TCP_ONLY_ACK 0x10

/* A TCP segment that only acknowledges, perhaps with options. */
static bool undi_is_ack(const uint8_t *f)
{
	return f[12] == 8 && f[13] == 0 && f[ETH] == 0x45 &&
	       f[IP_PROTOCOL] == 6 && f[TCP_OFFSET + 1] == TCP_ONLY_ACK &&
	       f[ETH + 2] == 0 && f[ETH + 3] == 20 + (f[TCP_OFFSET] >> 4) * 4;
}

static uint32_t undi_ack(const uint8_t *f)
{
	return (uint32_t)f[TCP_ACK] << 24 | f[TCP_ACK + 1] << 16 |
	       f[TCP_ACK + 2] << 8 | f[TCP_ACK + 3];
}

/*
 * Of the acknowledgements that wait in the queue only the last says anything;
 * after a loss there is one for each segment, and it is the last that names all
 * that has come (SACK). True if the frame replaces the one before it. Both
 * have a TCP header at least.
 */
static bool undi_supersedes(const uint8_t *new, const uint8_t *old)
{
	return undi_is_ack(new) && undi_is_ack(old) &&
	       !memcmp(new + IP_ADDRESSES, old + IP_ADDRESSES, 12) &&
	       (int32_t)(undi_ack(new) - undi_ack(old)) >= 0;
}

static uint8_t *tx_slot(uint16_t i)
{
	return undi.tx + (uint32_t)i * PUMP_SLOT;
}

static bool undi_send(struct nic *n, const void *frame, size_t len)
{
	struct pump_ring *r = &undi.pump->tx;
	uint16_t at = r->head;
	uint16_t last = at ? at - 1 : r->slots - 1;
	uint8_t *slot;

	(void)n;
	if (len > PUMP_FRAME_MAX)
		return false;
	if (r->head != r->tail && len >= TCP + 20 &&
	    undi_supersedes(frame, tx_slot(last) + 2))
		at = last;
	if (at == r->head && ring_next(r, at) == r->tail)
		return false;
	slot = tx_slot(at);
	memcpy(slot + 2, frame, len);
	if (len < PUMP_FRAME_MIN) {
		memset(slot + 2 + len, 0, PUMP_FRAME_MIN - len);
		len = PUMP_FRAME_MIN;
	}
	*(uint16_t *)slot = (uint16_t)len;
	if (at == r->head)
		r->head = ring_next(r, at);
	return true;
}

static void undi_turn(struct nic *n)
{
	struct call16 c = {.ds = undi.pump->seg,
			   .flags = FLAG_INTERRUPT,
			   .target = {(uint16_t)(uintptr_t)pump16, 0},
			   .stack = entry_state.stack};

	(void)n;
	call16(&c);
}

/* Buffers: slots of base memory that rx and the caller share. */
static bool undi_receive(struct nic *n, struct span *frame, uint16_t *buffer)
{
	struct pump_ring *r = &undi.pump->rx;
	uint16_t *at = undi.pump->rx_at + r->tail;
	const uint8_t *slot = (const uint8_t *)((uintptr_t)*at << 4);

	(void)n;
	if (r->tail == r->head)
		return false;
	*frame = span_of(slot + 2, *(const uint16_t *)slot);
	*buffer = NIC_LENT;
	if (undi.spares) {
		*buffer = (uint16_t)((slot - undi.rx) / PUMP_SLOT);
		*at = undi.spare[--undi.spares];
	}
	r->tail = ring_next(r, r->tail);
	return true;
}

static void undi_release(struct nic *n, uint16_t buffer)
{
	(void)n;
	undi.spare[undi.spares++] =
		seg_of(undi.rx + (uint32_t)buffer * PUMP_SLOT);
}

/* Rings in base memory, and as many buffers as it leaves room for. */
static int undi_rings(void)
{
	struct pump *p = arena_alloc(&memory.low, sizeof(*p));
	uint8_t *tx = arena_alloc(&memory.low, TX_SLOTS * PUMP_SLOT);
	size_t room = arena_room(&memory.low);
	size_t buffers =
		room > LOW_RESERVE ? (room - LOW_RESERVE) / PUMP_SLOT : 0;

	if (buffers > NIC_BUFFERS_MAX)
		buffers = NIC_BUFFERS_MAX;
	if (!p || !tx || buffers < BUFFERS_MIN)
		return fail(ERR_UNDI_RINGS, "%zu KB are free", room / 1024);
	undi.pump = p;
	undi.tx = tx;
	undi.rx = arena_alloc(&memory.low, buffers * PUMP_SLOT);
	*p = (struct pump){.entry = pxe_api.entry,
			   .seg = seg_of(p),
			   .rx = {.slots = (uint16_t)(buffers / 2)},
			   .tx = {.seg = seg_of(tx), .slots = TX_SLOTS},
			   .looks = LOOKS,
			   .wide = mem_wide};
	while (buffers--)
		undi_release(NULL, (uint16_t)buffers);
	for (uint16_t i = 0; i < p->rx.slots; i++)
		p->rx_at[i] = undi.spare[--undi.spares];
	return 0;
}

static void undi_address(const struct pxe_undi_get_information *i)
{
	static const uint8_t none[6], all[6] = {255, 255, 255, 255, 255, 255};
	const uint8_t *mac = i->current_node_address;

	/* Some leave the current address empty. */
	if (!memcmp(mac, none, 6) || !memcmp(mac, all, 6))
		mac = i->perm_node_address;
	memcpy(undi.nic.mac, mac, 6);
}

/* The fastest of some tries is the truest. */
uint32_t undi_call_us(void)
{
	uint32_t firmware = UINT32_MAX, bios = UINT32_MAX;

	for (int i = 0; i < MEASURE_TRIES; i++) {
		struct pxe_undi_get_information info = {0};
		struct call16 c = {0};
		uint32_t t0 = clock_cycles(), t1, t2;

		pxe_undi_get_information(&info);
		t1 = clock_cycles();
		call16_int(0x12, &c); /* the shortest call of all */
		t2 = clock_cycles();
		firmware = t1 - t0 < firmware ? t1 - t0 : firmware;
		bios = t2 - t1 < bios ? t2 - t1 : bios;
	}
	return firmware > bios ? clock_us(firmware - bios) : 0;
}

int undi_open(struct nic **nic)
{
	struct pxe_undi_get_information info = {0};

	pxe_udp_close();
	if (pxe_undi_get_information(&info) < 0)
		return fail(ERR_UNDI_INFORMATION, "hardware type %u",
			    info.hw_type);
	if (!undi.pump)
		TRY(undi_rings());
	undi_address(&info);
	TRY(pxe_undi_open(PXE_FILTER_DIRECTED | PXE_FILTER_BROADCAST));
	/* IRQ 2 is the second PIC's own line: 9 is meant. */
	undi.irq = info.int_number == 2 ? 9 : (uint8_t)info.int_number;
	if (undi.irq > 15)
		undi.irq = 0;
	if (undi.irq)
		undi.was_masked = undi_irq_mask(undi.irq, true);
	undi.nic.send = undi_send;
	undi.nic.turn = undi_turn;
	undi.nic.receive = undi_receive;
	undi.nic.release = undi_release;
	*nic = &undi.nic;
	return 0;
}

void undi_pause(void)
{
	undi_close();
	pxe_undi_close();
}

void undi_close(void)
{
	if (undi.irq && !undi.was_masked)
		undi_irq_mask(undi.irq, false);
	undi.irq = 0;
}

const char *undi_counters(void)
{
	static char line[128];
	const struct pump *p = undi.pump;
	size_t len = fmt(line, sizeof(line), "%u PXE calls, %u mode switches",
			 (unsigned)pump_calls, (unsigned)call16_count);

	if (p)
		fmt(line + len, sizeof(line) - len,
		    ", %u frames in, %u dropped, %u out, %u refused",
		    (unsigned)p->received, (unsigned)p->dropped,
		    (unsigned)p->sent, (unsigned)p->refused);
	return line;
}
