"""The pictures of the graphic menu for README.md and docs/.

    python3 -m lab.pictures_graphic FOLDER     (with tests/ in PYTHONPATH)

Called by "make screenshots", as lab.pictures is. Boots build/towline.0 with a
picture made here behind the menu: the menu, the progress of a download, and
Debian's kernel going on in the same mode.
"""

import sys
import tempfile
import time
from pathlib import Path

from lab.netns import Network
from lab.pictures import REPO
from lab.png import make_png
from lab.qemu import Machine
from lab.servers import Dnsmasq
from lab.site import Site

CONFIG = """\
UI vesamenu.c32
SERIAL 0 115200
DEFAULT debian
TIMEOUT 300
PREFETCH 0
MENU TITLE Machine room 3
MENU BACKGROUND harbour.png
MENU VSHIFT 3
MENU ROWS 8
MENU WIDTH 66
MENU MARGIN 4
MENU HSHIFT 6
MENU TABMSGROW 19
MENU TIMEOUTROW 21
MENU COLOR border      30;44   #60ffffff #60000018 std
MENU COLOR title       1;36;44 #ffffd060 #60000018 std
MENU COLOR unsel       37;44   #e0ffffff #60000018 std
MENU COLOR hotkey      1;37;44 #ffffd060 #60000018 std
MENU COLOR sel         7;37;40 #ff102030 #d0ffd060 all
MENU COLOR hotsel      7;37;40 #ffa00000 #d0ffd060 all
MENU COLOR timeout_msg 37;40   #c0ffffff #00000000 std
MENU COLOR timeout     1;37;40 #ffffd060 #00000000 std
MENU COLOR tabmsg      31;40   #c0ffffff #00000000 std
LABEL debian
  MENU LABEL ^Debian 12
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

WATER = 330


def harbour(x, y):
    """An evening sky over water, and a line from the right to a low hull."""
    if y < WATER:
        dusk = y * 255 // WATER
        sky = (20 + dusk * 3 // 5, 30 + dusk // 3, 80 + dusk // 6)
        hull = abs(x - 140) < 90 - (WATER - y) * 2 and y > WATER - 22
        tug = abs(x - 560) < 34 and y > WATER - 16 or abs(x - 570) < 10 and y > WATER - 40
        sag = WATER - 12 + ((x - 230) * (526 - x)) // 2600
        line = 225 < x < 530 and sag == y
        return (12, 14, 26) if hull or tug or line else sky
    ripple = 14 if (x * 3 + y * y) % 97 < 3 + (y - WATER) // 24 else 0
    return tuple(c * (560 - y) // 300 + ripple for c in (100, 90, 130))


def take(pc, folder, name):
    """One picture, moved to where it is wanted."""
    pc.screenshot(f"{name}.png")
    made = Path(pc.out_dir) / f"{name}.png"
    (Path(folder) / f"{name}.png").write_bytes(made.read_bytes())
    print(f"{folder}/{name}.png")


def tour(pc, folder):
    """Walk through what a person sees."""
    pc.expect_terminal("Debian 12", 60)
    time.sleep(1.5)
    take(pc, folder, "graphic-menu")
    pc.key("ret")
    pc.expect("vmlinuz .*MB/s", 30)
    time.sleep(1)
    take(pc, folder, "graphic-progress")
    pc.expect("Starting Linux", 60)
    time.sleep(20)
    take(pc, folder, "graphic-linux")


def main():
    """Make all pictures into the folder named on the command line."""
    folder = sys.argv[1]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        site = Site(Path(scratch) / "root", REPO, REPO / "build" / "towline.0")
        site.config(CONFIG)
        site.copy(next((REPO / "build/pkg/linux-image-amd64/boot").glob("vmlinuz-*")),
                  "vmlinuz")
        site.copy("build/guest/initrd.img", "initrd.img")
        site.put("harbour.png", make_png(640, 480, harbour))
        with Network(scratch) as network:
            Dnsmasq(network, site.root, site.put_towline())
            with Machine(network, Path(scratch) / "pc") as pc:
                tour(pc, folder)


if __name__ == "__main__":
    main()
