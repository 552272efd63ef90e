"""Boots Debian's kernel: on each card, with initrds of many sizes, intact."""

import hashlib

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.servers import Atftpd, Dnsmasq, TftpdHpa

CONFIG = """
    DEFAULT linux
    LABEL linux
      KERNEL vmlinuz
      INITRD {initrds}
      APPEND {append}
"""

# Each card with another size of memory: small, at the 3.5 GiB hole, above.
CARDS = [("virtio-net-pci", 512), ("e1000", 128), ("e1000e", 4096),
         ("rtl8139", 256), ("pcnet", 3072), ("ne2k_pci", 1024)]

BASE_SIZE = 102400

# Sizes of the payload and of the zeros behind the archive.
INITRDS = {
    "one": [(1, 0)],
    "two": [(4097, 1), (1000003, 3)],
    "five": [(511, 0), (65536, 511), (3, 2), (7654321, 1), (12289, 4095)],
}
LARGE = [(1, 0), (100_000_001, 1), (200_000_003, 2)]


def serve_files(site, payloads, append=""):
    """Boot file, guest, config and payloads; returns {name: (size, sum)}."""
    boot_file = site.put_towline()
    site.put_guest()
    files = {}
    for number, (size, pad) in enumerate(payloads):
        name = f"part{number}"
        files[name] = size, site.put_payload(f"{name}.img", name, size,
                                             seed=number + 1, pad=pad)
    initrds = ",".join(["initrd.img", *(f"{name}.img" for name in files)])
    site.config(CONFIG.format(initrds=initrds,
                              append=f"{CONSOLE} {append}".strip()))
    return boot_file, files


def check_files(guest, expected):
    """All payloads arrived whole, and the guest's own file too."""
    files = dict(guest.files)
    assert files.pop("base.bin")[0] == BASE_SIZE
    assert files == expected


@pytest.mark.parametrize("nic, memory_mb", CARDS, ids=[c[0] for c in CARDS])
@pytest.mark.at_length("e1000e", "pcnet", "ne2k")
def test_card(nic, memory_mb, network, site, machine):
    """One kernel and initrd on each card; then the guest powers off."""
    boot_file, _ = serve_files(site, [], "towline.poweroff")
    Dnsmasq(network, site.root, boot_file)
    pc = machine(nic=nic, memory_mb=memory_mb)
    check_files(wait_guest(pc), {})
    pc.wait_stop("guest-shutdown", 30)


@pytest.mark.parametrize("count", INITRDS)
def test_initrds(count, network, site, machine):
    """Initrds of odd sizes, one behind the other."""
    boot_file, files = serve_files(site, INITRDS[count])
    Dnsmasq(network, site.root, boot_file)
    check_files(wait_guest(machine()), files)


@pytest.mark.slow
@pytest.mark.at_length()
def test_large_initrds(network, site, machine):
    """300 MB of initrds."""
    boot_file, files = serve_files(site, LARGE)
    Dnsmasq(network, site.root, boot_file)
    pc = machine(memory_mb=2048, capture_bytes=128)
    check_files(wait_guest(pc, timeout=600), files)


@pytest.mark.parametrize("server", [Atftpd, TftpdHpa])
def test_server(server, network, site, machine):
    """The other TFTP servers."""
    boot_file, files = serve_files(site, INITRDS["two"])
    Dnsmasq(network, site.root, boot_file, tftp=False)
    server(network, site.root)
    check_files(wait_guest(machine()), files)


def test_command_line(network, site, machine):
    """Every word of APPEND reaches the kernel, unchanged and in order."""
    long_word = "x" * 800
    append = f'a="b  c" root=/dev/sda1 d,e=\\f {long_word} -- last'
    boot_file, _ = serve_files(site, [], append)
    Dnsmasq(network, site.root, boot_file)
    guest = wait_guest(machine())
    assert append in guest.cmdline
    digest = hashlib.sha256(guest.cmdline.encode()).hexdigest()
    assert digest == guest.cmdline_sha256


def test_progress(network, site, machine):
    """Name and size of each file are told, and who is speaking."""
    boot_file, _ = serve_files(site, INITRDS["one"])
    Dnsmasq(network, site.root, boot_file)
    pc = machine()
    pc.expect(r"Towline \d")
    pc.expect(r"vmlinuz.*MB")
    pc.expect(r"initrd\.img.*MB")
    wait_guest(pc)
