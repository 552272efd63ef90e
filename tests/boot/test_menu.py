"""The menu: seen on the screen and on a serial terminal, used through both."""

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.menus import CONSOLES, Keyboard, Menu, SerialTerminal
from lab.scripted import Scripted
from lab.servers import Dnsmasq

TITLE = "Machines of the laboratory"
TITLES = ["First system", "Second system", "Rescue system"]

HEAD = f"""
UI menu.c32
MENU TITLE {TITLE}
"""

LABELS = f"""
LABEL one
  MENU LABEL First system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} entry=one
LABEL two
  MENU LABEL Second system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} entry=two
LABEL three
  MENU LABEL ^Rescue system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} entry=three
"""

# Frames of lines to frames of +, - and |.
FRAMES = str.maketrans("\u2500\u2502\u250c\u2510\u2514\u2518\u251c\u2524",
                       "-|++++++")

both_consoles = pytest.mark.parametrize("console", CONSOLES,
                                        ids=[c.name for c in CONSOLES])


@pytest.fixture
def boot(network, site, machine):
    """Factory: a machine that has loaded this config from a real server."""
    def start(config):
        site.config("SERIAL 0 115200\n" + config)
        site.put_guest()
        Dnsmasq(network, site.root, site.put_towline())
        return machine()
    return start


def check_entry(pc, name):
    """The guest runs and was started by this entry."""
    assert f"entry={name}" in wait_guest(pc).words()


@both_consoles
def test_shows(console, boot):
    """Title and entries in order, the default selected."""
    menu = Menu(console(boot(HEAD + "DEFAULT two\n" + LABELS)), TITLES)
    menu.wait_selected("Second system")
    menu.wait_text(TITLE)
    places = menu.places()
    assert places == sorted(places)
    assert len({column for _, column in places}) == 1


def test_same_on_both(boot):
    """Screen and serial terminal show the same, in whatever frame."""
    pc = boot(HEAD + LABELS)
    views = [Menu(console(pc), TITLES) for console in CONSOLES]
    lines = []
    for view in views:
        view.wait_selected("First system")
        rows, _ = view.console.snapshot()
        lines.append([row.translate(FRAMES).strip() for row in rows
                      if row.strip()])
    assert lines[0] == lines[1]


@both_consoles
def test_arrows(console, boot):
    """Down, down, up, Enter: both consoles follow."""
    pc = boot(HEAD + LABELS)
    menu = Menu(console(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("down")
    menu.wait_selected("Second system")
    menu.console.press("down")
    menu.wait_selected("Rescue system")
    menu.console.press("up")
    for other in CONSOLES:
        Menu(other(pc), TITLES).wait_selected("Second system")
    menu.console.press("enter")
    check_entry(pc, "two")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_hot_key(console, boot):
    """The letter after ^ goes to its entry."""
    pc = boot(HEAD + LABELS)
    menu = Menu(console(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("r")
    menu.wait_selected("Rescue system")
    menu.console.press("enter")
    check_entry(pc, "three")


SUBMENU = f"""
MENU BEGIN more
  MENU TITLE More machines
  MENU LABEL ^More of them
  LABEL four
    MENU LABEL Fourth system
    KERNEL vmlinuz
    INITRD initrd.img
    APPEND {CONSOLE} entry=four
  MENU SEPARATOR
  LABEL five
    MENU LABEL Fifth system
    MENU PASSWD open sesame
    KERNEL vmlinuz
    INITRD initrd.img
    APPEND {CONSOLE} entry=five
  LABEL back
    MENU LABEL Back
    MENU EXIT
MENU END
"""
MORE_TITLES = ["Fourth system", "Fifth system", "Back"]


def test_submenu(boot):
    """A terminal's arrow keys go into a submenu and out; a password opens."""
    pc = boot(HEAD + LABELS + SUBMENU)
    menu = Menu(SerialTerminal(pc), TITLES)
    more = Menu(menu.console, MORE_TITLES)
    menu.wait_selected("First system")
    sent = len(pc.serial.raw)
    menu.console.press("down")
    menu.wait_selected("Second system")
    # Two rows, without clearing the screen.
    assert b"\x1b[2J" not in pc.serial.raw[sent:]
    assert len(pc.serial.raw) - sent < 300
    menu.console.press("down", "down", "enter")
    more.wait_selected("Fourth system")
    menu.wait_text("More machines")
    menu.console.press("down", "down")
    more.wait_selected("Back")
    menu.console.press("enter")
    menu.wait_text(TITLE)
    # A submenu keeps its selection; the separator can not be selected.
    menu.console.press("enter", "up")
    more.wait_selected("Fifth system")
    menu.console.press("enter")
    menu.wait_text("Password required")
    menu.console.press(*"open", "enter")
    menu.wait_text("Wrong password")
    menu.console.press(*"open sesame")
    menu.wait_text("***********")
    assert "sesame" not in pc.serial.text()
    menu.console.press("enter")
    check_entry(pc, "five")


def test_texts(site, boot):
    """F1 shows its file with colours, page by page; F2's is not there."""
    lines = "\n".join(f"This is line {n}." for n in range(1, 61))
    site.put("help.txt", f"\f\x0f1eHelp of the lab\x0f07\n{lines}\n\x1aend")
    pc = boot(HEAD + "F1 help.txt\nF2 nothing.txt\n" + LABELS)
    menu = Menu(Keyboard(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("f1")
    menu.wait_text("This is line 20.")
    rows, pens = menu.console.snapshot()
    assert rows[0].startswith("Help of the lab ")
    assert [pen for pen in pens[0][14:17]] == [0x1E, 0x07, 0x07]
    menu.console.press("pgdn", "pgdn", "pgdn")
    menu.wait_text("This is line 60.")
    assert "end" not in "".join(menu.console.snapshot()[0])
    # The terminal shows the same.
    Menu(SerialTerminal(pc), TITLES).wait_text("This is line 60.")
    menu.console.press("esc")
    menu.wait_selected("First system")
    menu.console.press("f2")
    menu.wait_text("nothing.txt: ")
    menu.console.press("down", "enter")
    check_entry(pc, "two")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_time_out(console, boot):
    """The count-down runs and then the default is started."""
    pc = boot(HEAD + "TIMEOUT 60\nDEFAULT two\n" + LABELS)
    menu = Menu(console(pc), TITLES)
    first = menu.wait_count_down(lambda s: s is not None, "a count-down")
    assert first <= 6
    menu.wait_count_down(lambda s: s is not None and s < first,
                         "the count-down to go on")
    check_entry(pc, "two")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_key_stops_time_out(console, boot):
    """Any key ends the count-down for good."""
    menu = Menu(console(boot(HEAD + "TIMEOUT 300\n" + LABELS)), TITLES)
    menu.wait_count_down(lambda s: s is not None, "a count-down")
    menu.console.press("down")
    menu.wait_selected("Second system")
    menu.wait_count_down(lambda s: s is None, "the count-down to vanish")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_edit(console, boot):
    """Tab edits the command line: at its end, in the middle, and deletes."""
    pc = boot(HEAD + LABELS)
    menu = Menu(console(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("tab")
    menu.wait_text("entry=one")
    menu.console.press(*" last=wort", "left", "left", "left", "o",
                       "backspace", *"-W")
    menu.wait_text("last=w-Wort")
    menu.console.press("enter")
    words = wait_guest(pc).words()
    assert "last=w-Wort" in words and "entry=one" in words


@both_consoles
@pytest.mark.at_length("keyboard")
def test_edit_is_left_by_escape(console, boot):
    """Esc drops what was typed and shows the menu again."""
    pc = boot(HEAD + LABELS)
    menu = Menu(console(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("tab")
    menu.wait_text("entry=one")
    menu.console.press(*" dropped=1")
    menu.wait_text("dropped=1")
    menu.console.press("esc")
    menu.wait_selected("First system")
    menu.console.press("enter")
    words = wait_guest(pc).words()
    assert "entry=one" in words and "dropped=1" not in words


def test_say(boot):
    """SAY lines appear on both, in order."""
    pc = boot("SAY Welcome to rack 7.\nSAY Be careful.\nPROMPT 1\n"
              "DEFAULT one\n" + LABELS)
    pc.expect_screen("Welcome to rack 7[.]")
    pc.expect_screen("Be careful[.]")
    pc.expect(r"Welcome to rack 7\.\s+Be careful\.")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_prompt(console, boot):
    """PROMPT 1 waits for a person; Enter starts the default."""
    pc = boot("SAY asking\nPROMPT 1\nDEFAULT two\n" + LABELS)
    view = Menu(console(pc), TITLES)
    view.wait_text("asking")
    view.console.press("enter")
    check_entry(pc, "two")


def test_no_prompt(boot):
    """Without UI, PROMPT and TIMEOUT the default is started at once."""
    check_entry(boot("PROMPT 0\nDEFAULT two\n" + LABELS), "two")


@both_consoles
@pytest.mark.at_length("keyboard")
def test_escape_stops_download(console, network, site, machine):
    """Esc during a download that hangs brings the menu back."""
    site.config(HEAD + LABELS)
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline(), tftp=False)
    Scripted(network, site.root,
             [{"match": "vmlinuz", "silent_after": 40, "times": 1}])
    pc = machine()
    menu = Menu(console(pc), TITLES)
    menu.wait_selected("First system")
    menu.console.press("enter")
    menu.wait_text("vmlinuz")
    menu.console.press("esc")
    menu.wait_selected("First system")
    menu.console.press("down", "enter")
    check_entry(pc, "two")


def test_keys_of_other_terminals(boot):
    """Application-mode arrows (ESC O B) and a lone LF work too."""
    pc = boot(HEAD + LABELS)
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("First system")
    pc.send("\x1bOB")
    menu.wait_selected("Second system")
    pc.send("\n")
    check_entry(pc, "two")


def test_serial_off(network, site, machine):
    """SERIAL for another port leaves COM1 silent, and the screen works."""
    site.config(HEAD + "SERIAL 1 9600\n" + LABELS)
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine()
    Menu(Keyboard(pc), TITLES).wait_selected("First system")
    assert TITLE not in pc.serial.text()
