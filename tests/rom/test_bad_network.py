"""Servers that send rubbish: a message, or nothing worse; never a hang."""

import pytest

import bad_dhcp
from lab.scripted import Scripted
from lab.site import DISK_SAYS
from nbps import says

CARD = "virtio-net-pci"
PXE_CLIENT = [60, b"PXEClient".hex()]

# Option 43 that lies about lengths, or ends too early; what it would say if it
# were right is harmful (no broadcast discovery, an item that nobody serves).
VENDOR = {
    "one-byte": "06",
    "beyond": "06ff08",
    "empty": "0600",
    "end-only": "ff",
    "no-list": "080301000a",
    "list-beyond": "0807010009c0a84d01",
    "menu-beyond": "0905000020 58",
    "prompt-empty": "0a00ff",
    "item-short": "47028000",
    "mtftp-short": "010 1ef 0201 01",
}

# What the TFTP server does, and the code that is to be shown; None: it boots.
TFTP = {
    "error-access": ({"error": [2, "no"]}, "3C"),
    "error-unknown": ({"error": [99, ""]}, "36"),
    "error-later": ({"error_after": [3, 3, "disk full"]}, "36"),
    "oack-too-large": ({"options": {"blksize": "99999"}}, "3"),
    "oack-rubbish": ({"options": {"blksize": "banana"}}, "3"),
    "oack-zero": ({"options": {"blksize": "0"}}, "3"),
    "oack-unasked": ({"options": {"multicast": "1,2,3"}}, None),
    "oack-size": ({"tsize": 99_999_999}, "79"),
    "foreign": ({"foreign": 2}, None),
    "truncated": ({"truncate": 1456}, "3"),
}


def put_nbp(site):
    """An NBP of several blocks."""
    site.put("boot.nbp", says("nbp: good").ljust(10_000, b"\x90"))


def test_dhcp(nic, network, site, machine):
    """Malformed offers and acknowledgements before the good ones."""
    put_nbp(site)
    bad_dhcp.start(network, "boot.nbp")
    Scripted(network, site.root)
    machine(nic).expect("nbp: good", 30)


@pytest.mark.parametrize("vendor", VENDOR)
def test_vendor(vendor, network, site, machine):
    """A broken option 43 counts for nothing."""
    put_nbp(site)
    data = VENDOR[vendor].replace(" ", "")
    Scripted(network, site.root, dhcp={
        "boot_file": "boot.nbp", "options": [PXE_CLIENT, [43, data]]})
    machine(CARD).expect("nbp: good", 30)


@pytest.mark.parametrize("case", TFTP)
def test_tftp(case, network, site, machine, local_disk):
    """The code on the screen, then the next device; or a boot all the same."""
    rule, code = TFTP[case]
    put_nbp(site)
    Scripted(network, site.root, [{"match": "boot", **rule}],
             {"boot_file": "boot.nbp"})
    pc = machine(CARD, disk=local_disk)
    if code is None:
        pc.expect("nbp: good", 60)
        return
    pc.expect(DISK_SAYS, 60)
    assert any(f"PXE-E{code}" in line for line in pc.screen()), pc.screen()
