; What stays in base memory when two drives change names: INT 13h with the other
; number. Put to offset 0 of a segment (disk.c:disk_swap).

global disk_hook, disk_hook_end, disk_hook_drives, disk_hook_old

section .data.hook progbits alloc write align=4
bits 16
disk_hook:
	push bp
	mov bp, sp
	push ax
	push dx
	mov ax, [cs:disk_hook_drives - disk_hook]
	cmp dl, al
	je .swap
	cmp dl, ah
	jne .call
.swap:
	xor dl, al
	xor dl, ah
.call:
	mov ax, [bp - 2]
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
	align 4
disk_hook_drives:
	dw 0
disk_hook_old:
	dd 0
disk_hook_end:

section .note.GNU-stack noalloc noexec nowrite progbits
