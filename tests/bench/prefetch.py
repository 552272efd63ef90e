#!/usr/bin/python3
"""What fetching ahead saves: from Enter on the default to the guest.

    tests/bench/prefetch.py [RUNS]

Called by "make bench-prefetch". A kernel with a 64 MiB initrd, from
nginx over a wire of 100 Mbit/s; Enter is pressed when all has come, or, with
PREFETCH 0, after as long a time. Prints the times and their medians.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests"))

from lab.guest import CONSOLE  # noqa: E402
from lab.netns import Network  # noqa: E402
from lab.qemu import Machine  # noqa: E402
from lab.servers import Dnsmasq, Nginx  # noqa: E402
from lab.site import Site  # noqa: E402
from lab.wire import Wire  # noqa: E402

WAIT_S = 15
CONFIG = f"""\
SERIAL 0 115200
UI menu.c32
DEFAULT one
TIMEOUT 6000
PREFETCH {{prefetch}}
LABEL one
  LINUX http://{{server}}/vmlinuz
  INITRD http://{{server}}/initrd.img,http://{{server}}/large.img
  APPEND {CONSOLE}
"""


def once(prefetch):
    """Seconds from Enter to the guest's first line."""
    with tempfile.TemporaryDirectory() as scratch:
        site = Site(Path(scratch) / "root", REPO, REPO / "build" / "towline.0")
        site.put_guest()
        site.put("large.img", bytes(64 << 20))
        with Network(scratch) as network:
            site.config(CONFIG.format(prefetch=prefetch,
                                      server=network.server_ip))
            Nginx(network, site.root)
            Dnsmasq(network, site.root, site.put_towline())
            with Machine(network, Path(scratch) / "pc", capture_bytes=0,
                         wire=Wire(rate=100e6)) as pc:
                pc.expect_screen("Automatic boot in")
                time.sleep(WAIT_S)
                begin = time.monotonic()
                pc.key("ret")
                pc.expect("guest: kernel", 120)
                return time.monotonic() - begin


def main():
    """With and without, in turns."""
    times = {1: [], 0: []}
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        for prefetch, taken in times.items():
            taken.append(once(prefetch))
            print(f"PREFETCH {prefetch}: {taken[-1]:.2f} s", flush=True)
    for prefetch, taken in times.items():
        print(f"PREFETCH {prefetch}: median {statistics.median(taken):.2f} s")


if __name__ == "__main__":
    main()
