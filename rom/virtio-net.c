/*
 * Driver for virtio-net, the legacy interface (Virtual I/O Device 1.0 section
 * 4.1.4.8): I/O ports, queues in pages. No offloads, no merged buffers.
 *
 * Every frame takes two chained descriptors, header and data, as legacy devices
 * without ANY_LAYOUT demand. All received headers go to one place that nobody
 * reads, so frame data begins at a paragraph. Buffer id uses descriptors 2 * id
 * and 2 * id + 1 for ever.
 */
#include "rom/driver.h"

#include <string.h>
#include "rom/bios.h"

enum {
	REG_FEATURES = 0x00,
	REG_GUEST_FEATURES = 0x04,
	REG_QUEUE_PAGE = 0x08,
	REG_QUEUE_SIZE = 0x0C,
	REG_QUEUE_SELECT = 0x0E,
	REG_NOTIFY = 0x10,
	REG_STATUS = 0x12,
	REG_ISR = 0x13,
	REG_MAC = 0x14,
	REG_LINK = 0x1A,
	STATUS_ACK = 1,
	STATUS_DRIVER = 2,
	STATUS_OK = 4,
	FEATURE_MAC = 1 << 5,
	FEATURE_STATUS = 1 << 16,
	DESC_NEXT = 1,
	DESC_WRITE = 2,
	NO_INTERRUPT = 1, /* in the flags of the available ring */
	NO_NOTIFY = 1,	  /* in the flags of the used ring */
	HEADER_LEN = 10,
	QUEUE_MAX = 256,
	/* a page each for descriptors, available ring and used ring */
	QUEUE_LEN = 3 * 4096,
	RX = 0,
	TX = 1,
	TX_QUEUE = QUEUE_LEN,
	/* What a queue of 256 uses of its first, second and third page. */
	RX_DESCRIPTORS_END = 2 * NIC_BUFFERS_MAX * 16,
	TX_DESCRIPTORS_END = 2 * NIC_TRANSMIT_BUFFERS * 16,
	AVAIL_END = 4096 + 528,
	USED_END = 8192 + 2064,
	/* Behind the last transmit buffer: the headers, received and sent. */
	HEADERS = TX_QUEUE + AVAIL_END + 2 * NIC_BUFFER_LEN,
	FLUSH_AT = 8,
};

const char driver_name[] = "virtio-net";
const uint16_t driver_vendor = 0x1AF4, driver_device = 0x1000;
/* The last part of the second used ring ends 2054 bytes into its page. */
__asm__(".globl driver_ring_bytes; driver_ring_bytes = 22544");
_Static_assert(22544 == TX_QUEUE + 8192 + 2064, "the end of both queues");
const uint8_t driver_buffers_max = NIC_BUFFERS_MAX;

/*
 * Queues of 256 leave large holes in their pages: the transmit buffers are
 * there. Descriptors 0 to 159 of the receive queue and 0 to 15 of the transmit
 * queue are used.
 */
const uint16_t driver_transmit_at[NIC_TRANSMIT_BUFFERS] = {
	RX_DESCRIPTORS_END,
	AVAIL_END,
	AVAIL_END + NIC_BUFFER_LEN,
	USED_END,
	TX_QUEUE + TX_DESCRIPTORS_END,
	TX_QUEUE + TX_DESCRIPTORS_END + NIC_BUFFER_LEN,
	TX_QUEUE + AVAIL_END,
	TX_QUEUE + AVAIL_END + NIC_BUFFER_LEN,
};
_Static_assert(RX_DESCRIPTORS_END + NIC_BUFFER_LEN <= 4096 &&
		       AVAIL_END + 2 * NIC_BUFFER_LEN + 32 <= 8192 &&
		       USED_END + NIC_BUFFER_LEN <= QUEUE_LEN,
	       "the holes are large enough");

struct queue {
	uint16_t size;		      /* entries, a power of two */
	uint16_t desc;		      /* offsets in ring_seg */
	uint16_t avail, used;	      /* of flags; idx and ring follow */
	uint16_t avail_idx, used_idx; /* ours: free running */
};
static struct queue queue[2];
static uint8_t unflushed;
static uint8_t tx_free[NIC_TRANSMIT_BUFFERS], tx_free_count, tx_done;
static bool has_link;

static void virtio_status(uint8_t status)
{
	out8(nic.base_io + REG_STATUS, status);
}

int driver_init(void)
{
	uint32_t features;
	uint8_t i;

	virtio_status(STATUS_ACK);
	virtio_status(STATUS_ACK | STATUS_DRIVER);
	if (in8(nic.base_io + REG_STATUS) != (STATUS_ACK | STATUS_DRIVER))
		return PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC;
	features = in32(nic.base_io + REG_FEATURES);
	if (!(features & FEATURE_MAC))
		return PXE_STATUS_UNDI_BAD_MAC_ADDRESS;
	has_link = features & FEATURE_STATUS;
	out32(nic.base_io + REG_GUEST_FEATURES,
	      features & (FEATURE_MAC | FEATURE_STATUS));
	for (i = 0; i < ETH_MAC_LEN; i++)
		nic.perm_mac.b[i] = in8((uint16_t)(nic.base_io + REG_MAC + i));
	return PXE_STATUS_SUCCESS;
}

bool driver_link(void)
{
	return !has_link || in16(nic.base_io + REG_LINK) & 1;
}

static uint32_t virtio_phys(uint16_t off)
{
	return far_phys(far_at(nic.ring_seg, off));
}

static int virtio_queue_init(uint8_t n)
{
	struct queue *q = &queue[n];

	out16(nic.base_io + REG_QUEUE_SELECT, n);
	q->size = in16(nic.base_io + REG_QUEUE_SIZE);
	if (q->size != QUEUE_MAX)
		return PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC;
	q->desc = n * QUEUE_LEN;
	q->avail = q->desc + 4096;
	q->used = q->desc + 8192;
	q->avail_idx = q->used_idx = 0;
	out32(nic.base_io + REG_QUEUE_PAGE, virtio_phys(q->desc) / 4096);
	return PXE_STATUS_SUCCESS;
}

/* FS must be ring_seg. */
static void virtio_describe(const struct queue *q, uint16_t i, uint32_t phys,
			    uint16_t len, uint16_t flags)
{
	uint16_t at = q->desc + 16 * i;

	FS_AT(uint32_t, at) = phys;
	FS_AT(uint32_t, at + 8) = len;
	FS_AT(uint16_t, at + 12) = flags;
	FS_AT(uint16_t, at + 14) = i + 1;
}

static void virtio_offer(struct queue *q, uint8_t id)
{
	fs_set(nic.ring_seg);
	FS_AT(uint16_t, q->avail + 4 + 2 * (q->avail_idx & (q->size - 1))) =
		2 * id;
	q->avail_idx++;
}

/*
 * Show the device what has been offered, and wake it unless it says it looks
 * anyway. The locked instruction orders the write before the read.
 */
static void virtio_kick(uint8_t n)
{
	struct queue *q = &queue[n];

	fs_set(nic.ring_seg);
	FS_AT(uint16_t, q->avail + 2) = q->avail_idx;
	__asm__ volatile("lock; addl $0, (%%esp)" : : : "memory", "cc");
	if (!(FS_AT(uint16_t, q->used) & NO_NOTIFY))
		out16(nic.base_io + REG_NOTIFY, n);
}

static void virtio_describe_buffers(void)
{
	struct queue *rx = &queue[RX], *tx = &queue[TX];
	uint16_t id;

	fs_set(nic.ring_seg);
	/* Also those that nic_take_boot_memory may add. */
	for (id = 0; id < nic.buffers_later; id++) {
		virtio_describe(rx, 2 * id, virtio_phys(HEADERS), HEADER_LEN,
				DESC_NEXT | DESC_WRITE);
		virtio_describe(rx, 2 * id + 1, nic.buffer[id], NIC_BUFFER_LEN,
				DESC_WRITE);
	}
	for (id = 0; id < NIC_TRANSMIT_BUFFERS; id++) {
		virtio_describe(tx, 2 * id, virtio_phys(HEADERS + 16),
				HEADER_LEN, DESC_NEXT);
		virtio_describe(tx, 2 * id + 1,
				virtio_phys(driver_transmit_at[id]), 0, 0);
		tx_free[id] = (uint8_t)id;
	}
}

int driver_start(void)
{
	uint8_t id;

	if (virtio_queue_init(RX) || virtio_queue_init(TX))
		return PXE_STATUS_UNDI_CANNOT_INITIALIZE_NIC;
	virtio_describe_buffers();
	tx_free_count = NIC_TRANSMIT_BUFFERS;
	tx_done = unflushed = 0;
	driver_interrupts(false);
	for (id = 0; id < nic.buffers; id++)
		virtio_offer(&queue[RX], id);
	virtio_status(STATUS_ACK | STATUS_DRIVER | STATUS_OK);
	virtio_kick(RX);
	return PXE_STATUS_SUCCESS;
}

void driver_filter(void)
{
	uint8_t i;

	/* Without a control queue the device passes everything on. */
	for (i = 0; i < ETH_MAC_LEN; i++)
		out8((uint16_t)(nic.base_io + REG_MAC + i), nic.mac.b[i]);
}

bool driver_poll(struct frame *f)
{
	struct queue *q = &queue[RX];
	uint32_t id, len;
	uint16_t at;

	for (;;) {
		fs_set(nic.ring_seg);
		if (FS_AT(uint16_t, q->used + 2) == q->used_idx)
			break;
		at = q->used + 4 + 8 * (q->used_idx++ & (q->size - 1));
		id = FS_AT(uint32_t, at) / 2;
		len = FS_AT(uint32_t, at + 4) - HEADER_LEN;
		if (id >= nic.buffers)
			continue;
		f->id = (uint8_t)id;
		f->len = (uint16_t)len;
		if (len <= NIC_BUFFER_LEN)
			return true;
		driver_give(f->id);
	}
	if (unflushed)
		driver_flush();
	return false;
}

void driver_give(uint8_t id)
{
	virtio_offer(&queue[RX], id);
	if (++unflushed >= FLUSH_AT)
		driver_flush();
}

void driver_flush(void)
{
	virtio_kick(RX);
	unflushed = 0;
}

/* Take back what the device has sent. */
static void virtio_reclaim(void)
{
	struct queue *q = &queue[TX];
	uint32_t id;

	fs_set(nic.ring_seg);
	while (FS_AT(uint16_t, q->used + 2) != q->used_idx) {
		id = FS_AT(uint32_t,
			   q->used + 4 + 8 * (q->used_idx & (q->size - 1))) /
		     2;
		q->used_idx++;
		if (id >= NIC_TRANSMIT_BUFFERS ||
		    tx_free_count == NIC_TRANSMIT_BUFFERS)
			continue;
		tx_free[tx_free_count++] = (uint8_t)id;
		tx_done++;
	}
}

bool driver_waiting(void)
{
	virtio_reclaim();
	return tx_done ||
	       FS_AT(uint16_t, queue[RX].used + 2) != queue[RX].used_idx;
}

int driver_transmit_buffer(void)
{
	virtio_reclaim();
	return tx_free_count ? tx_free[tx_free_count - 1] : -1;
}

void driver_transmit(uint16_t len)
{
	uint8_t id = tx_free[--tx_free_count];

	fs_set(nic.ring_seg);
	FS_AT(uint32_t, queue[TX].desc + 16 * (2 * id + 1) + 8) = len;
	virtio_offer(&queue[TX], id);
	virtio_kick(TX);
}

uint8_t driver_transmitted(void)
{
	uint8_t done;

	virtio_reclaim();
	done = tx_done;
	tx_done = 0;
	return done;
}

bool driver_interrupt_cause(void)
{
	/*
	 * Reading it drops the line. That can be up whatever NO_INTERRUPT says
	 * (section 2.4.7): a frame comes after this is read and before the flag
	 * is set, or the link changes.
	 */
	return in8(nic.base_io + REG_ISR) != 0;
}

void driver_interrupts(bool on)
{
	uint16_t flags = on ? 0 : NO_INTERRUPT;

	fs_set(nic.ring_seg);
	FS_AT(uint16_t, queue[RX].avail) = flags;
	FS_AT(uint16_t, queue[TX].avail) = flags;
	/* The caller looks at the used rings again after this. */
	__asm__ volatile("lock; addl $0, (%%esp)" : : : "memory", "cc");
}

void driver_stop(void)
{
	virtio_status(0);
}
