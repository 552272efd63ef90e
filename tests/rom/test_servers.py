"""towline.0 boots a Debian kernel through our ROMs, from each kind of server.

dnsmasq in four ways, ISC dhcpd, Kea: each as an administrator would set it up.
"""

import json
import os

import pytest

from dhcp import ADDRESSES, PROXY, dnsmasq
from lab.netns import BRIDGE, SERVER_IP, wait_until
from lab.servers import CLIENT_IP, PKG, Atftpd, find_program

FIRST_LINE = r"Linux version \d+\.\d+"
CONFIG = """
    DEFAULT linux
    LABEL linux
      KERNEL vmlinuz
      APPEND console=ttyS0,115200 panic=-1
"""
DHCPD = """
default-lease-time 600;
authoritative;
subnet 192.168.77.0 netmask 255.255.255.0 {{
    range {client} {client};
    option routers {server};
    next-server {server};
    filename "towline.0";
}}
"""


def menu(prompt, first, second):
    """Arguments for a boot menu of two; an item NAME is the file NAME.0."""
    return [f"--pxe-prompt={prompt}", f"--pxe-service=x86PC,First,{first}",
            f"--pxe-service=x86PC,Second,{second}"]


def plain(network, root):
    """One server for everything."""
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=towline.0", root=root)


def proxy(network, root):
    """The addresses from another server."""
    dnsmasq(network, *ADDRESSES, name="dhcp")
    dnsmasq(network, *PROXY, "--pxe-service=x86PC,Towline,towline", root=root,
            name="proxy")


def menu_key(network, root):
    """The second item is the one that is there."""
    dnsmasq(network, *ADDRESSES, *menu("Press F8,60", "nothing", "towline"),
            root=root)


def menu_timeout(network, root):
    """The first item is."""
    dnsmasq(network, *ADDRESSES, *menu("Press F8,1", "towline", "nothing"),
            root=root)


def isc(network, root):
    """ISC dhcpd; TFTP from atftpd."""
    folder = root.parent
    config, leases = folder / "dhcpd.conf", folder / "dhcpd.leases"
    config.write_text(DHCPD.format(server=SERVER_IP, client=CLIENT_IP))
    leases.write_text("")
    server = network.spawn(
        [find_program("dhcpd", "isc-dhcp-server"), "-4", "-f", "-d", "-cf",
         config, "-lf", leases, "-pf", folder / "pid", BRIDGE], "dhcpd")
    wait_until(lambda: "Server starting" in server.log(), 15, "dhcpd")
    Atftpd(network, root)


def kea(network, root):
    """Kea; TFTP from atftpd."""
    folder = root.parent
    config = folder / "kea.conf"
    config.write_text(json.dumps({"Dhcp4": {
        "interfaces-config": {"interfaces": [BRIDGE]},
        "lease-database": {"type": "memfile", "persist": False},
        "subnet4": [{
            "subnet": "192.168.77.0/24", "next-server": SERVER_IP,
            "boot-file-name": "towline.0",
            "option-data": [{"name": "routers", "data": SERVER_IP}],
            "pools": [{"pool": f"{CLIENT_IP} - {CLIENT_IP}"}]}]}}))
    libraries = PKG / "kea-common/usr/lib/x86_64-linux-gnu"
    server = network.spawn(
        ["env", f"LD_LIBRARY_PATH={libraries}",
         f"KEA_LOCKFILE_DIR={folder}", f"KEA_PIDFILE_DIR={folder}",
         f"KEA_LOGGER_DESTINATION={os.devnull}",
         find_program("kea-dhcp4", "kea-dhcp4-server"), "-c", config], "kea")
    wait_until(lambda: "DHCP4_STARTED" in server.log(), 20, "Kea")
    Atftpd(network, root)


def press_f8(pc):
    """Open the menu and take the second item."""
    pc.expect_screen(r"Press F8 \d+")
    pc.key("f8")
    pc.expect_screen("Second")
    pc.key("down")
    pc.key("ret")


SERVERS = [plain, proxy, menu_key, menu_timeout, isc, kea]


@pytest.mark.parametrize("serve", SERVERS, ids=[s.__name__ for s in SERVERS])
def test_boot(serve, nic, network, site, machine):
    """From the card's ROM to the kernel's first line."""
    site.put_towline()
    site.copy("build/guest/vmlinuz", "vmlinuz")
    site.config(CONFIG)
    serve(network, site.root)
    pc = machine(nic, capture_bytes=128)
    if serve is menu_key:
        press_f8(pc)
    pc.expect(FIRST_LINE)
