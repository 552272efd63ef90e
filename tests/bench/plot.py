"""Draws bars on a logarithmic scale as SVG."""

import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 860, 150, 90
BAR, GAP, TITLE, FOOT = 15, 4, 30, 26
OURS, THEIRS, GIVEN_UP = "#c8501e", "#5b7a99", "#ffffff"
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)


def _scale(values):
    """A function from value to x, and the ticks in its range."""
    least = min(values, default=1)
    greatest = max(values, default=10)
    low = max((t for t in _TICKS if t < least), default=_TICKS[0])
    high = min((t for t in _TICKS if t > greatest), default=_TICKS[-1])
    span = math.log(high / low)

    def x(value):
        share = math.log(max(value, low) / low) / span
        return LEFT + min(share, 1) * (WIDTH - LEFT - RIGHT)
    return x, [t for t in _TICKS if low <= t <= high]


def _text(x, y, text, anchor="start", extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>'
            f"{escape(text)}</text>")


def _bar(x, top, name, value, done, ours):
    """The elements of one bar."""
    middle = top + BAR - 3
    parts = [_text(LEFT - 6, middle, name, "end",
                   ' font-weight="bold"' if ours else "")]
    if value is None:
        return parts + [_text(LEFT + 4, middle, "not done")]
    colour = OURS if ours else THEIRS
    parts.append(
        f'<rect x="{LEFT}" y="{top}" width="{max(1, x(value) - LEFT):.1f}" '
        f'height="{BAR}" fill="{colour if done else GIVEN_UP}" '
        f'stroke="{colour}"/>')
    label = f"{value:.3g}" + ("" if done else ", not done")
    return parts + [_text(x(value) + 5, middle, label)]


def bars(panels):
    """SVG of [(title, [(name, value or None, done, ours)])]."""
    values = [v for _, rows in panels for _, v, _, _ in rows if v]
    x, ticks = _scale(values)
    parts, y = [], 0
    for title, rows in panels:
        parts.append(_text(8, y + TITLE - 9, title, extra=' font-weight="bold"'))
        y += TITLE
        bottom = y + len(rows) * (BAR + GAP)
        for tick in ticks:
            parts.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" '
                         f'y1="{y - 3}" y2="{bottom}" stroke="#dddddd"/>')
        for name, value, done, ours in rows:
            parts += _bar(x, y, name, value, done, ours)
            y += BAR + GAP
    for tick in ticks:
        parts.append(_text(x(tick), y + 15, f"{tick:g}", "middle"))
    parts.append(_text(WIDTH - 8, y + 15, "MB/s", "end"))
    height = y + FOOT
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
            f'height="{height}" viewBox="0 0 {WIDTH} {height}" '
            'font-family="sans-serif" font-size="12">\n'
            '<rect width="100%" height="100%" fill="white"/>\n'
            + "\n".join(parts) + "\n</svg>\n")
