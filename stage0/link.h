/* Places that link.ld decides. Addresses only: there is nothing to read. */
#ifndef STAGE0_LINK_H
#define STAGE0_LINK_H

#include "spec/types.h"

extern uint8_t link_low[];    /* 7C00h */
extern uint8_t link_packed[]; /* end of the low part, start of packed data */
extern uint8_t link_hot[], link_hot_end[];   /* a hole in that data */
extern uint8_t link_high[], link_high_end[]; /* stage1, from 1 MiB on */
extern uint8_t link_bss[], link_bss_end[];
extern uint8_t link_stack_top[]; /* of the 32-bit stack */
extern uint8_t link_end[];	 /* end of everything in high memory */

/* stage1/main.c */
void stage1_main(void) __attribute__((noreturn));

#endif
