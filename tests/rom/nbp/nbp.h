/*
 * The test NBP's parts: calling, checking, and what each group of checks is
 * named. It runs in real mode with CS = DS = ES = SS = 0.
 */
#ifndef TESTS_ROM_NBP_H
#define TESTS_ROM_NBP_H

#include "rom/far.h"
#include "spec/net.h"
#include "spec/pxe.h"

/* start.asm */
extern farptr nbp_pxe, nbp_pxenv, int1a_result;
extern volatile uint16_t irq_count, irq_ours;
extern bool irq_mask_first;
extern uint8_t call_changed;
uint32_t call_pxe(farptr entry, uint32_t opcode, void *block);
uint32_t call_pxenv(farptr entry, uint32_t opcode, void *block);
uint32_t call_int1a(void);
void irq_hook(uint32_t vector, uint32_t irq, farptr entry);
void irq_unmask(void);
void irq_unhook(void);
void wait_irq(void);

/* nbp.c */
extern struct pxe bang; /* copies of the ROM's structures */
extern struct pxenv env;
extern ip4 server, client;

/* Set client and server from the cached packets; server may be 0. */
void learn_addresses(void);

/* Call by the !PXE entry with status preset to a junk value: AX. */
uint32_t call(uint32_t opcode, void *block);

/* "ok name" or "FAIL name" on COM1. */
void check(const char *name, bool good);
void check_equal(const char *name, uint32_t got, uint32_t wanted);
void print(const char *text);
void print_number(uint32_t n);
void wait_char(void); /* until the test sends one */

uint32_t ticks(void); /* 18.2 a second */

/* Free base memory for data: 64 KB from here on. */
#define DATA_SEG  0x2000
#define OTHER_SEG 0x3000

uint8_t data_pattern(uint32_t i);

/* The groups. */
void test_structures(void);
void test_bad_calls(void);
void test_cached_info(void);
void test_undi_information(void);
void test_udp(void);
void test_tftp(void);
void test_frames(void);
void test_unload(void);

#endif
