"""Every kind of kernel that Towline starts, each to a proof of life."""

import gzip

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.servers import Dnsmasq
from lab.site import DISK_SAYS, boot_sector

GUESTS = "build/lab/guests"
PKG = "build/pkg"
MEMDISK = f"{PKG}/syslinux-common/usr/lib/syslinux/memdisk"
LKRN = f"{PKG}/ipxe/boot/ipxe.lkrn"
MEMTEST = f"{PKG}/memtest86+/boot/memtest86+x64.bin"
XEN = f"{PKG}/xen-hypervisor-4.17-amd64/boot/xen-4.17-amd64.gz"
GENERIC = f"{PKG}/linux-image-amd64/boot"

CONFIG = """
    DEFAULT it
    LABEL it
      KERNEL {kernel}
      {initrds}
      APPEND {append}
"""

FLOPPY_SIZE = 1474560


def serve(network, site, kernel, append="", initrds=()):
    """Serve one entry."""
    boot_file = site.put_towline()
    site.config(CONFIG.format(
        kernel=kernel, append=append,
        initrds=f"INITRD {','.join(initrds)}" if initrds else ""))
    Dnsmasq(network, site.root, boot_file)


def test_generic_kernel(network, site, machine):
    """Debian's kernel for all machines, and a file put into an archive."""
    kernel = next((site.repo / GENERIC).glob("vmlinuz-*"))
    site.put_guest()
    site.copy(kernel.relative_to(site.repo), "vmlinuz")
    site.put("answers", "a line\n")
    serve(network, site, "vmlinuz", CONSOLE,
          ["answers=/payload/deep/er/answers", "initrd.img"])
    pc = machine()
    pc.expect(r"guest: kernel \d[\w.-]+\d-amd64")
    assert wait_guest(pc).files["deep/er/answers"][0] == 7


def test_memtest(network, site, machine):
    """memtest86+, by its real-mode entry."""
    site.copy(MEMTEST, "memtest")
    serve(network, site, "memtest")
    machine(memory_mb=64).expect_screen(r"Memtest86\+ v6", 120)


def test_lkrn(network, site, machine):
    """iPXE as a kernel, with a script for initrd."""
    site.copy(LKRN, "ipxe.lkrn")
    site.put("script", "#!ipxe\necho it is ${version} and ${net0/mac}\n"
             "shell\n")
    serve(network, site, "ipxe.lkrn", "", ["script"])
    machine().expect_screen(r"it is 1\.0.* and 52:54", 120)


def test_memdisk(network, site, machine):
    """memdisk with a floppy, packed."""
    site.copy(MEMDISK, "memdisk")
    floppy = boot_sector().ljust(FLOPPY_SIZE, b"\0")
    site.put("floppy.gz", gzip.compress(floppy))
    serve(network, site, "memdisk", "floppy", ["floppy.gz"])
    machine().expect(DISK_SAYS)


def test_old_protocol(network, site, machine):
    """A kernel from before protocol 2.00."""
    site.copy(f"{GUESTS}/real-old", "zimage")
    serve(network, site, "zimage", "some words")
    pc = machine()
    pc.expect(r"real: cmdline some words BOOT_IMAGE=zimage")
    pc.expect(r"real: ready")


@pytest.mark.parametrize("words, pxe", [("", "gone"), ("keeppxe", "there")])
def test_keeppxe(words, pxe, network, site, machine):
    """PXE is unloaded, but not if the command line wants it."""
    site.copy(f"{GUESTS}/real-new", "kernel")
    site.put("five", b"12345")
    serve(network, site, "kernel", words, ["five"])
    pc = machine()
    pc.expect(r"real: cmdline .*initrd=five BOOT_IMAGE=kernel")
    pc.expect(rf"real: PXE is {pxe}")


def checksum(data):
    """As guest.c computes it."""
    total = 0
    for byte in data:
        total = (total * 31 + byte) & 0xFFFFFFFF
    return total


@pytest.mark.parametrize("name", ["mb1.elf", "mb1flat.bin", "mb2.elf"])
def test_multiboot(name, network, site, machine):
    """A Multiboot kernel over Towline's own memory, with two modules."""
    parts = [bytes(range(256)) * 20, b"\1" * 4097]
    site.copy(f"{GUESTS}/{name}", "kernel")
    site.put("one", parts[0])
    site.put("two", gzip.compress(parts[1]))
    if name == "mb1.elf":
        serve(network, site, "mboot.c32",
              "kernel some  words --- one --- two of it")
    else:
        serve(network, site, "kernel", "some  words", ["one", "two=of"])
    pc = machine()
    version = 2 if "mb2" in name else 1
    magic, entry = pc.expect(
        r"guest: multiboot (\w+) (\w+) 12345678 clean").groups()
    assert magic == ("36d76289" if version == 2 else "2badb002")
    assert (int(entry, 16) >= 16 << 20) == (version == 2)
    pc.expect(r"guest: cmdline kernel some +words")
    pc.expect(r"guest: loader Towline \d")
    for words, data in zip(("one", "two of"), parts):
        start, size, total = (int(n, 16) for n in pc.expect(
            rf"guest: module (\w+) (\w+) (\w+) {words}").groups())
        assert start % 4096 == 0
        assert (size, total) == (len(data), checksum(data))
    pc.expect(r"guest: map 100000 \w+ 1\b")
    if version == 2:
        pc.expect(r"guest: acpi 1")
    pc.expect(r"guest: ready")


def test_xen(network, site, machine):
    """Xen, packed, with a module that is no kernel; it leaves out its name."""
    site.copy(XEN, "xen.gz")
    site.put("module", "no kernel")
    serve(network, site, "mboot.c32",
          "xen.gz com1=115200 console=com1 noreboot --- module")
    pc = machine()
    pc.expect(r"Xen version 4\.17")
    pc.expect(r"Bootloader: Towline")
    pc.expect(r"Command line: com1=115200 console=com1 noreboot")
    pc.expect(r"Xen-e820 RAM map")
