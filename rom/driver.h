/*
 * What the driver of one kind of card supplies (e1000.c, virtio-net.c); one is
 * linked into each ROM. Only nic.c calls it.
 *
 * The memory for rings and frames is far: ring_seg is zeroed and on a 4 KB
 * boundary, receive buffer number id is at nic.buffer[id]. A driver never
 * copies a frame.
 */
#ifndef ROM_DRIVER_H
#define ROM_DRIVER_H

#include "rom/nic.h"

extern const char driver_name[];
extern const uint16_t driver_vendor, driver_device;
/*
 * Bytes wanted at ring_seg, a multiple of 16 (the value is the symbol's
 * address, so that rom.lds can check), and in these where the transmit buffers
 * are.
 */
extern const char driver_ring_bytes[];
extern const uint16_t driver_transmit_at[NIC_TRANSMIT_BUFFERS];
/* Receive buffers it can use at most, up to NIC_BUFFERS_MAX. */
extern const uint8_t driver_buffers_max;

/*
 * Reset the card, check that it answers, fill in nic.perm_mac. Enum pxe_status.
 * Nothing is received yet.
 */
int driver_init(void);

/* True if the cable is in. */
bool driver_link(void);

/* Set up both rings and receive into all buffers. */
int driver_start(void);

/* Obey nic.mac, nic.filter and nic.mcast; may let through too much. */
void driver_filter(void);

/*
 * Take the next received frame from the ring: id, len. False if there is
 * none.
 */
bool driver_poll(struct frame *f);

/* Has one been received, or sent and not been reported? Looks at memory only.
 */
bool driver_waiting(void);

/* Let the card have buffer id again; driver_flush tells the card. */
void driver_give(uint8_t id);
void driver_flush(void);

/* A free transmit buffer, or -1; then send len bytes from that one. */
int driver_transmit_buffer(void);
void driver_transmit(uint16_t len);

/* How many frames went out since the last call. */
uint8_t driver_transmitted(void);

/*
 * Was the interrupt ours? Acknowledges it; driver_interrupts(false) is up to
 * the caller. A card may raise its line although interrupts are off, if that is
 * only a wish to it: nobody else would ever lower the line again, and the
 * machine would do nothing but handle it.
 */
bool driver_interrupt_cause(void);
void driver_interrupts(bool on);

/* Stop all DMA at once and leave the card reset. */
void driver_stop(void);

#endif
