/*
 * An NBP that calls every function of the PXE API, with right and wrong
 * arguments, and says on COM1 what came of it (PXE 2.1 section 3).
 */
#include "nbp.h"

void nbp_main(void);

void nbp_main(void)
{
	print("api test\r\n");
	test_structures();
	test_bad_calls();
	test_cached_info();
	test_undi_information();
	test_udp();
	test_tftp();
	test_frames();
	test_unload();
	check("no call changed a register", call_changed == 0);
	print("api test ends\r\n");
}
