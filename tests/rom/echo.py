"""A UDP server that sends back what it gets, and one that sends bad fragments.

Runs as a process of its own.
"""

import select
import socket
import struct
import sys

LIFETIME_S = 300
PORT, FRAGMENTS_PORT = 7003, 7004
GOOD_SIZE = 3000
MORE = 0x2000


def start(network):
    """Start it in the namespace of network."""
    network.spawn([sys.executable, __file__, network.server_ip], "echo")


def pattern(size):
    """The bytes that nbp.c expects."""
    return bytes((i * 7 + (i >> 8) * 13) & 255 for i in range(size))


def good_datagram(client_port):
    """UDP without a check sum: only the fragments are to be judged."""
    return struct.pack(">HHHH", FRAGMENTS_PORT, client_port, GOOD_SIZE + 8,
                       0) + pattern(GOOD_SIZE)


class Fragments:
    """Sends pieces of datagrams to a client (RFC 791)."""

    def __init__(self, address, client):
        self.ends = socket.inet_aton(address) + socket.inet_aton(client[0])
        self.client = client
        self.raw = socket.socket(socket.AF_INET, socket.SOCK_RAW,
                                 socket.IPPROTO_RAW)

    def send(self, ident, data, offset, more):
        """One fragment; the kernel fills in length and check sum."""
        field = offset // 8 | (MORE if more else 0)
        header = struct.pack(">BBHHHBBH", 0x45, 0, 0, ident, field, 64, 17,
                             0) + self.ends
        self.raw.sendto(header + data, (self.client[0], 0))

    def send_all(self):
        """Bad ones of all kinds, the good one between them."""
        good = good_datagram(self.client[1])
        self.send(101, good[:1480], 0, True)            # overlapping
        self.send(101, good[1472:2952], 1472, True)
        self.send(101, good[2952:], 2952, False)
        self.send(102, good[:1480], 0, True)            # two ends
        self.send(102, good[2960:], 2960, False)
        self.send(102, good[1480:2000], 1480, False)
        self.send(103, good[:1480], 0, True)            # without an end
        self.send(104, bytes(1480), 65528, False)       # beyond 64 KB
        self.send(105, bytes(8), 0, True)               # data behind the end
        self.send(105, bytes(8), 8, False)
        self.send(105, bytes(8), 64, True)
        self.send(106, good[2960:], 2960, False)        # in disorder, and good
        self.send(106, good[:1480], 0, True)
        self.send(106, good[:1480], 0, True)
        self.send(106, good[1480:2960], 1480, True)
        for ident in range(200, 240):                   # without a beginning
            self.send(ident, bytes(1480), 1480, True)


def main(address):
    """Answer until nobody asks any more."""
    socks = []
    for port in (PORT, FRAGMENTS_PORT):
        socks.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        socks[-1].bind((address, port))
    while ready := select.select(socks, [], [], LIFETIME_S)[0]:
        data, client = ready[0].recvfrom(65536)
        if ready[0] is socks[0]:
            ready[0].sendto(data, client)
        else:
            Fragments(address, client).send_all()


if __name__ == "__main__":
    main(sys.argv[1])
