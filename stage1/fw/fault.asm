; Entries of CPU exceptions in 32-bit mode: push what the CPU did not, then
; void fault_report(const struct fault *f), f in EAX (regparm). Never returns.

extern fault_report
global fault_entries

FAULT_ENTRY equ 16			; bytes per entry, as fault.c has it

section .text.fault progbits alloc exec align=16
bits 32
fault_entries:
%assign n 0
%rep 20
	; 8, 10 to 14 and 17 come with an error code.
%if !(n = 8 || (n >= 10 && n <= 14) || n = 17)
	push byte 0
%endif
	push byte n
	jmp near fault_common
	align FAULT_ENTRY, nop
%assign n n + 1
%endrep

fault_common:
	mov eax, esp
	cld
	call fault_report

section .note.GNU-stack noalloc noexec nowrite progbits
