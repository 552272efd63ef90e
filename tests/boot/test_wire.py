"""Boots through a bad wire: slow, late, lossy."""

import re
import struct
from pathlib import Path

from lab.guest import CONSOLE, wait_guest
from lab.pcap import frames
from lab.servers import Dnsmasq, Nginx
from lab.wire import Wire

CONFIG = f"""
    DEFAULT linux
    LABEL linux
      KERNEL vmlinuz
      INITRD initrd.img
      APPEND {CONSOLE}
"""


def test_bad_wire(network, site, machine):
    """A little of everything; the guest checks its files itself."""
    boot_file = site.put_towline()
    site.put_guest()
    site.config(CONFIG)
    Dnsmasq(network, site.root, boot_file)
    pc = machine(wire=Wire(delay_ms=0.2, rate=1e9, seed=11, to_guest={
        "loss": 0.001, "duplicate": 0.002, "reorder": 0.002}))
    assert wait_guest(pc, timeout=300).files["base.bin"][0] == 102400
    pc.close()
    stats = pc.wire_stats()["to_guest"]
    assert stats["lost"] > 0 and stats["duplicated"] > 0
    assert stats["reordered"] > 0 and stats["overflow"] == 0


def test_answered_in_time(network, site, machine):
    """While the server is far, what is acknowledged at once is less than half
    of the window (160 segments): the rest of it is on the way meanwhile."""
    boot_file = site.put_towline()
    site.put_guest()
    site.put_payload("part.img", "part", 16 << 20, seed=1)
    root = f"http://{network.server_ip}/"
    site.config(CONFIG.replace("vmlinuz", root + "vmlinuz").replace(
        "initrd.img", f"{root}initrd.img,{root}part.img"))
    Dnsmasq(network, site.root, boot_file)
    Nginx(network, site.root)
    pc = machine(wire=Wire(delay_ms=2))
    wait_guest(pc)
    found = re.search(r"(\d+) PXE calls, (\d+) mode switches, "
                      r"(\d+) frames in, (\d+) dropped",
                      Path(pc.debug_log).read_text(encoding="ascii"))
    calls, switches, came, dropped = map(int, found.groups())
    assert calls > came > (16 << 20) // 1460 and not dropped
    assert 0 < switches < came // 10
    acks = [struct.unpack_from(">I", frame, 42)[0]
            for _, frame in frames(pc.capture)
            if frame[12:14] == b"\x08\x00" and frame[23] == 6
            and frame[36:38] == b"\0\x50"]
    steps = [b - a for a, b in zip(acks, acks[1:])]
    assert len(steps) > (16 << 20) // (80 * 1460)
    assert max(steps[2:]) < 80 * 1460
