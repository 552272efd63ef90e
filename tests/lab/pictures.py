"""The pictures of README.md and docs/, made from real boots.

    python3 -m lab.pictures FOLDER     (with tests/ in PYTHONPATH)

Called by "make screenshots". Boots build/towline.0 from a dnsmasq in a private
network and walks through what a person sees. Each stop is written twice: NAME.png,
the VGA screen, and NAME.txt, what a VT100 on the serial line shows then.
"""

import sys
import tempfile
import time
from pathlib import Path

from lab.netns import Network
from lab.qemu import Machine
from lab.servers import Dnsmasq
from lab.site import Site

REPO = Path(__file__).resolve().parents[2]

CONFIG = """\
SERIAL 0 115200
UI menu.c32
DEFAULT debian
TIMEOUT 300
MENU TITLE Machine room 3
F1 help.txt
LABEL debian
  MENU LABEL ^Debian 12, cloud kernel
  LINUX vmlinuz
  INITRD initrd.img
  APPEND console=tty0 quiet
  TEXT HELP
The kernel for virtual machines, with an initrd that has a shell.
Nothing is installed.
  ENDTEXT
LABEL serial
  MENU LABEL Debian 12, ^serial console
  LINUX vmlinuz
  INITRD initrd.img
  APPEND console=ttyS0,115200
MENU SEPARATOR
LABEL -
  MENU LABEL Tools
  MENU DISABLE
LABEL memtest
  MENU LABEL ^Memory test
  MENU INDENT 1
  MENU PASSWD secret
  LINUX memtest.bin
MENU BEGIN rescue
  MENU LABEL ^Rescue systems
  MENU TITLE Rescue systems
  LABEL shell
    MENU LABEL A s^hell
    LINUX vmlinuz
  LABEL disks
    MENU LABEL Check the ^disks
    LINUX vmlinuz
    TEXT HELP
Looks at all file systems, and mends nothing.
    ENDTEXT
  LABEL back
    MENU LABEL ^Back
    MENU EXIT
MENU END
MENU SEPARATOR
LABEL local
  MENU LABEL ^Local disk
  LOCALBOOT 0
"""

HELP = """\
\f\x0f1f Machine room 3                                                                 \x0f07

\x0f0eDebian 12\x0f07 starts a kernel and an initrd from this room's server. Nothing
is installed, and no disk is touched.

\x0f0eMemory test\x0f07 needs the password of the people on call.

\x0f0eRescue systems\x0f07 has what helps when a machine does not start any more.

Press Esc to go back to the menu.
"""


class Tour:
    """A walk through the screens of one machine."""

    def __init__(self, pc, folder):
        self.pc, self.folder = pc, Path(folder)

    def take(self, name, *texts, keys=()):
        """Press keys, wait until the texts are seen, and take the pictures."""
        for key in keys:
            self.pc.key(*key.split("+"))
        for text in texts:
            self.pc.expect_screen(text, 60)
        time.sleep(0.5)
        self.pc.screenshot(f"{name}.png")
        made = Path(self.pc.out_dir) / f"{name}.png"
        (self.folder / f"{name}.png").write_bytes(made.read_bytes())
        lines = "\n".join(self.pc.serial.screen()).rstrip()
        (self.folder / f"{name}.txt").write_text(lines + "\n", "utf-8")
        print(self.folder / name)

    def all(self):
        """Everything, in an order that a key or two lead through."""
        self.take("menu", "Automatic boot in 2[0-9]")
        self.take("help", "Press Esc to go back", keys=["f1"])
        self.take("submenu", "mends nothing", keys=["esc", "r", "ret", "down"])
        self.take("info", "Esc goes back", keys=["ctrl+t"])
        self.take("edit", "single", keys=["esc", "esc", "home", "tab",
                                          "spc", *"single"])
        self.take("password", "[*]{6}", keys=["esc", "m", "ret", *"secret"])
        self.take("error", r"\[L01\]", keys=["ret"])
        self.pc.key("home")
        self.take("progress", "vmlinuz.*MB/s", keys=["ret"])


def main():
    """Make all pictures into the folder named on the command line."""
    folder = sys.argv[1]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        site = Site(Path(scratch) / "root", REPO,
                    REPO / "build" / "towline.0")
        site.config(CONFIG)
        site.put_guest()
        site.put("help.txt", HELP)
        site.put("memtest.bin", "<html>404: no memory test today</html>\n")
        with Network(scratch) as network:
            Dnsmasq(network, site.root, site.put_towline())
            with Machine(network, Path(scratch) / "pc") as pc:
                Tour(pc, folder).all()


if __name__ == "__main__":
    main()
