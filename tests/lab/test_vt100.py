"""The terminal model draws what a VT100 draws."""

import pytest

from lab.vt100 import Pen, Vt100

CASES = [
    ("plain", b"ab\r\ncd", ["ab", "cd"]),
    ("line feed keeps the column", b"ab\ncd", ["ab", "  cd"]),
    ("cursor position", b"\x1b[2;3Hx\x1b[Hy", ["y", "  x"]),
    ("cursor moves", b"abc\x1b[2DX\x1b[BY\x1b[AZ\x1b[3C.",
     ["aXcZ   .", "  Y"]),
    ("moves stop at the edge", b"\x1b[99D\x1b[99Ax", ["x"]),
    ("erase to end of line", b"abcd\x1b[3D\x1b[K", ["a"]),
    ("erase to begin of line", b"abcd\x1b[2D\x1b[1K", ["   d"]),
    ("erase line", b"abcd\x1b[2K", []),
    ("erase below", b"a\r\nb\r\nc\x1b[2;1H\x1b[J", ["a"]),
    ("erase above", b"a\r\nb\r\nc\x1b[2;1H\x1b[1J", ["", "", "c"]),
    ("erase all", b"a\r\nb\x1b[2J", []),
    ("back space and tab", b"ab\bc\td", ["ac      d"]),
    ("unknown sequences", b"\x1b[5q\x1b)0\x1b[?7la", ["a"]),
    ("wrap at the margin", b"x" * 81, ["x" * 80, "x"]),
    ("no wrap before the next character", b"x" * 80 + b"\r\ny",
     ["x" * 80, "y"]),
    ("scroll", b"".join(b"%d\r\n" % n for n in range(24)),
     [str(n) for n in range(1, 24)]),
    ("scroll region", b"top\x1b[2;3r\x1b[2;1Ha\r\nb\r\nc",
     ["top", "b", "c"]),
    ("reverse scroll", b"a\r\nb\x1b[H\x1bMc", ["c", "a", "b"]),
    ("save and restore", b"a\x1b7\x1b[9;9Hx\x1b8b",
     ["ab"] + [""] * 7 + ["        x"]),
    ("full reset", b"abc\x1bc", []),
    ("line drawing", b"\x1b(0lqk~\x1b(Bq", ["\u250c\u2500\u2510\u00b7q"]),
    ("code page 437", b"\xc9\xcd\xbb", ["\u2554\u2550\u2557"]),
]


def lines_of(terminal):
    """The screen without empty lines at its end."""
    lines = terminal.text()
    while lines and not lines[-1]:
        lines.pop()
    return lines


@pytest.mark.parametrize("data, expected", [c[1:] for c in CASES],
                         ids=[c[0] for c in CASES])
def test_screen(data, expected):
    """Fed whole, and byte by byte."""
    whole, split = Vt100(), Vt100()
    whole.feed(data)
    for byte in data:
        split.feed(bytes([byte]))
    assert lines_of(whole) == expected
    assert split.cells == whole.cells


def test_pen():
    """Bold, reverse and colours are kept for each character."""
    terminal = Vt100()
    terminal.feed(b"a\x1b[1;7mb\x1b[0;37;44mc\x1b[md")
    assert [terminal.pen_at(x, 0) for x in range(4)] == [
        Pen(), Pen(bold=True, reverse=True), Pen(fg=37, bg=44), Pen()]
    assert terminal.marked() == [0]


def test_plain_stream():
    """Text at another place is another line of the plain text."""
    terminal = Vt100()
    terminal.feed(b"one\x1b[5;1Htwo\x1b[1m three\r\nfour")
    assert terminal.plain == "one\ntwo three\nfour"


def test_plain_stream_does_not_wrap():
    """A long line stays one line of the plain text."""
    terminal = Vt100()
    terminal.feed(b"x" * 200 + b"\r\ny")
    assert terminal.plain == "x" * 200 + "\ny"
