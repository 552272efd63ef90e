; Kernels that are entered in real mode; they say on COM1 what they were told.
; Without HEADER in the manner before protocol 2.00: four sectors of setup, run at
; 90200h, code at 10000h. With it in the manner of 2.03: setup where it likes to
; be, and whether PXE is still there.

	bits 16
	times 0x1F1 db 0
	db 4			; sectors of setup
	dw 0, 1, 0, 0, 0xFFFF, 0
	times 0x1FE - ($ - $$) db 0
	dw 0xAA55

setup:
%ifdef HEADER
	jmp short run
	db "HdrS"
	dw 0x0203, 0, 0, 0, 0
	db 0, 1			; loader, LOADED_HIGH
	dw 0
	dd 0x100000
image:	dd 0
size:	dd 0, 0
	dw 0, 0
cmdline: dd 0
	dd 0xFFFFFFFF
%endif
run:
	mov si, hello
	call say
%ifdef HEADER
	mov eax, [cmdline]
	shr eax, 4
	mov ds, ax
	xor si, si
	call say
	mov ax, cs
	sub ax, 0x20
	mov ds, ax
	mov es, ax
	cmp dword [size], 5
	jne .stop
	mov ax, 0x5650		; PXE's installation check
	int 0x1A
	mov si, pxe
	cmp ax, 0x564E
	je .told
	mov si, no_pxe
.told:
%else
	mov ax, cs
	cmp ax, 0x9020
	jne .stop
	cmp word [0x20], 0xA33F
	jne .stop
	mov si, [0x22]
	call say
	mov ax, 0x1000		; the code
	mov ds, ax
	xor si, si
%endif
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
	db "real: cmdline ", 0
pxe:
	db 13, 10, "real: PXE is there", 13, 10, 0
no_pxe:
	db 13, 10, "real: PXE is gone", 13, 10, 0
	times 0x200 * 5 - ($ - $$) db 0

	db 13, 10, "real: ready", 13, 10, 0
	times 100000 db 0xCC
