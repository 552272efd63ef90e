/*
 * Offsets of the structs that call16.asm and head.asm share with C. Compiled
 * to assembler text only; the Makefile turns the marked lines into equates.
 */
#include "stage0/call16.h"
#include "stage0/head.h"
#include "stage0/jump32.h"

#define OFFSET(name, type, field)                                              \
	__asm__ volatile("\n@EQU " #name " %0" : : "i"(offsetof(type, field)))
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
	OFFSET(HEAD_MAGIC, struct head, magic);
	SIZE(HEAD_SIZE, struct head);
}
