"""What goes wrong is told in one sentence, and then life goes on.

Each case must show "object: sentence [code]" on the serial line and in the
menu that follows; never a reboot, never a standstill.
"""

import re
from dataclasses import dataclass, field

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.menus import Keyboard, Menu, SerialTerminal
from lab.scripted import Scripted
from lab.servers import Dnsmasq, RouterOnly
from lab.site import DISK_SAYS

TITLES = ["Bad system", "Good system", "Other system"]
CONFIG = f"""
UI menu.c32
LABEL bad
  MENU LABEL Bad system
  KERNEL {{kernel}}
  INITRD {{initrd}}
  APPEND {CONSOLE}
LABEL good
  MENU LABEL Good system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE}
LABEL other
  MENU LABEL Other system
  LOCALBOOT 0
"""

SIZES = r"\d+(\.\d+)? ?(bytes|KB|MB|GB)"


def expect_error(pc, object_, code, detail="", timeout=60):
    """Wait for "object: ... detail ... [code]"; returns the whole text."""
    found = pc.expect(rf"(?s){object_}: (.{{0,600}}?)\[{code}\]", timeout)
    assert re.search(detail, found.group(1)), found.group(0)
    return found.group(0)


@dataclass
class BadFile:
    """A boot that fails for its files: what is said about which of them."""
    name: str
    object: str
    code: str
    kernel: str = "vmlinuz"
    initrd: str = "initrd.img"
    head: int = 0
    size: int = -1
    detail: str = ""
    memory_mb: int = 512
    rules: list = field(default_factory=list)


BAD_FILES = [
    BadFile("kernel-missing", "none/kernel", "T02", kernel="none/kernel"),
    BadFile("initrd-missing", "none/initrd", "T02",
            initrd="initrd.img,none/initrd"),
    BadFile("kernel-empty", "empty", "L0[13]", kernel="empty", size=0),
    BadFile("kernel-header-cut", "short", "L0[13]", kernel="short",
            head=600, size=600),
    BadFile("kernel-cut", "cut", "L03", kernel="cut", head=300_000,
            size=300_000),
    BadFile("no-kernel", "zeros", "L01", kernel="zeros", size=100_000),
    BadFile("kernel-too-large", "huge", "[LP]0[0-9]", kernel="huge",
            head=100_000, size=400 << 20, detail=SIZES, memory_mb=192),
    BadFile("initrd-too-large", "huge", "P0[12]", initrd="initrd.img,huge",
            size=400 << 20, detail=SIZES, memory_mb=192),
    BadFile("server-silent-at-once", "vmlinuz", "T06",
            rules=[{"match": "vmlinuz", "silent_after": 0}]),
    BadFile("server-silent-midway", "vmlinuz", "T07",
            rules=[{"match": "vmlinuz", "silent_after": 200, "times": 1},
                   {"match": "vmlinuz", "silent_after": 0}]),
    BadFile("server-refuses", "vmlinuz", "T03",
            rules=[{"match": "vmlinuz", "error": [2, "not for you"]}],
            detail="not for you"),
    BadFile("server-breaks-off", "initrd.img", "T05",
            rules=[{"match": "initrd", "error_after": [20, 0, "disk died"]}],
            detail="disk died"),
    BadFile("file-ends-early", "initrd.img", "T13",
            rules=[{"match": "initrd", "truncate": 100_000}]),
    BadFile("file-larger-than-told", "initrd.img", "T12",
            rules=[{"match": "initrd", "tsize": 100_000}]),
    BadFile("block-size-larger-than-asked", "initrd.img", "T08",
            rules=[{"match": "initrd", "options": {"blksize": 65465}}]),
]


def serve_bad_file(case, network, site):
    """Config, files and servers of a case."""
    site.put_guest()
    if case.size >= 0:
        name = case.kernel if case.kernel != "vmlinuz" else "huge"
        head = (site.root / "vmlinuz").read_bytes()[:case.head]
        site.put_sparse(name, head, case.size)
    site.config(CONFIG.format(kernel=case.kernel, initrd=case.initrd))
    boot_file = site.put_towline()
    Dnsmasq(network, site.root, boot_file, tftp=not case.rules)
    if case.rules:
        Scripted(network, site.root, case.rules)


@pytest.mark.parametrize("case", BAD_FILES, ids=lambda case: case.name)
@pytest.mark.at_length("midway")
def test_bad_file(case, network, site, machine):
    """The sentence, the menu with it on both consoles, and keys work."""
    serve_bad_file(case, network, site)
    pc = machine(memory_mb=case.memory_mb)
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Bad system")
    menu.console.press("enter")
    told = expect_error(pc, case.object, case.code, case.detail, 120)
    code = told[-5:]
    menu.wait_selected("Bad system")
    menu.wait_text(code)
    Menu(Keyboard(pc), TITLES).wait_text(code)
    menu.console.press("down")
    menu.wait_selected("Good system")


@pytest.mark.parametrize("rule", [
    {"lose": [2, 9]}, {"twice": True}, {"wrong_block": [3, 700]},
    {"foreign": 4}, {"options": {}}, {"silent_after": 10, "times": 1}],
    ids=lambda rule: next(iter(rule)))
def test_recovers(rule, network, site, machine):
    """Losses, repeats, strangers and old servers do no harm."""
    site.put_guest()
    site.config(CONFIG.format(kernel="vmlinuz", initrd="initrd.img"))
    Dnsmasq(network, site.root, site.put_towline(), tftp=False)
    Scripted(network, site.root, [{"match": "initrd", **rule}])
    pc = machine()
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Bad system")
    menu.console.press("enter")
    assert wait_guest(pc).files["base.bin"][0] == 102400


def test_good_entry_after_error(network, site, machine):
    """After a failure another entry still boots."""
    serve_bad_file(BAD_FILES[0], network, site)
    pc = machine()
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Bad system")
    menu.console.press("enter")
    expect_error(pc, "none/kernel", "T02")
    menu.wait_selected("Bad system")
    menu.console.press("down", "enter")
    wait_guest(pc)


def start(network, site, machine, config, **kwargs):
    """A machine with this config; the kernel and initrd are there."""
    site.put_guest()
    if config is not None:
        site.put("pxelinux.cfg/default", config)
    Dnsmasq(network, site.root, site.put_towline())
    return machine(**kwargs)


GOOD = CONFIG.format(kernel="vmlinuz", initrd="initrd.img")


@pytest.mark.parametrize("line, number, says", [
    ("FROBNICATE 7", 2, "FROBNICATE"),
    ("TIMEOUT soon", 2, "soon"),
    ("DEFAULT nosuch", 2, "nosuch"),
], ids=["directive", "value", "default"])
def test_config_warning(line, number, says, network, site, machine):
    """A warning with file and line; the menu works all the same."""
    pc = start(network, site, machine, f"# first line\n{line}\n{GOOD}")
    told = pc.expect(rf"pxelinux\.cfg/default:{number}: .*\n").group(0)
    assert says in told
    Menu(SerialTerminal(pc), TITLES).wait_selected("Bad system")


def test_include_missing(network, site, machine):
    """As by PXELINUX it is passed over; the log knows."""
    pc = start(network, site, machine, f"# first line\nINCLUDE none.cfg\n{GOOD}")
    Menu(SerialTerminal(pc), TITLES).wait_selected("Bad system")
    assert "none.cfg" not in pc.serial.text()
    with open(pc.debug_log, encoding="latin-1") as log:
        assert re.search(r"pxelinux\.cfg/default:2: .*none\.cfg", log.read())


def test_config_line_too_long(network, site, machine):
    """File and line are told; Enter reads the config again."""
    text = f"# first\nLABEL long\n  APPEND {'x' * 5000}\n"
    pc = start(network, site, machine, text + GOOD)
    expect_error(pc, r"pxelinux\.cfg/default", "C02",
                 r"pxelinux\.cfg/default:3")
    site.put("pxelinux.cfg/default", GOOD)
    pc.send("\r")
    Menu(SerialTerminal(pc), TITLES).wait_selected("Bad system")


@pytest.mark.parametrize("chain", [["default"], ["a", "b", "default"]],
                         ids=["itself", "in-a-ring"])
def test_include_loop(chain, network, site, machine):
    """The loop ends with a sentence, and Enter tries again."""
    names = [f"pxelinux.cfg/{name}" for name in ["default", *chain]]
    for name, following in zip(names, names[1:]):
        site.put(name, f"INCLUDE {following}\n")
    pc = start(network, site, machine, None)
    expect_error(pc, r"pxelinux\.cfg/\w+", "C04", r"pxelinux\.cfg/\w+:1")
    pc.send("\r")
    expect_error(pc, r"pxelinux\.cfg/\w+", "C04")


def test_no_config(network, site, machine, local_disk):
    """Without any config it says so, and in the end boots locally."""
    pc = start(network, site, machine, None, disk=local_disk)
    expect_error(pc, "config", "S05", "pxelinux.cfg/default")
    pc.expect(DISK_SAYS, 180)


def test_no_config_restart(network, site, machine):
    """The same with option 211: it tries for ever."""
    Dnsmasq(network, site.root, site.put_towline(), options={211: "0.0.0.3"})
    pc = machine()
    expect_error(pc, "config", "S05", "pxelinux.cfg/default")
    pc.expect(r"Restart in \d s")
    pc.wait_stop("guest-reset", 60)


def test_config_server_silent(network, site, machine):
    """A server that never answers is asked for one name only."""
    site.config(GOOD)
    Dnsmasq(network, site.root, site.put_towline(), tftp=False)
    Scripted(network, site.root,
             [{"match": "pxelinux.cfg", "silent_after": 0}])
    pc = machine()
    expect_error(pc, r"(config|pxelinux\.cfg/\S+)", "T06", timeout=120)
    names = {r.filename for r in pc.read_requests()
             if "pxelinux.cfg" in r.filename}
    assert len(names) == 1


# Tails of a DHCP reply, in place of the end option (255).
LIES = {
    "length-beyond-the-end": "d1ff61",
    "code-without-length": "d1",
    "vendor-options-lie": "2b06060108ff0a00ff",
    "zero-in-the-name": "d10373006dff",
    "empty-options": "d100d200ff",
    "longest-prefix": "d2ff" + "61" * 255 + "ff",
    "no-end": "",
}


@pytest.mark.parametrize("lie", LIES)
def test_dhcp_reply_lies(lie, network, site, machine):
    """A menu all the same, or a sentence with a code: no reboot."""
    site.config(GOOD)
    dhcp = {"boot_file": site.put_towline(), "tail": LIES[lie]}
    RouterOnly(network)
    Scripted(network, site.root, dhcp=dhcp)
    pc = machine()
    pc.expect(r"Towline \d")
    pc.expect(r"Good system|\[[A-Z]\d\d\]")
    pc.check_alive()


def test_local_boot(network, site, machine, local_disk):
    """LOCALBOOT 0 goes on with the next boot device."""
    config = "UI menu.c32\nLABEL disk\n  MENU LABEL Local disk\n" \
        "  LOCALBOOT 0\n"
    pc = start(network, site, machine, config, disk=local_disk)
    menu = Menu(SerialTerminal(pc), ["Local disk"])
    menu.wait_text("Local disk")
    menu.console.press("enter")
    pc.expect(DISK_SAYS)


@pytest.mark.parametrize("damage", ["cut", "wrong-byte"])
def test_damaged_towline(damage, network, site, machine, local_disk):
    """It says so, and the next boot device has its turn."""
    boot_file = site.put_towline()
    content = bytearray((site.root / boot_file).read_bytes())
    content[len(content) // 2] ^= 1
    if damage == "cut":
        del content[len(content) // 2:]
    site.put(boot_file, bytes(content))
    Dnsmasq(network, site.root, boot_file)
    pc = machine(disk=local_disk)
    pc.expect_screen("Towline can not start: the file is damaged")
    pc.expect(DISK_SAYS)
