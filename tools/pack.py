#!/usr/bin/python3
"""Pack a linked towline.elf into towline.0.

usage: pack.py ELF OUT LIMIT

The low part goes into the file as it is, the high part (link_high to
link_high_end) packed behind it. The numbers that unpack.c needs are filled into
struct head (stage0/head.h). Prints the sizes; fails if OUT is larger than LIMIT
bytes.
"""
import os
import struct
import subprocess
import sys

HEAD_MAGIC = b"TLN1"
UNPACK_BASE = 0x100000 + 4


def sections(elf):
    """Name -> (address, bytes) of the ELF32 sections with data or room."""
    shoff = struct.unpack_from("<I", elf, 32)[0]
    shentsize, shnum, shstrndx = struct.unpack_from("<3H", elf, 46)
    headers = [struct.unpack_from("<10I", elf, shoff + i * shentsize)
               for i in range(shnum)]
    names = headers[shstrndx][4]
    found = {}
    for name, kind, _, addr, offset, size, *_ in headers:
        end = elf.index(b"\0", names + name)
        text = elf[names + name:end].decode()
        if kind == 1:  # PROGBITS
            found[text] = (addr, elf[offset:offset + size])
        elif kind == 8:  # NOBITS
            found[text] = (addr, bytes(size))
    return found


def image_sum(data):
    """The checksum of unpack.c's unpack_sum()."""
    total = 0
    for byte in data:
        total = ((total << 5 | total >> 27) & 0xFFFFFFFF) + byte & 0xFFFFFFFF
    return total


def absolute_calls(data):
    """Relative targets to absolute ones: unpack.c's unpack_calls()."""
    data = bytearray(data)
    at = 0
    while at + 5 <= len(data):
        at += 1
        if data[at - 1] != 0xE8:
            continue
        target = struct.unpack_from("<I", data, at)[0] + at + UNPACK_BASE
        struct.pack_into("<I", data, at, target & 0xFFFFFFFF)
        at += 4
    return bytes(data)


def mixpack(data):
    """data packed as unpack.c unpacks it."""
    program = os.path.join(os.path.dirname(__file__), "../build/mixpack")
    return subprocess.run([program], input=data, capture_output=True,
                          check=True).stdout


def pack(data):
    """The same with absolute calls."""
    return mixpack(absolute_calls(data))


def main():
    elf_path, out_path, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with open(elf_path, "rb") as f:
        found = sections(f.read())
    start, low = found[".low"][0], bytearray(found[".low"][1])
    hot, hole = found[".hot"]
    high = found[".high"][1]
    packed = pack(high)
    at = low.index(HEAD_MAGIC) + len(HEAD_MAGIC)
    struct.pack_into("<3I4sI", low, at, len(packed), len(high), image_sum(high),
                     b"none", 0)  # crypto/stamp.h: no stamp
    # The hot page lies in the middle: stage0.c closes the hole.
    body = low + packed
    body[hot - start:hot - start] = hole
    size = len(body)
    print(f"{os.path.basename(out_path)}: {len(low)} low + {len(packed)} "
          f"packed (from {len(high)}) = {size} bytes, limit {limit}, "
          f"{limit - size} left")
    if size > limit:
        sys.exit(f"{out_path}: {size - limit} bytes over the limit")
    with open(out_path, "wb") as f:
        f.write(body)


if __name__ == "__main__":
    main()
