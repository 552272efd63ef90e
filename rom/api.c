/* The PXE API's dispatcher. Documented in api.h. */
#include "rom/api.h"

#include "rom/nic.h"

extern uint8_t api_depth; /* entry.asm */

/*
 * in and out: how many bytes of the block are read and written. Old callers'
 * blocks end early: GET_NIC_TYPE without the subsystem ids, GET_CACHED_INFO
 * without BufferLimit.
 */
static const struct api_entry {
	uint8_t opcode;
	uint8_t in, out;
	api_function *function;
} api_table[] = {
	{PXE_UNDI_TRANSMIT, sizeof(struct pxe_undi_transmit), 2,
	 api_undi_transmit},
	{PXE_UDP_READ, sizeof(struct pxe_udp_read), sizeof(struct pxe_udp_read),
	 api_udp_read},
	{PXE_UDP_WRITE, sizeof(struct pxe_udp_write), 2, api_udp_write},
	{PXE_UDP_OPEN, sizeof(struct pxe_udp_open), 2, api_udp_open},
	{PXE_UDP_CLOSE, 2, 2, api_udp_close},
	{PXE_TFTP_OPEN, sizeof(struct pxe_tftp_open),
	 sizeof(struct pxe_tftp_open), api_tftp_open},
	{PXE_TFTP_CLOSE, 2, 2, api_tftp_close},
	{PXE_TFTP_READ, sizeof(struct pxe_tftp_read),
	 sizeof(struct pxe_tftp_read), api_tftp_read},
	{PXE_TFTP_READ_FILE, sizeof(struct pxe_tftp_read_file),
	 sizeof(struct pxe_tftp_read_file), api_tftp_read_file},
	{PXE_TFTP_GET_FSIZE, sizeof(struct pxe_tftp_get_fsize),
	 sizeof(struct pxe_tftp_get_fsize), api_tftp_get_fsize},
	{PXE_START_UNDI, sizeof(struct pxe_start_undi), 2, api_start_undi},
	{PXE_UNDI_STARTUP, 2, 2, api_undi_nothing},
	{PXE_UNDI_CLEANUP, 2, 2, api_undi_nothing},
	{PXE_UNDI_INITIALIZE, sizeof(struct pxe_undi_initialize), 2,
	 api_undi_initialize},
	{PXE_UNDI_RESET_ADAPTER, sizeof(struct pxe_undi_mcast), 2,
	 api_undi_reset},
	{PXE_UNDI_SHUTDOWN, 2, 2, api_undi_shutdown},
	{PXE_UNDI_OPEN, sizeof(struct pxe_undi_open), 2, api_undi_open},
	{PXE_UNDI_CLOSE, 2, 2, api_undi_close},
	{PXE_UNDI_SET_MCAST_ADDRESS, sizeof(struct pxe_undi_mcast), 2,
	 api_undi_set_mcast},
	{PXE_UNDI_SET_STATION_ADDRESS,
	 sizeof(struct pxe_undi_set_station_address), 2, api_undi_set_station},
	{PXE_UNDI_SET_PACKET_FILTER, sizeof(struct pxe_undi_set_packet_filter),
	 2, api_undi_set_filter},
	{PXE_UNDI_GET_INFORMATION, 2, sizeof(struct pxe_undi_get_information),
	 api_undi_get_information},
	{PXE_UNDI_GET_STATISTICS, 2, sizeof(struct pxe_undi_get_statistics),
	 api_undi_get_statistics},
	{PXE_UNDI_CLEAR_STATISTICS, 2, 2, api_undi_clear_statistics},
	{PXE_UNDI_INITIATE_DIAGS, 2, 2, api_undi_unsupported},
	{PXE_UNDI_FORCE_INTERRUPT, 2, 2, api_undi_unsupported},
	{PXE_UNDI_GET_MCAST_ADDRESS, sizeof(struct pxe_undi_get_mcast_address),
	 sizeof(struct pxe_undi_get_mcast_address), api_undi_get_mcast},
	{PXE_UNDI_GET_NIC_TYPE, 2,
	 offsetof(struct pxe_undi_get_nic_type, sub_vendor_id),
	 api_undi_get_nic_type},
	{PXE_UNDI_GET_IFACE_INFO, 2, sizeof(struct pxe_undi_get_iface_info),
	 api_undi_get_iface_info},
	/* Also UNDI_GET_STATE in the specification: whoever calls this number
	 * unloads us, and its block may have no room for a state. */
	{PXE_STOP_UNDI, 2, 2, api_stop_undi},
	{PXE_UNLOAD_STACK, 2, 2, api_unload_stack},
	{PXE_GET_CACHED_INFO,
	 offsetof(struct pxe_get_cached_info, buffer_limit),
	 offsetof(struct pxe_get_cached_info, buffer_limit),
	 api_get_cached_info},
	{PXE_RESTART_TFTP, sizeof(struct pxe_tftp_read_file), 2,
	 api_restart_tftp},
	{PXE_START_BASE, 2, 2, api_undi_unsupported},
	{PXE_STOP_BASE, 2, 2, api_stop_base},
};

/* The largest block. */
static union {
	uint8_t bytes[sizeof(struct pxe_tftp_read_file)];
	uint16_t status;
} api_block;

bool api_nested(void)
{
	return api_depth > 1;
}

bool api_null(struct segoff at, uint16_t len)
{
	return (at.seg | at.off) == 0 && len;
}

int api_need_card(void)
{
	if (nic.open)
		return PXE_STATUS_SUCCESS;
	return nic_open(PXE_FILTER_DIRECTED | PXE_FILTER_BROADCAST);
}

static const struct api_entry *api_find(uint32_t opcode)
{
	const struct api_entry *e = api_table;

	for (; e < api_table + sizeof(api_table) / sizeof(api_table[0]); e++)
		if (e->opcode == opcode)
			return e;
	return NULL;
}

/*
 * Called for every frame, perhaps from an interrupt handler within another
 * call: memory of its own, and no way round.
 */
static uint32_t api_call_isr(farptr block)
{
	union {
		struct pxe_undi_isr isr;
		uint32_t words[4];
	} u;
	uint16_t at;

	_Static_assert(sizeof(u.isr) == sizeof(u.words), "four words");
	block = far_normal(block);
	at = (uint16_t)block;
	fs_set((uint16_t)(block >> 16));
	u.words[0] = FS_AT(uint32_t, at);
	u.words[1] = FS_AT(uint32_t, at + 4);
	u.words[2] = FS_AT(uint32_t, at + 8);
	u.words[3] = FS_AT(uint32_t, at + 12);
	u.isr.status = (uint16_t)api_undi_isr(&u.isr);
	fs_set((uint16_t)(block >> 16));
	FS_AT(uint32_t, at) = u.words[0];
	FS_AT(uint32_t, at + 4) = u.words[1];
	FS_AT(uint32_t, at + 8) = u.words[2];
	FS_AT(uint32_t, at + 12) = u.words[3];
	return u.isr.status ? PXE_EXIT_FAILURE : PXE_EXIT_SUCCESS;
}

uint32_t api_call(uint32_t opcode, farptr block)
{
	const struct api_entry *e;

	/* There is nowhere to put a status. */
	if (block == 0)
		return PXE_EXIT_FAILURE;
	if (opcode == PXE_UNDI_ISR)
		return api_call_isr(block);
	if (api_nested()) {
		far_write16(block, PXE_STATUS_FAILURE);
		return PXE_EXIT_FAILURE;
	}
	e = api_find(opcode);
	if (!e) {
		far_write16(block, PXE_STATUS_UNSUPPORTED);
		return PXE_EXIT_FAILURE;
	}
	far_get(&api_block, block, e->in);
	api_block.status = (uint16_t)e->function(&api_block);
	far_put(block, &api_block, e->out);
	return api_block.status ? PXE_EXIT_FAILURE : PXE_EXIT_SUCCESS;
}
