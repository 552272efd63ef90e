#include "rom/api.h"
#include "spec/pxe.h"
struct pxe api_pxe_block __attribute__((aligned(16)));
struct pxenv api_pxenv_block __attribute__((aligned(16)));
uint32_t api_call(uint32_t opcode, farptr block)
{
	(void)opcode;
	(void)block;
	return PXE_EXIT_FAILURE;
}
