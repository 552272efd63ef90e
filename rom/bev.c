/*
 * What the bootstrap entry vector does, in order: boot, run the NBP, unload
 * (PXE 2.1 section 4.4.5).
 */
#include "rom/client.h"
#include "rom/far.h"
#include "rom/nic.h"
#include "rom/pxe.h"

/* From entry.asm: run the NBP; what it left in AX. */
uint16_t nbp_run(void);

/*
 * head.asm calls this. Comes back when booting failed or the NBP gave up.
 * Nonzero: all is unhooked, the memory can be given back.
 */
int bev_main(void);

int bev_main(void)
{
	uint16_t keep = PXE_NBP_DONE;

	flat_setup();
	pxe_describe();
	if (client_boot() == PXE_STATUS_SUCCESS) {
		pxe_hook();
		pxe_mask_irq(nic.irq);
		nic_take_boot_memory();
		keep = nbp_run();
	}
	if (keep == PXE_NBP_KEEP_UNDI || keep == PXE_NBP_KEEP_ALL)
		return 0;
	nic_shutdown();
	return pxe_unhook();
}
