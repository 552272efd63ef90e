"""A model of a VT100 screen, enough to see a menu as on a serial terminal.

Implements of ECMA-48 and the VT100: CUP/HVP, CUU/CUD/CUF/CUB, CHA, VPA, ED,
EL, SGR (bold, reverse, colours), DECSTBM, IND, RI, NEL, save and restore
cursor, and wrapping at the right margin.  Character sets are the one given
and DEC's line drawing (ESC ( 0).  It sends no replies.
"""

from dataclasses import dataclass

ESC = 0x1b
# VT100 User Guide, table 3-9: 60h to 7Eh of the special graphics set.
DEC_GRAPHICS = "\u25c6\u2592\u2409\u240c\u240d\u240a\u00b0\u00b1" \
    "\u2424\u240b\u2518\u2510\u250c\u2514\u253c\u23ba\u23bb\u2500" \
    "\u23bc\u23bd\u251c\u2524\u2534\u252c\u2502\u2264\u2265\u03c0" \
    "\u2260\u00a3\u00b7"


@dataclass(frozen=True)
class Pen:
    """How a character is drawn."""
    bold: bool = False
    reverse: bool = False
    fg: int = 39
    bg: int = 49


class Vt100:
    """Feed it bytes; read the screen."""

    def __init__(self, columns=80, lines=24, encoding="cp437"):
        self.columns, self.lines, self.encoding = columns, lines, encoding
        self.plain = ""
        self._reset()

    def _reset(self):
        self.pen = Pen()
        self.x = self.y = 0
        self.top, self.bottom = 0, self.lines - 1
        self.cursor_visible = True
        self._saved = (0, 0, self.pen)
        self._state = self._ground
        self._params = ""
        self._wrap = False
        self._graphics = False
        self.cells = [self._blank_line() for _ in range(self.lines)]

    def _blank_line(self):
        return [(" ", self.pen)] * self.columns

    # What tests read.

    def text(self):
        """The screen as a list of lines without trailing blanks."""
        return ["".join(c for c, _ in row).rstrip() for row in self.cells]

    def marked(self):
        """Lines that hold reversed or coloured-background characters."""
        return [y for y, row in enumerate(self.cells)
                if any(p.reverse or p.bg not in (40, 49) for _, p in row)]

    def find(self, text):
        """Line number of the first line containing text, or None."""
        for y, line in enumerate(self.text()):
            if text in line:
                return y
        return None

    def pen_at(self, x, y):
        """The Pen of one cell."""
        return self.cells[y][x][1]

    # Input.

    def feed(self, data):
        """Interpret bytes; they may be split anywhere."""
        for byte in data:
            self._state(byte)

    def _ground(self, byte):
        controls = {0x0d: self._carriage_return, 0x0a: self._line_feed,
                    0x0b: self._line_feed, 0x0c: self._line_feed,
                    0x08: self._backspace, 0x09: self._tab}
        if byte == ESC:
            self._state = self._escape
        elif byte in controls:
            controls[byte]()
        elif byte >= 0x20 and byte != 0x7f:
            self._put(self._character(byte))

    def _character(self, byte):
        if self._graphics and 0x60 <= byte <= 0x7e:
            return DEC_GRAPHICS[byte - 0x60]
        return bytes([byte]).decode(self.encoding, "replace")

    def _escape(self, byte):
        self._state = self._ground
        char = chr(byte)
        actions = {"7": self._save, "8": self._restore, "c": self._reset,
                   "D": self._line_feed, "M": self._reverse_feed,
                   "E": self._next_line}
        if char == "[":
            self._params = ""
            self._state = self._csi
        elif char == "(":
            self._state = self._designate_g0
        elif char in ")#%":
            self._state = self._swallow_one
        elif char in actions:
            actions[char]()

    def _swallow_one(self, _byte):
        self._state = self._ground

    def _designate_g0(self, byte):
        self._state = self._ground
        self._graphics = byte == ord("0")

    def _csi(self, byte):
        if 0x20 <= byte < 0x40:
            self._params += chr(byte)
        elif byte == ESC:
            self._state = self._escape
        else:
            self._state = self._ground
            self._csi_run(chr(byte))

    def _csi_run(self, final):
        """Carry out one control sequence; unknown ones are ignored."""
        private = self._params[:1] in ("?", ">", "=")
        digits = self._params.lstrip("?>=").split(";")
        args = [int(d) if d.isdigit() else 0 for d in digits]
        if private:
            if final in "hl" and args[0] == 25:
                self.cursor_visible = final == "h"
            return
        moves = {"A": (0, -1), "B": (0, 1), "C": (1, 0), "D": (-1, 0)}
        plain = {"J": self._erase_screen, "K": self._erase_line,
                 "m": self._select_pen, "r": self._set_region,
                 "s": self._save_args, "u": self._restore_args}
        if final in moves:
            dx, dy = moves[final]
            count = max(args[0], 1)
            self._move(self.x + dx * count, self.y + dy * count)
        elif final in "Hf":
            column = args[1] if len(args) > 1 else 1
            self._move(max(column, 1) - 1, max(args[0], 1) - 1)
        elif final == "G":
            self._move(max(args[0], 1) - 1, self.y)
        elif final == "d":
            self._move(self.x, max(args[0], 1) - 1)
        elif final in plain:
            plain[final](args)

    # Actions.

    def _put(self, char):
        if self._wrap:
            self.x, self._wrap = 0, False
            self._down()
        self.cells[self.y][self.x] = (char, self.pen)
        self.plain += char
        if self.x == self.columns - 1:
            self._wrap = True
        else:
            self.x += 1

    def _break_plain(self):
        """Text drawn elsewhere starts a new line in the plain stream."""
        if not self.plain.endswith("\n"):
            self.plain += "\n"

    def _move(self, x, y):
        if y != self.y:
            self._break_plain()
        self.x = min(max(x, 0), self.columns - 1)
        self.y = min(max(y, 0), self.lines - 1)
        self._wrap = False

    def _carriage_return(self):
        self.x, self._wrap = 0, False

    def _line_feed(self):
        self._break_plain()
        self._wrap = False
        self._down()

    def _down(self):
        """One line down, scrolling at the bottom of the region."""
        if self.y == self.bottom:
            del self.cells[self.top]
            self.cells.insert(self.bottom, self._blank_line())
        elif self.y < self.lines - 1:
            self.y += 1

    def _reverse_feed(self):
        self._break_plain()
        self._wrap = False
        if self.y == self.top:
            del self.cells[self.bottom]
            self.cells.insert(self.top, self._blank_line())
        elif self.y > 0:
            self.y -= 1

    def _next_line(self):
        self._carriage_return()
        self._line_feed()

    def _backspace(self):
        self.x, self._wrap = max(self.x - 1, 0), False

    def _tab(self):
        self.x = min((self.x | 7) + 1, self.columns - 1)
        self.plain += "\t"

    def _save(self):
        self._saved = (self.x, self.y, self.pen)

    def _restore(self):
        x, y, self.pen = self._saved
        self._move(x, y)

    def _save_args(self, _args):
        self._save()

    def _restore_args(self, _args):
        self._restore()

    def _set_region(self, args):
        bottom = args[1] if len(args) > 1 and args[1] else self.lines
        self.top = max(args[0], 1) - 1
        self.bottom = min(bottom, self.lines) - 1
        self._move(0, 0)

    def _erase_line(self, args):
        first, last = {0: (self.x, self.columns), 1: (0, self.x + 1),
                       2: (0, self.columns)}.get(args[0], (0, 0))
        for x in range(first, last):
            self.cells[self.y][x] = (" ", self.pen)

    def _erase_screen(self, args):
        first, last = {0: (self.y + 1, self.lines), 1: (0, self.y),
                       2: (0, self.lines)}.get(args[0], (0, 0))
        for y in range(first, last):
            self.cells[y] = self._blank_line()
        if args[0] in (0, 1):
            self._erase_line(args)
        self._break_plain()

    def _select_pen(self, args):
        for arg in args:
            pen = self.pen.__dict__.copy()
            if arg == 0:
                pen = Pen().__dict__
            elif arg in (1, 22):
                pen["bold"] = arg == 1
            elif arg in (7, 27):
                pen["reverse"] = arg == 7
            elif 30 <= arg <= 39 or 90 <= arg <= 97:
                pen["fg"] = arg
            elif 40 <= arg <= 49 or 100 <= arg <= 107:
                pen["bg"] = arg
            self.pen = Pen(**pen)
