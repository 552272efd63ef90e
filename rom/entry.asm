; The ways into the PXE API and out to the NBP: both entry points, INT 1Ah
; AX=5650h, and the far call to 0000:7C00 (PXE 2.1 sections 3.2 and 4.4.5). What
; the calls do is in C (api.c).

%include "asm.inc"
	bits 16

	extern api_call, api_pxe_block, api_pxenv_block
	extern api_stack_top, isr_stack_top
	global api_pxe, api_pxenv, int1a, int1a_old, api_depth
	global nbp_run, nbp_restart

	section .text

; Where the caller's registers are, from SP after SAVE.
%define AT_EDI	8
%define AT_EBX	8 + 16
%define AT_EAX	8 + 28
%define AT_FLAGS 8 + 32
%define AT_RETURN 8 + 32 + 2

%macro SAVE 0
	pushf
	pushad
	push ds
	push es
	push fs
	push gs
	movzx ebp, sp
%endmacro

; AX = far api_pxe(block segment, block offset, opcode pushed in this order; the
; caller drops 6 bytes). Everything but AX and the flags is kept.
api_pxe:
	SAVE
	movzx eax, word [bp + AT_RETURN + 4]
	mov edx, [bp + AT_RETURN + 6]
	jmp api_common

; AX = far api_pxenv(BX = opcode, ES:DI = block).
api_pxenv:
	SAVE
	movzx eax, word [bp + AT_EBX]
	push es
	push di
	pop edx

; EAX = opcode, EDX = block, segment in the high half. Interrupts stay off but
; where C waits and opens a window, so depth needs no lock. A second entry can
; only come from an interrupt handler in such a window: it has a stack of its
; own and api_call lets it do UNDI_ISR only.
api_common:
	cli
	cld
	mov cx, ss
	shl ecx, 16
	mov cx, sp
	mov bx, cs
	mov ds, bx
	mov es, bx
	cmp byte [api_depth], 1
	jb .first
	ja .too_deep
	mov ss, bx
	mov esp, isr_stack_top
	jmp .call
.first:
	mov ss, bx
	mov esp, api_stack_top
.call:
	push ecx
	inc byte [api_depth]
	call dword api_call
	dec byte [api_depth]
	pop ecx
	movzx edx, cx
	shr ecx, 16
	mov ss, cx
	mov esp, edx
	mov bp, sp
.return:
	mov [bp + AT_EAX], ax
	; CF says the same as AX; DF is clear.
	and word [bp + AT_FLAGS], ~0x0401
	or [bp + AT_FLAGS], ax
	pop gs
	pop fs
	pop es
	pop ds
	popad
	popf
	retf
.too_deep:
	mov ax, 1
	jmp .return

; INT 1Ah: AX=5650h asks for PXE; everything else goes to the old handler.
int1a:
	cmp ax, 0x5650
	je .query
	jmp far [cs:int1a_old]
.query:
	push cs
	pop es
	mov ebx, api_pxenv_block
	mov ax, cs
	movzx edx, ax
	shl edx, 4
	add edx, ebx
	mov ax, 0x564E
	push bp
	mov bp, sp
	and byte [bp + 6], ~1	; CF in the flags that IRET takes
	pop bp
	iret

; uint16_t nbp_run(void): start the NBP at 0000:7C00 on this stack; what it
; left in AX.
nbp_run:
	push ebx
	push esi
	push edi
	push ebp
	mov [nbp_sp], sp
nbp_enter:
	mov ax, cs
	mov ds, ax
	mov es, ax
	mov ss, ax
	movzx esp, word [nbp_sp]
	mov byte [api_depth], 0
	push cs
	push word api_pxe_block	; the !PXE pointer, at SS:SP+4 for the NBP
	xor eax, eax
	mov ax, cs
	shl eax, 4
	mov ebx, api_pxenv_block
	lea edx, [eax + ebx]	; obsolete, but some NBPs want it
	xor eax, eax
	xor ecx, ecx
	xor esi, esi
	xor edi, edi
	xor ebp, ebp
	mov fs, ax
	mov gs, ax
	mov ds, ax
	sti
	call 0:0x7C00
	cli
	cld
	mov cx, cs
	mov ds, cx
	mov es, cx
	mov ss, cx
	movzx esp, word [nbp_sp]
	pop ebp
	pop edi
	pop esi
	pop ebx
	movzx eax, ax
	sti
	o32 ret

; noreturn void nbp_restart(void): the same from inside an API call: the new NBP
; takes the place of the one that called.
nbp_restart:
	cli
	jmp nbp_enter

	section .bss
	alignb 4
int1a_old: resd 1
nbp_sp:	resw 1
api_depth: resb 1
