"""The pictures of README.md and docs/, made from real boots.

    python3 -m lab.pictures FOLDER     (with tests/ in PYTHONPATH)

Called by "make screenshots". Boots build/towline.0 from a dnsmasq in a private
network and writes PNG files of the VGA screen: the menu, the line editor, the
progress of a download, and an error.
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
UI menu.c32
DEFAULT debian
TIMEOUT 300
MENU TITLE Machine room 3
LABEL debian
  MENU LABEL ^Debian 12, cloud kernel
  LINUX vmlinuz
  INITRD initrd.img
  APPEND console=tty0 quiet
LABEL rescue
  MENU LABEL ^Rescue shell, serial console
  LINUX vmlinuz
  INITRD initrd.img
  APPEND console=ttyS0,115200
LABEL memtest
  MENU LABEL ^Memory test
  LINUX memtest.bin
LABEL local
  MENU LABEL ^Local disk
  LOCALBOOT 0
"""


def take(pc, folder, name):
    """One picture, moved to where it is wanted."""
    pc.screenshot(f"{name}.png")
    made = Path(pc.out_dir) / f"{name}.png"
    (Path(folder) / f"{name}.png").write_bytes(made.read_bytes())
    print(f"{folder}/{name}.png")


def tour(pc, folder):
    """Walk through what a person sees."""
    pc.expect_screen("Automatic boot in 2[0-9]", 60)
    take(pc, folder, "menu")
    pc.key("down")
    pc.key("tab")
    pc.type(" single")
    pc.expect_screen("single", 10)
    take(pc, folder, "edit")
    pc.key("esc")
    pc.key("down")
    pc.key("ret")
    pc.expect_screen(r"\[L01\]", 30)
    take(pc, folder, "error")
    pc.key("home")
    pc.key("ret")
    pc.expect_screen("vmlinuz.*MB/s", 30)
    time.sleep(0.5)
    take(pc, folder, "progress")


def main():
    """Make all pictures into the folder named on the command line."""
    folder = sys.argv[1]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        site = Site(Path(scratch) / "root", REPO,
                    REPO / "build" / "towline.0")
        site.config(CONFIG)
        site.put_guest()
        site.put("memtest.bin", "<html>404: no memory test today</html>\n")
        with Network(scratch) as network:
            Dnsmasq(network, site.root, site.put_towline())
            with Machine(network, Path(scratch) / "pc") as pc:
                tour(pc, folder)


if __name__ == "__main__":
    main()
