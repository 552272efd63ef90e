"""Reads packet captures: frames, UDP datagrams, TFTP and DHCP contents.

Classic pcap files as QEMU's filter-dump writes them (little endian,
Ethernet).  IP fragments after the first are passed over.
"""

import struct
from dataclasses import dataclass, field

TFTP_PORT = 69
TFTP_OPS = {1: "RRQ", 2: "WRQ", 3: "DATA", 4: "ACK", 5: "ERROR", 6: "OACK"}


@dataclass(frozen=True)
class Datagram:
    """One UDP datagram; time_s is in seconds since the epoch."""
    time_s: float
    src: str
    sport: int
    dst: str
    dport: int
    payload: bytes


@dataclass(frozen=True)
class ReadRequest:
    """One TFTP read request (RFC 1350) with options (RFC 2347)."""
    filename: str
    mode: str
    options: tuple
    sport: int
    dst: str
    raw: bytes = field(repr=False)


def frames(path):
    """Yield (time_s, frame bytes); a cut last record ends the list."""
    with open(path, "rb") as file:
        data = file.read()
    if len(data) < 24 or data[:4] != b"\xd4\xc3\xb2\xa1":
        return
    pos = 24
    while pos + 16 <= len(data):
        sec, usec, cap_len, _ = struct.unpack_from("<IIII", data, pos)
        pos += 16
        if pos + cap_len > len(data):
            return
        yield sec + usec / 1e6, data[pos:pos + cap_len]
        pos += cap_len


def _ipv4_udp(time_s, frame):
    """Datagram of an Ethernet frame, or None if it is something else."""
    if len(frame) < 42 or frame[12:14] != b"\x08\x00" or frame[23] != 17:
        return None
    fragment_offset = struct.unpack_from(">H", frame, 20)[0] & 0x1fff
    udp = 14 + (frame[14] & 15) * 4
    if fragment_offset or len(frame) < udp + 8:
        return None
    src = ".".join(map(str, frame[26:30]))
    dst = ".".join(map(str, frame[30:34]))
    sport, dport, length = struct.unpack_from(">HHH", frame, udp)
    return Datagram(time_s, src, sport, dst, dport,
                    frame[udp + 8:udp + length])


def datagrams(path):
    """All UDP over IPv4 datagrams of a capture, in order."""
    found = (_ipv4_udp(time_s, frame) for time_s, frame in frames(path))
    return [d for d in found if d is not None]


def parse_read_request(payload):
    """(filename, mode, options) of an RRQ payload, or None."""
    if payload[:2] != b"\0\1":
        return None
    words = payload[2:].split(b"\0")
    if len(words) < 3 or words[-1] != b"":
        return None
    text = [word.decode("latin-1") for word in words[:-1]]
    pairs = tuple(zip(text[2::2], text[3::2]))
    return text[0], text[1], pairs


def read_requests(path):
    """TFTP read requests; a repeat of the same packet counts once.

    The same bytes from the same port are a retransmission.
    """
    found = []
    last_seen = set()
    for dgram in datagrams(path):
        parsed = (parse_read_request(dgram.payload)
                  if dgram.dport == TFTP_PORT else None)
        key = (dgram.sport, dgram.payload)
        if parsed and key not in last_seen:
            last_seen.add(key)
            found.append(ReadRequest(*parsed, dgram.sport, dgram.dst,
                                     dgram.payload))
    return found


def dhcp_options(payload):
    """Options of a DHCP message as {code: bytes}; repeats are joined."""
    options, pos = {}, 240
    while pos + 1 < len(payload) and payload[pos] != 255:
        code = payload[pos]
        if code == 0:
            pos += 1
            continue
        length = payload[pos + 1]
        value = payload[pos + 2:pos + 2 + length]
        options[code] = options.get(code, b"") + value
        pos += 2 + length
    return options


def dhcp_messages(path):
    """DHCP messages as (Datagram, options), in order."""
    return [(d, dhcp_options(d.payload)) for d in datagrams(path)
            if {d.sport, d.dport} & {67, 4011} and len(d.payload) >= 240]
