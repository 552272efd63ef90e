; Memory above 1 MB from real mode, without a mode switch in the common case.
;
; An access through FS with a 32-bit offset works if FS has a 4 GB limit
; ("unreal mode"), which only a visit to protected mode can give it, and which
; other software may take away at any time. The limit cannot be asked for. So:
; just access, with a handler of ours behind INT 0Dh; if the limit is missing the
; processor raises a general protection fault there, the handler gives FS its
; limit and the instruction is begun again. Interrupts are off, so INT 0Dh cannot
; be IRQ 5. Loading FS in real mode keeps the limit, so one fault lasts.

%include "asm.inc"
	bits 16
	global flat_read, flat_write, flat_put, flat_copy, flat_copy_sum, flat_setup

	section .text

; Begin: hook INT 0Dh, FS = 0. %1: where to go on if FS cannot be mended.
%macro GUARD 1
	pushf
	cli
	push fs
	push word 0
	pop fs
	push dword [fs:0x0D * 4]
	mov word [fs:0x0D * 4], guard_fault
	mov [fs:0x0D * 4 + 2], cs
	mov word [guard_resume], %1
%endmacro

%macro UNGUARD 0
	pop dword [fs:0x0D * 4]
	pop fs
	popf
%endmacro

; uint32_t flat_read(uint32_t address)
flat_read:
	GUARD .done
	mov eax, [fs:eax]
.done:
	UNGUARD
	o32 ret

; void flat_write(uint32_t address, uint32_t value)
flat_write:
	GUARD .done
	mov [fs:eax], edx
.done:
	UNGUARD
	o32 ret

; void flat_put(uint32_t to, const void *from, uint32_t len): copy from our
; segment to a physical address.
flat_put:
	push esi
	mov esi, edx
	GUARD .done
	jecxz .done
.next:
	mov dl, [si]
	mov [fs:eax], dl
	inc eax
	inc si
	dec ecx
	jnz .next
.done:
	UNGUARD
	pop esi
	o32 ret

; void flat_copy(farptr to, uint32_t from, uint32_t len): copy from a physical
; address, in steps of 32 bytes.
flat_copy:
	push es
	push esi
	push edi
	mov esi, edx
	mov edi, eax
	shr eax, 16
	NORMALISE di, ax
	movzx edi, di
	mov es, ax
	GUARD .done
	add cx, 31
	shr cx, 5
	jz .done
.next32:
	COPY_32 fs:esi
	add esi, 32
	add di, 32
	dec cx
	jnz .next32
.done:
	UNGUARD
	pop edi
	pop esi
	pop es
	o32 ret

; uint32_t flat_copy_sum(farptr to, uint32_t from, uint32_t len): as far_copy_sum,
; from a physical address.
flat_copy_sum:
	push es
	push ebx
	push esi
	push edi
	push ebp
	mov esi, edx
	mov edi, eax
	shr eax, 16
	NORMALISE di, ax
	movzx edi, di
	mov es, ax
	GUARD .done
	xor edx, edx
	mov ebp, ecx
	and ebp, 31
	shr ecx, 5
	jz .rest
	clc
.next32:
	COPY_32 fs:esi, edx
	lea esi, [esi + 32]	; LEA, DEC and JNZ keep CF
	lea di, [di + 32]
	dec ecx
	jnz .next32
	adc edx, 0
.rest:
	mov ecx, ebp
	shr ecx, 1
	jz .last
.next2:
	movzx eax, word [fs:esi]
	mov [es:di], ax
	add edx, eax
	adc edx, 0
	add esi, 2
	add di, 2
	dec ecx
	jnz .next2
.last:
	test bp, 1
	jz .done
	movzx eax, byte [fs:esi]
	mov [es:di], al
	add edx, eax
	adc edx, 0
.done:
	UNGUARD
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
	o32 ret

; In: the frame of a fault in real mode: IP, CS, FLAGS; DS and SS ours.
guard_fault:
	push eax
	smsw ax
	test al, 1
	jnz .virtual
	push bx
	sgdt [old_gdt]
	o32 lgdt [guard_gdtr]
	mov eax, cr0
	or al, 1
	mov cr0, eax
	jmp short $ + 2
	mov bx, 8
	mov fs, bx
	and al, ~1
	mov cr0, eax
	jmp short $ + 2
	xor bx, bx
	mov fs, bx
	o32 lgdt [old_gdt]
	pop bx
	pop eax
	iret
.virtual:
	; Virtual-8086 mode: no way to that memory. Skip the access.
	push bp
	mov bp, sp
	mov ax, [guard_resume]
	mov [bp + 6], ax
	pop bp
	pop eax
	iret

; void flat_setup(void): once for each copy of the image.
flat_setup:
	xor eax, eax
	mov ax, cs
	shl eax, 4
	add eax, guard_gdt
	mov [guard_gdtr + 2], eax
	o32 ret

	section .data
	align 8
guard_gdt:
	dq 0
	dq 0x008F93000000FFFF	; data, base 0, limit 4 GB, accessed
guard_gdtr:
	dw 15
	dd 0

	section .bss
	alignb 4
old_gdt: resb 6
guard_resume: resw 1
