/*
 * The PXE API (PXE 2.1 section 3): one function for each call. A function is
 * given a copy of the caller's parameter block in our segment, fills in what
 * goes out, and returns the status. Where callers of old times expect leniency,
 * they get it.
 */
#ifndef ROM_API_H
#define ROM_API_H

#include "rom/far.h"
#include "spec/pxe.h"

/*
 * Serve one call: copy the block in, call, copy it back. Returns the exit code
 * for AX. entry.asm calls this on our stack with interrupts off.
 */
uint32_t api_call(uint32_t opcode, farptr block);

/* What a call's function looks like. */
typedef int api_function(void *block);

/* api_boot.c */
api_function api_start_undi, api_stop_undi, api_stop_base, api_unload_stack,
	api_get_cached_info, api_restart_tftp;

/* api_undi.c */
api_function api_undi_nothing, api_undi_unsupported, api_undi_initialize,
	api_undi_reset, api_undi_shutdown, api_undi_open, api_undi_close,
	api_undi_set_mcast, api_undi_set_station, api_undi_set_filter,
	api_undi_get_information, api_undi_get_statistics,
	api_undi_clear_statistics, api_undi_get_mcast, api_undi_get_nic_type,
	api_undi_get_iface_info;

/* api_frame.c; the second's block is on the stack */
api_function api_undi_transmit, api_undi_isr;

/* api_udp.c */
api_function api_udp_open, api_udp_close, api_udp_read, api_udp_write;

/* api_tftp.c */
api_function api_tftp_open, api_tftp_close, api_tftp_read, api_tftp_read_file,
	api_tftp_get_fsize;

/*
 * Make sure that the card receives: NBPs close it with UNDI_CLOSE and then use
 * UDP, or transmit without having opened it.
 */
int api_need_card(void);

/* A caller's mistake: len bytes (0: none) where the interrupt vectors are. */
bool api_null(struct segoff at, uint16_t len);

/* True while a call is served that interrupted another one. */
bool api_nested(void);

#endif
