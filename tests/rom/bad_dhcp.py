"""A DHCP server whose good answers come behind malformed ones.

What is malformed names a boot file that does not exist.  Runs as a process of
its own.
"""

import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab.netns import BRIDGE, wait_until                   # noqa: E402
from lab.scripted import dhcp_kind, dhcp_reply             # noqa: E402

LIFETIME_S = 300
XID, YIADDR, CHADDR, OPTIONS_AT = 4, 16, 28, 240


def start(network, boot_file):
    """Start it in the namespace of network; returns its process."""
    process = network.spawn(
        [sys.executable, "-u", __file__, network.server_ip, boot_file],
        "bad_dhcp")
    wait_until(lambda: "ready" in process.log(), 10, "the DHCP server")
    return process


def patched(packet, at, data):
    """The packet with other bytes at one place."""
    return packet[:at] + data + packet[at + len(data):]


def malformed(reply):
    """Answers that must not be taken, made of one that could be."""
    head = reply[:OPTIONS_AT]
    yield b""
    yield reply[:20]
    yield reply[:OPTIONS_AT - 1]
    yield head                                      # no options
    yield head + b"\xff"
    yield head + b"\x35"                            # ends in an option
    yield head + b"\x35\xff\x02"
    yield head + b"\x35\x00\xff"                    # an empty message type
    yield head + b"\x35\x01\x09" + reply[OPTIONS_AT + 3:]
    yield head + b"\x36\x04\xc0\xa8\x4d\x01\xff"    # no message type
    yield patched(reply, OPTIONS_AT - 4, b"\0\0\0\0")
    yield patched(reply, XID, b"\xde\xad\xbe\xef")
    yield patched(reply, CHADDR, b"\x02\0\0\0\0\1")
    yield patched(reply, 0, b"\x01")                # a request
    yield patched(reply, YIADDR, b"\0\0\0\0")       # no address
    yield patched(reply, YIADDR, b"\xff\xff\xff\xff")
    yield patched(reply, YIADDR, b"\x7f\0\0\1")
    yield patched(reply, YIADDR, b"\xe0\0\0\1")


def main(address, boot_file):
    """Answer until nobody asks any more."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                    BRIDGE.encode())
    sock.bind(("0.0.0.0", 67))
    sock.settimeout(LIFETIME_S)
    print("ready")

    def reply(request, kind, name):
        return dhcp_reply(request, kind,
                          {"dhcp": {"boot_file": name}, "ip": address})

    while True:
        request = sock.recvfrom(2048)[0]
        kind = dhcp_kind(request)
        if kind not in (1, 3):
            continue
        for packet in malformed(reply(request, kind, "nothing.nbp")):
            sock.sendto(packet, ("255.255.255.255", 68))
        print("good", kind)
        sock.sendto(reply(request, kind, boot_file),
                    ("255.255.255.255", 68))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
