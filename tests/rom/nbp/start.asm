; The test NBP's entry and its ways to call: everything at 0000:7C00 in one
; segment, C with gcc -m16.

	bits 16
	extern nbp_main, nbp_end
	global start, nbp_pxe, nbp_pxenv, call_pxe, call_pxenv, call_changed
	global call_int1a, int1a_result, irq_hook, irq_unhook, irq_count
	global irq_ours, irq_mask_first, irq_unmask, wait_irq

%define STORM 1000	; interrupts

	section .start

start:
	; What the ROM has given us (PXE 2.1 section 4.4.5).
	cli
	mov [cs:nbp_pxenv], bx
	mov [cs:nbp_pxenv + 2], es
	mov bp, sp
	mov eax, [bp + 4]
	mov [cs:nbp_pxe], eax
	mov [cs:rom_sp], sp
	mov [cs:rom_sp + 2], ss
	xor ax, ax
	mov ds, ax
	mov es, ax
	mov ss, ax
	mov esp, 0x6000		; the BIOS has its own below 7000h
	cld
	mov di, nbp_bss
	mov cx, nbp_end
	sub cx, di
	xor al, al
	rep stosb
	sti
	call dword nbp_main
	cli
	lss sp, [rom_sp]
	xor ax, ax
	retf

	section .text

; Known values in all registers; call_changed says what did not come back.
%macro FILL 0
	mov ecx, 0x11112222
	mov edx, 0x33334444
	mov esi, 0x55556666
	mov ebp, 0x77778888
	push word 0xABCD
	pop fs
	push word 0xBCDE
	pop gs
%endmacro

%macro CHECK 0
	pushf
	cmp ecx, 0x11112222
	jne %%bad
	cmp edx, 0x33334444
	jne %%bad
	cmp esi, 0x55556666
	jne %%bad
	cmp ebp, 0x77778888
	jne %%bad
	mov cx, fs
	cmp cx, 0xABCD
	jne %%bad
	mov cx, gs
	cmp cx, 0xBCDE
	jne %%bad
	mov cx, ds
	jcxz %%good
%%bad:
	mov byte [cs:call_changed], 1
%%good:
	popf
%endmacro

%macro ENTER 0
	push ebx
	push esi
	push edi
	push ebp
%endmacro

%macro LEAVE 0
	push word 0
	pop ds
	push word 0
	pop es
	cld
	movzx eax, ax
	pop ebp
	pop edi
	pop esi
	pop ebx
	o32 ret
%endmacro

; uint32_t call_pxe(farptr entry, uint32_t opcode, void *block): AX.
call_pxe:
	mov [entry], eax
	ENTER
	mov ax, cx
	push ds
	push ax
	push dx
	FILL
	call far [entry]
	add sp, 6
	CHECK
	LEAVE

; uint32_t call_pxenv(farptr entry, uint32_t opcode, void *block): AX.
call_pxenv:
	mov [entry], eax
	ENTER
	mov bx, dx
	mov di, cx
	FILL
	call far [entry]
	CHECK
	LEAVE

; uint32_t call_int1a(void): AX; int1a_result has ES:BX.
call_int1a:
	ENTER
	mov ax, 0x5650
	stc
	int 0x1A
	jnc .clear
	xor ax, ax
.clear:
	mov [cs:int1a_result], bx
	mov [cs:int1a_result + 2], es
	LEAVE

; void irq_hook(uint32_t vector, uint32_t irq, farptr entry)
irq_hook:
	cli
	mov [isr_entry], ecx
	mov [irq_number], dl
	shl ax, 2
	mov [irq_vector], ax
	push bx
	mov bx, ax
	mov eax, [bx]
	mov [irq_old], eax
	mov word [bx], irq_handler
	mov word [bx + 2], 0
	pop bx
; void irq_unmask(void)
irq_unmask:
	call irq_port
	in al, dx
	not cl
	and al, cl
	out dx, al
	sti
	o32 ret

; void irq_unhook(void)
irq_unhook:
	cli
	call irq_mask
	push bx
	mov bx, [irq_vector]
	mov eax, [irq_old]
	mov [bx], eax
	pop bx
	sti
	o32 ret

; DX = the mask's port, CL = the IRQ's bit.
irq_port:
	mov cl, [irq_number]
	mov dx, 0x21
	cmp cl, 8
	jb .first
	mov dx, 0xA1
	sub cl, 8
.first:
	mov al, 1
	shl al, cl
	mov cl, al
	ret

; Mask it at the interrupt controller.
irq_mask:
	call irq_port
	in al, dx
	or al, cl
	out dx, al
	ret

; PXE 2.1 section 3.4.19: START, then EOI; processing is not done here. With
; irq_mask_first it masks its line before that, as newer iPXE's does, and
; whoever has processed unmasks it. A storm is ended by masking, too, or nothing
; else would ever run.
irq_handler:
	pushad
	push ds
	push es
	xor ax, ax
	mov ds, ax
	inc word [irq_count]
	cmp word [irq_count], STORM
	jae .mask
	cmp byte [irq_mask_first], 0
	je .start
.mask:
	call irq_mask
.start:
	mov word [isr_block], 0xFF
	mov word [isr_block + 2], 1
	push ds
	push word isr_block
	push word 0x14
	call far [isr_entry]
	add sp, 6
	cmp word [isr_block + 2], 0
	jne .not_ours
	inc word [irq_ours]
.not_ours:
	mov al, 0x20
	cmp byte [irq_number], 8
	jb .first
	out 0xA0, al
.first:
	out 0x20, al
	pop es
	pop ds
	popad
	iret

; void wait_irq(void): until any interrupt.
wait_irq:
	sti
	hlt
	o32 ret

	section .data
	; Set before .bss is zeroed.
nbp_pxe: dd 0
nbp_pxenv: dd 0
rom_sp:	dd 0

	section .bss
nbp_bss:
entry:	resd 1
isr_entry: resd 1
int1a_result: resd 1
irq_old: resd 1
irq_vector: resw 1
irq_count: resw 1
irq_ours: resw 1
isr_block: resb 16
irq_number: resb 1
irq_mask_first: resb 1
call_changed: resb 1
