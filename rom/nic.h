/*
 * The network card as the rest of the ROM sees it: frames in buffers that stay
 * where the card wrote them, until given back. What UNDI and our own IP share.
 */
#ifndef ROM_NIC_H
#define ROM_NIC_H

#include "rom/far.h"
#include "spec/net.h"
#include "spec/pxe.h"

/* The largest frame, and the place between two buffers in paragraphs. */
#define NIC_BUFFER_LEN	     1536
#define NIC_BUFFER_PARAS     (NIC_BUFFER_LEN / 16)
#define NIC_BUFFERS_MAX	     80
#define NIC_TRANSMIT_BUFFERS 8
/* Those above 1 MB, if the BIOS has given memory for them (head.asm). */
#define NIC_BUFFERS_HIGH     32

struct nic {
	uint16_t pfa, vendor, device, sub_vendor, sub_device;
	uint8_t revision;
	uint8_t irq; /* 0: none, poll */
	uint16_t base_io;
	uint32_t base_mem;
	eth_mac mac, perm_mac;
	bool initialised, open;
	uint8_t filter; /* PXE_FILTER_x */
	uint8_t mcast_count;
	eth_mac mcast[PXE_MCAST_MAX];
	uint16_t ring_seg;
	uint32_t buffer[NIC_BUFFERS_MAX]; /* physical addresses */
	uint8_t buffers;		  /* receive buffers in use */
	uint8_t buffers_later; /* with those of nic_take_boot_memory */
	uint8_t starts;	 /* counts up whenever the card gets all of them anew */
	bool interrupts; /* the card may raise its line */
	bool polled;	 /* nobody wants it to */
	uint32_t vector; /* of the line, before any boot program */
	uint32_t sent, received;
};
extern struct nic nic;

/*
 * A received frame in buffer id, owned by the taker until nic_give. Buffers
 * below 1 MB begin on a paragraph; there may be others above.
 */
struct frame {
	uint16_t len;
	uint8_t id;
	uint8_t packet_type; /* PXE_TO_x */
	uint16_t type;	     /* EtherType, host order */
};

/*
 * Find the card at pfa (if another card is there: the first with our ids) and
 * plan the memory of kb KB at dma_seg. Then nic_init. Enum pxe_status.
 */
int nic_attach(uint16_t pfa, uint16_t dma_seg, uint16_t kb);

/* Reset the card and the statistics; the MAC in use stays. Enum pxe_status. */
int nic_init(void);

/* Receive with this filter. Initialises if needed. Enum pxe_status. */
int nic_open(uint8_t filter);

/* The filter or the multicast list in nic has changed. */
void nic_set_filter(void);

/* Receive nothing more; received frames are lost. */
void nic_close(void);

/* Reset the card, so that it writes nowhere. */
void nic_shutdown(void);

/* Wait for the cable, at most this long. */
bool nic_wait_link(uint32_t ms);

/* The next frame that passes the filter. False if there is none. */
bool nic_poll(struct frame *f);

/* The same, but only what the card has now: nothing put back by nic_keep. */
bool nic_poll_card(struct frame *f);

/*
 * The memory of code and data for booting only becomes more receive buffers.
 * Nothing of it can be used after this.
 */
void nic_take_boot_memory(void);

/* Copy len bytes of buffer id from byte off on. */
void nic_read(uint8_t id, uint16_t off, void *to, uint16_t len);

/* The same to a far place, with the sum as far_copy_sum gives it. */
uint32_t nic_copy_sum(uint8_t id, uint16_t off, farptr to, uint16_t len);

/* Where a buffer is, 0 if it cannot be reached below 1 MB. */
farptr nic_buffer_far(uint8_t id);

/* Back to the card. */
void nic_give(uint8_t id);

/*
 * Put a frame back, to be the last of those that nic_poll gives first. False if
 * too many are kept: then it has been given to the card.
 */
bool nic_keep(const struct frame *f);

/*
 * Where to write the next frame to send, 0 if the card stays busy; then send
 * len bytes of it, padded to the minimum.
 */
farptr nic_transmit_room(void);
void nic_transmit(uint16_t len);

/* How many frames went out since the last call. */
uint8_t nic_transmitted(void);

/* Let the card raise its line, or not. */
void nic_interrupts(bool on);

/*
 * Is it our card that raised its line? Then that is acknowledged and interrupts
 * are off until nic_rearm. If the line is masked at the interrupt controller
 * and nobody has hooked its vector, the question comes from somebody who polls:
 * from now on the answer is whether there is something to report, and the card
 * is left alone.
 */
bool nic_interrupt_cause(void);

/*
 * Everything has been taken: interrupts again, unless the caller polls. True if
 * they were off: what came before they were on makes none.
 */
bool nic_rearm(void);

/* The address of multicast group at the Ethernet level (RFC 1112 6.4). */
eth_mac nic_group_mac(ip4 group);

#endif
