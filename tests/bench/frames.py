"""Sends the frames that tests/rom/nbp/getnext.c asks for.

A request is a datagram with a number: so many frames at once.  Runs as a
process of its own.
"""

import socket
import struct
import sys
import time

PORT, CLIENT_PORT = 7005, 12292
FRAME_LEN = 1514
LIFETIME_S = 120


def frame(mac, server, client):
    """A full UDP datagram on Ethernet; its content is not looked at."""
    ends = socket.inet_aton(server) + socket.inet_aton(client)
    body = FRAME_LEN - 14 - 20
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + body, 0, 0, 64, 17,
                         0) + ends
    total = sum(struct.unpack(">10H", header))
    total = (total >> 16) + (total & 0xffff)
    header = header[:10] + struct.pack(">H", ~(total + (total >> 16))
                                       & 0xffff) + header[12:]
    return (mac + bytes.fromhex("020000000001") + b"\x08\x00" + header
            + struct.pack(">HHHH", PORT, CLIENT_PORT, body, 0)
            + bytes(body - 8))


def main(interface, server, mac):
    """Answer for LIFETIME_S."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((server, PORT))
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    raw.bind((interface, 0))
    print("ready", flush=True)
    end = time.monotonic() + LIFETIME_S
    while (left := end - time.monotonic()) > 0:
        sock.settimeout(left)
        request, client = sock.recvfrom(2048)
        count = struct.unpack(">H", request[:2])[0]
        data = frame(bytes.fromhex(mac.replace(":", "")), server, client[0])
        for _ in range(count):
            raw.send(data)


if __name__ == "__main__":
    main(*sys.argv[1:4])
