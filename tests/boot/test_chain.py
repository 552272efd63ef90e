"""What Towline hands over to besides kernels: boot programs, sectors, disks."""

import subprocess

import pytest

from conftest import REPO
from lab.netns import SERVER_IP
from lab.servers import Dnsmasq
from lab.site import own_rom

NIC = "virtio-net-pci"
FIRMWARES = {"ipxe": None, "rom": own_rom(REPO, NIC)}
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
    SAY this is the inner config
    DEFAULT back
    LABEL back
      LOCALBOOT 0
"""


@pytest.fixture(params=FIRMWARES)
def firmware(request):
    """Keyword arguments of a machine with each firmware."""
    return {"nic": NIC, "rom": FIRMWARES[request.param]}


def serve(network, site, entry, towline="towline.0"):
    """Towline with an entry that starts at once."""
    site.config(CONFIG.format(entry=entry), towline.replace(
        "towline.0", "pxelinux.cfg/default"))
    Dnsmasq(network, site.root, site.put_towline(towline))


def test_pxelinux(firmware, network, site, machine):
    """It finds its own folder, boots, and its LOCALBOOT 0 leads back here."""
    site.put_pxelinux("inner/pxelinux.0")
    site.config(INNER, "inner/pxelinux.cfg/default")
    serve(network, site, "PXE inner/pxelinux.0")
    pc = machine(**firmware)
    pc.expect("this is the inner config")
    pc.expect(BACK)
