/*
 * The PXE client: what the BEV does, in order.
 */
#include "rom/bios.h"
#include "rom/far.h"
#include "rom/api.h"

/* From head.asm. Nonzero: unloaded, the memory can be given back. */
int client_main(void);
/* For other programs that load the UNDI (spec section 4.5). AX. */
int loader_main(farptr block);

int client_main(void)
{
	flat_setup();
	bios_print("\nTowline PXE\n");
	return 1;
}

int loader_main(farptr block)
{
	(void)block;
	return 1;
}
