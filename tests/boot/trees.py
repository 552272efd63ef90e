"""What the .menu files of tests/corpus say is shown, and the trees in a served
folder, with what their entries name."""

import re
import shutil
from dataclasses import dataclass, field

from conftest import REPO
from lab.guest import CONSOLE
from lab.servers import CLIENT_MAC

CORPUS = REPO / "tests/corpus"
OWN_CONFIG = "01-" + CLIENT_MAC.replace(":", "-")

# Lines of a .menu file: the beginning of a row or of a submenu's, and the end of a
# row that boots a kernel.
QUOTED = re.compile(r'([^"]*) "([^"]*)"')
KERNEL = re.compile(r" (?:kernel|linux) (\S+)(?: {(.*)})?(?: sys (0x\w+))?$")

APPEND = re.compile(r"^([ \t]*append[ \t]+)(\S.*)$", re.M | re.I)
ROOT = re.compile(r"^(?:http://[^/]*/|::)?/*")


@dataclass(eq=False)
class Row:
    """menu: what it leads to; kernel, args, sysappend: as the file has them."""
    name: str
    title: str
    hidden: bool
    menu: "Menu" = None
    kernel: str = ""
    args: str = ""
    sysappend: int = 0

    def initrds(self):
        """Paths, some with "=" and another behind them."""
        words = [w for w in self.args.split() if w.startswith("initrd=")]
        return words[0].partition("=")[2].split(",") if words else []

    def needs_http(self):
        """Something comes by HTTP."""
        return any("http:" in path for path in [self.kernel, *self.initrds()])


@dataclass(eq=False)
class Menu:
    """first: the row that is selected at first."""
    title: str
    above: "Menu" = None
    rows: list = field(default_factory=list)
    first: Row = None
    is_start: bool = False

    def shown(self):
        """The rows that can be seen; a separator has no title."""
        return [row for row in self.rows if not row.hidden]

    def walk(self):
        """This menu and all below."""
        yield self
        for row in self.rows:
            if row.menu:
                yield from row.menu.walk()

    def row(self, title):
        """The row with this title."""
        return next(row for row in self.rows if row.title == title)


def _row(text, hidden):
    if text == "--":
        return Row(text, "", hidden)
    quoted = QUOTED.match(text)
    name = (quoted.group(1) if quoted else text if text[0] == "["
            else text.split()[0]).lstrip("[(")
    row = Row(name, quoted.group(2) if quoted else name, hidden)
    kernel = KERNEL.search(text)
    if kernel:
        row.kernel, row.args = kernel.group(1), kernel.group(2) or ""
        row.sysappend = int(kernel.group(3) or "0", 16)
    return row


def _menu(lines, indent, head, above=None):
    """The menu with this first line, from the others."""
    quoted = QUOTED.match(head)
    menu = Menu(quoted.group(2) if quoted else "Boot menu", above)
    menu.is_start = head.endswith(" start")
    for line in lines:
        if line.strip() == "]":
            break
        found = re.fullmatch(rf" {{{indent}}}([ >])([ #]) ([^ ?].*)", line)
        if not found:
            continue
        first, hidden, text = found.groups()
        row = _row(text, hidden == "#")
        menu.rows.append(row)
        if first == ">":
            menu.first = row
        if text[0] == "[":
            head = next(line for line in lines if line.strip()[0] != "?")
            row.menu = _menu(lines, indent + 4, head.strip(), menu)
    return menu


def read_menus(name):
    """All menus of <name>.menu, the one that is shown first in front."""
    text = (CORPUS / f"{name}.menu").read_text(encoding="utf-8")
    lines = iter(text.partition("\nwarnings:")[0].splitlines())
    head = next(line for line in lines if line.startswith("menu "))
    top = _menu(lines, 0, head)
    return sorted(top.walk(), key=lambda menu: not menu.is_start)


def put_tree(site, name, config="default", edit=None):
    """Copy a tree to the site's root, as it is but for what is said here.

    The config named is the one that the machine finds: by its MAC address, or
    the default. edit replaces a text in that config.
    """
    shutil.copytree(CORPUS / name, site.root, dirs_exist_ok=True)
    folder = site.root / "pxelinux.cfg"
    text = (folder / config).read_text(encoding="utf-8")
    (folder / OWN_CONFIG).unlink(missing_ok=True)
    for old, new in (edit or {}).items():
        assert old in text
        text = text.replace(old, new)
    name = config if config == "default" else OWN_CONFIG
    site.put(f"pxelinux.cfg/{name}", text)


def put_console(site, row):
    """Put CONSOLE into the tree, behind the APPEND line of a row.

    Returns the words of the command line, then; none if it has no such line, and a
    person has to type the words.
    """
    if CONSOLE.split(",", maxsplit=1)[0] in row.args:
        return row.args
    found = False

    def extended(match):
        nonlocal found
        if not (row.args + " ").startswith(match.group(2) + " "):
            return match.group(0)
        found = match.group(2)
        return f"{match.group(0)} {CONSOLE}"
    for file in site.root.rglob("*"):
        if file.is_file():
            text = file.read_bytes().decode("latin-1")
            file.write_bytes(APPEND.sub(extended, text).encode("latin-1"))
    return found and found + " " + CONSOLE + row.args[len(found):]


def put_files(site, row):
    """The kernel and the initrds that a row names, wherever they come from.

    The first initrd is the guest's; the others are archives that bring it files,
    or texts if they are put at a place of their own. Returns the archives' files:
    {name: (size, sha256)}.
    """
    brought = {}
    path, *others = [ROOT.sub("", path) for path in row.initrds()]
    site.put_guest(ROOT.sub("", row.kernel), path)
    for number, other in enumerate(others):
        if "=" in other:
            site.put(other.partition("=")[0], "a text\n")
        else:
            brought[f"part{number}"] = 5000, site.put_payload(
                other, f"part{number}", 5000, number)
    return brought
