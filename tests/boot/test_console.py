"""Screen and serial line together: what the firmware shows, and what the config
wants of them."""

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.menus import Keyboard, Menu, SerialTerminal
from lab.netns import wait_until
from lab.servers import Dnsmasq
from lab.vt100 import Vt100

TITLES = ["First system", "Second system", "Rescue system"]
LABELS = "UI menu.c32\nMENU TITLE Consoles\n" + "".join(f"""
LABEL {name}
  MENU LABEL {title}
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE} entry={name}
""" for name, title in zip("abc", TITLES))

# SeaBIOS's serial console, with a screen and without; sgabios.
REDIRECTS = {
    "sercon": ["-machine", "graphics=off"],
    "sercon-only": ["-machine", "graphics=off", "-vga", "none"],
    "sgabios": ["-device", "sga"],
}
LINE = "Files come as TFTP"  # shown once, before the menu


class FirmwareTerminal(SerialTerminal):
    """What a firmware shows on a serial line: 25 lines, in UTF-8."""

    def snapshot(self):
        with self.machine.serial.changed:
            raw = bytes(self.machine.serial.raw)
        terminal = Vt100(lines=25)
        text = raw.decode("utf-8", "replace")
        terminal.feed("".join(c if c < "\x7f" else "#" for c in text).encode())
        return (["".join(char for char, _ in row) for row in terminal.cells],
                [[pen for _, pen in row] for row in terminal.cells])


@pytest.fixture
def boot(network, site, machine):
    """Factory: a machine that has loaded this config."""
    def start(config, **kwargs):
        site.config(config + LABELS)
        site.put_guest()
        Dnsmasq(network, site.root, site.put_towline())
        return machine(**kwargs)
    return start


@pytest.fixture
def spcr(tmp_path):
    """Arguments for QEMU: an SPCR table that names an I/O port (or memory)."""
    def arguments(space):
        data = tmp_path / "spcr"
        data.write_bytes(bytes([0, 0, 0, 0, space, 8, 0, 1])
                         + (0x3f8).to_bytes(8, "little") + bytes(28))
        return ["-acpitable", f"sig=SPCR,rev=1,data={data}"]
    return arguments


def port(pc, address, value=None):
    """Read an I/O port of a machine that stands still, or write it."""
    line = (f"i /b {address}" if value is None
            else f"o /b {address} {value}")
    said = pc.qmp.execute("human-monitor-command", **{"command-line": line})
    return int(said.split("=")[1], 16) if value is None else None


def divisor(pc):
    """What COM1's clock is divided by, and its line control."""
    pc.qmp.execute("stop")
    control = port(pc, 0x3fb)
    port(pc, 0x3fb, 0x80 | control)
    found = port(pc, 0x3f8) | port(pc, 0x3f9) << 8
    port(pc, 0x3fb, control)
    pc.qmp.execute("cont")
    return found, control


def times(text, pc):
    """How often the serial line had it.

    The cursor jumps over blanks, or is put before each character.
    """
    return "".join(pc.serial.text().split()).count(text.replace(" ", ""))


@pytest.mark.parametrize("kind", REDIRECTS)
@pytest.mark.parametrize("config", ["", "SERIAL 0 115200\n"])
@pytest.mark.at_length("only", "SERIAL")
def test_redirected(boot, kind, config):
    """Everything once, whether we have the serial line or the firmware."""
    pc = boot(config, extra=REDIRECTS[kind])
    terminal = SerialTerminal if config else FirmwareTerminal
    menu = Menu(terminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    for text in [LINE, *TITLES]:
        assert times(text, pc) == 1
    if kind != "sgabios":  # SeaBIOS sends frames in UTF-8, we in ASCII
        assert ("\u2500".encode() in pc.serial.raw) == (config == "")
    menu.console.press("down")
    menu.wait_selected(TITLES[1])
    menu.console.press("enter")
    assert "entry=b" in wait_guest(pc).words()


@pytest.mark.parametrize("space, silent", [(1, True), (0, False)])
def test_spcr(boot, spcr, space, silent):
    """An SPCR table with an I/O port keeps our serial line off."""
    pc = boot("", extra=spcr(space))
    Menu(Keyboard(pc), TITLES).wait_selected(TITLES[0])
    for text in [LINE, *TITLES]:
        assert times(text, pc) == (0 if silent else 1)


def test_spcr_serial(boot, spcr):
    """The config's SERIAL counts more than that table."""
    pc = boot("SERIAL 0 115200\n", extra=spcr(1))
    Menu(SerialTerminal(pc), TITLES).wait_selected(TITLES[0])
    Menu(Keyboard(pc), TITLES).wait_selected(TITLES[0])


def test_no_screen(boot):
    """CONSOLE 0: the serial line has the menu, the screen nothing."""
    pc = boot("SERIAL 0 115200\nCONSOLE 0\n")
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    assert not any(TITLES[0] in row for row in pc.screen())
    menu.console.press("down", "enter")
    assert "entry=b" in wait_guest(pc).words()


def test_no_screen_alone(boot):
    """CONSOLE 0 without a serial line leaves the screen."""
    pc = boot("SERIAL off\nCONSOLE 0\n")
    Menu(Keyboard(pc), TITLES).wait_selected(TITLES[0])


@pytest.mark.parametrize("baud", [9600, 19200, 38400, 57600, 115200])
@pytest.mark.at_length("19200", "57600")
def test_baud(boot, baud):
    """The chip's divisor; 8 bits, no parity; and the arrow keys."""
    pc = boot(f"SERIAL 0 {baud}\n")
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    assert divisor(pc) == (115200 // baud, 3)
    menu.console.press("down", "down")
    menu.wait_selected(TITLES[2])
    menu.console.press("up")
    menu.wait_selected(TITLES[1])


# QEMU's port has CTS, DSR and DCD on, RI off.

@pytest.mark.parametrize("flow", ["0x013", "0x303", "0x8b3"])
def test_flow(boot, flow):
    """Lines that are on let everything through."""
    pc = boot(f"SERIAL 0 115200 {flow}\n")
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    menu.console.press("down")
    menu.wait_selected(TITLES[1])


def test_flow_send_off(boot):
    """A line that is off keeps the port silent, and stops nothing."""
    pc = boot("SERIAL 0 115200 0x040\n")
    menu = Menu(Keyboard(pc), TITLES)
    menu.wait_selected(TITLES[0])
    menu.console.press("down")
    menu.wait_selected(TITLES[1])
    assert times(TITLES[0], pc) == 0
    menu.console.press("enter")
    assert "entry=b" in wait_guest(pc).words()


def test_flow_receive_off(boot):
    """A line that is off makes what comes be ignored."""
    pc = boot("SERIAL 0 115200 0x400\n")
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected(TITLES[0])
    menu.console.press("down")
    wait_until(lambda: port(pc, 0x3fd) & 1 == 0, 10, "the byte to be taken")
    Keyboard(pc).press("end")
    menu.wait_selected(TITLES[2])
