; Into a real-mode program, and back if it returns. Documented in stage0/launch.h.

%include "offsets.inc"

extern gdt_pointer
extern launch_keep
global launch, launch_code, launch_code_end, launch_return_at

; Selectors of the table below; those that call16.asm has, too, are the same.
CODE16 equ 08h				; base: launch_code on the stack
CODE32 equ 10h
DATA32 equ 18h
DATA16 equ 20h
CODE32_HERE equ 28h			; base as that of CODE16

section .text.launch progbits alloc exec align=4
bits 32
; uint32_t launch(struct launch *l, void *keep): EAX, EDX. What launch_keep keeps
; has this frame in it, so that it comes back to here.
launch:
	pushad
	sidt [idt]
	mov [stack], esp
	call launch_keep
	mov eax, [esp + 28]
	lea edx, [eax + launch_go - launch_code]
	jmp edx

; From launch_code, all memory as launch_keep found it; EAX: AX of the program.
launch_back:
	lgdt [gdt_pointer]
	lidt [idt]
	mov esp, [stack]
	mov [esp + 28], eax
	popad
	ret

; What is copied to the stack; from here on only places relative to launch_code,
; and launch_back's.
	align 16
launch_code:
	; struct launch, with the constants of it. The first descriptor is not
	; looked at and has the pointer to the table.
	dw 6 * 8 - 1
	dd 0
	dw 0
	dq 00009B000000FFFFh		; CODE16
	dq 00CF9B000000FFFFh		; CODE32
	dq 00CF93000000FFFFh		; DATA32
	dq 000093000000FFFFh		; DATA16
	dq 00409B000000FFFFh		; CODE32_HERE
	dw launch_real - launch_code, 0
	times LAUNCH_SIZE - ($ - launch_code) db 0

; EAX = where launch_code is now.
launch_go:
	lea ebx, [eax + LAUNCH_MOVE]
	call launch_moves
	lgdt [eax]
	mov bx, launch_enter - launch_code
	jmp CODE16:launch_narrow - launch_code

; Do the moves at EBX.
launch_moves:
	mov edi, [ebx + MOVE_TO]
	mov esi, [ebx + MOVE_FROM]
	mov ecx, [ebx + MOVE_LEN]
	add ebx, MOVE_SIZE
	rep movsb
	cmp [ebx + MOVE_LEN], ecx
	jne launch_moves
	ret

bits 16
; To real mode, there to BX.
launch_narrow:
	mov dx, DATA16
	mov ds, dx
	mov es, dx
	mov fs, dx
	mov gs, dx
	mov ss, dx
	mov edx, cr0
	and dl, ~1
	mov cr0, edx
	jmp far [cs:LAUNCH_REAL]
launch_real:
	xor dx, dx
	mov fs, dx
	mov gs, dx
	jmp bx

launch_enter:
	o32 lidt [cs:launch_idt - launch_code]
	lss sp, [cs:LAUNCH_STACK]
	movzx esp, sp
	mov eax, [cs:LAUNCH_EAX]
	mov ebx, [cs:LAUNCH_EBX]
	mov edx, [cs:LAUNCH_EDX]
	mov esi, [cs:LAUNCH_ESI]
	xor ecx, ecx
	xor edi, edi
	mov ebp, esi			; some boot sectors look there
	mov ds, [cs:LAUNCH_DS]
	mov es, [cs:LAUNCH_ES]
	sti
	jmp far [cs:LAUNCH_ENTRY]

; The program has returned.
launch_return:
	mov [cs:LAUNCH_EAX], ax
	mov ax, 2401h			; A20: our copy is above it
	int 15h
	cli
	cld
	o32 lgdt [cs:0]
	mov ebp, [cs:2]
	mov eax, cr0
	or al, 1
	mov cr0, eax
	jmp dword CODE32_HERE:launch_flat - launch_code
bits 32
launch_flat:
	mov dx, DATA32
	mov ds, dx
	mov es, dx
	mov ss, dx
	mov fs, dx
	mov gs, dx
	mov esp, ebp			; free: the program's frames were there
	mov esi, [ebp + LAUNCH_COPY]
	mov ecx, [ebp + LAUNCH_COPY_WORDS]
	xor edx, edx
.sum:
	lodsd
	rol edx, 5
	add edx, eax
	loop .sum
	mov bx, launch_lost - launch_code
	cmp edx, [ebp + LAUNCH_COPY_SUM]
	jne .narrow
	lea ebx, [ebp + LAUNCH_BACK]
	call launch_moves
	movzx eax, word [ebp + LAUNCH_EAX]
	jmp CODE32:launch_back
.narrow:
	jmp CODE16:launch_narrow - launch_code

bits 16
; It has used the memory where we were kept: the firmware's turn, as leave16. The
; firmware's stack pointer is above us: no interrupt may come any more then.
launch_lost:
	lss sp, [cs:LAUNCH_STACK]
	mov si, launch_text - launch_code
.next:
	cs lodsb
	push ax
	mov ah, 0Eh
	mov bx, 7
	int 10h
	pop ax
	cmp al, 10
	jne .next
	cli
	lss sp, [cs:LAUNCH_FIRMWARE]
	pop gs
	pop fs
	pop es
	pop ds
	popad
	add sp, 4			; flags
	mov ax, [cs:LAUNCH_EAX]
	sti				; from behind the next instruction on
	retf
launch_text:
	db 13, "Towline's memory was used. Next boot device.", 13, 10
	align 2
launch_idt:
	dw 3FFh
	dd 0
launch_code_end:

; Where the program returns to, from launch_code.
launch_return_at:
	dd launch_return - launch_code

section .bss align=4
stack:
	resd 1
idt:
	resd 2

section .note.GNU-stack noalloc noexec nowrite progbits
