"""NBPs that nobody here wrote run on our ROMs, to a Linux kernel's first line."""

import subprocess

import pytest

import chatter
from dhcp import ADDRESSES, dnsmasq
from lab.netns import SERVER_IP
from lab.servers import Nginx

PXELINUX = "build/pkg/pxelinux/usr/lib/PXELINUX"
SYSLINUX = "build/pkg/syslinux-common/usr/lib/syslinux/modules/bios"
IPXE = "build/pkg/ipxe/usr/lib/ipxe"
GRUB = "build/pkg/grub-pc-bin/usr/lib/grub/i386-pc"
GRUB_BIN = "build/pkg/grub-common/usr/bin"

APPEND = "console=ttyS0,115200 panic=-1"
FIRST_LINE = r"Linux version \d+\.\d+"
SYSLINUX_CONFIG = """
    DEFAULT linux
    LABEL linux
      KERNEL {kernel}
      APPEND {append}
"""
GRUB_CONFIG = "linux (tftp)/vmlinuz {append}\nboot\n"
GRUB_CONFIG_HTTP = """
net_bootp
linux (http,{server})/vmlinuz {append}
boot
"""
IPXE_SCRIPT = """#!ipxe
kernel http://{server}/vmlinuz {append}
boot
"""
IPXE_TRANSFER = """#!ipxe
imgfetch tftp://{server}/large && echo all of it is there
sleep 60
"""


def put_syslinux(site, nbp, kernel):
    """pxelinux.0 or lpxelinux.0, its module and a config."""
    site.copy(f"{PXELINUX}/{nbp}", nbp)
    site.copy(f"{SYSLINUX}/ldlinux.c32", "ldlinux.c32")
    site.config(SYSLINUX_CONFIG.format(kernel=kernel, append=APPEND))
    return [f"--dhcp-boot={nbp}"]


def put_grub(site):
    """What grub-mknetdir makes: core.0, which loads its modules by TFTP."""
    subprocess.run(
        [site.repo / GRUB_BIN / "grub-mknetdir", "-d", site.repo / GRUB,
         f"--net-directory={site.root}", "--subdir=grub", "--fonts=",
         "--locales=", "--themes="], check=True, timeout=60,
        capture_output=True)
    site.put("grub/grub.cfg", GRUB_CONFIG.format(append=APPEND))
    return ["--dhcp-boot=grub/i386-pc/core.0"]


def put_grub_http(site):
    """A core.0 that has its config inside and loads by HTTP."""
    config = site.put("grub.cfg", GRUB_CONFIG_HTTP.format(
        server=SERVER_IP, append=APPEND))
    subprocess.run(
        [site.repo / GRUB_BIN / "grub-mkimage", "-d", site.repo / GRUB, "-O",
         "i386-pc-pxe", "-o", site.root / "core.0", "-p", "/grub", "-c",
         config, "pxe", "linux", "http"], check=True, timeout=60)
    return ["--dhcp-boot=core.0"]


def put_ipxe(site):
    """undionly.kpxe, and for iPXE itself a script."""
    site.copy(f"{IPXE}/undionly.kpxe", "undionly.kpxe")
    site.put("boot.ipxe", IPXE_SCRIPT.format(server=SERVER_IP, append=APPEND))
    return ["--dhcp-match=set:ipxe,175", "--dhcp-boot=tag:ipxe,boot.ipxe",
            "--dhcp-boot=tag:!ipxe,undionly.kpxe"]


NBPS = {
    "pxelinux": lambda site: put_syslinux(site, "pxelinux.0", "vmlinuz"),
    "lpxelinux-http": lambda site: put_syslinux(
        site, "lpxelinux.0", f"http://{SERVER_IP}/vmlinuz"),
    "grub-mknetdir": put_grub,
    "grub-http": put_grub_http,
    "undionly": put_ipxe,
}


@pytest.mark.parametrize("nbp", NBPS)
def test_nbp(nbp, nic, network, site, machine):
    """DHCP, the NBP by TFTP, and a kernel by what the NBP can."""
    site.copy("build/guest/vmlinuz", "vmlinuz")
    dnsmasq(network, *ADDRESSES, *NBPS[nbp](site), root=site.root)
    Nginx(network, site.root)
    machine(nic, capture_bytes=128).expect(FIRST_LINE, 120)


def test_interrupts(nic, network, site, machine):
    """undionly, which waits for interrupts, loses none and drowns in none.

    Whatever a frame falls between: there is one every half millisecond.
    """
    site.put_sparse("large", b"", 1_000_000)
    options = put_ipxe(site)
    site.put("boot.ipxe", IPXE_TRANSFER.format(server=SERVER_IP))
    dnsmasq(network, *ADDRESSES, *options, root=site.root)
    chatter.start(network)
    machine(nic, capture_bytes=128).expect_screen("^all of it is there", 120)
