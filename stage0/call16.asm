; void call16(struct call16 *c): the glove box. From 32-bit C to a real-mode far
; call and back; c in EAX (regparm), may be anywhere below 4 GiB.
; After the callee nothing is believed: segments, direction flag, GDT, IDT, CR0
; and A20 are set again.

%include "offsets.inc"

extern a20_enable
extern entry_state
extern leave16_real
extern jump
global call16, enter32, leave16, jump_now, call_stack, gdt_pointer
global call16_count

CODE16 equ 08h
CODE32 equ 10h
DATA32 equ 18h
DATA16 equ 20h

section .text16
bits 16
; Real mode with interrupts off to 32-bit code: EBX where to, EAX new ESP.
enter32:
	cli
	xor dx, dx
	mov ds, dx
	lgdt [gdt_pointer]
	mov edx, cr0
	or dl, 1
	mov cr0, edx
	jmp dword CODE32:.flat
bits 32
.flat:
	mov dx, DATA32
	mov ds, dx
	mov es, dx
	mov fs, dx
	mov gs, dx
	mov ss, dx
	mov esp, eax
	cld
	jmp ebx

; 32-bit code to real mode: BX = 16-bit offset where to go on, with DS = 0 and
; no stack yet. Segment limits are set back to 64 KiB on the way, since
; firmware may rely on them (or at least must not get ours).
exit32:
	cli
	lidt [real_idt]
	jmp CODE16:.narrow
bits 16
.narrow:
	mov dx, DATA16
	mov ds, dx
	mov es, dx
	mov fs, dx
	mov gs, dx
	mov ss, dx
	mov edx, cr0
	and dl, ~1
	mov cr0, edx
	jmp 0:.real
.real:
	xor dx, dx
	mov ds, dx
	mov es, dx
	mov fs, dx
	mov gs, dx
	jmp bx

section .text.call16 progbits alloc exec align=4
bits 32
call16:
	pushad
	sidt [saved_idt]
	mov [saved_esp], esp
	mov esi, eax
	mov edi, block
	mov ecx, C16_SIZE
	rep movsb
	mov bx, call16_real
	jmp exit32

call16_back:
	lidt [saved_idt]
	mov edi, [esp + 28]		; EAX of the pushad frame: c
	mov esi, block
	mov ecx, C16_SIZE
	rep movsb
	; Two different values seen through both addresses: A20 is off.
	call a20_wraps
	jne .a20_on
	call a20_wraps
	jne .a20_on
	call a20_enable
.a20_on:
	popad
	ret

; ZF set if a low dword and its image 1 MiB higher read the same. It has to
; change, so it counts the calls.
a20_wraps:
	inc dword [call16_count]
	mov eax, [call16_count]
	cmp eax, [call16_count + 100000h]
	ret

; void leave16(uint32_t ax): see head.asm.
leave16:
	mov [block + C16_EAX], eax
	mov bx, leave16_switch
	jmp exit32

section .text16
bits 16
leave16_switch:
	lss sp, [entry_state + ENTRY_STACK]
	mov ax, [block + C16_EAX]
	jmp leave16_real

call16_real:
	lss sp, [block + C16_STACK]
	cmp dword [block + C16_STACK], 0
	jne .stack_set
	lss sp, [call_stack]
.stack_set:
	movzx esp, sp
	mov cx, [block + C16_WORDS]
	mov si, block + C16_WORD
	jcxz .pushed
.push:
	lodsw
	push ax
	loop .push
.pushed:
	mov eax, [block + C16_TARGET]
	mov [target], eax
	push word [block + C16_FLAGS]
	mov eax, [block + C16_EAX]
	mov ebx, [block + C16_EBX]
	mov ecx, [block + C16_ECX]
	mov edx, [block + C16_EDX]
	mov esi, [block + C16_ESI]
	mov edi, [block + C16_EDI]
	mov ebp, [block + C16_EBP]
	mov es, [block + C16_ES]
	mov ds, [block + C16_DS]
	popf
	call far [cs:target]
	cli
	cld
	; SS:SP may have lost its pushed words (or kept them): not used again.
	mov [cs:block + C16_DS], ds
	mov [cs:block + C16_ES], es
	push cs
	pop ds
	mov [block + C16_EAX], eax
	mov [block + C16_EBX], ebx
	mov [block + C16_ECX], ecx
	mov [block + C16_EDX], edx
	mov [block + C16_ESI], esi
	mov [block + C16_EDI], edi
	mov [block + C16_EBP], ebp
	pushf
	pop word [block + C16_FLAGS]
	mov eax, [saved_esp]
	mov ebx, call16_back
	jmp enter32

; void jump_now(void): the last trampoline. Moves what has to end up where stage1
; sits, or below 1 MiB, then enters the kernel that "jump" describes (jump32.h):
; interrupts off, flat segments 10h and 18h, or real mode. Runs, like the list, in
; base memory, which no move touches. ESP is below the entry's address: some KB
; of what nobody needs any more.
section .text.jump_now progbits alloc exec align=4
bits 32
jump_now:
	mov ebx, jump + JUMP_MOVE
.next:
	mov edi, [ebx + MOVE_TO]
	mov esi, [ebx + MOVE_FROM]
	mov ecx, [ebx + MOVE_LEN]
	add ebx, MOVE_SIZE
	jecxz .moved
	test esi, esi
	jz .zero
	cmp edi, esi
	jb .move
	; Up, perhaps over itself: from the last byte.
	lea esi, [esi + ecx - 1]
	lea edi, [edi + ecx - 1]
	std
.move:
	rep movsb
	cld
	jmp .next
.zero:
	xor eax, eax
	rep stosb
	jmp .next
.moved:
	mov esp, jump
	cmp word [jump + JUMP_STACK + 2], 0
	mov bx, jump16
	jne exit32
	popad
	ret

section .text16
bits 16
jump16:
	mov sp, jump
	popad
	lss sp, [jump + JUMP_STACK]
	movzx esp, sp
	push ss
	pop es
	push ss
	pop fs
	push ss
	pop gs
	push ss
	pop ds
	jmp far [cs:jump + JUMP_ENTRY]

section .data16
	align 8
gdt:
	dq 0
	dq 00009B000000FFFFh		; 08 code, 64 KiB
	dq 00CF9B000000FFFFh		; 10 code, flat: as Linux wants it
	dq 00CF93000000FFFFh		; 18 data, flat
	dq 000093000000FFFFh		; 20 data, 64 KiB
gdt_pointer:
	dw $ - gdt - 1
	dd gdt
real_idt:
	dw 3FFh
	dd 0
	align 4
call_stack:
	dd 0

; What every call writes. In a page without code: an emulator looks for code
; that was translated from what is written over, and a call cost 100 us.
section .hot nobits alloc write align=4
saved_idt:
	resw 1
	resd 1
	resw 1
saved_esp:
	resd 1
target:
	resd 1
call16_count:
	resd 1
block:
	resb C16_SIZE

section .note.GNU-stack noalloc noexec nowrite progbits
