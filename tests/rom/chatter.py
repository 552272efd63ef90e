"""A neighbour that broadcasts all the time. Runs as a process of its own."""

import socket
import sys
import time

LIFETIME_S = 300
PAUSE_S = 0.0005
TO = "255.255.255.255", 9    # discard (RFC 863)


def start(network):
    """Start it in the namespace of network."""
    network.spawn([sys.executable, __file__, network.server_ip], "chatter")


def main(address):
    """Speak until nobody can be there any more."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    sock.bind((address, 0))
    end = time.monotonic() + LIFETIME_S
    while time.monotonic() < end:
        sock.sendto(bytes(64), TO)
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    main(sys.argv[1])
