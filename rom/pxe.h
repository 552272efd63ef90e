/*
 * The structures by which others find us: !PXE, PXENV+ (PXE 2.1 tables 3-1 and
 * 3-2) and INT 1Ah.
 */
#ifndef ROM_PXE_H
#define ROM_PXE_H

#include "spec/pxe.h"

extern struct pxe api_pxe_block;
extern struct pxenv api_pxenv_block;

/* Fill in both structures. */
void pxe_describe(void);

/* The base code is gone: its and the stack's fields become 0. */
void pxe_describe_unloaded(void);

/* Put our handler before INT 1Ah's; nothing happens if it is there. */
void pxe_hook(void);

/* Take it away. False if somebody has hooked after us: then all must stay. */
bool pxe_unhook(void);

/* Mask our IRQ at the interrupt controller: no NBP expects it open. */
void pxe_mask_irq(uint8_t irq);

#endif
