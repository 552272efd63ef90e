"""A client of the QEMU Machine Protocol over a Unix socket.

A thread reads replies and events.  Only what the lab's machines need.
"""

import json
import queue
import socket
import threading

from .netns import LabError, wait_until

KEY_NAMES = {
    " ": "spc", "\n": "ret", "\t": "tab", "-": "minus", "=": "equal",
    ",": "comma", ".": "dot", "/": "slash", ";": "semicolon",
    "'": "apostrophe", "`": "grave_accent", "\\": "backslash",
    "[": "bracket_left", "]": "bracket_right",
}
SHIFTED = dict(zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`"))


def keys_for(char):
    """The keys of a US keyboard that type one ASCII character."""
    if char in SHIFTED:
        return ["shift", *keys_for(SHIFTED[char])]
    if char.isupper():
        return ["shift", char.lower()]
    return [KEY_NAMES.get(char, char)]


def _connect(path):
    """A connected socket, or None while QEMU does not listen yet."""
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.connect(path)
        return sock
    except (ConnectionRefusedError, FileNotFoundError):
        sock.close()
        return None


class Qmp:
    """One connection; execute() is for one thread at a time."""

    def __init__(self, path, timeout=20):
        self._timeout = timeout
        self._socket = wait_until(lambda: _connect(path), timeout,
                                  "QEMU's control socket")
        self._socket.settimeout(timeout)
        self._stream = self._socket.makefile("rwb")
        self._stream.readline()
        self._replies = queue.Queue()
        self.events = []
        self.changed = threading.Condition()
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()
        self.execute("qmp_capabilities")

    def _read(self):
        """Sort what comes into replies and events until the end."""
        while True:
            try:
                line = self._stream.readline()
            except (OSError, ValueError):
                line = b""
            if not line:
                break
            message = json.loads(line)
            if "event" in message:
                with self.changed:
                    self.events.append(message)
                    self.changed.notify_all()
            else:
                self._replies.put(message)
        self._replies.put({"error": {"desc": "QEMU has ended"}})
        with self.changed:
            self.changed.notify_all()

    def execute(self, command, **arguments):
        """Run a command and return what it returns."""
        request = {"execute": command}
        if arguments:
            request["arguments"] = arguments
        try:
            self._stream.write(json.dumps(request).encode() + b"\n")
            self._stream.flush()
            reply = self._replies.get(timeout=self._timeout)
        except (OSError, ValueError, queue.Empty) as exc:
            raise LabError(f"QMP {command}: no answer ({exc})") from exc
        if "error" in reply:
            raise LabError(f"QMP {command}: {reply['error']['desc']}")
        return reply["return"]

    def event(self, name):
        """The first event of that name so far, or None."""
        with self.changed:
            for event in self.events:
                if event["event"] == name:
                    return event
        return None

    def send_keys(self, names, hold_ms=30):
        """Press keys together (QKeyCode names), then release them."""
        keys = [{"type": "qcode", "data": name} for name in names]
        self.execute("send-key", keys=keys, **{"hold-time": hold_ms})

    def close(self):
        """Close the connection."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._socket.close()
        self._thread.join(5)
