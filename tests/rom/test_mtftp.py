"""MTFTP of PXE 2.1: one client, two at once, blocks lost, no server."""

import mtftp
from dhcp import ADDRESSES, dnsmasq
from nbps import says

CARD = "virtio-net-pci"
SIZE = 200_000


def put_nbp(site):
    """An NBP of many blocks."""
    return site.put("boot.nbp", says("nbp: mtftp").ljust(SIZE, b"\x90"))


def test_one(nic, network, site, machine):
    """The only client is the master."""
    server = mtftp.start(network, put_nbp(site))
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp",
            *mtftp.dhcp_options(), root=site.root)
    machine(nic).expect("nbp: mtftp")
    assert server.log().count("served") == 1


def test_lost(network, site, machine):
    """Blocks that get lost on the way are sent again."""
    server = mtftp.start(network, put_nbp(site), lose=[2, 17, 390])
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp",
            *mtftp.dhcp_options(), root=site.root)
    machine(CARD).expect("nbp: mtftp")
    assert "served" in server.log()


def test_two(network, site, machine):
    """Two clients share what is sent; the second may have to ask once more."""
    server = mtftp.start(network, put_nbp(site))
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp",
            *mtftp.dhcp_options(), root=site.root)
    first = machine(CARD, name="first")
    second = machine(CARD, name="second", mac="52:54:00:12:34:57")
    first.expect("nbp: mtftp")
    second.expect("nbp: mtftp")
    assert 1 <= server.log().count("served") <= 2


def test_no_server(network, site, machine):
    """Nobody answers at the MTFTP port: plain TFTP."""
    put_nbp(site)
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp",
            *mtftp.dhcp_options(), root=site.root)
    machine(CARD).expect("nbp: mtftp", 90)
