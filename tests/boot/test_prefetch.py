"""What the count-down will boot comes while it runs."""

import re
import time

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.servers import Dnsmasq, Nginx

CONFIG = f"""
SERIAL 0 115200
UI menu.c32
DEFAULT one
TIMEOUT {{tenths}}
PREFETCH {{prefetch}}
LABEL one
  MENU LABEL First system
  LINUX {{base}}vmlinuz
  INITRD {{base}}initrd.img
  APPEND {CONSOLE} entry=one
LABEL two
  MENU LABEL Second system
  LINUX {{base}}vmlinuz
  INITRD {{base}}initrd.img
  APPEND {CONSOLE} entry=two
"""


@pytest.fixture
def boot(network, site, machine):
    """Factory: a machine with this config, and what is asked of its server."""
    def start(kind, tenths=100, prefetch=1):
        base = f"http://{network.server_ip}/" if kind == "http" else ""
        site.config(CONFIG.format(tenths=tenths, base=base, prefetch=prefetch))
        site.put_guest()
        if kind == "http":
            Nginx(network, site.root)
        dnsmasq = Dnsmasq(network, site.root, site.put_towline())
        return machine(), dnsmasq
    return start


def entry(pc):
    """The entry whose guest runs."""
    return re.search(r"entry=(\w+)", " ".join(wait_guest(pc).words())).group(1)


def wait_sent(dnsmasq, name):
    """Until the server has sent all of a file."""
    for _ in range(600):
        if any("sent" in e and name in e for e in map(str, dnsmasq.tftp_events())):
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} was not sent: {dnsmasq.tftp_events()}")


def test_count_down(boot):
    """All is there before the time is up, and the menu stays meanwhile."""
    pc, dnsmasq = boot("tftp")
    pc.expect_screen("Automatic boot in")
    wait_sent(dnsmasq, "initrd.img")
    asked = pc.read_requests()
    pc.expect_screen("Automatic boot in [1-9]")
    assert entry(pc) == "one"
    assert pc.read_requests() == asked


def test_enter(boot):
    """Enter on the default goes on with what has come."""
    pc, dnsmasq = boot("tftp", tenths=6000)
    pc.expect_screen("Automatic boot in")
    wait_sent(dnsmasq, "initrd.img")
    asked = pc.read_requests()
    pc.key("ret")
    assert entry(pc) == "one"
    assert pc.read_requests() == asked


@pytest.mark.parametrize("kind", ["tftp", "http"])
def test_other(kind, boot):
    """Another entry drops it, and boots."""
    pc, _ = boot(kind, tenths=6000)
    pc.expect_screen("Automatic boot in")
    pc.key("down")
    pc.expect_screen("Second system")
    pc.key("ret")
    assert entry(pc) == "two"


def test_missing(boot, site):
    """What can not be had is told of when its time has come."""
    pc, _ = boot("tftp", tenths=30)
    (site.root / "initrd.img").unlink()
    pc.expect(r"initrd.img: .*\[T\d+\]", 60)


def test_off(boot):
    """PREFETCH 0: nothing is asked for before."""
    pc, _ = boot("tftp", tenths=6000, prefetch=0)
    pc.expect_screen("Automatic boot in")
    time.sleep(2)
    assert not any("vmlinuz" in str(r) for r in pc.read_requests())
    pc.key("ret")
    assert entry(pc) == "one"
