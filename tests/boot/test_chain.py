"""What Towline hands over to besides kernels: boot programs, sectors, disks."""

import subprocess

import pytest

from conftest import REPO
from lab.servers import Dnsmasq
from lab.site import DISK_SAYS, own_rom
from sectors import disk, sector

NIC = "virtio-net-pci"
FIRMWARES = {"ipxe": None, "rom": own_rom(REPO, NIC)}
IPXE = "build/pkg/ipxe/usr/lib/ipxe"
GRUB = "build/pkg/grub-pc-bin/usr/lib/grub/i386-pc"
GRUB_BIN = "build/pkg/grub-common/usr/bin"
BACK = r"the boot program came back; choose again \(AX = 0\) \[K11\]"

CONFIG = """
    DEFAULT it
    LABEL it
      {entry}
    LABEL other
      LOCALBOOT -1
"""
INNER = """
    SERIAL 0 115200
    DEFAULT back
    LABEL back
      LOCALBOOT 0
"""


@pytest.fixture(params=FIRMWARES)
def firmware(request):
    """Keyword arguments of a machine with each firmware."""
    return {"nic": NIC, "rom": FIRMWARES[request.param]}


def serve(network, site, entry, extra=()):
    """Towline with an entry that starts at once."""
    site.config(CONFIG.format(entry=entry))
    Dnsmasq(network, site.root, site.put_towline(), extra=extra)


def test_pxelinux(firmware, network, site, machine):
    """It finds its own folder, and its LOCALBOOT 0 leads back to the menu."""
    site.put_pxelinux("inner/pxelinux.0")
    site.config(INNER, "inner/pxelinux.cfg/default")
    serve(network, site, "PXE inner/pxelinux.0")
    pc = machine(**firmware)
    pc.expect(r"PXELINUX \d")
    pc.expect(BACK)
    assert "inner/pxelinux.cfg/default" in [r.filename for r in pc.read_requests()]
    pc.send("nothing\r")
    pc.expect(r"nothing: .*does not have this file")


def test_undionly(firmware, network, site, machine, local_disk):
    """iPXE on the firmware's UNDI; it takes PXE down, so the disk is next."""
    site.copy(f"{IPXE}/undionly.kpxe", "undionly.kpxe")
    serve(network, site, "PXE undionly.kpxe")
    pc = machine(disk=local_disk, **firmware)
    pc.expect("Starting a boot program")
    # It asks DHCP again, and gets the same name.
    site.put("towline.0", "#!ipxe\necho this is iPXE\nsleep 2\nexit\n")
    pc.expect_screen("using undionly")
    pc.expect_screen("^this is iPXE")
    pc.expect(DISK_SAYS)


def test_grub(firmware, network, site, machine):
    """GRUB's core.0 finds the folder that it came from."""
    config = site.put("early.cfg", "serial --unit=0 --speed=115200\n"
                      "terminal_output serial\ncat $prefix/text\n")
    subprocess.run(
        [site.repo / GRUB_BIN / "grub-mkimage", "-d", site.repo / GRUB, "-O",
         "i386-pc-pxe", "-o", site.put("inner/core.0", ""), "-p", "", "-c",
         config, "pxe", "tftp", "serial", "terminal", "cat"], check=True, timeout=60)
    site.put("inner/text", "GRUB has read this\n")
    serve(network, site, "PXE inner/core.0")
    machine(**firmware).expect("GRUB has read this")


def test_towline(firmware, network, site, machine):
    """Towline starts itself, and comes back from itself."""
    site.put_towline("inner/towline.0")
    site.config("SAY this is the inner config\nDEFAULT x\nLABEL x\nLOCALBOOT 0",
                "inner/pxelinux.cfg/default")
    serve(network, site, "PXE inner/towline.0")
    pc = machine(**firmware)
    pc.expect("this is the inner config")
    pc.expect(BACK)


def put_disk(tmp_path, sectors):
    """An image of a disk in a file."""
    image = tmp_path / "chain.img"
    image.write_bytes(disk(sectors))
    return image


def test_mbr(firmware, network, site, machine, tmp_path):
    """The first disk: its number in DL, and PXE's memory given back."""
    code = sector(tmp_path, "mbr")
    serve(network, site, "LOCALBOOT 0x80")
    pc = machine(disk=put_disk(tmp_path, {0: code}), **firmware)
    drive, kb = X.groups()
    assert (drive, int(kb, 16)) == ("80", 639)
