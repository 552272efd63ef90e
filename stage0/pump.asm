; The pump in real mode. Documented in pump.h. DS is the struct pump's segment
; between PXE calls; the callee may change any register, so nothing is kept in
; one over a call.

%include "offsets.inc"

global pump16, pump16_udp, pump_calls

OP_TRANSMIT equ 08h
OP_UDP_READ equ 32h
OP_UDP_WRITE equ 33h
OP_ISR equ 14h
ISR_START equ 1
ISR_PROCESS equ 2
ISR_GET_NEXT equ 3
ISR_OUT_TRANSMIT equ 2
ISR_OUT_RECEIVE equ 3
PROTOCOL_IP equ 1
PROTOCOL_ARP equ 2

section .text16
bits 16

; Far-called through call16.
pump16:
	mov [cs:pump_ds], ds
	; However mad the firmware, an entry ends: twice the ring is enough
	; for any honest batch.
	mov ax, [PUMP_RX + RING_SLOTS]
	add ax, ax
	mov [PUMP_BUDGET], ax
	call pump_send
	mov cx, [PUMP_LOOKS]
.look:
	push cx
	call pump_receive
	pop cx
	; AX: frames taken, or -1 if rx is half full.
	test ax, ax
	js .done
	jnz .came
	loop .look
.done:
	retf
.came:
	; Perhaps there is more.
	cmp word [PUMP_BUDGET], 0
	je .done
	mov cx, 1
	jmp .look

; Far-called through call16. AX: 0 if PUMP_READ has a datagram.
pump16_udp:
	mov [cs:pump_ds], ds
	cmp word [PUMP_WRITE + WRITE_LEN], 0
	je .sent
	mov bx, OP_UDP_WRITE
	mov di, PUMP_WRITE
	call pump_call			; refused: as good as lost
	mov word [PUMP_WRITE + WRITE_LEN], 0
.sent:
	mov cx, [PUMP_LOOKS]
.look:
	push cx
	push ds
	pop es
	mov si, PUMP_WANTED
	mov di, PUMP_READ
	mov cx, READ_SIZE / 2
	rep movsw
	mov bx, OP_UDP_READ
	mov di, PUMP_READ
	call pump_call
	pop cx
	test ax, ax
	loopnz .look
	retf

; Call the API: BX opcode, DI offset of the block in DS. AX: 0 if both exit code
; and status say success.
pump_call:
	inc dword [cs:pump_calls]
	push ds
	pop es
	push di
	push ds				; parameters of the !PXE entry
	push di
	push bx
	call far [PUMP_ENTRY]
	cli
	cld
	add sp, 6
	pop di
	mov ds, [cs:pump_ds]
	sti
	or ax, [di]
	ret

; Send what is queued until the firmware has no more room.
pump_send:
	mov ax, [PUMP_TX + RING_TAIL]
	cmp ax, [PUMP_TX + RING_HEAD]
	je .done
	mov bx, PUMP_TX
	call pump_slot			; ES = slot
	; The header is given apart: some firmware mishandles a ready one.
	mov al, PROTOCOL_IP
	cmp word [es:2 + 12], 0008h	; 0800h in network order
	je .known
	mov al, PROTOCOL_ARP
	cmp word [es:2 + 12], 0608h
	je .known
	mov al, 0
.known:
	mov [PUMP_TRANSMIT + TRANSMIT_PROTOCOL], al
	mov bx, 2 + 14
	mov cx, [es:0]
	sub cx, 14
	test al, al
	jnz .payload
	sub bx, 14			; anything else: the whole frame
	add cx, 14
.payload:
	mov byte [PUMP_TRANSMIT + TRANSMIT_FLAG], 0
	mov word [PUMP_TRANSMIT + TRANSMIT_DEST], 2
	mov [PUMP_TRANSMIT + TRANSMIT_DEST + 2], es
	mov word [PUMP_TRANSMIT + TRANSMIT_TBD], PUMP_TBD
	mov [PUMP_TRANSMIT + TRANSMIT_TBD + 2], ds
	mov [PUMP_TBD + TBD_LEN], cx
	mov [PUMP_TBD + TBD_DATA], bx
	mov [PUMP_TBD + TBD_DATA + 2], es
	mov word [PUMP_TBD + TBD_COUNT], 0
	mov word [PUMP_TRANSMIT], 0
	mov bx, OP_TRANSMIT
	mov di, PUMP_TRANSMIT
	call pump_call
	test ax, ax
	jnz .refused
	inc dword [PUMP_SENT]
	mov bx, PUMP_TX + RING_TAIL
	mov cx, [PUMP_TX + RING_SLOTS]
	call pump_advance
	jmp pump_send
.refused:
	; OUT_OF_RESOURCES: receiving lets the firmware clean up.
	inc dword [PUMP_REFUSED]
.done:
	ret

; One round over the card. AX: frames taken, -1 if rx is half full.
pump_receive:
	xor ax, ax
	cmp [PUMP_MORE], ax
	push ax				; frames taken
	jne .next
	; Polled: START's answer means nothing (Intel), but iPXE looks at its
	; card nowhere else.
	mov ax, ISR_START
	call pump_isr
	mov ax, ISR_PROCESS
	call pump_isr
	jmp .answer
.next:
	mov word [PUMP_MORE], 0
.get:
	cmp word [PUMP_BUDGET], 0
	je .full			; continue in the next entry
	dec word [PUMP_BUDGET]
	mov ax, ISR_GET_NEXT
	call pump_isr
.answer:
	test ax, ax
	jnz .end
	cmp word [PUMP_ISR + ISR_FUNCTION], ISR_OUT_TRANSMIT
	je .get
	cmp word [PUMP_ISR + ISR_FUNCTION], ISR_OUT_RECEIVE
	jne .end			; DONE, BUSY, or rubbish
	call pump_take
	jc .get				; a piece, or dropped
	pop ax
	inc ax
	push ax
	call pump_rx_room
	jb .get
.full:
	mov word [PUMP_MORE], 1
	pop ax
	mov ax, -1
	ret
.end:
	pop ax
	ret

; AX: FuncFlag of UNDI_ISR. AX: 0 if it succeeded.
pump_isr:
	mov word [PUMP_ISR], 0
	mov [PUMP_ISR + ISR_FUNCTION], ax
	mov bx, OP_ISR
	mov di, PUMP_ISR
	jmp pump_call

; Copy the buffer that UNDI shows behind what there is of the frame. CF clear if
; the frame is complete and in the ring.
pump_take:
	mov bx, [PUMP_RX + RING_HEAD]
	add bx, bx
	mov es, [bx + PUMP_RX_AT]
	mov cx, [PUMP_ISR + ISR_BUFFER_LEN]
	mov di, [PUMP_PARTIAL]
	mov ax, PUMP_FRAME_MAX
	sub ax, di
	cmp cx, ax
	ja .too_long
	add [PUMP_PARTIAL], cx
	add di, 2
	push cx
	push ds
	mov al, [PUMP_WIDE]
	lds si, [PUMP_ISR + ISR_FRAME]
	call pump_copy
	pop ds
	pop ax
	; Several pieces: the next GET_NEXT has the rest. A piece of nothing
	; would never end.
	test ax, ax
	jz .drop
	mov ax, [PUMP_PARTIAL]
	cmp ax, [PUMP_ISR + ISR_FRAME_LEN]
	jb .piece
	mov word [PUMP_PARTIAL], 0
	cmp ax, 14
	jb .count
	mov [es:0], ax
	inc dword [PUMP_RECEIVED]
	mov bx, PUMP_RX + RING_HEAD
	mov cx, [PUMP_RX + RING_SLOTS]
	call pump_advance
	clc
	ret
.too_long:
.drop:
	mov word [PUMP_PARTIAL], 0
.count:
	inc dword [PUMP_DROPPED]
.piece:
	stc
	ret

; CX bytes from DS:SI to ES:DI; AL: SSE may be used.
pump_copy:
	test al, al
	jz .narrow
	mov ax, cx
	shr ax, 6
	jz .narrow
.wide:
	movups xmm0, [si]
	movups xmm1, [si + 16]
	movups xmm2, [si + 32]
	movups xmm3, [si + 48]
	movups [es:di], xmm0
	movups [es:di + 16], xmm1
	movups [es:di + 32], xmm2
	movups [es:di + 48], xmm3
	add si, 64
	add di, 64
	dec ax
	jnz .wide
	and cx, 63
.narrow:
	mov ax, cx
	shr cx, 2
	rep movsd
	mov cx, ax
	and cx, 3
	rep movsb
	ret

; CF set while rx is less than half full. The rest stays free: a batch of all
; the server has sent would be answered too late, and the wire fall idle.
pump_rx_room:
	mov ax, [PUMP_RX + RING_HEAD]
	sub ax, [PUMP_RX + RING_TAIL]
	jns .fill
	add ax, [PUMP_RX + RING_SLOTS]
.fill:
	add ax, ax
	cmp ax, [PUMP_RX + RING_SLOTS]
	ret

; BX: address of an index, CX: slots. The next slot, round the ring.
pump_advance:
	mov ax, [bx]
	inc ax
	cmp ax, cx
	jb .inside
	xor ax, ax
.inside:
	mov [bx], ax
	ret

; AX: index, BX: ring. ES = segment of the slot.
pump_slot:
	mov cx, PUMP_SLOT / 16
	mul cx
	add ax, [bx + RING_SEG]
	mov es, ax
	ret

section .hot nobits alloc write align=4
pump_ds:
	resw 1
	resw 1
pump_calls:
	resd 1

section .note.GNU-stack noalloc noexec nowrite progbits
