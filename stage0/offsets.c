/*
 * Offsets of the structs that the assembler files share with C. Compiled
 * to assembler text only; the Makefile turns the marked lines into equates.
 */
#include "stage0/call16.h"
#include "stage0/head.h"
#include "stage0/jump32.h"
#include "stage0/launch.h"
#include "stage0/pump.h"

#define OFFSET(name, type, field)                                              \
	__asm__ volatile("\n@EQU " #name " %0" : : "i"(offsetof(type, field)))
#define VALUE(name, number)                                                    \
	__asm__ volatile("\n@EQU " #name " %0" : : "i"(number))
#define SIZE(name, type)                                                       \
	__asm__ volatile("\n@EQU " #name " %0" : : "i"(sizeof(type)))

void offsets(void);
void offsets(void)
{
	OFFSET(C16_EAX, struct call16, eax);
	OFFSET(C16_EBX, struct call16, ebx);
	OFFSET(C16_ECX, struct call16, ecx);
	OFFSET(C16_EDX, struct call16, edx);
	OFFSET(C16_ESI, struct call16, esi);
	OFFSET(C16_EDI, struct call16, edi);
	OFFSET(C16_EBP, struct call16, ebp);
	OFFSET(C16_DS, struct call16, ds);
	OFFSET(C16_ES, struct call16, es);
	OFFSET(C16_FLAGS, struct call16, flags);
	OFFSET(C16_TARGET, struct call16, target);
	OFFSET(C16_STACK, struct call16, stack);
	OFFSET(C16_WORDS, struct call16, words);
	OFFSET(C16_WORD, struct call16, word);
	SIZE(C16_SIZE, struct call16);
	OFFSET(ENTRY_STACK, struct entry_state, stack);
	OFFSET(ENTRY_RETURN, struct entry_state, return_to);
	OFFSET(ENTRY_PXE, struct entry_state, pxe_ptr);
	OFFSET(ENTRY_PXENV, struct entry_state, pxenv);
	SIZE(ENTRY_SIZE, struct entry_state);
	OFFSET(MOVE_TO, struct move, to);
	OFFSET(MOVE_FROM, struct move, from);
	OFFSET(MOVE_LEN, struct move, len);
	SIZE(MOVE_SIZE, struct move);
	OFFSET(JUMP_ENTRY, struct jump, entry);
	OFFSET(JUMP_STACK, struct jump, stack);
	OFFSET(JUMP_MOVE, struct jump, move);
	OFFSET(LAUNCH_REAL, struct launch, real);
	OFFSET(LAUNCH_FIRMWARE, struct launch, firmware);
	OFFSET(LAUNCH_BACK, struct launch, back);
	OFFSET(LAUNCH_COPY, struct launch, copy);
	OFFSET(LAUNCH_COPY_WORDS, struct launch, copy_words);
	OFFSET(LAUNCH_COPY_SUM, struct launch, copy_sum);
	OFFSET(LAUNCH_MOVE, struct launch, move);
	OFFSET(LAUNCH_STACK, struct launch, stack);
	OFFSET(LAUNCH_ENTRY, struct launch, entry);
	OFFSET(LAUNCH_EAX, struct launch, eax);
	OFFSET(LAUNCH_EBX, struct launch, ebx);
	OFFSET(LAUNCH_EDX, struct launch, edx);
	OFFSET(LAUNCH_ESI, struct launch, esi);
	OFFSET(LAUNCH_DS, struct launch, ds);
	OFFSET(LAUNCH_ES, struct launch, es);
	SIZE(LAUNCH_SIZE, struct launch);
	OFFSET(RING_SEG, struct pump_ring, seg);
	OFFSET(RING_SLOTS, struct pump_ring, slots);
	OFFSET(RING_HEAD, struct pump_ring, head);
	OFFSET(RING_TAIL, struct pump_ring, tail);
	OFFSET(PUMP_ENTRY, struct pump, entry);
	OFFSET(PUMP_RX, struct pump, rx);
	OFFSET(PUMP_TX, struct pump, tx);
	OFFSET(PUMP_LOOKS, struct pump, looks);
	OFFSET(PUMP_RX_AT, struct pump, rx_at);
	OFFSET(PUMP_PARTIAL, struct pump, partial);
	OFFSET(PUMP_MORE, struct pump, more);
	OFFSET(PUMP_BUDGET, struct pump, budget);
	OFFSET(PUMP_WIDE, struct pump, wide);
	OFFSET(PUMP_RECEIVED, struct pump, received);
	OFFSET(PUMP_DROPPED, struct pump, dropped);
	OFFSET(PUMP_SENT, struct pump, sent);
	OFFSET(PUMP_REFUSED, struct pump, refused);
	OFFSET(PUMP_ISR, struct pump, isr);
	OFFSET(ISR_FUNCTION, struct pxe_undi_isr, function);
	OFFSET(ISR_BUFFER_LEN, struct pxe_undi_isr, buffer_len);
	OFFSET(ISR_FRAME_LEN, struct pxe_undi_isr, frame_len);
	OFFSET(ISR_FRAME, struct pxe_undi_isr, frame);
	OFFSET(PUMP_TRANSMIT, struct pump, transmit);
	OFFSET(TRANSMIT_PROTOCOL, struct pxe_undi_transmit, protocol);
	OFFSET(TRANSMIT_FLAG, struct pxe_undi_transmit, flag);
	OFFSET(TRANSMIT_DEST, struct pxe_undi_transmit, dest);
	OFFSET(TRANSMIT_TBD, struct pxe_undi_transmit, tbd);
	OFFSET(PUMP_TBD, struct pump, tbd);
	OFFSET(TBD_LEN, struct pxe_tbd, immediate_len);
	OFFSET(TBD_DATA, struct pxe_tbd, immediate);
	OFFSET(TBD_COUNT, struct pxe_tbd, block_count);
	OFFSET(PUMP_WRITE, struct pump, write);
	OFFSET(WRITE_LEN, struct pxe_udp_write, buffer_size);
	OFFSET(PUMP_WANTED, struct pump, wanted);
	OFFSET(PUMP_READ, struct pump, read);
	SIZE(READ_SIZE, struct pxe_udp_read);
	VALUE(PUMP_SLOT, PUMP_SLOT);
	VALUE(PUMP_FRAME_MAX, PUMP_FRAME_MAX);
	OFFSET(HEAD_MAGIC, struct head, magic);
	SIZE(HEAD_SIZE, struct head);
}
