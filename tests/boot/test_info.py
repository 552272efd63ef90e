"""What the menu tells: info screen, log; and the passwords it compares."""

import subprocess
import time

from lab.guest import CONSOLE, wait_guest
from lab.menus import Keyboard, Menu, SerialTerminal
from lab.netns import wait_until
from lab.servers import CLIENT_IP, CLIENT_MAC, Dnsmasq

TITLES = ["First system", "Second system", "Rescue system"]


def entry(name, title, more=""):
    """An entry of the config."""
    return (f"LABEL {name}\nMENU LABEL {title}\nKERNEL vmlinuz\n"
            f"INITRD initrd.img\nAPPEND {CONSOLE} entry={name}\n{more}\n")


def stored(kind, typed):
    """A password as the openssl command stores it."""
    return subprocess.run(["openssl", "passwd", f"-{kind}", typed], text=True,
                          check=True, capture_output=True).stdout.strip()


def walk(pc, menu, texts):
    """Page through a text until all of these were seen."""
    texts = list(texts)
    for _ in range(20):
        rows, _ = menu.console.snapshot()
        texts = [t for t in texts if not any(t in row for row in rows)]
        if not texts:
            return
        menu.console.press("pgdn")
        wait_until(lambda old=rows: menu.console.snapshot()[0] != old, 10,
                   "the next page")
        time.sleep(0.3)  # the rest of it
    raise AssertionError(pc.report(f"not shown: {texts}"))


def test_info(network, site, machine):
    """Ctrl-T: card, addresses, options, memory map, machine; and the log."""
    site.config("SERIAL 0 115200\nUI menu.c32\n"
                + "".join(entry(n, t) for n, t in zip("abc", TITLES)))
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline(),
            options={12: "host-seven"})
    pc = machine()
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    pc.send("\x14")
    menu.wait_text("Towline ")
    walk(pc, menu, [
        f"address {CLIENT_MAC}", "PCI 1af4:1000", "http://ipxe.org iPXE",
        "found by ", "signatures are not required", "SeaBIOS",
        "12 host name: \"host-seven\"", f"address {CLIENT_IP}, server ",
        "53 message type: 5", "0000100000 + "])
    pc.send("\x1b")
    menu.wait_selected(TITLES[0])


def test_passwords(network, site, machine):
    """Hashed passwords open their entries; a kind that is not known is told."""
    site.config("UI menu.c32\n"
                + entry("a", TITLES[0], f"MENU PASSWD {stored(6, 'sesame')}")
                + entry("b", TITLES[1], f"MENU PASSWD {stored(1, 'open')}")
                + entry("c", TITLES[2], "MENU PASSWD $y$j9T$salt$hash"))
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine()
    menu = Menu(Keyboard(pc), TITLES)
    menu.wait_selected(TITLES[0])
    with open(pc.debug_log, encoding="latin-1") as log:
        assert f"{TITLES[2]}: this kind of stored password" in log.read()
    menu.console.press("enter")
    menu.wait_text("Password required")
    menu.console.press(*"open", "enter")
    menu.wait_text("Wrong password")
    menu.console.press("esc")
    menu.wait_selected(TITLES[0])
    menu.console.press("down", "enter")
    menu.wait_text("Password required")
    menu.console.press(*"open", "enter")
    assert "entry=b" in wait_guest(pc).words()
