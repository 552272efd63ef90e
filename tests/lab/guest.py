"""What the test guest says on the serial line about how it was started.

The guest is made by tools/make-guest, which documents these lines.
"""

import re
from dataclasses import dataclass

CONSOLE = "console=ttyS0,115200 quiet"
BOOT_TIMEOUT_S = 120

_FILE = re.compile(r"^guest: file /payload/(\S+) (\d+) ([0-9a-f]{64})", re.M)


@dataclass(frozen=True)
class Guest:
    """cmdline as in /proc/cmdline; files: {name: (size, sha256)}."""
    cmdline: str
    cmdline_sha256: str
    files: dict

    def words(self):
        """The words of the command line."""
        return self.cmdline.split()


def wait_guest(machine, timeout=BOOT_TIMEOUT_S):
    """Wait until the guest is up and return what it reports."""
    cmdline = machine.expect(r"guest: cmdline (.*)\n", timeout).group(1)
    digest = machine.expect(r"guest: cmdline-sha256 ([0-9a-f]{64})", 30)
    files = machine.expect(r"((?:.*\n)*?)guest: ready", timeout).group(1)
    return Guest(cmdline.rstrip(), digest.group(1),
                 {name: (int(size), sha256)
                  for name, size, sha256 in _FILE.findall(files)})
