"""Servers that die or fall silent and wires that do everything at once.

The file must arrive whole, with what had come before the trouble used.
"""

import re
import signal
import time

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.netns import wait_until
from lab.scripted import Scripted
from lab.servers import Atftpd, Dnsmasq, Nginx
from lab.wire import Wire

CONFIG = f"""
    DEFAULT linux
    LABEL linux
      KERNEL {{kernel}}
      INITRD {{root}}initrd.img,{{root}}part.img
      APPEND {CONSOLE}
"""
SERVERS = ("tftp", "http")
ROOTS = {"tftp": "", "http": "http://192.168.77.1/"}
OTHER = "http://192.168.77.1:81/"
MIB = 1 << 20
SILENCE_S = 20


def prepare(network, site, kind, size):
    """The files of a boot by this protocol, and DHCP; what must arrive."""
    boot_file = site.put_towline()
    site.put_guest()
    checksum = site.put_payload("part.img", "part", size, seed=size)
    site.config(CONFIG.format(kernel=ROOTS[kind] + "vmlinuz",
                              root=ROOTS[kind]))
    Dnsmasq(network, site.root, boot_file, tftp=False)
    return {"part": (size, checksum)}


def serve(network, site, kind, size):
    """All that a boot by this protocol needs: its server; what must arrive."""
    expected = prepare(network, site, kind, size)
    servers = [Atftpd(network, site.root)]
    if kind == "http":
        servers.append(Nginx(network, site.root))
    return servers[-1], expected


def check(guest, expected):
    """The payload arrived whole, and the guest's own file, too."""
    files = dict(guest.files)
    assert files.pop("base.bin")[0] == 102400
    assert files == expected


def summary(pc, name):
    """(seconds, retransmissions) of the line about a file."""
    found = pc.expect(rf"{name}: .* in ([\d.]+) s, .*, (\d+) retrans", 400)
    return float(found.group(1)), int(found.group(2))


def test_http_server_restarted(network, site, machine):
    """Killed in the middle of 64 MiB: only what is missing is sent again."""
    server, expected = serve(network, site, "http", 64 * MIB)
    pc = machine(wire=Wire(rate=200e6, queue=1 << 20))
    came = pc.expect(r"([23]\d)\.\d/67\.\d MB", 200).group(1)
    server.process.signal(signal.SIGKILL)
    time.sleep(3)
    server = Nginx(network, site.root)
    assert summary(pc, "part.img")[1] > 0
    check(wait_guest(pc), expected)
    whole = (site.root / "part.img").stat().st_size
    # An answer that the kill cut off is not in the log.
    line, = (line for line in server.requests() if "part.img" in line)
    found = re.fullmatch(r'GET /part\.img 206 (\d+) "bytes=(\d+)-"', line)
    sent, first = map(int, found.groups())
    assert first >= int(came) * 10**6 and sent == whole - first


def test_http_server_gone(network, site, machine):
    """Killed for good: the next source sends the file from its beginning."""
    server, expected = serve(network, site, "http", 24 * MIB)
    site.config(CONFIG.format(kernel="vmlinuz", root="").replace(
        ",part.img", f",{ROOTS['http']}part.img|{OTHER}part.img"))
    other = Nginx(network, site.root, port=81)
    pc = machine(wire=Wire(rate=100e6, queue=1 << 20))
    pc.expect(r"1\d\.\d/25\.\d MB", 200)
    server.process.signal(signal.SIGKILL)
    pc.expect(r"part\.img: .*\[N10\]; trying the next source", 60)
    check(wait_guest(pc), expected)
    whole = (site.root / "part.img").stat().st_size
    assert other.requests() == [f'GET /part.img 200 {whole} "-"']


def test_tftp_server_silent(network, site, machine):
    """A server that sleeps in the middle: the transfer goes on."""
    server, expected = serve(network, site, "tftp", 16 * MIB)
    pc = machine(wire=Wire(rate=100e6, queue=1 << 20))
    pc.expect(r"[3-9]\.\d/16\.\d MB", 200)
    server.process.signal(signal.SIGSTOP)
    time.sleep(SILENCE_S)
    server.process.signal(signal.SIGCONT)
    took, retransmissions = summary(pc, "part.img")
    assert took >= SILENCE_S and retransmissions > 0
    check(wait_guest(pc), expected)


def test_large_blocks_stop(network, site, machine):
    """In the middle of a file: smaller ones, then none; the file goes on.

    As where a switch on the way has begun to drop fragments.
    """
    expected = prepare(network, site, "tftp", 3 * MIB)
    server = Scripted(network, site.root, [
        {"match": "part", "above": 1468, "silent_after": 40}])
    pc = machine()
    pc.expect(r"part\.img: .*, TFTP over UNDI\n", 200)
    check(wait_guest(pc), expected)
    assert server.events().count("request part.img") == 3


@pytest.mark.parametrize("kind", SERVERS)
def test_all_at_once(kind, seed, network, site, machine):
    """Loss, reordering, duplicates and flipped bits, each way, together."""
    _, expected = serve(network, site, kind, 3 * MIB)
    pc = machine(capture_bytes=0, wire=Wire(
        delay_ms=0.2, rate=1e9, loss=0.05, reorder=0.05, duplicate=0.05,
        corrupt=0.001, seed=seed))
    check(wait_guest(pc, timeout=400), expected)
    pc.close()
    stats = pc.wire_stats()["to_guest"]
    for what in ("lost", "duplicated", "reordered", "corrupted"):
        assert stats[what] > 0


@pytest.mark.by_hand
@pytest.mark.parametrize("kind", SERVERS)
def test_huge(kind, network, site, machine):
    """1.2 GB: TFTP's block numbers pass 65535 a dozen times."""
    _, expected = serve(network, site, kind, 1_200_000_000)
    pc = machine(memory_mb=4096, capture_bytes=0)
    check(wait_guest(pc, timeout=900), expected)
