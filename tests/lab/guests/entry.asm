; The test kernels' entry and headers: MULTIBOOT is 1 or 2, FLAT for a flat file
; that gives its addresses. guest.c says what they were told.

	bits 32
	extern guest_main, guest_start, guest_data_end, guest_end
	global entry

	section .header
%if MULTIBOOT == 2
	align 8
header:
	dd 0xE85250D6, 0, header_end - header
	dd -(0xE85250D6 + header_end - header)
	dw 1, 0			; asks for command line, modules, memory, map
	dd 8 + 4 * 4, 1, 3, 4, 6
	dw 4, 1			; the console may be text
	dd 12, 3, 0
	dw 6, 0			; modules at pages
	dd 8
	dw 7, 1			; EFI's services, if there were any
	dd 8
	dw 10, 0		; anywhere from 16 MiB on, in the lowest place
	dd 24, 0x1000000, 0xFFFFFFFF, 0x1000, 1
	dw 0, 0
	dd 8
header_end:
%else
%ifdef FLAT
FLAGS equ 0x10003
%else
FLAGS equ 3
%endif
	align 4
header:
	dd 0x1BADB002, FLAGS, -(0x1BADB002 + FLAGS)
	dd header, guest_start, guest_data_end, guest_end, entry
%endif

	section .text
entry:
	call .here		; wherever that is
.here:
	pop ebp
	lea esp, [ebp + stack_end - .here]
	lea ecx, [ebp + entry - .here]
	push ecx
	push ebx
	push eax
	call guest_main
.stop:
	cli
	hlt
	jmp .stop

	section .bss
	align 16
	resb 16384
stack_end:

	section .note.GNU-stack noalloc noexec nowrite progbits
