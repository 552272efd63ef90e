; A kernel in the manner of the protocol before 2.00: a boot sector, four sectors
; of setup that are run at 90200h, and code that has to be at 10000h. Says on COM1
; what it was told: the command line by the words at 90020h.

	bits 16
	times 0x1F1 db 0
	db 4			; sectors of setup
	dw 0, 1, 0, 0, 0xFFFF, 0
	times 0x1FE - ($ - $$) db 0
	dw 0xAA55

setup:
	mov ax, cs
	cmp ax, 0x9020
	jne .stop
	mov si, hello - setup + 0x200
	call say
	cmp word [0x20], 0xA33F
	jne .stop
	mov si, [0x22]
	call say
	mov ax, 0x1000
	mov ds, ax
	xor si, si
	call say
.stop:
	hlt
	jmp .stop

say:
	mov dx, 0x3FD
.wait:
	in al, dx
	test al, 0x20
	jz .wait
	lodsb
	mov dx, 0x3F8
	test al, al
	jz .done
	out dx, al
	jmp say
.done:
	ret

hello:
	db "old: cmdline ", 0
	times 0x200 * 5 - ($ - $$) db 0

	db 13, 10, "old: ready", 13, 10, 0
	times 100000 db 0xCC
