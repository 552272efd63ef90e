; Memory outside our segment, and BIOS calls. A farptr is segment << 16 |
; offset. All with the calling convention of gcc -mregparm=3.

%include "asm.inc"
	bits 16
	global far_copy, far_sum, far_copy_sum, bios_int

	section .text

; DS:SI = EDX, ES:DI = EAX, both normalised. Spoils EBX.
%macro LOAD_BOTH 0
	mov esi, edx
	shr edx, 16
	NORMALISE si, dx
	movzx esi, si
	mov edi, eax
	shr eax, 16
	NORMALISE di, ax
	movzx edi, di
	mov ds, dx
	mov es, ax
%endmacro

; void far_copy(farptr to, farptr from, uint32_t len)
far_copy:
	push ds
	push es
	push ebx
	push esi
	push edi
	LOAD_BOTH
	mov bx, cx
	shr bx, 5
	jz .rest
.next32:
	; An unrolled loop: emulators are slow at REP MOVS.
	COPY_32 si
	add si, 32
	add di, 32
	dec bx
	jnz .next32
.rest:
	and cx, 31
	mov bx, cx
	shr cx, 2
	rep movsd
	mov cx, bx
	and cx, 3
	rep movsb
	pop edi
	pop esi
	pop ebx
	pop es
	pop ds
	o32 ret

; uint32_t far_copy_sum(farptr to, farptr from, uint32_t len): copy, and give
; the ones' complement sum (RFC 1071) of the bytes as 16-bit little-endian
; words, folded to 16 bits.
far_copy_sum:
	push ds
	push es
	push ebx
	push esi
	push edi
	push ebp
	LOAD_BOTH
	xor edx, edx
	mov bp, cx
	and bp, 31
	shr cx, 5
	jz .rest		; with CF meaningless
	clc
.next32:
	COPY_32 si, edx
	lea si, [si + 32]	; LEA, DEC and JNZ keep CF
	lea di, [di + 32]
	dec cx
	jnz .next32
	adc edx, 0
.rest:
	mov cx, bp
	shr cx, 1
	jz .last
.next2:
	movzx eax, word [si]
	mov [es:di], ax
	add edx, eax
	adc edx, 0
	add si, 2
	add di, 2
	dec cx
	jnz .next2
.last:
	test bp, 1
	jz .fold
	movzx eax, byte [si]
	mov [es:di], al
	add edx, eax
	adc edx, 0
.fold:
	mov eax, edx
	shr eax, 16
	add ax, dx
	adc ax, 0
	movzx eax, ax
	pop ebp
	pop edi
	pop esi
	pop ebx
	pop es
	pop ds
	o32 ret

; uint32_t far_sum(farptr from, uint32_t len): only the sum.
far_sum:
	mov ecx, edx
	mov edx, eax
	push ds
	push esi
	mov esi, edx
	shr edx, 16
	NORMALISE si, dx
	movzx esi, si
	mov ds, dx
	xor edx, edx
	push cx
	shr cx, 1
	jz .last
.next2:
	movzx eax, word [si]
	add edx, eax
	adc edx, 0
	add si, 2
	dec cx
	jnz .next2
.last:
	pop cx
	test cl, 1
	jz .fold
	movzx eax, byte [si]
	add edx, eax
	adc edx, 0
.fold:
	mov eax, edx
	shr eax, 16
	add ax, dx
	adc ax, 0
	movzx eax, ax
	pop esi
	pop ds
	o32 ret

; void bios_int(uint32_t vector, struct bios_regs *r): INT with the registers in
; r (bios.h), which receives those after it. Interrupts are on during the call
; and then as before.
bios_int:
	pushfd
	push ebx
	push esi
	push edi
	push ebp
	push es
	mov [bios_r], dx
	shl ax, 2
	mov si, ax
	push ds
	xor ax, ax
	mov ds, ax
	mov eax, [si]
	pop ds
	mov [bios_vector], eax
	mov si, dx
	mov eax, [si]
	mov ebx, [si + 4]
	mov ecx, [si + 8]
	mov edx, [si + 12]
	mov edi, [si + 20]
	mov es, [si + 24]
	mov esi, [si + 16]
	sti
	pushf			; as INT would
	cli
	call far [bios_vector]
	push ds			; assume nothing about DS
	push cs
	pop ds
	push si
	mov si, [bios_r]
	mov [si], eax
	mov [si + 4], ebx
	mov [si + 8], ecx
	mov [si + 12], edx
	mov [si + 20], edi
	mov [si + 24], es
	pop word [si + 16]
	pushf
	pop word [si + 26]
	pop ax
	pop es
	pop ebp
	pop edi
	pop esi
	pop ebx
	popfd
	cld
	o32 ret

	section .bss
	alignb 4
bios_vector: resd 1
bios_r:	resw 1
