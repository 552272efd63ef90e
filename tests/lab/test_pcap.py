"""Captures are read to the byte, and damaged ones do no harm."""

import struct

from lab.pcap import (datagrams, dhcp_options, parse_read_request,
                      read_requests)

RRQ = b"\0\1boot/a b\0octet\0tsize\x000\0blksize\x001408\0"


def frame(payload, sport=2000, dport=69, fragment=0, options=b""):
    """An Ethernet frame with one UDP datagram."""
    udp = struct.pack(">HHHH", sport, dport, 8 + len(payload), 0) + payload
    header_words = 5 + len(options) // 4
    header = struct.pack(">BBHHHBBH4s4s", 0x40 | header_words, 0,
                         4 * header_words + len(udp), 1, fragment, 64, 17, 0,
                         bytes([10, 0, 0, 2]), bytes([10, 0, 0, 1]))
    return bytes(12) + b"\x08\0" + header + options + udp


def capture(path, frames):
    """Write a capture file of these frames."""
    data = struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65536, 1)
    for number, item in enumerate(frames):
        data += struct.pack("<IIII", number, 500000, len(item), len(item))
        data += item
    path.write_bytes(data)
    return path


def test_read_request(tmp_path):
    """Name, mode, options in order, and the exact bytes."""
    path = capture(tmp_path / "a", [frame(RRQ), frame(b"\0\3\0\1data")])
    [request] = read_requests(path)
    assert (request.filename, request.mode) == ("boot/a b", "octet")
    assert request.options == (("tsize", "0"), ("blksize", "1408"))
    assert request.raw == RRQ
    assert request.sport == 2000


def test_retransmission_counts_once(tmp_path):
    """The same from another port is another request."""
    frames = [frame(RRQ), frame(RRQ), frame(RRQ, sport=2001)]
    assert len(read_requests(capture(tmp_path / "a", frames))) == 2


def test_ip_options_and_fragments(tmp_path):
    """A longer IP header is skipped; later fragments are no datagrams."""
    frames = [frame(b"x", options=bytes(8)), frame(b"y", fragment=100)]
    found = datagrams(capture(tmp_path / "a", frames))
    assert [d.payload for d in found] == [b"x"]
    assert found[0].time_s == 0.5


def test_cut_capture(tmp_path):
    """A record that is still being written is left out."""
    path = capture(tmp_path / "a", [frame(RRQ), frame(RRQ, sport=9)])
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        assert len(read_requests(path)) <= 1


def test_bad_requests():
    """Requests without their zero bytes are none."""
    for bad in (b"", b"\0\1", b"\0\1name", b"\0\1name\0octet", b"\0\2a\0b\0"):
        assert parse_read_request(bad) is None


def test_dhcp_options():
    """Padding is skipped, repeats are joined, the end ends."""
    body = bytes(240) + b"\x35\1\5\0\x2b\2ab\x2b\1c\xff\x01\x01x"
    assert dhcp_options(body) == {53: b"\5", 43: b"abc"}
