"""An MTFTP server as PXE 2.1 section 2.4.10 has it. A process of its own.

The first to ask becomes the master: block 1 goes to it alone as well, all
blocks go to the group, and the master's ACK brings the next one. Requests that
come during a transfer are not answered. "lose" names blocks that the group does
not get the first time.
"""

import json
import socket
import struct
import sys

GROUP, CLIENT_PORT, SERVER_PORT = "239.255.1.2", 5759, 5760
BLOCK, TRIES = 512, 5
LIFETIME_S = 300
RRQ, DATA, ACK = 1, 3, 4


def start(network, path, lose=()):
    """Start it in the namespace of network; returns its process."""
    return network.spawn([sys.executable, "-u", __file__, network.server_ip,
                          str(path), json.dumps(list(lose))], "mtftp")


def dhcp_options():
    """dnsmasq's arguments for option 43 with the parameters (PXE table 2-1)."""
    client = struct.pack("<H", CLIENT_PORT).hex(":")
    server = struct.pack("<H", SERVER_PORT).hex(":")
    group = socket.inet_aton(GROUP).hex(":")
    return ["--dhcp-option-force=60,PXEClient",
            f"--dhcp-option-force=43,01:04:{group}:02:02:{client}:"
            f"03:02:{server}:04:01:02:05:01:02:ff"]


class Session:
    """One transfer."""

    def __init__(self, address, data, client, lose):
        self.data, self.client, self.lose = data, client, lose
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind((address, 0))
        self.sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF,
                             socket.inet_aton(address))
        self.sock.settimeout(1)

    def send(self, block):
        """One block to the group, the first also to the master."""
        packet = struct.pack(">HH", DATA, block) + \
            self.data[(block - 1) * BLOCK:block * BLOCK]
        if block == 1:
            self.sock.sendto(packet, self.client)
        if block in self.lose:
            self.lose.remove(block)
            return
        self.sock.sendto(packet, (GROUP, CLIENT_PORT))

    def acked(self, block):
        """Wait for the master's ACK."""
        try:
            while True:
                answer, client = self.sock.recvfrom(2048)
                if client == self.client and \
                        answer[:4] == struct.pack(">HH", ACK, block):
                    return True
        except socket.timeout:
            return False

    def run(self):
        """The whole file; says how it went."""
        last = len(self.data) // BLOCK + 1
        for block in range(1, last + 1):
            for _ in range(TRIES):
                self.send(block)
                if self.acked(block):
                    break
            else:
                return f"lost the master at {block}"
        return f"served {last}"


def main(address, path, lose):
    """Serve one after the other."""
    with open(path, "rb") as file:
        data = file.read()
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, SERVER_PORT))
    sock.settimeout(LIFETIME_S)
    print("ready")
    while True:
        request, client = sock.recvfrom(2048)
        if request[:2] != struct.pack(">H", RRQ):
            continue
        print(f"request {client[0]}")
        print(Session(address, data, client, lose).run(), client[0])
        drain(sock)


def drain(sock):
    """Forget the requests that came meanwhile."""
    sock.setblocking(False)
    try:
        while True:
            sock.recvfrom(2048)
    except BlockingIOError:
        sock.settimeout(LIFETIME_S)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
