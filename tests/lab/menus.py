"""Reads and operates a boot menu, on the screen or on the serial terminal.

A Console is one of the two ways to see and press: the VGA text screen with
the keyboard, or the serial line.  A menu's selected entry is the one drawn
unlike the others.
"""

import re
import time

from .netns import wait_until
from .qmp import keys_for

QCODES = {"up": "up", "down": "down", "left": "left", "right": "right",
          "home": "home", "end": "end", "enter": "ret", "esc": "esc",
          "tab": "tab", "backspace": "backspace", "pgdn": "pgdn",
          "f1": "f1", "f2": "f2"}
VT100 = {"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
         "left": "\x1b[D", "home": "\x1b[1~", "end": "\x1b[4~",
         "enter": "\r", "esc": "\x1b", "tab": "\t", "backspace": "\x7f",
         "pgdn": "\x1b[6~", "f1": "\x1bOP", "f2": "\x1bOQ"}
WAIT_S = 30
COUNT_DOWN = re.compile(r"(?<![\d.])(\d+) ?s(?:ec|\b)")


class Keyboard:
    """VGA text and a PC keyboard."""

    name = "keyboard"

    def __init__(self, machine):
        self.machine = machine

    def press(self, *names):
        """Press keys one after the other: names of QCODES or characters."""
        for name in names:
            keys = [QCODES[name]] if name in QCODES else keys_for(name)
            self.machine.key(*keys)

    def snapshot(self):
        """(lines, pens): 80-column text and how each character is drawn."""
        rows = [row.ljust(80) for row in self.machine.screen()]
        return rows, self.machine.screen_attributes()


class SerialTerminal:
    """A VT100 on the serial line."""

    name = "serial"

    def __init__(self, machine):
        self.machine = machine

    def press(self, *names):
        """Send keys one after the other: names of VT100 or characters."""
        for name in names:
            self.machine.send(VT100.get(name, name))
            time.sleep(0.3 if name == "esc" else 0.05)

    def snapshot(self):
        """(lines, pens): 80-column text and how each character is drawn."""
        with self.machine.serial.changed:
            cells = [list(row) for row in self.machine.serial.terminal.cells]
        return (["".join(char for char, _ in row) for row in cells],
                [[pen for _, pen in row] for row in cells])


CONSOLES = (Keyboard, SerialTerminal)


class Menu:
    """A menu with known entry titles on a Console.

    Of two entries none is unlike the others: name three or more.
    """

    def __init__(self, console, titles):
        self.console, self.titles = console, titles
        self.machine = console.machine

    def _wait(self, check, what, timeout):
        """Poll, and fail with a full report of the machine."""
        def try_it():
            self.machine.check_alive()
            return check()
        try:
            return wait_until(try_it, timeout, what, interval=0.2)
        except Exception as exc:
            raise AssertionError(self.machine.report(str(exc))) from exc

    def places(self):
        """(line, column) of each title; None if one is not there."""
        rows, _ = self.console.snapshot()
        found = []
        for title in self.titles:
            at = next(((y, row.find(title)) for y, row in enumerate(rows)
                       if title in row), None)
            if at is None:
                return None
            found.append(at)
        return found

    def selected(self):
        """The title whose last character is drawn unlike the others'.

        Not the first: that may be a hot key, which has a colour of its own.
        """
        places = self.places()
        if places is None:
            return None
        _, pens = self.console.snapshot()
        drawn = [pens[y][x + len(title) - 1]
                 for (y, x), title in zip(places, self.titles)]
        unlike = [title for title, pen in zip(self.titles, drawn)
                  if drawn.count(pen) == 1]
        return unlike[0] if len(unlike) == 1 else None

    def wait_selected(self, title, timeout=WAIT_S):
        """Wait until this entry is the selected one."""
        self._wait(lambda: self.selected() == title,
                   f"'{title}' to be selected ({self.console.name})", timeout)

    def wait_text(self, text, timeout=WAIT_S):
        """Wait until some line contains the text; returns that line."""
        def line_with():
            rows, _ = self.console.snapshot()
            return next((row for row in rows if text in row), None)
        return self._wait(line_with, f"'{text}' ({self.console.name})",
                          timeout)

    def seconds_left(self):
        """The number in the count-down, or None."""
        rows, _ = self.console.snapshot()
        for row in rows:
            match = COUNT_DOWN.search(row)
            if match:
                return int(match.group(1))
        return None

    def wait_count_down(self, check, what, timeout=WAIT_S):
        """Wait until check(seconds left) is true; returns the seconds."""
        def fits():
            seconds = self.seconds_left()
            return (seconds,) if check(seconds) else None
        return self._wait(fits, what, timeout)[0]
