"""The search for the config file, request by request, as PXELINUX does it.

Debian's pxelinux.0 and towline.0 run in the same set-up; what they ask for
must be the same.  The lists are also written down here, so that a change of
the reference would be seen.  Only names and modes are compared: block size
and options are each loader's own affair.
"""

from dataclasses import dataclass, field

import pytest

from lab.servers import Dnsmasq

UUID_NAME = "d4c3b2a1-f6e5-1147-8899-aabbccddeeff"
MAC_NAME = "01-52-54-00-12-34-56"
IP_NAMES = tuple("C0A84D4D"[:n] for n in range(8, 0, -1))
NAMES = (UUID_NAME, MAC_NAME, *IP_NAMES, "default")


def search(prefix=""):
    """The whole search below a path prefix."""
    return [f"{prefix}pxelinux.cfg/{name}" for name in NAMES]


@dataclass
class Case:
    """One set-up of DHCP and files, and the requests it must lead to."""
    name: str
    requests: list
    folder: str = ""
    options: dict = field(default_factory=dict)
    config_at: str = ""
    modules_at: str = None


CASES = [
    Case("plain", search()),
    Case("subfolder", search("boot/pc/"), folder="boot/pc/"),
    Case("absolute", search("/boot/"), folder="/boot/"),
    Case("option-209", ["site/menu", *search()],
         options={209: "site/menu"}),
    Case("option-209-subfolder", ["boot//site/menu", *search("boot/")],
         folder="boot/", options={209: "/site/menu"}),
    Case("option-209-absolute", ["/boot//site/menu", *search("/boot/")],
         folder="/boot/", options={209: "/site/menu"}),
    Case("option-209-rooted", ["site/menu", *search("boot/")],
         folder="boot/", options={209: "::site/menu"}),
    Case("option-209-url", ["site/menu", *search("boot/")],
         folder="boot/", options={209: "tftp://192.168.77.1/site/menu"}),
    Case("option-210", search("/other/"), folder="boot/",
         options={210: "/other/"}, modules_at="other/"),
    Case("option-210-relative", search("other/"), folder="boot/",
         options={210: "other/"}, modules_at="other/"),
    Case("options-209-210", ["/other/site/menu", *search("/other/")],
         options={209: "site/menu", 210: "/other/"}, modules_at="other/"),
    Case("found-by-mac", search()[:2], config_at=search()[1]),
    Case("found-by-subnet", search()[:6], config_at=search()[5]),
    Case("found-by-209", ["site/menu"], options={209: "site/menu"},
         config_at="site/menu"),
]


def config_requests(machine, boot_path):
    """(name, mode) of requests, without the loader's own parts."""
    return [(r.filename, r.mode) for r in machine.read_requests()
            if r.filename != boot_path and not r.filename.endswith(".c32")]


def serve(network, site, case, boot_path):
    """Files and servers of a case."""
    if case.modules_at is not None:
        ldlinux = next(site.root.rglob("ldlinux.c32"), None)
        if ldlinux:
            site.put(case.modules_at + "ldlinux.c32", ldlinux.read_bytes())
    if case.config_at:
        site.config("SAY config-was-found\nPROMPT 1\nTIMEOUT 0",
                    case.config_at)
    return Dnsmasq(network, site.root, boot_path, case.options)


# What pxelinux.0 asked for, by case: it is run once for both tests.
_asked = {}


def run_pxelinux(network, site, machine, case):
    """Requests of Debian's pxelinux.0."""
    if case.name not in _asked:
        _asked[case.name] = ask_pxelinux(network, site, machine, case)
    return _asked[case.name]


def ask_pxelinux(network, site, machine, case):
    """Boot pxelinux.0 and read its requests from the capture."""
    boot_path = site.put_pxelinux(case.folder + "pxelinux.0")
    server = serve(network, site, case, boot_path)
    pc = machine("pxelinux")
    pc.expect_screen("Unable to locate configuration|config-was-found", 60)
    seen = config_requests(pc, boot_path)
    pc.close()
    server.stop()
    return seen


def run_towline(network, site, machine, case):
    """Requests of Towline."""
    boot_path = site.put_towline(case.folder + "towline.0")
    serve(network, site, case, boot_path)
    pc = machine("towline")
    if case.config_at:
        pc.expect("config-was-found")
    else:
        pc.expect(r"\[[A-Z]\d\d\]")
    return config_requests(pc, boot_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_pxelinux_asks(case, network, site, machine):
    """The reference asks for what is written down here."""
    seen = run_pxelinux(network, site, machine, case)
    assert seen == [(name, "octet") for name in case.requests]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_towline_asks_the_same(case, network, site, machine):
    """Towline asks for the same names in the same order."""
    expected = run_pxelinux(network, site, machine, case)
    assert run_towline(network, site, machine, case) == expected
