/*
 * The PXE API: preboot calls (PXE 2.1 section 3.3, 00h, 15h, 70h to 76h), and
 * the UNDI loader for programs that bring their own base code
 * (section 4.5.1.3).
 */
#include "rom/api.h"

#include "rom/load.h"
#include "rom/message.h"
#include "rom/nic.h"
#include "rom/pxe.h"
#include "spec/optrom.h"

extern uint16_t bios_pfa, dma_seg, dma_kb; /* head.asm */

/* entry.asm: the NBP at 0000:7C00 takes over. */
void nbp_restart(void) __attribute__((noreturn));

/* From head.asm; block is a struct optrom_undi_loader. AX. */
uint32_t loader_main(farptr block);

struct message message_cached[MESSAGES];

int api_start_undi(void *block)
{
	(void)block;
	pxe_hook();
	return PXE_STATUS_SUCCESS;
}

int api_stop_undi(void *block)
{
	(void)block;
	/* Our memory may be used for something else after this. */
	nic_shutdown();
	return pxe_unhook() ? PXE_STATUS_SUCCESS : PXE_STATUS_KEEP_UNDI;
}

int api_stop_base(void *block)
{
	(void)block;
	return PXE_STATUS_SUCCESS;
}

int api_unload_stack(void *block)
{
	uint16_t base_kb = far_read16(far_at(0x40, 0x13));

	(void)block;
	pxe_describe_unloaded();
	/* Somebody has taken memory below ours: it cannot be given back. */
	return base_kb == dma_seg / 64 ? PXE_STATUS_SUCCESS
				       : PXE_STATUS_FAILURE;
}

int api_get_cached_info(void *block)
{
	struct pxe_get_cached_info *p = block;
	struct message *m;

	if (p->packet_type < PXE_PACKET_DISCOVER ||
	    p->packet_type > PXE_PACKET_REPLY)
		return PXE_STATUS_UNSUPPORTED;
	m = &message_cached[p->packet_type - PXE_PACKET_DISCOVER];
	if (p->buffer_size == 0 || api_null(p->buffer, p->buffer_size)) {
		p->buffer = far_segoff(far_near(m->bytes));
		p->buffer_size = MESSAGE_LEN;
		return PXE_STATUS_SUCCESS;
	}
	/* Zero-padded to the full size: callers look no further than that. */
	if (p->buffer_size > MESSAGE_LEN)
		p->buffer_size = MESSAGE_LEN;
	far_put(far_of(p->buffer), m->bytes, p->buffer_size);
	return PXE_STATUS_SUCCESS;
}

static bool api_restart_poll(void)
{
	return false;
}

int api_restart_tftp(void *block)
{
	struct pxe_tftp_read_file *p = block;
	struct load_from from = {
		.server = p->server, .gateway = p->gateway, .name = p->name};
	uint32_t size;
	int rc = api_need_card();

	p->name[PXE_FILE_NAME_LEN - 1] = 0;
	if (rc == PXE_STATUS_SUCCESS)
		rc = load_nbp(&from, NULL, &size, api_restart_poll);
	if (rc == PXE_STATUS_SUCCESS)
		nbp_restart();
	return rc;
}

uint32_t loader_main(farptr block)
{
	struct optrom_undi_loader l;

	far_get(&l, block, sizeof(l));
	flat_setup();
	pxe_describe();
	pxe_describe_unloaded();
	l.status = (uint16_t)nic_attach(bios_pfa, dma_seg, dma_kb);
	nic_take_boot_memory();
	nic_shutdown();
	l.pxe = far_segoff(far_near(&api_pxe_block));
	l.pxenv = far_segoff(far_near(&api_pxenv_block));
	far_put(block, &l, sizeof(l));
	return l.status ? PXE_EXIT_FAILURE : PXE_EXIT_SUCCESS;
}
