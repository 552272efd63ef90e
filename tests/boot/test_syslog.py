"""SYSLOG: the log's lines arrive as RFC 3164 has them, and nothing waits."""

import re

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.netns import wait_until
from lab.servers import CLIENT_IP, Dnsmasq, Nginx, Syslog

LINE = re.compile(r"<(\d+)>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+) "
                  r"towline: ([ -~]*)")
CONFIG = f"""
SERIAL 0 115200
SYSLOG {{host}}
ROAD {{road}}
DEFAULT linux
LABEL linux
  KERNEL {{kernel}}
  INITRD initrd.img
  APPEND {CONSOLE}
"""


def read(syslog):
    """[(priority, host, text)] of what came."""
    return [(int(match[1]), match[2], match[3])
            for match in map(LINE.fullmatch, syslog.messages())]


def texts(lines):
    """The texts alone."""
    return [text for _, _, text in lines]


@pytest.mark.parametrize("road", ["undi", "udp"])
def test_boot(network, site, machine, road):
    """A boot without a pause: from the first line to the kernel's start."""
    site.config(CONFIG.format(host=network.server_ip, road=road,
                              kernel="vmlinuz"))
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline())
    syslog = Syslog(network)
    wait_guest(machine())
    lines = read(syslog)
    assert {host for _, host, _ in lines} == {CLIENT_IP}
    assert {priority for priority, _, _ in lines} == {16 * 8 + 6}
    came = texts(lines)
    assert came[0].startswith("Towline ")
    assert came[-1].startswith("Starting Linux")
    assert len(came) == len(set(came))
    for start in ("PXE 2.1 (", "Config pxelinux.cfg/default",
                  "Booting linux", "vmlinuz: ", "initrd.img: "):
        assert any(text.startswith(start) for text in came), start


def test_name(network, site, machine):
    """By a name without a domain; an error has its own severity."""
    site.config(CONFIG.format(host="logs", road="auto",
                              kernel="http://192.168.77.1/none"))
    Dnsmasq(network, site.root, site.put_towline(), dns=True,
            extra=["--domain=lab.test",
                   f"--host-record=logs.lab.test,{network.server_ip}"])
    Nginx(network, site.root)
    syslog = Syslog(network)
    machine().expect_screen("H21")
    wait_until(lambda: any("[H21]" in text for text in texts(read(syslog))),
               20, "the error")
    errors = [line for line in read(syslog) if line[0] == 16 * 8 + 3]
    assert len(errors) == 1 and "[H21]" in errors[0][2]


@pytest.mark.parametrize("host", ["192.168.77.9", "nobody.lab.test"])
def test_nobody(network, site, machine, host):
    """A server that is not there stops nothing."""
    site.config(CONFIG.format(host=host, road="auto", kernel="vmlinuz"))
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline())
    wait_guest(machine())


def test_none(network, site, machine):
    """Nothing is sent if the config does not ask for it."""
    config = CONFIG.format(host="x", road="undi", kernel="vmlinuz")
    site.config(config.replace("SYSLOG x\n", ""))
    site.put_guest()
    Dnsmasq(network, site.root, site.put_towline())
    syslog = Syslog(network)
    wait_guest(machine())
    assert not syslog.messages()
