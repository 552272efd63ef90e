"""Boot sectors and disks made here: a sector tells how it was entered."""

import binascii
import struct
import subprocess
import uuid

SECTOR = 512
ENTRY = struct.Struct("<B3sB3sII")

# Says on COM1: its name, DL, DS:SI, the entry's type and first sector there, the
# high half of EAX, and base memory in KB.
SOURCE = """
	org 7C00h
	bits 16
	mov [cs:kept_eax], eax
	push ds
	push si
	mov di, dx
	xor ax, ax
	mov es, ax
	push es
	pop ss
	mov bx, name
.name:
	mov al, [cs:bx]
	inc bx
	test al, al
	jz .registers
	call put
	jmp .name
.registers:
	mov ax, di
	call hex2
	pop si
	pop ds
	mov ax, ds
	call hex4
	mov ax, si
	call hex4
	mov al, [si + 4]
	call hex2
	mov ax, [si + 10]
	call hex4
	mov ax, [si + 8]
	call hex4
	mov ax, [cs:kept_eax + 2]
	call hex4
	mov ax, [es:413h]
	call hex4
	mov al, 13
	call put
	mov al, 10
	call put
stop:
	hlt
	jmp stop
hex4:
	xchg al, ah
	call byte_
	xchg al, ah
hex2:
	call byte_
space:
	mov al, ' '
put:
	push dx
	push ax
	mov dx, 3FDh
.wait:
	in al, dx
	test al, 20h
	jz .wait
	pop ax
	mov dx, 3F8h
	out dx, al
	pop dx
	ret
byte_:
	push ax
	shr al, 4
	call .digit
	pop ax
	push ax
	and al, 15
	call .digit
	pop ax
	ret
.digit:
	add al, '0'
	cmp al, '9'
	jbe put
	add al, 7
	jmp put
kept_eax:
	dd 0
name:
	db "{name}: ", 0
	times {size} - 2 - ($ - $$) db 0
	db 55h, 0AAh
"""


# A boot program of size bytes that says text, which is its end.
LARGE = """
	org 7C00h
	bits 16
	mov ax, (7C00h + {size} - 16) / 16
	mov ds, ax
	xor si, si
	mov dx, 3F8h
next:
	lodsb
	out dx, al
	cmp al, 10
	jne next
	xor ax, ax
	retf
	times {size} - 16 - ($ - $$) db 0
	db "{text}"
	times {size} - 2 - ($ - $$) db '.'
	db 13, 10
"""

# A boot program that writes over 16 MiB to 56 MiB, and returns with AX = 0.
SPOIL = """
	org 7C00h
	bits 16
	xor ax, ax
	mov es, ax
	mov bx, 100h			; 64 KiB each
next:
	mov [cs:target + 2], bl
	mov [cs:target + 5], bh
	mov si, table
	mov cx, 8000h
	mov ah, 87h
	push bx
	int 15h
	pop bx
	inc bx
	cmp bx, 380h
	jne next
	xor ax, ax
	retf
table:
	dd 0, 0, 0, 0
	dw 0FFFFh, 0, 9300h, 0
	dw 0FFFFh
target:
	dw 0
	db 0, 93h, 0, 0
	dd 0, 0, 0, 0
"""

# A boot sector that finds a disk with a protective MBR under number 80h, its own
# DL again behind a read, and two disks.
SWAPPED = """
	org 7C00h
	bits 16
	xor ax, ax
	mov ds, ax
	mov es, ax
	mov ax, 0201h
	mov cx, 1
	mov dx, 80h
	mov bx, 8000h
	int 13h
	mov si, bad
	jc say
	cmp dl, 80h
	jne say
	cmp byte [81C2h], 0EEh
	jne say
	mov ah, 8
	int 13h
	cmp dl, 2
	jne say
	mov si, good
say:
	mov dx, 3F8h
.next:
	lodsb
	out dx, al
	cmp al, 10
	jne .next
stop:
	hlt
	jmp stop
bad:
	db "swap: bad", 13, 10
good:
	db "swap: good", 13, 10
	times 510 - ($ - $$) db 0
	db 55h, 0AAh
"""


def assemble(folder, name, source):
    """What nasm makes of a text."""
    path, out = folder / f"{name}.asm", folder / f"{name}.bin"
    path.write_text(source, encoding="ascii")
    subprocess.run(["nasm", "-f", "bin", "-o", out, path], check=True)
    return out.read_bytes()


def sector(folder, name, size=SECTOR):
    """A boot sector (512 bytes) that says name and how it was entered."""
    return assemble(folder, name, SOURCE.format(name=name, size=size))


def table(code, entries, disk_id=0):
    """A sector with a table of partitions: (type, first, sectors) each."""
    rows = b"".join(ENTRY.pack(0x80 if i == 0 else 0, b"\0\2\0", kind, b"\xff" * 3, first, n)
                    for i, (kind, first, n) in enumerate(entries))
    return (code[:440].ljust(440, b"\0") + struct.pack("<IH", disk_id, 0)
            + rows.ljust(64, b"\0") + b"\x55\xaa")


def disk(sectors, total=4096):
    """An image of total sectors with these at their places."""
    image = bytearray(total * SECTOR)
    for at, content in sectors.items():
        image[at * SECTOR:at * SECTOR + len(content)] = content
    return bytes(image)


def gpt(partitions, disk_guid, total=4096):
    """Header and entries of a GPT, by sector; (name, guid, first, last) each."""
    entries = b"".join(
        uuid.uuid4().bytes_le + uuid.UUID(guid).bytes_le + struct.pack("<QQQ", first, last, 0)
        + name.encode("utf-16-le").ljust(72, b"\0")
        for name, guid, first, last in partitions).ljust(128 * 128, b"\0")
    fields = struct.pack("<QQQQ16sQIII", 1, total - 1, 34, total - 34,
                         uuid.UUID(disk_guid).bytes_le, 2, 128, 128,
                         binascii.crc32(entries))
    head = b"EFI PART" + struct.pack("<II", 0x10000, 92)
    crc = binascii.crc32(head + bytes(8) + fields)
    return {0: table(b"", [(0xEE, 1, total - 1)]),
            1: head + struct.pack("<II", crc, 0) + fields, 2: entries}
