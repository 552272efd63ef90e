; Entry of the NBP: PXE firmware far-calls 0000:7C00 (PXE 2.1 section 4.4.5).
; Saves what it gave us, enters 32-bit mode, starts stage0.c. Also the way back
; to the firmware. Expects nothing but CS:IP and the stack.

%include "offsets.inc"

extern stage0_main
extern enter32
extern call_stack
global _start, head, entry_state, leave16, idle16, int18_16

section .head16 progbits alloc exec write align=16
bits 16
head:
_start:
	jmp 0:start			; CS = 0 whatever the firmware used
	times HEAD_MAGIC - ($ - $$) nop
	db "TLN1"
	times HEAD_SIZE - ($ - $$) db 0	; filled in by tools/pack.py

section .text16 progbits alloc exec align=16
bits 16
start:
	; The stack as the firmware made it: return IP, CS, then the !PXE
	; pointer. Everything below is ours; the registers are kept there so
	; that leave16 can give them back.
	cli
	cld
	pushfd
	pushad
	push ds
	push es
	push fs
	push gs
SAVED equ 4 + 32 + 8			; bytes pushed
EARLY_FRAMES equ 640			; room for stage0_main and its callees
	xor ax, ax
	mov ds, ax
	mov [entry_state + ENTRY_PXENV], bx
	mov [entry_state + ENTRY_PXENV + 2], es
	mov bp, sp
	mov eax, [ss:bp + SAVED]
	mov [entry_state + ENTRY_RETURN], eax
	mov eax, [ss:bp + SAVED + 4]
	mov [entry_state + ENTRY_PXE], eax
	mov [entry_state + ENTRY_STACK], sp
	mov [entry_state + ENTRY_STACK + 2], ss

	; The first C runs on the rest of the firmware's stack (1.5 KB by the
	; specification), seen flat, until high memory is known to be there; the
	; firmware calls it makes run below its frames.
	mov [call_stack + 2], ss
	mov ax, sp
	sub ax, EARLY_FRAMES
	mov [call_stack], ax
	xor eax, eax
	mov ax, ss
	shl eax, 4
	movzx esp, sp
	add eax, esp
	and eax, ~3
	mov ebx, stage0_main
	jmp enter32

; void leave16(uint32_t ax): back to the firmware, never returns. Runs in real
; mode on the firmware's stack; call16.asm's exit32 brings us here.
global leave16_real
leave16_real:
	mov [cs:leave_ax], ax
	pop gs
	pop fs
	pop es
	pop ds
	popad
	popfd
	mov ax, [cs:leave_ax]
	sti
	retf

; Far-called through call16: let interrupts in, sleep until one has come.
idle16:
	sti
	hlt
	retf

; The emergency exit: next boot device without the firmware's stack.
int18_16:
	sti
	int 18h
	retf

section .data16 progbits alloc write align=4
leave_ax:
	dw 0
	align 4
entry_state:
	times ENTRY_SIZE db 0

section .note.GNU-stack noalloc noexec nowrite progbits
