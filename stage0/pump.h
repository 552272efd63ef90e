/*
 * The pump: one entry into real mode sends everything queued and takes frames
 * from the card until it has no more or the ring is half full. A mode switch
 * costs as much as a PXE call; so it is paid by the batch, not by the frame.
 * But a batch is answered as a whole: it has to be shorter than a window, so
 * that the server's answer is on its way while the rest of the window is taken.
 *
 * Both rings lie in base memory. Each has one writer: C fills tx and empties
 * rx, the pump the other way round. Indices run from 0 to slots - 1; equal
 * indices mean empty, so one slot stays unused.
 */
#ifndef STAGE0_PUMP_H
#define STAGE0_PUMP_H

#include "spec/pxe.h"

/* A slot: the frame's length, then the frame. A multiple of 16 bytes. */
#define PUMP_SLOT      1536
#define PUMP_FRAME_MAX (PUMP_SLOT - 2)
/* An Ethernet header's length, the shortest frame's without its FCS. */
#define PUMP_HEADER    14
#define PUMP_FRAME_MIN 60
/* Slots of rx. They lie apart, so that C can put another in its place. */
#define PUMP_RX_MAX    128

struct pump_ring {
	uint16_t seg; /* of slot 0; of tx only */
	uint16_t slots;
	uint16_t head; /* the writer's next slot */
	uint16_t tail; /* the reader's next slot */
} PACKED;

struct pump {
	struct segoff entry; /* of the PXE API */
	uint16_t seg;	     /* of this struct, offset 0 */
	struct pump_ring rx, tx;
	uint16_t looks; /* how often to look at an empty card, 1.. */
	uint16_t rx_at[PUMP_RX_MAX]; /* the segment of each rx slot */
	uint16_t partial; /* bytes so far of a frame in several pieces */
	uint16_t more;	  /* the batch was full: go on with GET_NEXT */
	uint16_t budget;  /* GET_NEXT calls left in this entry */
	uint8_t wide;	  /* copy by SSE (base/mem.h) */
	uint32_t received, dropped, sent, refused; /* counters */
	struct pxe_undi_isr isr;
	struct pxe_undi_transmit transmit;
	struct pxe_tbd tbd;
	struct pxe_udp_write write;	  /* buffer_size 0: nothing to send */
	struct pxe_udp_read wanted, read; /* what to ask for; the answer */
} PACKED;

/*
 * Run the pump once, by call16: ds is pump.seg, the stack the firmware's. Ends
 * when nothing came for pump.looks rounds, or rx is half full. C empties rx
 * before the next entry.
 */
extern const uint8_t pump16[];

/*
 * The same for the firmware's UDP interface, which has no queue of ours: sends
 * pump.write, if there is something in it, then asks for pump.wanted until a
 * datagram came (AX = 0, pump.read) or pump.looks times.
 */
extern const uint8_t pump16_udp[];

/* The PXE calls of both so far. */
extern uint32_t pump_calls;

#endif
