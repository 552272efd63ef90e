"""The files of a boot server: a folder filled from what is under build/.

Knows where the boot files, the guest and the unpacked packages are.
"""

import shutil
import subprocess
from pathlib import Path

from .netns import LabError

PXELINUX = "build/pkg/pxelinux/usr/lib/PXELINUX/pxelinux.0"
SYSLINUX_MODULES = "build/pkg/syslinux-common/usr/lib/syslinux/modules/bios"
GUEST_KERNEL = "build/guest/vmlinuz"
GUEST_INITRD = "build/guest/initrd.img"

OWN_ROMS = {"virtio-net-pci": "virtio-net.rom", "e1000": "e1000.rom"}

DISK_SAYS = "disk: booted"
# xor ax,ax; mov ds,ax; mov si,text; mov dx,3F8h
# next: lodsb; test al,al; jz stop; out dx,al; jmp next
# stop: hlt; jmp stop
# text:
DISK_CODE = bytes.fromhex("31c0 8ed8 be157c baf803"
                          "ac 84c0 7403 ee ebf8" "f4 ebfd")


def own_rom(repo, nic):
    """The file of our option ROM for a card, None if we have none."""
    name = OWN_ROMS.get(nic)
    return Path(repo) / "build/rom" / name if name else None


def boot_sector():
    """A boot sector that says DISK_SAYS on COM1 and halts."""
    text = DISK_SAYS.encode("ascii") + b"\r\n\0"
    return (DISK_CODE + text).ljust(510, b"\0") + b"\x55\xaa"


class Site:
    """root is the folder to serve, repo the top of the source tree."""

    def __init__(self, root, repo, nbp):
        self.root, self.repo, self.nbp = Path(root), Path(repo), Path(nbp)
        self.root.mkdir(parents=True, exist_ok=True)

    def put(self, path, content):
        """Write a file (bytes or text) below the root; return its Path."""
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode("utf-8")
        target.write_bytes(content)
        return target

    def copy(self, source, path):
        """Copy a built file below the root."""
        source = self.repo / source
        if not source.exists():
            raise LabError(f"{source.relative_to(self.repo)} has not been "
                           "made: see README.md, Build")
        target = self.root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        return target

    def put_towline(self, path="towline.0"):
        """The boot file under test; returns path for option 67.

        If that is pxelinux.0 (to try a test on it), its module comes along.
        """
        if self.nbp.name == "pxelinux.0":
            return self.put_pxelinux(path)
        self.copy(self.nbp.resolve(), path)
        return path

    def put_pxelinux(self, path="pxelinux.0"):
        """Debian's pxelinux.0, with the modules it needs beside it."""
        self.copy(PXELINUX, path)
        folder = path.rpartition("/")[0]
        for module in ("ldlinux.c32", "menu.c32", "libutil.c32"):
            self.copy(f"{SYSLINUX_MODULES}/{module}", f"{folder}/{module}")
        return path

    def put_guest(self, kernel="vmlinuz", initrd="initrd.img"):
        """The test kernel and its initrd."""
        self.copy(GUEST_KERNEL, kernel)
        self.copy(GUEST_INITRD, initrd)

    def put_payload(self, path, name, size, seed, pad=0):
        """An initrd holding /payload/<name>; returns the file's SHA-256.

        pad appends that many zero bytes to the archive.
        """
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [self.repo / "tools/make-payload", target, name, str(size),
             str(seed), "--pad", str(pad)],
            text=True, capture_output=True, check=True, timeout=120)
        return done.stdout.split()[0]

    def put_sparse(self, path, head, size):
        """A file of size bytes: head, then zeros that take no disk space."""
        target = self.put(path, head)
        with open(target, "r+b") as file:
            file.truncate(size)

    def config(self, text, path="pxelinux.cfg/default"):
        """Write a config file (common indentation is taken out)."""
        lines = text.strip("\n").splitlines()
        indent = min((len(line) - len(line.lstrip())
                      for line in lines if line.strip()), default=0)
        return self.put(path, "".join(line[indent:] + "\n" for line in lines))
