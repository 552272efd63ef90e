"""Writes cpio archives in the "newc" form that Linux unpacks as an initramfs
(kernel documentation, driver-api/early-userspace/buffer-format). Everything
belongs to root and has no date, so the same input gives the same bytes. Used by
make-guest and make-payload; it does not read archives and knows no hard links.
"""

import stat


class Writer:
    """Writes entries to a binary file that the caller opens and closes."""

    def __init__(self, out):
        self.out = out
        self.inode = 0
        self.size = 0

    def _write(self, data):
        self.out.write(data)
        self.size += len(data)

    def _align(self):
        self._write(bytes(-self.size % 4))

    def _header(self, name, mode, size, rdev=(0, 0)):
        self.inode += 1
        raw = name.encode() + b"\0"
        fields = (self.inode, mode, 0, 0, 1, 0, size, 0, 0, *rdev, len(raw), 0)
        self._write(b"070701" + b"".join(b"%08X" % f for f in fields) + raw)
        self._align()

    def directory(self, name):
        self._header(name, stat.S_IFDIR | 0o755, 0)

    def symlink(self, name, target):
        self._header(name, stat.S_IFLNK | 0o777, len(target))
        self._write(target.encode())
        self._align()

    def chardev(self, name, major, minor):
        self._header(name, stat.S_IFCHR | 0o600, 0, (major, minor))

    def file(self, name, size, chunks, mode=0o644):
        """A file of size bytes; chunks yields them piece by piece."""
        self._header(name, stat.S_IFREG | mode, size)
        for chunk in chunks:
            self._write(chunk)
        self._align()

    def finish(self, pad=0):
        """End the archive; pad more zero bytes follow, which Linux skips."""
        self._header("TRAILER!!!", 0, 0)
        self._write(bytes(pad))
