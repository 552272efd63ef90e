"""The bench's arithmetic, on captures made up frame by frame."""

import struct
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import measure, report, scenarios, undi         # noqa: E402

SERVER, CLIENT = bytes([192, 168, 77, 1]), bytes([192, 168, 77, 77])
SERVER_IP = "192.168.77.1"
PORT, TFTP_PORT, HTTP_PORT = 2070, 40000, 49152


class Tape:
    """A capture in the making; time goes on by itself, 1 ms a frame."""

    def __init__(self, path):
        self.path, self.now, self._ident = path, 100.0, 0
        self._data = [struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 256, 1)]

    def ip(self, src, dst, protocol, body, fragment=0, ident=None):
        """A frame; returns its time."""
        self.now = round(self.now + 0.001, 6)
        if ident is None:
            self._ident += 1
            ident = self._ident
        packet = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(body), ident,
                             fragment, 64, protocol, 0, src, dst) + body
        frame = bytes(12) + b"\x08\x00" + packet
        self._data.append(struct.pack(
            "<IIII", int(self.now), round(self.now % 1 * 1e6),
            min(len(frame), 256), len(frame)) + frame[:256])
        return self.now

    def udp(self, to_server, sport, dport, payload, **more):
        """A datagram, or its first fragment."""
        body = struct.pack(">HHHH", sport, dport, 8 + len(payload), 0)
        ends = (CLIENT, SERVER) if to_server else (SERVER, CLIENT)
        return self.ip(*ends, measure.UDP, body + payload, **more)

    def tcp(self, to_server, seq, ack, payload=b"", flags=0x10):
        """A segment of the one connection."""
        ports = (HTTP_PORT, 80) if to_server else (80, HTTP_PORT)
        body = struct.pack(">HHIIBBHHH", *ports, seq & 0xffffffff,
                           ack & 0xffffffff, 5 << 4, flags, 65535, 0, 0)
        ends = (CLIENT, SERVER) if to_server else (SERVER, CLIENT)
        return self.ip(*ends, measure.TCP, body + payload)

    def request(self, name):
        """A TFTP read request."""
        return self.udp(True, PORT, 69, b"\0\1" + name + b"\0octet\0")

    def block(self, number, size=512):
        """A DATA block from the server."""
        return self.udp(False, TFTP_PORT, PORT,
                        struct.pack(">HH", 3, number % 65536) + bytes(size))

    def ack(self, number):
        """An ACK from the machine."""
        return self.udp(True, PORT, TFTP_PORT,
                        struct.pack(">HH", 4, number % 65536))

    def read(self):
        """The Capture of it."""
        self.path.write_bytes(b"".join(self._data))
        return measure.read(self.path, SERVER_IP)


@pytest.fixture
def tape(tmp_path):
    """An empty tape."""
    return Tape(tmp_path / "net.pcap")


def test_tftp(tape):
    """Requests by name, the first time of each; the end is the last block."""
    first = tape.request(b"vmlinuz")
    tape.request(b"vmlinuz")
    tape.block(1)
    tape.ack(1)
    second = tape.request(b"/initrd.img")
    tape.block(1)
    tape.ack(1)
    last = tape.block(2, 3)
    tape.ack(2)
    tape.block(2, 3)
    capture = tape.read()
    assert capture.requests == {"vmlinuz": first, "initrd.img": second}
    assert capture.last_data == last
    assert capture.resent == 0 and len(capture.data) == 3


def test_tftp_rollover(tape):
    """Block 65536 is 0 again, and is not taken for an old one."""
    tape.request(b"initrd.img")
    for number in range(65500, 65600):
        last = tape.block(number)
        tape.ack(number)
    capture = tape.read()
    assert capture.last_data == last
    assert len(capture.data) == 100 and capture.resent == 0


def test_tftp_window(tape):
    """Blocks sent again count as resent, but time goes on until they are
    acknowledged."""
    tape.request(b"initrd.img")
    for number in (1, 2, 3, 4):
        tape.block(number)
    tape.ack(2)
    tape.block(3)
    last = tape.block(4)
    tape.ack(4)
    capture = tape.read()
    assert capture.last_data == last and capture.resent == 2


def test_fragments(tape):
    """A datagram ends with its last fragment; others' fragments do not count."""
    tape.request(b"initrd.img")
    tape.udp(False, TFTP_PORT, PORT, b"\0\3\0\1" + bytes(1400),
             fragment=0x2000, ident=9999)
    last = tape.ip(SERVER, CLIENT, measure.UDP, bytes(600), 176, 9999)
    tape.ip(SERVER, CLIENT, measure.UDP, bytes(600), 176, 7)
    capture = tape.read()
    assert capture.last_data == last
    assert capture.cable_bytes(0, 200) == (
        1400 + 4 + 8 + 20 + 38) + (600 + 20 + 38)


def test_http(tape):
    """GET lines; sequence numbers that wrap; resent segments."""
    start = 0xffffff00
    tape.tcp(True, 5, 0, flags=2)
    tape.tcp(False, start - 1, 6, flags=0x12)
    first = tape.tcp(True, 6, start, b"GET /vmlinuz HTTP/1.1\r\n\r\n")
    tape.tcp(False, start, 30, bytes(1000))
    tape.tcp(False, start + 1000, 30, bytes(1000))
    tape.tcp(True, 30, start + 1000)
    last = tape.tcp(False, start + 1000, 30, bytes(1000))
    tape.tcp(True, 30, start + 2000)
    tape.tcp(False, start + 1000, 30, bytes(1000))
    capture = tape.read()
    assert capture.requests == {"vmlinuz": first}
    assert capture.last_data == last
    assert capture.resent == 1 and len(capture.data) == 3


def test_silence(tape):
    """What a server repeats to a machine that has gone is not counted."""
    tape.request(b"initrd.img")
    last = tape.block(1)
    tape.now += 5
    tape.block(1)
    assert tape.read().last_data == last


def test_pause(tape):
    """After a pause, data count as soon as the machine is heard again."""
    tape.request(b"initrd.img")
    tape.block(1)
    tape.now += 5
    last = tape.block(1)
    tape.ack(1)
    assert tape.read().last_data == last


def results(**rates):
    """Runs of peers in one scenario, {peer: [MB/s or None]}."""
    runs = []
    for peer, values in rates.items():
        for number, value in enumerate(values):
            run = {"scenario": "ipxe/e1000/http/plain", "peer": peer,
                   "run": number, "done": value is not None, "resent": 1,
                   "boot_bytes": 1000, "others": 0.01}
            if value is not None:
                run.update(mb_s=value, menu_s=1, load_s=1, kernel_s=2)
            runs.append(run)
    return {"machine": {"cpu": "a CPU", "cores": 2, "memory_gb": 4,
                        "kernel": "6", "qemu": "QEMU", "revision": "x",
                        "date": "2026-01-01", "versions": {"grub": "2"}},
            "limit_s": 60, "runs": 3, "kernel_bytes": 14000000,
            "results": runs}


def test_report(tmp_path):
    """Medians, ratios to the reference, and who did not arrive."""
    report.write(results(lpxelinux=[4, 6, 5], grub=[2, None],
                         undionly=[None], towline=[30, 20, 15]), tmp_path)
    page = (tmp_path / "BENCH.md").read_text()
    assert "| lpxelinux.0 | 5.00 (4.00–6.00) | 1.00 × |" in page
    assert "| Towline | 20.0 (15.0–30.0) | 4.00 × |" in page
    assert "| GRUB core.0 | 2.00 | 0.40 × | 1.00 | 2.00 | 1/2 |" in page
    assert "| undionly.kpxe | not done in 60 s |" in page
    assert "rehearsal" not in page
    assert (tmp_path / "bench.svg").read_text().count("<rect") == 4


def test_checks(tmp_path):
    """10 and 8 MB/s: 25 % more time, so the check alone has 40."""
    report.write(results(towline=[10, 10, 10], signed=[8, 8, 8]), tmp_path)
    page = (tmp_path / "BENCH.md").read_text()
    assert "| 10.0 | 8.00 | +25.0 % | 40.0 |" in page
    report.write(results(towline=[10], signed=[11]), tmp_path)
    assert "| 10.0 | 11.0 | -9.1 % | not to be seen |" in (
        tmp_path / "BENCH.md").read_text()
    report.write(results(towline=[10], signed=[None]), tmp_path)
    assert "check costs" not in (tmp_path / "BENCH.md").read_text()


def test_scenarios():
    """All combinations exist once; patterns choose; loss differs by seed."""
    names = [s.name for s in scenarios.every()]
    assert len(names) == len(set(names)) == 48
    chosen = scenarios.choose(["rom/e1000/*/plain"])
    assert [s.server for s in chosen] == ["http", "atftpd", "hpa"]
    lossy, = scenarios.choose(["ipxe/e1000/http/1ms-loss"])
    assert lossy.make_wire(1) != lossy.make_wire(2)
    assert lossy.make_wire(1).loss == 0.01


def test_undi_section():
    """What the boot program says becomes medians in a table."""
    found = undi.parse("ok frames\r\nempty 600\r\nempty 800\r\n"
                       "empty 610\r\nframe 4000\r\nflow 1000 10\r\n"
                       "flow 3000 10\r\nflow 0 10\r\n")
    assert found["empty_ns"] == [600, 800, 610]
    assert [round(rate) for rate in found["frames_s"]] == [1821, 5462, 0]
    page = "\n".join(undi.lines([{"firmware": "rom", "nic": "e1000",
                                  **found}]))
    assert "| e1000 | Towline's own ROM | 1,821 (0–5,462) | " \
        "4.00 (4.00–4.00) | 0.61 (0.60–0.80) |" in page
    assert undi.lines([]) == []
