"""Times of a boot, out of a capture at the server's side.

What is measured needs nothing of the boot program but that it loads a kernel
and then an initrd: the first request for each file, and when the last data
went out that had not been acknowledged yet.
"""

import struct
from dataclasses import dataclass, field

from lab.pcap import TFTP_PORT, parse_read_request

HTTP_PORT = 80
TCP, UDP = 6, 17
# Longer than this after its last word, the machine is not listening any more:
# what a server repeats then is not counted.
SILENCE_S = 0.5
# Of a frame on the cable: preamble, check sum, gap; Ethernet header.
OVERHEAD, ETHERNET, SHORTEST = 24, 14, 60


def packets(path):
    """Yield (time_s, IPv4 packet, cut as captured), in order."""
    with open(path, "rb") as file:
        data = file.read()
    pos = 24
    while pos + 16 <= len(data):
        sec, usec, size, _ = struct.unpack_from("<IIII", data, pos)
        pos += 16
        frame = data[pos:pos + size]
        pos += size
        if len(frame) >= 34 and frame[12:14] == b"\x08\x00":
            yield sec + usec / 1e6, frame[14:]


@dataclass
class Flow:
    """One direction of data: the highest that was acknowledged and sent."""
    acked: int = -1
    sent: int = -1


@dataclass
class Capture:
    """What happened, in seconds since the epoch.

    requests   {name: time of its first request}
    last_data  when the last byte that was news went out
    data       (time, bytes on the cable) of each frame with data
    resent     frames with data that had been sent before
    """
    requests: dict = field(default_factory=dict)
    last_data: float = None
    data: list = field(default_factory=list)
    resent: int = 0
    _flows: dict = field(default_factory=dict)
    _heard: float = 0           # the machine's last word
    _doubtful: float = None     # data that it may not have listened to
    _datagram: tuple = (None, None)     # IP identification; what it is

    def add(self, time_s, packet, server):
        """One IPv4 packet."""
        length = struct.unpack_from(">H", packet, 2)[0]
        header = (packet[0] & 15) * 4
        offset = struct.unpack_from(">H", packet, 6)[0] & 0x1fff
        body = packet[header:]
        if packet[16:20] == server:
            if self._doubtful is not None:
                self.last_data, self._doubtful = self._doubtful, None
            self._heard = time_s
            if not offset:
                self._from_machine(time_s, packet[9], body)
        elif packet[12:16] == server and packet[16] != 255:
            if not offset:
                new = self._from_server(packet[9], body, length - header)
                self._datagram = packet[4:6], new
            elif packet[4:6] == self._datagram[0]:
                new = self._datagram[1]
            else:
                new = None
            if new is not None:
                self._count(time_s, new, length)

    def _count(self, time_s, new, length):
        """A frame with data."""
        self.data.append((time_s, max(length + ETHERNET, SHORTEST) + OVERHEAD))
        if not new:
            self.resent += 1
        if time_s - self._heard <= SILENCE_S:
            self.last_data = time_s
        else:
            self._doubtful = time_s

    def _request(self, time_s, name):
        self.requests.setdefault(name.lstrip("/"), time_s)

    def _from_machine(self, time_s, protocol, body):
        if protocol == UDP and len(body) >= 12:
            sport, dport = struct.unpack_from(">HH", body)
            asked = dport == TFTP_PORT and parse_read_request(
                body[8:struct.unpack_from(">H", body, 4)[0]])
            if asked:
                self._request(time_s, asked[0])
                self._forget(sport)
            elif body[8:10] == b"\0\4":
                block = struct.unpack_from(">H", body, 10)[0]
                flow = self._flow(sport, dport)
                flow.acked = max(flow.acked, _unwrap(block, flow.sent, 16))
        elif protocol == TCP and len(body) >= 20:
            sport, dport, _, ack = struct.unpack_from(">HHII", body)
            payload = body[(body[12] >> 4) * 4:]
            if dport == HTTP_PORT:
                if payload[:4] == b"GET " or payload[:5] == b"HEAD ":
                    path = payload.split(b" ", 2)[1].decode("latin-1")
                    self._request(time_s, path)
                flow = self._flow(sport, dport)
                if flow.sent >= 0:
                    flow.acked = max(flow.acked, _unwrap(ack, flow.sent, 32))

    def _from_server(self, protocol, body, size):
        """True if it carries data never sent before, False if sent before,
        None if it carries none or what was acknowledged already."""
        if protocol == UDP and body[8:10] == b"\0\3":
            sport, dport, _, _, _, block = struct.unpack_from(">6H", body)
            return self._data(self._flow(dport, sport), block, 16)
        if protocol == TCP:
            sport, dport, seq = struct.unpack_from(">HHI", body)
            payload = size - (body[12] >> 4) * 4
            flow = self._flow(dport, sport)
            if body[13] & 2:
                flow.sent, flow.acked = seq, -1
            elif sport == HTTP_PORT and payload > 0:
                return self._data(flow, seq + payload, 32)
        return None

    @staticmethod
    def _data(flow, number, bits):
        """Note that all up to number was sent."""
        number = _unwrap(number, flow.sent, bits)
        if number <= flow.acked:
            return None
        new = number > flow.sent
        flow.sent = max(flow.sent, number)
        return new

    def _flow(self, machine_port, server_port):
        return self._flows.setdefault((machine_port, server_port), Flow())

    def _forget(self, machine_port):
        """A new transfer begins at this port."""
        for key in [k for k in self._flows if k[0] == machine_port]:
            del self._flows[key]

    def cable_bytes(self, start, end):
        """Bytes that data took on the cable between two times."""
        return sum(size for time_s, size in self.data if start <= time_s <= end)


def _unwrap(number, near, bits):
    """The number that has these low bits and is nearest to near."""
    if near < 0:
        return number & ((1 << bits) - 1)
    half = 1 << (bits - 1)
    return near + ((number - near + half) & ((1 << bits) - 1)) - half


def read(path, server_ip):
    """The Capture in a file."""
    server = bytes(map(int, server_ip.split(".")))
    capture = Capture()
    for time_s, packet in packets(path):
        capture.add(time_s, packet, server)
    return capture
