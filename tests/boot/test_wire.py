"""Boots through a bad wire: slow, late, lossy."""

from lab.guest import CONSOLE, wait_guest
from lab.servers import Dnsmasq
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
