"""A small TFTP client to test the lab's servers with (RFC 1350, 2347).

Lock-step or windowed; it stops at whatever is not as it should be.
"""

import socket
import struct
import sys


def request(name, options):
    """The bytes of a read request."""
    words = [name, "octet", *[str(w) for o in options.items() for w in o]]
    return b"\0\1" + "".join(word + "\0" for word in words).encode("latin-1")


def receive(sock, size, window=1, timeout=3.0):
    """Read DATA until the short block; returns the bytes.

    OACK is acknowledged; ERROR raises OSError, silence TimeoutError.
    """
    data, expected, pending, gap_told = b"", 1, 0, False
    sock.settimeout(timeout)
    while True:
        packet, sender = sock.recvfrom(70000)
        op, number = struct.unpack_from(">HH", packet)
        if op == 5:
            raise OSError(f"error {number}: {packet[4:-1].decode()}")
        if op == 6:
            sock.sendto(b"\0\4\0\0", sender)
            continue
        if number == expected & 0xffff:
            data += packet[4:]
            expected, pending, gap_told = expected + 1, pending + 1, False
            if len(packet) - 4 < size or pending == window:
                sock.sendto(_ack(number), sender)
                pending = 0
            if len(packet) - 4 < size:
                return data
        elif window > 1 and not gap_told:
            sock.sendto(_ack(expected - 1), sender)
            pending, gap_told = 0, True


def _ack(number):
    return struct.pack(">HH", 4, number & 0xffff)


def get(server, name, size=512, window=1):
    """Fetch a file from port 69 of a server."""
    options = {} if size == 512 else {"blksize": size}
    if window > 1:
        options["windowsize"] = window
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(request(name, options), (server, 69))
        return receive(sock, size, window)


if __name__ == "__main__":
    sys.stdout.buffer.write(get(sys.argv[1], sys.argv[2], int(sys.argv[3])))
