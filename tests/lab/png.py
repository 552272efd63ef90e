"""Makes PNG pictures for tests, and reads what a screen shows of them."""

import struct
import zlib

from PIL import Image


def _chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def colour_at(x, y):
    """(r, g, b) of the test picture: no two neighbours are alike."""
    return (x * 7 % 256, y * 5 % 256, (x ^ y) % 256)


def make_png(width, height, at=colour_at):
    """An RGB picture; each row has another of the five filters."""
    rows, above = [], bytes(3 * width)
    for y in range(height):
        row = bytes(value for x in range(width) for value in at(x, y))
        rows.append(bytes([y % 5]) + _filtered(y % 5, row, above))
        above = row
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head)
            + _chunk(b"IDAT", zlib.compress(b"".join(rows))) + _chunk(b"IEND", b""))


def _filtered(kind, row, above):
    out = bytearray()
    for i, value in enumerate(row):
        left, corner = (row[i - 3], above[i - 3]) if i >= 3 else (0, 0)
        up = above[i]
        guess = left + up - corner
        near = min((left, up, corner), key=lambda n: abs(guess - n))
        out.append((value - (0, left, up, (left + up) // 2, near)[kind]) % 256)
    return bytes(out)


class Picture:
    """A screenshot of a machine."""

    def __init__(self, machine, name="screen.png"):
        machine.screenshot(name)
        with Image.open(f"{machine.out_dir}/{name}") as image:
            self.image = image.convert("RGB")
        self.size = self.image.size

    def unlike(self, box, at):
        """The share of pixels in box that are not as at(x, y) says."""
        x0, y0, x1, y1 = box
        wrong = sum(self.image.getpixel((x, y)) != at(x, y)
                    for x in range(x0, x1) for y in range(y0, y1))
        return wrong / ((x1 - x0) * (y1 - y0))

    def border_unlike(self, at):
        """The same of the border around the text, 8 pixels."""
        width, height = self.size
        return max(self.unlike(box, at) for box in (
            (0, 0, width, 8), (0, 0, 8, height), (width - 8, 0, width, height),
            (0, height - 8, width, height)))
