"""The boot programs compared, each set up the way its own manual has it.

Every peer boots the same kernel and initrd from a menu of its own that starts
its only entry after the shortest time-out it can; that time is given here and
is taken off what is measured.
"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.netns import SERVER_IP

KERNEL, INITRD = "vmlinuz", "initrd.img"
APPEND = "console=ttyS0,115200"

_SYSLINUX_CONFIG = """\
UI menu.c32
DEFAULT linux
TIMEOUT 1
LABEL linux
  LINUX {url}{kernel}
  INITRD {url}{initrd}
  APPEND {append}
"""
_GRUB_CONFIG = """\
set timeout=1
menuentry linux {{
  linux {device}/{kernel} {append}
  initrd {device}/{initrd}
}}
"""
_GRUB_MODULES = ("pxe", "tftp", "http", "linux", "normal", "configfile")
_IPXE_SCRIPT = """\
#!ipxe
menu Boot
item linux Linux
choose --timeout 100 target || goto linux
goto ${{target}}
:linux
kernel {url}{kernel} {append}
initrd {url}{initrd}
boot
"""


@dataclass
class Setup:
    """A peer in its folder.

    boot_file  what DHCP names
    menu_s     the time-out of its menu
    parts      names of the files that it consists of, with the menu
    second     name of the file that replaces boot_file once that was asked
               for, or None: a chain-loaded iPXE asks for the same file again
    """
    boot_file: str
    menu_s: float
    parts: list
    second: str = None

    def size(self, root):
        """Bytes of its files."""
        return sum((Path(root) / part).stat().st_size for part in self.parts)


class Peers:
    """Makes the folder of a peer; site_files: {name: path} to link into it."""

    def __init__(self, repo, site_files):
        self.repo = Path(repo)
        self._files = site_files

    def make(self, peer, protocol, root):
        """Fill the folder root for a peer (towline, grub ...); its Setup."""
        root = Path(root)
        root.mkdir(parents=True, exist_ok=True)
        for name, path in self._files.items():
            os.link(path, root / name)
        return getattr(self, "_make_" + peer)(protocol, root)

    def _pkg(self, path):
        return self.repo / "build/pkg" / path

    @staticmethod
    def _copy(source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(source).read_bytes())

    @staticmethod
    def _url(protocol):
        """What stands before a name for this protocol, in PXELINUX's config."""
        return f"http://{SERVER_IP}/" if protocol == "http" else ""

    def _syslinux_config(self, protocol, root):
        config = root / "pxelinux.cfg/default"
        config.parent.mkdir()
        config.write_text(_SYSLINUX_CONFIG.format(
            url=self._url(protocol), kernel=KERNEL, initrd=INITRD,
            append=APPEND), encoding="ascii")

    def _make_towline(self, protocol, root):
        self._copy(self.repo / "build/towline.0", root / "towline.0")
        self._syslinux_config(protocol, root)
        return Setup("towline.0", 0.1, ["towline.0"])

    def _make_signed(self, protocol, root):
        """The same, stamped to boot nothing unsigned, and a signed tree."""
        setup = self._make_towline(protocol, root)
        key, cert = root.parent / "bench.key", root.parent / "bench.pem"
        towsign = self.repo / "tools/towsign"
        for command in (
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=The bench",
                 "-days", "2", "-keyout", key, "-out", cert],
                [towsign, "stamp", root / "towline.0", "--cert", cert,
                 "--require", "-o", root / "towline.0"],
                [towsign, "manifest", root, "--exclude", "*.0"],
                [towsign, "sign", root, "--key", key, "--cert", cert]):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
        setup.parts += ["towline.manifest", "towline.manifest.p7s"]
        return setup

    def _syslinux(self, name, protocol, root):
        self._copy(self._pkg(f"pxelinux/usr/lib/PXELINUX/{name}"), root / name)
        modules = ["ldlinux.c32", "menu.c32", "libutil.c32"]
        for module in modules:
            self._copy(self._pkg("syslinux-common/usr/lib/syslinux/modules/"
                                 f"bios/{module}"), root / module)
        self._syslinux_config(protocol, root)
        return Setup(name, 0.1, [name, *modules])

    def _make_pxelinux(self, protocol, root):
        return self._syslinux("pxelinux.0", protocol, root)

    def _make_lpxelinux(self, protocol, root):
        return self._syslinux("lpxelinux.0", protocol, root)

    def _make_grub(self, protocol, root):
        device = f"({protocol},{SERVER_IP})"
        config = root / "grub/grub.cfg"
        config.parent.mkdir()
        config.write_text(_GRUB_CONFIG.format(
            device=device, kernel=KERNEL, initrd=INITRD, append=APPEND),
            encoding="ascii")
        subprocess.run(
            [self._pkg("grub-common/usr/bin/grub-mkimage"),
             "-O", "i386-pc-pxe", "-p", "(pxe)/grub", "-o", root / "core.0",
             "-d", self._pkg("grub-pc-bin/usr/lib/grub/i386-pc"),
             *_GRUB_MODULES], check=True)
        return Setup("core.0", 1.0, ["core.0"])

    def _ipxe_script(self, protocol, path):
        url = f"{protocol}://{SERVER_IP}/"
        path.write_text(_IPXE_SCRIPT.format(
            url=url, kernel=KERNEL, initrd=INITRD, append=APPEND),
            encoding="ascii")

    def _make_undionly(self, protocol, root):
        self._copy(self._pkg("ipxe/usr/lib/ipxe/undionly.kpxe"),
                   root / "undionly.kpxe")
        self._ipxe_script(protocol, root / "boot.ipxe")
        return Setup("undionly.kpxe", 0.1, ["undionly.kpxe"], "boot.ipxe")

    def _make_ipxe(self, protocol, root):
        """No boot program: the firmware's own drivers, for scale."""
        self._ipxe_script(protocol, root / "boot.ipxe")
        return Setup("boot.ipxe", 0.1, ["boot.ipxe"])


PEERS = ("towline", "signed", "pxelinux", "lpxelinux", "grub", "undionly",
         "ipxe")
PACKAGES = ("pxelinux", "syslinux-common", "ipxe", "grub-pc-bin",
            "grub-common", "nginx", "atftpd", "tftpd-hpa")
