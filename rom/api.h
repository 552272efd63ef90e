#ifndef ROM_API_H
#define ROM_API_H

#include "rom/far.h"

/* Serve one call: the exit code for AX (entry.asm calls). */
uint32_t api_call(uint32_t opcode, farptr block);

#endif
