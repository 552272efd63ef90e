"""Every function of the PXE API, called by NBPs that check the results."""

import echo
from dhcp import ADDRESSES, dnsmasq
from lab.site import DISK_SAYS
from nbps import says

PATTERN_SIZE = 20000


def failures(text):
    """The lines that report something wrong."""
    return [line for line in text.splitlines() if "FAIL" in line]


def run_api(network, site, machine, nic, **options):
    """Boot the NBP that calls all; the machine, when that has ended."""
    site.copy("build/rom/test/api.nbp", "api.nbp")
    site.put("pattern", echo.pattern(PATTERN_SIZE))
    site.put("empty", b"")
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=api.nbp", root=site.root)
    echo.start(network)
    pc = machine(nic, **options)
    pc.expect("change the link", 120)
    for up in False, True:
        pc.qmp.execute("set_link", name="net0", up=up)
    pc.send("x")
    pc.expect("api test ends", 60)
    assert failures(pc.serial.text()) == []
    return pc


def test_api(nic, network, site, machine, local_disk):
    """All calls; then the NBP returns and the disk boots."""
    pc = run_api(network, site, machine, nic, disk=local_disk)
    pc.expect(DISK_SAYS)
    assert int.from_bytes(pc.read_memory(0x413, 2), "little") == 639


def test_slow_card(network, site, machine):
    """A card that begins to send 60 ms after it was told to: calls wait."""
    run_api(network, site, machine, "virtio-net-pci", extra=[
        "-global", "virtio-net-device.tx=timer",
        "-global", "virtio-net-device.x-txtimer=60000000"])


def test_restart(nic, network, site, machine):
    """RESTART_TFTP starts another NBP in the place of the first."""
    site.copy("build/rom/test/restart.nbp", "api.nbp")
    site.put("next.nbp", says("nbp: next"))
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=api.nbp", root=site.root)
    pc = machine(nic)
    pc.expect("nbp: next")
    assert failures(pc.serial.text()) == []
