"""NBPs that nobody here wrote run on our ROMs, to a Linux kernel's first line."""

import subprocess

import pytest

from dhcp import ADDRESSES, dnsmasq
from lab.netns import SERVER_IP
from lab.servers import Nginx

KERNEL = "build/pkg/linux-image-cloud-amd64/boot"
PXELINUX = "build/pkg/pxelinux/usr/lib/PXELINUX"
SYSLINUX = "build/pkg/syslinux-common/usr/lib/syslinux/modules/bios"
IPXE = "build/pkg/ipxe/usr/lib/ipxe"
GRUB = "build/pkg/grub-pc-bin/usr/lib/grub/i386-pc"
GRUB_MKIMAGE = "build/pkg/grub-common/usr/bin/grub-mkimage"

APPEND = "console=ttyS0,115200 panic=-1"
FIRST_LINE = r"Linux version \d+\.\d+"
SYSLINUX_CONFIG = """
    DEFAULT linux
    LABEL linux
      KERNEL {kernel}
      APPEND {append}
"""
GRUB_CONFIG = """
net_bootp
linux ({root})/vmlinuz {append}
boot
"""
IPXE_SCRIPT = """#!ipxe
kernel http://{server}/vmlinuz {append}
boot
"""


def put_kernel(site):
    """Debian's cloud kernel as vmlinuz."""
    kernels = sorted((site.repo / KERNEL).glob("vmlinuz-*"))
    site.copy(kernels[0].relative_to(site.repo), "vmlinuz")


def put_syslinux(site, nbp, kernel):
    """pxelinux.0 or lpxelinux.0, its module and a config."""
    site.copy(f"{PXELINUX}/{nbp}", nbp)
    site.copy(f"{SYSLINUX}/ldlinux.c32", "ldlinux.c32")
    site.config(SYSLINUX_CONFIG.format(kernel=kernel, append=APPEND))
    return [f"--dhcp-boot={nbp}"]


def put_grub(site, root, *modules):
    """GRUB's core.0 with a config inside."""
    config = site.put("grub.cfg",
                      GRUB_CONFIG.format(root=root, append=APPEND))
    subprocess.run(
        [site.repo / GRUB_MKIMAGE, "-d", site.repo / GRUB, "-O",
         "i386-pc-pxe", "-o", site.root / "core.0", "-p", "/grub", "-c",
         config, "pxe", "linux", *modules], check=True, timeout=60)
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
    "grub-tftp": lambda site: put_grub(site, f"tftp,{SERVER_IP}", "tftp"),
    "grub-http": lambda site: put_grub(site, f"http,{SERVER_IP}", "http"),
    "undionly": put_ipxe,
}


@pytest.mark.parametrize("nbp", NBPS)
def test_nbp(nbp, nic, network, site, machine):
    """DHCP, the NBP by TFTP, and a kernel by what the NBP can."""
    put_kernel(site)
    dnsmasq(network, *ADDRESSES, *NBPS[nbp](site), root=site.root)
    Nginx(network, site.root)
    machine(nic, capture_bytes=128).expect(FIRST_LINE, 120)
