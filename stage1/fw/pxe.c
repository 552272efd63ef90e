/* One function per PXE call. Documented in pxe.h. */
#include <string.h>
#include "base/err.h"
#include "base/log.h"
#include "fw/memory.h"
#include "fw/pxe.h"
#include "spec/bios.h"
#include "stage0/call16.h"

/* Larger than any block of the API. */
#define BLOCK_MAX	 256
/* Some stacks never write the status of a call that succeeded. */
#define STATUS_UNWRITTEN 0xFFFF

static void *block; /* in base memory; the only one: calls do not nest */

int pxe_init(void)
{
	block = arena_alloc(&memory.low, BLOCK_MAX);
	if (!block)
		return fail(ERR_PXE_BLOCK, "%u bytes", BLOCK_MAX);
	return 0;
}

/*
 * One call satisfies both entry points: BX and ES:DI for PXENV+, three words
 * on the stack for !PXE. Returns AX, or the status if AX is 0.
 */
static uint16_t pxe_call(uint16_t opcode, void *params, unsigned len)
{
	struct segoff at = segoff_of(block);
	struct call16 c = {.ebx = opcode,
			   .edi = at.off,
			   .es = at.seg,
			   .flags = FLAG_INTERRUPT,
			   .target = pxe_api.entry,
			   .stack = entry_state.stack,
			   .words = 3,
			   .word = {at.seg, at.off, opcode}};
	struct pxe_status_block *status = params;

	memset(block, 0, BLOCK_MAX);
	status->status = STATUS_UNWRITTEN;
	memcpy(block, params, len);
	call16(&c);
	memcpy(params, block, len);
	if ((uint16_t)c.eax != PXE_EXIT_SUCCESS)
		return status->status && status->status != STATUS_UNWRITTEN
			       ? status->status
			       : PXE_STATUS_FAILURE;
	return status->status == STATUS_UNWRITTEN ? 0 : status->status;
}

int pxe_get_cached_info(uint16_t type, void *buf, uint16_t room)
{
	struct pxe_get_cached_info p = {.packet_type = type,
					.buffer_size = room,
					.buffer = segoff_of(buf)};
	uint16_t status = pxe_call(PXE_GET_CACHED_INFO, &p, sizeof(p));
	uint32_t own;

	if (status)
		return fail(ERR_PXE_CACHED_INFO, "packet %u, status %02Xh",
			    type, status);
	/* Some give the address of their own copy, whatever was asked. */
	own = segoff_phys(p.buffer);
	if (p.buffer_size > room)
		p.buffer_size = room;
	if (own && own != (uint32_t)(uintptr_t)buf)
		memcpy(buf, (const void *)(uintptr_t)own, p.buffer_size);
	return p.buffer_size;
}

uint8_t *pxe_cached_own(uint16_t type, uint16_t *room)
{
	struct pxe_get_cached_info p = {.packet_type = type};

	if (pxe_call(PXE_GET_CACHED_INFO, &p, sizeof(p)))
		return NULL;
	*room = p.buffer_size;
	return (uint8_t *)(uintptr_t)segoff_phys(p.buffer);
}

int pxe_udp_open(ip4 address)
{
	struct pxe_udp_open p = {.src_ip = address};
	uint16_t status;

	/* A socket left open by the firmware's own download is in the way. */
	pxe_udp_close();
	status = pxe_call(PXE_UDP_OPEN, &p, sizeof(p));
	if (status)
		return fail(ERR_PXE_UDP_OPEN, "status %02Xh", status);
	return 0;
}

int pxe_udp_close(void)
{
	struct pxe_status_block p = {0};

	return pxe_call(PXE_UDP_CLOSE, &p, sizeof(p)) ? -1 : 0;
}

int pxe_undi_get_information(struct pxe_undi_get_information *p)
{
	return pxe_call(PXE_UNDI_GET_INFORMATION, p, sizeof(*p)) ? -1 : 0;
}

int pxe_undi_get_nic_type(struct pxe_undi_get_nic_type *p)
{
	return pxe_call(PXE_UNDI_GET_NIC_TYPE, p, sizeof(*p)) ? -1 : 0;
}

int pxe_undi_get_iface_info(struct pxe_undi_get_iface_info *p)
{
	return pxe_call(PXE_UNDI_GET_IFACE_INFO, p, sizeof(*p)) ? -1 : 0;
}

int pxe_undi_open(uint16_t filter)
{
	struct pxe_undi_open p = {.filter = filter};
	uint16_t status = pxe_call(PXE_UNDI_OPEN, &p, sizeof(p));

	/* A stack that has it open already may say so as an error. */
	if (status && status != PXE_STATUS_UNDI_INVALID_STATE)
		return fail(ERR_PXE_UNDI_OPEN, "status %02Xh", status);
	return 0;
}

void pxe_undi_close(void)
{
	struct pxe_status_block p = {0};

	pxe_call(PXE_UNDI_CLOSE, &p, sizeof(p));
}

/* Where a segment ends, in KB. */
static uint16_t pxe_end_kb(enum pxe_seg which)
{
	const struct pxe_segdesc *d = &pxe_api.pxe->seg[which];

	return (uint16_t)((d->seg * 16u + d->size + 15) >> 10);
}

/*
 * Give its base memory back, as the specification lets a boot program do,
 * unless INT 1Ah still leads there.
 */
static void pxe_free(uint16_t kb)
{
	volatile uint16_t *now = (volatile uint16_t *)BDA_BASE_MEMORY;
	uint32_t int1a = segoff_phys(((const struct segoff *)0)[0x1A]) >> 10;

	if (kb > *now && kb <= 640 && (int1a < *now || int1a >= kb))
		*now = kb;
}

void pxe_unload(void)
{
	uint16_t kb = 0;
	bool all = true;

	/* Where base memory ended before: UNDI is at its upper end. */
	if (pxe_api.pxe) {
		kb = pxe_end_kb(PXE_SEG_UNDI_DATA);
		if (kb < pxe_end_kb(PXE_SEG_UNDI_CODE))
			kb = pxe_end_kb(PXE_SEG_UNDI_CODE);
	}

	static const struct {
		uint16_t opcode;
		const char *name;
	} steps[] = {
		{PXE_UDP_CLOSE, "UDP_CLOSE"},
		{PXE_UNDI_CLOSE, "UNDI_CLOSE"},
		{PXE_UNDI_SHUTDOWN, "UNDI_SHUTDOWN"},
		{PXE_UNLOAD_STACK, "UNLOAD_STACK"},
		{PXE_STOP_UNDI, "STOP_UNDI"},
	};

	for (unsigned i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		/* The largest of these blocks; the others are its status. */
		struct pxe_unload_stack p = {0};
		uint16_t status = pxe_call(steps[i].opcode, &p, sizeof(p));

		if (status)
			log_line(LOG_DEBUG, "PXE %s: status %02Xh",
				 steps[i].name, status);
		/* Nothing may have been open. */
		all &= !status || i < 2;
	}
	if (all)
		pxe_free(kb);
}
