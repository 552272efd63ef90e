; What stays in base memory when two drives change names: INT 13h with the other
; number. Put to offset 0 of a segment (disk.c:disk_swap).

global disk_hook, disk_hook_end, disk_hook_drive, disk_hook_old

section .data.hook progbits alloc write align=4
bits 16
disk_hook:
	push bp
	mov bp, sp
	push ax
	push dx
	cmp dl, 80h
	je .first
	cmp dl, [cs:disk_hook_drive - disk_hook]
	jne .call
	mov dl, 80h
	jmp .call
.first:
	mov dl, [cs:disk_hook_drive - disk_hook]
.call:
	mov bp, [bp]
	pushf
	call far [cs:disk_hook_old - disk_hook]
	; The caller gets its own DL back, where that is no answer, and the
	; flags as they are now.
	push bp
	mov bp, sp
	pushf
	cmp byte [bp + 5], 08h
	je .keep
	cmp byte [bp + 5], 15h
	je .keep
	mov dl, [bp + 2]
.keep:
	popf
	pop bp
	lea sp, [esp + 6]
	sti
	retf 2
disk_hook_drive:
	db 0
	align 4
disk_hook_old:
	dd 0
disk_hook_end:

section .note.GNU-stack noalloc noexec nowrite progbits
