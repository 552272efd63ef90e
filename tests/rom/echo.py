"""A UDP server that sends back what it gets. Runs as a process of its own."""

import socket
import sys

LIFETIME_S = 300
PORT = 7003


def start(network):
    """Start it in the namespace of network."""
    network.spawn([sys.executable, __file__, network.server_ip], "echo")


def main(address):
    """Answer until nobody asks any more."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, PORT))
    sock.settimeout(LIFETIME_S)
    while True:
        data, client = sock.recvfrom(65536)
        sock.sendto(data, client)


if __name__ == "__main__":
    main(sys.argv[1])
