"""KBDMAP: other keyboards than the American, key by key."""

import pytest

from lab.menus import Keyboard, Menu
from lab.servers import Dnsmasq

TITLES = ["First system", "Second system", "Rescue system"]
HEAD = "UI menu.c32\n"
LABELS = "".join(f"""
LABEL {name}
  MENU LABEL {title}
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND entry={name}
""" for name, title in zip("abc", TITLES))

# Per map: the keys, by QEMU's names of an American keyboard's, and what they
# type.
TYPED = {
    "de": [
        ("z", "y"), ("y", "z"), ("shift y", "Z"), ("a", "a"),
        ("shift 0", "="), ("shift 7", "/"), ("slash", "-"),
        ("shift slash", "_"), ("comma", ","), ("dot", "."),
        ("shift dot", ":"), ("shift comma", ";"), ("shift 2", '"'),
        ("shift backslash", "'"), ("backslash", "#"), ("less", "<"),
        ("alt_r q", "@"), ("alt_r minus", "\\"), ("alt_r 1", "|"),
        ("alt_r bracket_right", "~"), ("alt_r 7", "{"), ("alt_r 8", "["),
        ("alt_r 9", "]"), ("alt_r 0", "}"), ("semicolon", ""), ("1", "1"),
    ],
    "fr": [
        ("q", "a"), ("a", "q"), ("w", "z"), ("z", "w"), ("semicolon", "m"),
        ("shift q", "A"), ("shift 1", "1"), ("shift 0", "0"), ("1", "&"),
        ("equal", "="), ("shift dot", "/"), ("6", "-"), ("8", "_"),
        ("m", ","), ("shift comma", "."), ("dot", ":"), ("comma", ";"),
        ("3", '"'), ("4", "'"), ("alt_r 0", "@"), ("alt_r 3", "#"),
        ("alt_r 8", "\\"), ("alt_r 6", "|"), ("alt_r 2", "~"),
        ("alt_r 5", "["), ("alt_r minus", "]"), ("2", ""),
    ],
    "uk": [
        ("z", "z"), ("y", "y"), ("shift 2", '"'), ("shift 3", ""),
        ("shift apostrophe", "@"), ("apostrophe", "'"), ("backslash", "#"),
        ("shift backslash", "~"), ("less", "\\"), ("shift less", "|"),
        ("grave_accent", "`"), ("shift grave_accent", ""), ("minus", "-"),
        ("equal", "="), ("slash", "/"), ("semicolon", ";"),
        ("shift semicolon", ":"), ("bracket_left", "["),
        ("shift bracket_right", "}"), ("shift comma", "<"), ("shift dot", ">"),
    ],
    "us": [
        ("z", "z"), ("y", "y"), ("minus", "-"), ("slash", "/"), ("equal", "="),
        ("semicolon", ";"), ("shift semicolon", ":"), ("shift 2", "@"),
        ("shift 3", "#"), ("shift apostrophe", '"'), ("apostrophe", "'"),
        ("backslash", "\\"), ("shift backslash", "|"), ("bracket_left", "["),
        ("bracket_right", "]"), ("shift bracket_left", "{"),
        ("shift bracket_right", "}"), ("shift comma", "<"), ("shift dot", ">"),
        ("shift minus", "_"), ("grave_accent", "`"),
        ("shift grave_accent", "~"),
    ],
    "es": [
        ("z", "z"), ("y", "y"), ("minus", "'"), ("shift minus", "?"),
        ("slash", "-"), ("shift slash", "_"), ("shift 7", "/"),
        ("shift 0", "="), ("shift comma", ";"), ("shift dot", ":"),
        ("shift 2", '"'), ("bracket_right", "+"), ("shift bracket_right", "*"),
        ("less", "<"), ("shift less", ">"), ("alt_r 1", "|"), ("alt_r 2", "@"),
        ("alt_r 3", "#"), ("alt_r 4", "~"), ("alt_r grave_accent", "\\"),
        ("alt_r bracket_left", "["), ("alt_r bracket_right", "]"),
        ("alt_r apostrophe", "{"), ("alt_r backslash", "}"),
        ("semicolon", ""), ("equal", ""), ("1", "1"),
    ],
    "se": [
        ("z", "z"), ("y", "y"), ("minus", "+"), ("shift minus", "?"),
        ("slash", "-"), ("shift slash", "_"), ("shift 7", "/"),
        ("shift 0", "="), ("shift comma", ";"), ("shift dot", ":"),
        ("shift 2", '"'), ("shift 3", "#"), ("backslash", "'"),
        ("shift backslash", "*"), ("shift bracket_right", "^"), ("less", "<"),
        ("shift less", ">"), ("alt_r 1", "|"), ("alt_r 2", "@"),
        ("alt_r 4", "$"), ("alt_r minus", "\\"), ("alt_r 8", "["),
        ("alt_r 9", "]"), ("alt_r 7", "{"), ("alt_r 0", "}"),
        ("alt_r bracket_right", "~"), ("bracket_left", ""), ("1", "1"),
    ],
    "ch": [
        ("z", "y"), ("y", "z"), ("shift z", "Y"), ("minus", "'"),
        ("shift minus", "?"), ("slash", "-"), ("shift slash", "_"),
        ("shift 7", "/"), ("shift 0", "="), ("shift 1", "+"),
        ("shift comma", ";"), ("shift dot", ":"), ("shift 2", '"'),
        ("shift 3", "*"), ("equal", "^"), ("shift bracket_right", "!"),
        ("backslash", "$"), ("less", "<"), ("shift less", ">"),
        ("alt_r 2", "@"), ("alt_r 3", "#"), ("alt_r 7", "|"),
        ("alt_r equal", "~"), ("alt_r minus", "\\"),
        ("alt_r bracket_left", "["), ("alt_r bracket_right", "]"),
        ("alt_r apostrophe", "{"), ("alt_r backslash", "}"),
        ("semicolon", ""), ("1", "1"),
    ],
    "jp": [
        ("y", "y"), ("shift minus", "="), ("slash", "/"), ("minus", "-"),
        ("shift 0", "_"), ("apostrophe", ":"), ("semicolon", ";"),
        ("shift 2", '"'), ("shift 7", "'"), ("bracket_left", "@"),
        ("shift 3", "#"), ("grave_accent", "\\"), ("shift grave_accent", "|"),
        ("shift equal", "~"), ("bracket_right", "["), ("backslash", "]"),
    ],
}


@pytest.fixture
def boot(network, site, machine):
    """Factory: a machine with this config's menu on its screen."""
    def start(config, more=""):
        site.config(HEAD + config + LABELS + more)
        Dnsmasq(network, site.root, site.put_towline())
        pc = machine()
        menu = Menu(Keyboard(pc), TITLES)
        menu.wait_selected(TITLES[0])
        return pc, menu
    return start


# Maps that one machine has one after the other.
ORDERS = ["de fr uk us", "es se ch jp"]


@pytest.mark.parametrize("order", ORDERS)
def test_maps(boot, site, order):
    """What is typed while a command line is edited; then the next config's map."""
    names = order.split()
    configs = [(f"KBDMAP {name}\nMENU TITLE Keyboard {name}\n",
                "LABEL n\nMENU LABEL Next keyboard\n"
                f"CONFIG after-{name}\n") for name in names]
    for last, (head, more) in zip(names, configs[1:]):
        site.config(HEAD + head + LABELS + more, f"after-{last}")
    pc, menu = boot(*configs[0])
    for name in names:
        if name != names[0]:
            menu.console.press("esc", "end", "enter")
        menu.wait_text(f"Keyboard {name}")
        menu.wait_selected(TITLES[0])
        menu.console.press("tab", " ")
        for keys, _ in TYPED[name]:
            pc.key(*keys.split())
        menu.wait_text("initrd.img " + "".join(char for _, char in TYPED[name]))


def test_file(boot, site):
    """A .ktl file: each character becomes another."""
    table = bytearray(range(256))
    table[ord("y")], table[ord("z")], table[ord("&")] = b"zy/"
    site.put("keys/de.ktl", bytes(table))
    pc, menu = boot("KBDMAP keys/de.ktl\n")
    menu.console.press("tab", " ")
    pc.type("xyz&")
    menu.wait_text("initrd.img xzy/")


@pytest.mark.parametrize("size", [0, 255, 257])
@pytest.mark.at_length("255", "257")
def test_no_map(boot, site, size):
    """What is no map is told, and the keyboard stays American."""
    site.put("xx", bytes(range(256)).ljust(257, b"x")[:size])
    pc, menu = boot("KBDMAP xx\n")
    assert "S40" in open(pc.debug_log, encoding="latin-1").read()
    menu.console.press("tab", " ")
    pc.type("yz=/")
    menu.wait_text("initrd.img yz=/")
