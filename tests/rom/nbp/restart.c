/* An NBP that has itself replaced by another (RESTART_TFTP). */
#include <string.h>
#include "nbp.h"

static struct pxe_tftp_read_file restart;

void nbp_main(void);

void nbp_main(void)
{
	test_structures();
	learn_addresses();
	restart.server = server;
	memcpy(restart.name, "nothing", sizeof("nothing"));
	check_equal("RESTART_TFTP of no file", call(PXE_RESTART_TFTP, &restart),
		    1);
	memcpy(restart.name, "next.nbp", sizeof("next.nbp"));
	call(PXE_RESTART_TFTP, &restart);
	check("RESTART_TFTP does not come back", false);
}
