; The option ROM as the BIOS meets it: header, PCIR, $PnP and UNDI ROM ID
; (stage1/spec/optrom.h has their layouts), the init entry, the bootstrap entry
; vector (BEV) and the UNDI loader. No driver and no network here.
;
; What is in this file lies in the image as it is. The rest, the body, is packed
; (unpack has the format). The BIOS makes the ROM read-only before it boots, so
; the BEV takes base memory by lowering the word at 40:13 and runs everything in
; a copy, where this file keeps its offsets:
;
;     40:13 before   +--------------------------------+
;                    | variables, stacks              |  one segment for all C:
;                    | code that the NBP calls        |  CS = DS = ES = SS
;                    | code for booting only; frame   |
;                    | buffers, once the NBP runs     |
;     UNDI_CS:0      +- this file --------------------+
;                    | rings and frame buffers, far   |
;     40:13 after    +--------------------------------+  78000h or above
;
; 80000h, because GRUB has its stack and scratch memory right below, whatever
; 40:13 says (its memory.h).
;
; ROM_VENDOR, ROM_DEVICE and ROM_NAME come from the command line of nasm.

%include "asm.inc"
	bits 16

	extern body_start, body_end, rest_dwords, resident_kb, boot_stack_top
	extern undi_stack_size, undi_data_size, undi_code_size
	extern api_pxenv, bev_main, loader_main
	global header, undi_rom_id, bios_pfa, high_memory, rom_seg, dma_seg, dma_kb, base_kb

; The least room that an NBP gets: 7C00h is 31 KB.
NBP_END_KB	equ 31 + 64
; GRUB's own memory ends here.
GRUB_END_KB	equ 0x80000 / 1024
; What we take in all, and the least of it for rings and frames.
TOTAL_KB	equ 127
DMA_MIN_KB	equ 48
; Memory above 1 MB for receive buffers (as many as nic.h says).
HIGH_BYTES	equ 32 * 1536
PMM_ALLOCATE	equ 0
PMM_EXTENDED_PERMANENT equ 2 | 8
; On the BIOS's stack: proves at the end that nobody wrote over it.
STACK_MAGIC	equ 'TOWL'

	section .head

header:
	dw 0xAA55
header_length:
	db 0			; tools fill this in
	jmp near init
	db 0
filler:	db 0			; makes the image sum to 0
	dw body_start, body_end	; for tools: what to pack
	times 0x16 - ($ - header) db 0
	dw undi_rom_id, pcir, pnp

	align 4
pcir:	db "PCIR"
	dw ROM_VENDOR, ROM_DEVICE
	dw 0			; no VPD
	dw 0x18
	db 0			; revision
	db 0, 0, 2		; Ethernet
	dw 0			; length: tools fill this in
	dw 1
	db 0			; x86 BIOS
	db 0x80			; the last image
	dw 0

	align 16
pnp:	db "$PnP", 1, 2
	dw 0
	db 0
	db 0			; checksum: tools fill this in
	dd 0
	dw manufacturer, product
	db 2, 0, 0		; Ethernet
	; DDIM (init writes to the image), shadow, cache, only needed if it is
	; the boot device, IPL device.
	db 0xF4
	dw 0, 0, bev
	dw 0, 0

; The sizes are what the UNDI loader needs; callers allocate by them.
undi_rom_id:
	db "UNDI", 0x16
	db 0			; checksum: tools fill this in
	db 0, 0, 1, 2		; revision 0 of the structure, UNDI 2.1.0
	dw undi_loader
	dw undi_stack_size, undi_data_size, undi_code_size
	db "PCIR"

manufacturer: db "Towline", 0
product: db "Towline PXE, ", ROM_NAME, 0

bios_pfa: dw 0			; bus, device, function: from init
high_memory: dd 0		; physical address of HIGH_BYTES, or 0

; void far init(AX = bus << 8 | device << 3 | function); AX = 0020h on return,
; everything else kept (Plug and Play BIOS 1.0a section 3.3). During POST the
; image is writable: note where our card is and where memory for more frames
; is, and mend the checksum, which the BIOS looks at again.
init:
	pushad
	push ds
	push es
	cld
	push cs
	pop ds
	mov [bios_pfa], ax
	call get_high_memory
	mov [high_memory], eax
	xor si, si
	mov ch, [header_length]
	shl ch, 1		; units of 512 bytes
	mov cl, 0
	mov ah, 0
.next:
	lodsb
	add ah, al
	loop .next
	sub [filler], ah
	pop es
	pop ds
	popad
	mov ax, 0x0020		; an IPL device is attached
	retf

; EAX = physical address of HIGH_BYTES above 1 MB that stay ours after POST, or 0
; (POST Memory Manager 1.01; without its bit for permanent memory it would be the
; operating system's). Spoils BX, CX, DX, SI, ES.
get_high_memory:
	mov bx, 0xE000
.scan:
	mov es, bx
	cmp dword [es:0], '$PMM'
	jne .next
	xor si, si
	movzx cx, byte [es:5]
	jcxz .next
	mov ah, 0
.sum:
	es lodsb
	add ah, al
	loop .sum
	test ah, ah
	jnz .next
	push word PMM_EXTENDED_PERMANENT
	push dword -1		; anonymous
	push dword HIGH_BYTES / 16
	push word PMM_ALLOCATE
	call far [es:7]
	add sp, 12
	shl edx, 16
	mov dx, ax
	mov eax, edx
	inc edx			; -1: the function is unknown
	jz .none
	ret
.next:
	inc bx
	jnz .scan
.none:
	xor eax, eax
	ret

; void far bev(void): boot from the network; returns if that failed. The BIOS
; calls with its own stack somewhere below 7C00h.
bev:
	push dword STACK_MAGIC
	pushf
	pushad
	push ds
	push es
	push fs
	push gs
	cld
	xor ax, ax
	mov ds, ax
	mov bx, [BDA_BASE_KB]
	mov ax, bx
	sub ax, resident_kb
	jc .no_memory
	and al, ~3		; rom.lds wants pages to stay pages
	mov bp, bx
	sub bp, TOTAL_KB
	jc .no_memory
	and bp, ~3		; rings are in whole pages
	mov dx, ax
	sub dx, DMA_MIN_KB
	jc .no_memory
	cmp dx, GRUB_END_KB
	jb .no_room_for_grub
	cmp bp, GRUB_END_KB
	jae .no_room_for_grub
	mov bp, GRUB_END_KB
.no_room_for_grub:
	cmp bp, NBP_END_KB
	jb .no_memory
	mov [BDA_BASE_KB], bp
	mov dx, ax
	sub dx, bp
	shl ax, 6
	shl bp, 6
	mov es, ax
	push bx
	push dx
	call copy_image
	pop word [es:dma_kb]
	pop word [es:base_kb]
	mov [es:dma_seg], bp
	mov [es:rom_seg], cs
	mov [es:bios_stack], sp
	mov [es:bios_stack + 2], ss
	push es
	push word .copied
	retf
.copied:
	mov ax, cs
	mov ds, ax
	mov ss, ax
	mov esp, boot_stack_top
	sti
	call dword bev_main
	; EAX != 0: unloaded, nothing points here any more.
	cli
	cld
	mov cx, cs
	mov ds, cx
	mov bx, [base_kb]
	mov dx, [dma_seg]
	lss sp, [bios_stack]
	movzx esp, sp
	push word [rom_seg]
	push word .outside
	retf
.outside:
	mov bp, sp
	cmp dword [bp + 8 + 32 + 2], STACK_MAGIC
	jne .stack_gone
	test al, al
	jz .kept
	call release
.kept:
	pop gs
	pop fs
	pop es
	pop ds
	popad
	popf
	lea esp, [esp + 4]	; keeps the flags
	retf

.stack_gone:
	int 0x18		; the BIOS goes on with its next device

.no_memory:
	mov si, no_memory
	call rom_print
	jmp .kept

no_memory: db "PXE-EC0: not enough free base memory", 13, 10, 0

; Zero the memory from DX:0 up to BX KB and give it back to the BIOS; only if
; 40:13 is still ours (PXE 2.1 section 4.4.5). Runs in the ROM.
release:
	xor ax, ax
	mov ds, ax
	mov ax, dx
	shr ax, 6
	cmp [BDA_BASE_KB], ax
	jne .done
	mov [BDA_BASE_KB], bx
	sub bx, ax
.next_kb:
	mov es, dx
	xor di, di
	xor eax, eax
	mov cx, 256
	rep stosd
	add dx, 64
	dec bx
	jnz .next_kb
.done:
	ret

; Make the run-time copy at ES:0.
copy_image:
	push cs
	pop ds
	xor si, si
	xor di, di
	mov cx, body_start
	rep movsb
	call unpack
	xor eax, eax
	mov cx, rest_dwords
	rep stosd
	; Some old NBPs call UNDI_CS:0000 as the PXENV+ entry, whatever the
	; structure says: put a jump there.
	mov byte [es:0], 0xE9
	mov word [es:1], api_pxenv - 3
	ret

; Unpack from DS:SI to ES:DI until DI = body_end. Bits come from bytes, highest
; first, and mix with whole bytes:
;   0 byte                     the byte
;   1 gamma(1) gamma(n)        copy n + 1 bytes from the last distance
;   1 gamma(h) byte gamma(n)   ... from the distance (h - 2) * 256 + byte + 1
; gamma(n) (n > 0) is the number's bits below the highest, each behind a 1, and
; then a 0.
unpack:
	mov dl, 0x80		; the bits left, and a 1 behind them
.next:
	cmp di, body_end
	jae .done
	call .bit
	jc .match
	movsb
	jmp .next
.match:
	call .gamma
	dec cx
	jz .length		; the last distance
	dec cx
	mov bh, cl
	mov bl, [si]
	inc si
	inc bx
.length:
	call .gamma
	inc cx
	push si
	mov si, di
	sub si, bx
	es rep movsb
	pop si
	jmp .next
.done:
	ret
.gamma:
	mov cx, 1
.more:
	call .bit
	jnc .done
	call .bit
	rcl cx, 1
	jmp .more
.bit:
	add dl, dl
	jnz .done
	mov dl, [si]
	inc si
	stc			; the mark goes in behind them
	adc dl, dl
	ret

; Print the text at CS:SI with the BIOS.
rom_print:
	cs lodsb
	test al, al
	jz .done
	mov ah, 0x0E
	mov bx, 7
	int 0x10
	jmp rom_print
.done:
	ret

; uint16_t far cdecl undi_loader(struct optrom_undi_loader far *): install the
; UNDI in the segments given (PXE 2.1 section 4.5.1.3). AX = 0 or 1.
undi_loader:
	push bp
	mov bp, sp
	pushf
	pushad
	push ds
	push es
	push fs
	push gs
	cld
	lds bx, [bp + 6]
	mov es, [bx + 0x0E]	; undi_cs
	push ds
	push bx
	call copy_image
	pop bx
	pop ds
	mov [es:loader_stack], sp
	mov [es:loader_stack + 2], ss
	mov ax, [bx + 0x0C]	; undi_ds
	mov [es:dma_seg], ax
	mov word [es:dma_kb], 63
	mov [es:rom_seg], cs
	mov ax, [bx + 2]
	mov [es:bios_pfa], ax
	push ds
	pop ax
	shl eax, 16
	mov ax, bx
	push es
	push word .copied
	retf
.copied:
	cli
	mov cx, cs
	mov ds, cx
	mov ss, cx
	mov esp, boot_stack_top
	call dword loader_main
	lss sp, [loader_stack]
	movzx esp, sp
	mov [bp - 2 - 4], ax	; AX in the frame of pushad
	pop gs
	pop fs
	pop es
	pop ds
	popad
	popf
	pop bp
	retf

	section .bss
	alignb 4
rom_seg: resw 1
dma_seg: resw 1
dma_kb:	resw 1
base_kb: resw 1
bios_stack: resd 1
loader_stack: resd 1
