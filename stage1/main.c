/*
 * Towline's table of contents: from the unpacked 32-bit part to the menu. What
 * happens after a choice is in boot.c and handoff.c.
 */
#include "base/log.h"
#include "base/mem.h"
#include "fw/clock.h"
#include "fw/console.h"
#include "fw/fault.h"
#include "fw/machine.h"
#include "netboot.h"
#include "session.h"
#include "stage0/link.h"
#include "trust.h"

void stage1_main(void)
{
	trust_keep_stamp(); /* before its memory is used */
	mem_prepare();	    /* fast copies */
	fault_init();	    /* our own bugs are told */
	console_init();	    /* screen and serial line */
	clock_init();	    /* milliseconds */
	log_line(LOG_INFO, "Towline " VERSION);
	session_require("PXE", netboot_init()); /* PXE, memory, DHCP */
	machine_init();				/* SMBIOS, CPU */
	session_require("stamp", trust_init()); /* who may sign */
	for (;;)
		session(); /* config, menu, boot */
}
