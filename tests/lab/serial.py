"""The other end of a machine's serial line: a terminal that takes notes.

The line is a pair of named pipes.  (A socket counts each byte as a packet, is
full after some 280 of them, and then the machine sees a stalled line.)

Everything read goes to a file, to a VT100 model and into a plain text stream
(escape sequences taken out) in which expect() searches.
"""

import fcntl
import os
import re
import select
import threading
import time

from .vt100 import Vt100

PIPE_BYTES = 1 << 20


class SerialTimeout(AssertionError):
    """The text expected did not come."""


class SerialLine:
    """Reads in a thread of its own.

    path is that of QEMU's pipe character device: it writes to <path>.out and
    reads from <path>.in.  It must have opened them.
    """

    def __init__(self, path, log_path):
        self.terminal = Vt100()
        self.raw = bytearray()
        self.closed = False
        self.changed = threading.Condition()
        self._position = 0
        self._closing = False
        self._log = open(log_path, "wb", buffering=0)
        self._out = os.open(path + ".out", os.O_RDONLY | os.O_NONBLOCK)
        self._in = os.open(path + ".in", os.O_WRONLY)
        fcntl.fcntl(self._out, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @staticmethod
    def prepare(path):
        """Make the pipes, for QEMU to open."""
        os.mkfifo(path + ".out")
        os.mkfifo(path + ".in")

    def _receive(self):
        """Some bytes; none at the end."""
        while not self._closing:
            if select.select([self._out], [], [], 0.2)[0]:
                return os.read(self._out, 65536)
        return b""

    def _read(self):
        while True:
            data = self._receive()
            with self.changed:
                if data:
                    self._log.write(data)
                    self.raw += data
                    self.terminal.feed(data)
                else:
                    self.closed = True
                self.changed.notify_all()
            if not data:
                return

    def send(self, data):
        """Send bytes (or ASCII text) to the machine."""
        if isinstance(data, str):
            data = data.encode("ascii")
        os.write(self._in, data)

    def text(self):
        """All text so far without escape sequences."""
        with self.changed:
            return self.terminal.plain

    def tail(self, lines=30):
        """The last lines of text."""
        return "\n".join(self.text().splitlines()[-lines:])

    def screen(self):
        """The terminal's screen now, as a list of lines."""
        with self.changed:
            return self.terminal.text()

    def wait(self, check, timeout, stop=lambda: False):
        """Wait until check() gives something true; None on time-out or stop.

        check runs with the model locked; it is tried once more after the end.
        """
        end = time.monotonic() + timeout
        with self.changed:
            while True:
                over = self.closed or stop() or time.monotonic() >= end
                result = check()
                if result or over:
                    return result or None
                self.changed.wait(min(0.5, max(end - time.monotonic(), 0)))

    def expect(self, pattern, timeout, stop=lambda: False):
        """Wait for a regular expression after the last match; or None."""
        regex = re.compile(pattern, re.MULTILINE)
        match = self.wait(
            lambda: regex.search(self.terminal.plain, self._position),
            timeout, stop)
        if match:
            self._position = match.end()
        return match

    def close(self):
        """Close the line and the log; a second call does nothing."""
        if self._log.closed:
            return
        self._closing = True
        self._thread.join(5)
        os.close(self._out)
        os.close(self._in)
        self._log.close()
