#include "rom/api.h"
#include "rom/pxe.h"
int loader_main(farptr block);
uint32_t api_call(uint32_t opcode, farptr block)
{
	(void)opcode;
	(void)block;
	return PXE_EXIT_FAILURE;
}
int loader_main(farptr block)
{
	(void)block;
	return 1;
}
