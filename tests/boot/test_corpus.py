"""The trees of tests/corpus, booted: each shows what its .menu file says, and its
entries lead where they say."""

import re
from dataclasses import dataclass, field

import pytest

from conftest import REPO
from lab.guest import CONSOLE, wait_guest
from lab.menus import WAIT_S, SerialTerminal
from lab.netns import BRIDGE, SERVER_IP, wait_until
from lab.servers import CLIENT_IP, CLIENT_MAC, Dnsmasq, Nginx
from lab.site import DISK_SAYS, own_rom
from trees import OWN_CONFIG, put_console, put_files, put_tree, read_menus

# The server that MAAS's tree names; the others have names with .example.
REGION, REGION_PORT = "10.229.32.21", 5248

NIC = "virtio-net-pci"

# SYSAPPEND's words that SMBIOS and the processor say.
OF_HARDWARE = re.compile(r"(CPU|SYS|MB|BIOS)\w*=")


@dataclass
class Case:
    """A tree, and what a person does at the machine.

    name    of its .menu file
    tree    its folder, if that has another name; config and edit: see put_tree
    path    titles of rows to choose, "<" for Esc; empty: nobody touches the menu
    says    patterns that come on the serial line before that
    typed   a label, at the boot: prompt
    unasked the label that boots by itself
    password  the last row's
    wake    a key that lets the menu be seen
    rom     on our own ROM
    at_length  it differs little from others
    """
    name: str
    path: list = field(default_factory=list)
    tree: str = ""
    config: str = "default"
    edit: dict = field(default_factory=dict)
    says: list = field(default_factory=list)
    typed: str = ""
    unasked: str = ""
    password: str = ""
    wake: str = ""
    rom: bool = False
    at_length: bool = False


DEBIAN = Case("debian", ["More options", "Other desktops", "KDE"])

LINUX = [
    Case("arch", ["Live medium (x86_64, HTTP)"]),
    Case("clonezilla", ["Other modes", "Safe graphics"],
         says=["A system for the copying of disks",
               "It comes with NO warranty"], at_length=True),
    Case("cobbler", ["alma9-x86_64"], at_length=True),
    Case("fedora", ["Repair", "Repair what is installed"], rom=True),
    Case("fog", ["Full host registration"], password="take stock",
         edit={"TIMEOUT 30": "TIMEOUT 300"}),
    Case("foreman", ["Discovery"], at_length=True),
    Case("foreman-build", tree="foreman", config=OWN_CONFIG, unasked="linux"),
    Case("maas", unasked="amd64", rom=True,
         says=["Asking the region controller", "64 bit enlistment"]),
    Case("opensuse", ["linux"], at_length=True),
    Case("rescue", ["<", "Rescue shell"], wake="up",
         says=[r"The disk starts in \d+ seconds\."]),
    Case("ubuntu", ["Advanced options", "Live session over HTTP"]),
    Case("uifiles", ["Workstation"], at_length=True),
    Case("vendors", says=["boot:"], typed="xcat", at_length=True),
]

LOCAL = [
    Case("cobbler", ["(local)"], at_length=True),
    Case("fedora", ["Repair", "Start the local disk"]),
    Case("fog", at_length=True),
    Case("foreman", ["Chainload the first disk"], at_length=True),
    Case("foreman-local", tree="foreman", config="01-52-54-00-12-34-57"),
    Case("maas-local", tree="maas", config="01-52-54-00-00-00-07",
         says=["Booting from the local disk"], at_length=True),
    Case("opensuse", ["harddisk"]),
    Case("vendors", says=["boot:"], typed="hddboot", at_length=True),
]


def by_name(cases):
    """Parametrised by a case."""
    return pytest.mark.parametrize("case", [
        pytest.param(case, id=case.name,
                     marks=[pytest.mark.at_length()] * case.at_length)
        for case in cases])


class Box:
    """The menu's box on the serial terminal."""

    def __init__(self, pc):
        self.pc, self.console = pc, SerialTerminal(pc)

    def selected(self, menu):
        """The row that is selected; None unless all is as in this menu."""
        lines, pens = self.console.snapshot()
        frames = [y for y, line in enumerate(lines)
                  if re.fullmatch(r" *\+-+\+ *", line)]
        if len(frames) != 3:
            return None
        left, right = lines[frames[0]].index("+"), lines[frames[0]].rindex("+")
        inside = range(frames[1] + 1, frames[2])
        # Two columns have a mark: it goes into a menu, or out of it.
        rows = [lines[y][left + 1:right - 2].strip() for y in inside]
        drawn = [pens[y][right - 1] for y in inside]
        unlike = [n for n, pen in enumerate(drawn)
                  if rows[n] and drawn.count(pen) == 1]
        titles = [row.title for row in menu.shown()]
        titles += [""] * (len(rows) - len(titles))
        tops = [n for n in range(len(titles) - len(rows) + 1)
                if titles[n:n + len(rows)] == rows]
        if (lines[frames[0] + 1][left + 1:right].strip() != menu.title
                or len(tops) != 1 or len(unlike) != 1):
            return None
        return menu.shown()[tops[0] + unlike[0]]

    def wait(self, menu, rows):
        """Wait until one of these rows is selected, and return it."""
        def found():
            self.pc.check_alive()
            row = self.selected(menu)
            return row if row in rows else None
        titles = [row.title for row in rows]
        try:
            return wait_until(found, WAIT_S, f"{menu.title!r} with {titles}")
        except Exception as exc:
            raise AssertionError(self.pc.report(str(exc))) from exc

    def select(self, menu, row):
        """Go from the menu's first row to this one, by the arrow keys."""
        at = self.wait(menu, [menu.first])
        between = menu.shown()
        down = between.index(row) > between.index(at)
        if not down:
            between = between[::-1]
        while at is not row:
            between = between[between.index(at) + 1:between.index(row) + 1]
            self.console.press("down" if down else "up")
            at = self.wait(menu, between)


def serve(network, site, row=None):
    """The servers of a tree, whose row a machine is to boot."""
    options = []
    if row and row.needs_http():
        network.ip_batch(f"addr add {REGION}/32 dev {BRIDGE}")
        Nginx(network, site.root, options=f"listen {REGION}:{REGION_PORT};")
        options = [f"--address=/example/{SERVER_IP}"]
    return Dnsmasq(network, site.root, site.put_towline(), dns=bool(options),
                   extra=options)


def go(pc, case, menus, words=""):
    """Do what the case says; words are typed behind those of the last row."""
    for text in case.says:
        pc.expect(text)
    if case.typed:
        pc.send(case.typed + "\r")
    box, menu = Box(pc), menus[0]
    if case.wake:
        box.console.press(case.wake)
    for title in case.path:
        if title == "<":
            box.wait(menu, [menu.first])
            box.console.press("esc")
            menu = menu.above
            continue
        row = menu.row(title)
        box.select(menu, row)
        if row.kernel and words:
            box.console.press("tab")
            pc.expect_terminal(f"> {row.args}")
            box.console.press(*f" {words}")
        box.console.press("enter")
        menu = row.menu
    if case.password:
        pc.expect_terminal("Password required")
        box.console.press(*case.password, "enter")


def booted_row(case, menus):
    """The row that boots."""
    wanted = case.path[-1] if case.path else case.typed or case.unasked
    return next(row for menu in menus for row in menu.rows
                if (row.title if case.path else row.name) == wanted)


def expected_words(row, args):
    """The guest's command line: args, then what is added to them."""
    for name, value in {"next-server": SERVER_IP, "mac": CLIENT_MAC}.items():
        args = args.replace(f"${{{name}}}", value)
    added = [f"ip={CLIENT_IP}:{SERVER_IP}:{SERVER_IP}:255.255.255.0",
             f"BOOTIF={OWN_CONFIG}"]
    return [*args.split(), *(word for bit, word in enumerate(added)
                             if row.sysappend >> bit & 1),
            f"BOOT_IMAGE={row.kernel}"]


@pytest.fixture
def boot(network, site, machine):
    """Factory: a machine that a tree is served to."""
    def start(case, row=None, **kwargs):
        serve(network, site, row)
        if case.rom:
            kwargs.update(nic=NIC, rom=own_rom(REPO, NIC))
        return machine(**kwargs)
    return start


def boot_linux(site, boot, case, first=lambda pc: None):
    """The menus as they should be, and a row's kernel with all its words.

    first(pc) is done before the case is.
    """
    menus = read_menus(case.name)
    row = booted_row(case, menus)
    put_tree(site, case.tree or case.name, case.config, case.edit)
    args = put_console(site, row)
    files = put_files(site, row)
    pc = boot(case, row)
    first(pc)
    go(pc, case, menus, "" if args else CONSOLE)
    guest = wait_guest(pc)
    words = [word for word in guest.words()
             if not (row.sysappend >> 2 and OF_HARDWARE.match(word))]
    assert words == expected_words(row, args or f"{row.args} {CONSOLE}")
    assert guest.files.items() >= files.items()


@by_name(LINUX)
def test_linux(case, site, boot):
    """The menus as they should be, and a row's kernel with all its words."""
    boot_linux(site, boot, case)


def test_debian(site, boot):
    """To the help with a prompt, back to the menu, and two menus down."""
    def read_help(pc):
        go(pc, Case("debian", ["Help"]), read_menus("debian"))
        pc.expect_terminal("^This helps with the installation[.]$")
        pc.expect_terminal("^boot:")
        pc.send("menu\r")
    site.put("debian-installer/amd64/boot-screens/f1.txt",
             "\f\x0f09This helps\x0f07 with the installation.\n")
    boot_linux(site, boot, DEBIAN, read_help)


@by_name(LOCAL)
def test_local_disk(case, site, boot, local_disk):
    """What leads to the disk, chosen or by itself."""
    put_tree(site, case.tree or case.name, case.config)
    pc = boot(case, disk=local_disk)
    go(pc, case, read_menus(case.name))
    pc.expect(DISK_SAYS)
