"""The graphic menu: what is on the screen, what Linux gets, and text instead."""

import re

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.menus import Menu, SerialTerminal
from lab.netns import wait_until
from lab.png import Picture, colour_at, make_png
from lab.servers import Dnsmasq
from lab.site import DISK_SAYS

TITLES = ["First system", "Second system", "Next device"]
TEXT_MODE = (720, 400)

HEAD = """
SERIAL 0 115200
MENU TITLE Machines of the laboratory
"""

LABELS = f"""
LABEL one
  MENU LABEL First system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE}
LABEL two
  MENU LABEL Second system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} %s
LABEL next
  MENU LABEL Next device
  LOCALBOOT 0
"""


@pytest.fixture
def boot(network, site, machine):
    """Factory: (machine, its menu on the serial line) with this config."""
    def start(head, options="", ui="vesamenu.c32", **kwargs):
        site.config(f"UI {ui}\n" + HEAD + head + LABELS % options)
        site.put_guest()
        Dnsmasq(network, site.root, site.put_towline())
        pc = machine(**kwargs)
        menu = Menu(SerialTerminal(pc), TITLES)
        menu.wait_selected("First system", 60)
        return pc, menu
    return start


def plain(*rgb):
    """A picture of one colour."""
    return lambda x, y: rgb


def wait_picture(pc, at, size=(640, 480)):
    """Wait until the border of the screen is this picture; return it."""
    def look():
        picture = Picture(pc)
        good = picture.size == size and picture.border_unlike(at) == 0
        return picture if good else None
    return wait_until(look, 20, "the picture", interval=0.5)


def shell(pc):
    """Wait for the guest and its prompt."""
    wait_guest(pc)
    pc.expect("towline#", 30)


def guest_screen(pc):
    """screen_info as the running kernel was given it."""
    shell(pc)
    pc.send("\nxxd -l 64 -p /sys/kernel/boot_params/data\n")
    match = pc.expect(r"data\s+([0-9a-f]{60})\s+([0-9a-f]{60})\s+([0-9a-f]{8})", 30)
    return bytes.fromhex("".join(match.groups()))


def le(data, at, size):
    """A little-endian number."""
    return int.from_bytes(data[at:at + size], "little")


def test_picture(boot, site):
    """The picture to the pixel, text over it, the same menu on the line."""
    site.put("splash.png", make_png(640, 480))
    pc, menu = boot("MENU BACKGROUND splash.png\n")
    picture = wait_picture(pc, colour_at)
    text = (8, 8, 632, 472)
    assert 0.005 < picture.unlike(text, colour_at) < 0.3
    before = picture.image.crop(text).tobytes()
    menu.console.press("down")
    menu.wait_selected("Second system")
    wait_until(lambda: Picture(pc).image.crop(text).tobytes() != before, 10,
               "the selection to move")
    assert Picture(pc).border_unlike(colour_at) == 0


def test_small_picture(boot, site):
    """A small one is repeated, at the resolution asked for."""
    site.put("tile.png", make_png(100, 70))
    pc, _ = boot("MENU RESOLUTION 1024 768\nMENU BACKGROUND tile.png\n")
    wait_picture(pc, lambda x, y: colour_at(x % 100, y % 70), (1024, 768))


def test_colour(boot):
    """A colour instead of a picture."""
    pc, _ = boot("MENU BACKGROUND #ff204060\n")
    wait_picture(pc, plain(0x20, 0x40, 0x60))


@pytest.mark.parametrize("name,content,code", [
    ("missing", None, "T02"),
    ("no-picture", b"<html>not found</html>", "Q01"),
    ("cut", make_png(640, 480)[:20000], "Q02"),
], ids=["missing", "no-picture", "cut"])
def test_no_picture(name, content, code, boot, site):
    """Without its picture the menu is there, on black, and one line says why."""
    if content is not None:
        site.put(f"{name}.png", content)
    pc, _ = boot(f"MENU BACKGROUND {name}.png\n")
    wait_picture(pc, plain(0, 0, 0))
    assert len(re.findall(rf"{name}\.png: .*\[{code}\]", pc.serial.text())) == 1
    asked = [r for r in pc.read_requests() if f"{name}.png" in str(r)]
    assert len(asked) == 1


@pytest.mark.parametrize("vga", ["none", "std"])
@pytest.mark.at_length("std")
def test_text_instead(vga, boot):
    """No card, or no such mode: the text menu, without complaint."""
    pc, menu = boot("MENU RESOLUTION 799 599\nMENU BACKGROUND #ff204060\n",
                    extra=("-vga", vga))
    if vga == "std":
        pc.expect_screen("Second system")
        assert Picture(pc).size == TEXT_MODE
    assert not re.search(r"\[\w\d\d\]", pc.serial.text())
    menu.console.press("down", "enter")
    wait_guest(pc)


def test_other_card(boot, site):
    """A Cirrus card, whose BIOS has other modes."""
    site.put("splash.png", make_png(640, 480))
    pc, _ = boot("MENU BACKGROUND splash.png\n", extra=("-vga", "cirrus"))
    wait_until(lambda: Picture(pc).size == (640, 480), 20, "graphics")


def test_leave(boot, local_disk):
    """The next boot device finds the text screen."""
    pc, menu = boot("MENU BACKGROUND #ff204060\n", disk=local_disk)
    wait_picture(pc, plain(0x20, 0x40, 0x60))
    menu.console.press("down", "down", "enter")
    pc.expect(DISK_SAYS)
    assert Picture(pc).size == TEXT_MODE


def test_linux(boot):
    """The kernel is told about the framebuffer, and makes a device of it."""
    pc, menu = boot("MENU BACKGROUND #ff204060\n", "framebuffer")
    menu.console.press("down", "enter")
    info = guest_screen(pc)
    assert info[0x0F] == 0x23
    assert [le(info, at, 2) for at in (0x12, 0x14, 0x16)] == [640, 480, 32]
    assert le(info, 0x18, 4) >= 1 << 24
    assert le(info, 0x24, 2) >= 640 * 4
    assert list(info[0x26:0x2C]) == [8, 16, 8, 8, 8, 0]
    pc.send("ls /sys/devices/platform\n")
    pc.expect(r"vesa-framebuffer", 20)
    assert Picture(pc).size == (640, 480)


@pytest.mark.parametrize("ui,vga,size,depth", [
    ("vesamenu.c32", "normal", TEXT_MODE, 0),
    ("vesamenu.c32", "current", (640, 480), 32),
    ("vesamenu.c32", "0x317", (1024, 768), 16),
    ("menu.c32", "791", (1024, 768), 16),
    ("menu.c32", "0x3fe", TEXT_MODE, 0),
    ("menu.c32", "ext", TEXT_MODE, 0),
], ids=["normal", "current", "other", "number", "unknown", "ext"])
@pytest.mark.at_length("number", "unknown", "ext", "normal", "current")
def test_vga(ui, vga, size, depth, boot):
    """vga= decides, from graphics and from text."""
    pc, menu = boot("", f"vga={vga}", ui=ui)
    menu.console.press("down", "enter")
    info = guest_screen(pc)
    assert info[0x0F] == (0x23 if depth else 1)
    assert le(info, 0x16, 2) == depth
    assert Picture(pc).size == size
    if not depth:
        assert info[0x0E] == (50 if vga == "ext" else 25)


@pytest.mark.at_length()
def test_linux_console(network, site, machine):
    """Debian's other kernel draws its console on it."""
    site.config("SERIAL 0 115200\nUI vesamenu.c32\nMENU BACKGROUND #ff204060\n" + LABELS % "")
    site.copy(next((site.repo / "build/pkg/linux-image-amd64/boot").glob("vmlinuz-*")),
              "vmlinuz")
    site.copy("build/guest/initrd.img", "initrd.img")
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine()
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("First system", 60)
    menu.console.press("tab")
    menu.console.press(*" console=tty0", "enter")
    shell(pc)
    pc.send("\ncat /proc/fb\n")
    pc.expect("0 VESA VGA", 30)
    picture = Picture(pc)
    assert picture.size == (640, 480)
    # White letters on black, and nothing of the menu.
    assert picture.unlike((0, 0, 640, 480), plain(0, 0, 0)) > 0.01
    assert picture.unlike((0, 400, 640, 480), plain(0x20, 0x40, 0x60)) == 1
