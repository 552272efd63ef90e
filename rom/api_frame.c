/*
 * The PXE API: frames in and out (PXE 2.1 sections 3.4.8 and 3.4.19). A
 * received frame is handed out where the card wrote it and stays until the next
 * call.
 */
#include "rom/api.h"

#include <string.h>
#include "rom/nic.h"

static uint8_t held; /* the buffer handed out last */
static bool holding;
static uint8_t held_start;  /* of which nic.starts */
static uint8_t transmitted; /* not reported yet */

/* Add bytes of the caller to the frame. False if it gets too long. */
static bool api_append(farptr frame, uint16_t *len, struct segoff from,
		       uint16_t n)
{
	if (n > ETH_FRAME_MAX - *len || api_null(from, n))
		return false;
	far_copy(frame + *len, far_of(from), n);
	*len += n;
	return true;
}

/* The Ethernet header, if the caller left that to us. */
static uint16_t api_header(const struct pxe_undi_transmit *p, farptr frame)
{
	static const uint16_t types[] = {[PXE_PROTO_IP] = ETH_IP,
					 [PXE_PROTO_ARP] = ETH_ARP,
					 [PXE_PROTO_RARP] = ETH_RARP};
	struct eth_header h;

	if (p->protocol == PXE_PROTO_NONE)
		return 0;
	if (p->flag & PXE_XMIT_BROADCAST)
		memset(&h.dst, 0xFF, sizeof(h.dst));
	else
		far_get(&h.dst, far_of(p->dest), sizeof(h.dst));
	h.src = nic.mac;
	h.type = __builtin_bswap16(types[p->protocol]);
	far_put(frame, &h, sizeof(h));
	return sizeof(h);
}

int api_undi_transmit(void *block)
{
	struct pxe_undi_transmit *p = block;
	struct pxe_tbd tbd;
	uint16_t len, i;
	farptr frame;

	if (api_need_card())
		return PXE_STATUS_UNDI_INVALID_STATE;
	if (p->protocol > PXE_PROTO_RARP || api_null(p->tbd, sizeof(tbd)))
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	far_get(&tbd, far_of(p->tbd), sizeof(tbd));
	if (tbd.block_count > PXE_TBD_BLOCKS_MAX)
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	frame = nic_transmit_room();
	if (frame == 0)
		return PXE_STATUS_OUT_OF_RESOURCES;
	len = api_header(p, frame);
	if (!api_append(frame, &len, tbd.immediate, tbd.immediate_len))
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	for (i = 0; i < tbd.block_count; i++)
		if (tbd.block[i].type != 1 ||
		    !api_append(frame, &len, tbd.block[i].data,
				tbd.block[i].len))
			return PXE_STATUS_UNDI_INVALID_PARAMETER;
	if (len < sizeof(struct eth_header))
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	nic_transmit(len);
	return PXE_STATUS_SUCCESS;
}

/*
 * Hand out the frame where it is; from above 1 MB in a copy, and its buffer is
 * free at once.
 */
static farptr api_hold(const struct frame *f)
{
	static uint8_t copy[NIC_BUFFER_LEN];
	farptr at = nic_buffer_far(f->id);

	if (at) {
		held = f->id;
		holding = true;
		held_start = nic.starts;
		return at;
	}
	flat_copy(far_near(copy), nic.buffer[f->id], f->len);
	nic_give(f->id);
	return far_near(copy);
}

static void api_isr_frame(struct pxe_undi_isr *p, const struct frame *f)
{
	p->function = PXE_ISR_RECEIVE;
	p->buffer_len = p->frame_len = f->len;
	p->header_len = sizeof(struct eth_header);
	p->frame = far_segoff(api_hold(f));
	p->packet_type = f->packet_type;
	p->protocol = PXE_FRAME_OTHER;
	if (f->type == ETH_IP)
		p->protocol = PXE_FRAME_IP;
	else if (f->type == ETH_ARP)
		p->protocol = PXE_FRAME_ARP;
	else if (f->type == ETH_RARP)
		p->protocol = PXE_FRAME_RARP;
}

/* Received frames first. False if nothing has happened. */
static bool api_isr_event(struct pxe_undi_isr *p)
{
	struct frame f;

	if (nic_poll(&f)) {
		api_isr_frame(p, &f);
		return true;
	}
	transmitted += nic_transmitted();
	if (transmitted == 0)
		return false;
	transmitted--;
	p->function = PXE_ISR_TRANSMIT;
	return true;
}

/*
 * The next event. Looks at the rings, whatever START said: some callers never
 * call it, pollers do not believe it.
 */
static void api_isr_next(struct pxe_undi_isr *p)
{
	if (holding && held_start == nic.starts)
		nic_give(held);
	holding = false;
	if (api_isr_event(p))
		return;
	/* What happened before interrupts are on again makes none. */
	if (!nic_rearm() || !api_isr_event(p))
		p->function = PXE_ISR_DONE;
}

int api_undi_isr(void *block)
{
	struct pxe_undi_isr *p = block;
	bool ours;

	switch (p->function) {
	case PXE_ISR_START:
		ours = nic_interrupt_cause();
		p->function = ours ? PXE_ISR_OURS : PXE_ISR_NOT_OURS;
		return PXE_STATUS_SUCCESS;
	case PXE_ISR_PROCESS:
	case PXE_ISR_GET_NEXT:
		if (api_nested()) {
			p->function = PXE_ISR_BUSY;
			return PXE_STATUS_SUCCESS;
		}
		if (api_need_card())
			return PXE_STATUS_UNDI_INVALID_STATE;
		api_isr_next(p);
		return PXE_STATUS_SUCCESS;
	default:
		return PXE_STATUS_UNDI_INVALID_PARAMETER;
	}
}
