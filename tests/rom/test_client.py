"""The ROM as a PXE client: DHCP, ProxyDHCP, menus, discovery, and failing."""

import pytest

from dhcp import ADDRESSES, PROXY, dnsmasq
from lab.netns import SERVER_IP
from lab.pcap import datagrams, dhcp_messages
from lab.site import DISK_SAYS
from nbps import returns, says

CARD = "virtio-net-pci"


def sent_messages(pc):
    """The client's DHCP messages on the wire, with their options."""
    return [(d, o) for d, o in dhcp_messages(pc.capture) if d.sport == 68]


def test_plain(nic, network, site, machine):
    """A plain DHCP server: what is said on the screen and on the wire."""
    site.put("boot.nbp", says("nbp: plain"))
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp", root=site.root)
    pc = machine(nic)
    pc.expect("nbp: plain")
    screen = "\n".join(pc.screen())
    for part in ("CLIENT MAC ADDR: 52 54 00 12 34 56",
                 "GUID: A1B2C3D4-E5F6-4711-8899-AABBCCDDEEFF",
                 "CLIENT IP: 192.168.77.77  MASK: 255.255.255.0",
                 f"DHCP IP: {SERVER_IP}", f"GATEWAY IP: {SERVER_IP}",
                 "boot.nbp"):
        assert part in screen
    for _, options in sent_messages(pc):
        assert options[60] == b"PXEClient:Arch:00000:UNDI:002001"
        assert options[93] == b"\0\0" and options[94] == b"\1\2\1"
        assert options[97][:5] == b"\0\xd4\xc3\xb2\xa1"
        assert {1, 3, 43, 60, 128, 135} <= set(options[55])


def test_options_66_67(network, site, machine):
    """Server and file only as options; the fields are empty."""
    site.put("boot.nbp", says("nbp: options"))
    dnsmasq(network, *ADDRESSES, f"--dhcp-option-force=66,{SERVER_IP}",
            "--dhcp-option-force=67,boot.nbp", root=site.root)
    machine(CARD).expect("nbp: options")


def test_overload(network, site, machine):
    """So many options that dnsmasq puts some into the file and sname fields."""
    site.put("boot.nbp", says("nbp: overload"))
    many = [f"--dhcp-option-force={code},{'x' * 200}"
            for code in range(224, 228)]
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp", *many,
            root=site.root)
    machine(CARD).expect("nbp: overload")


def test_menu_key(network, site, machine):
    """A prompt; a key opens the menu; the first item is selected."""
    site.put("one.0", says("nbp: one"))
    site.put("two.0", says("nbp: two"))
    dnsmasq(network, *ADDRESSES, "--pxe-prompt=Press F8,60",
            "--pxe-service=x86PC,First,one", "--pxe-service=x86PC,Second,two",
            root=site.root)
    pc = machine(CARD)
    pc.expect_screen(r"Press F8 \d+")
    pc.key("f8")
    pc.expect_screen("Second")
    pc.key("down")
    pc.key("up")
    pc.key("ret")
    pc.expect("nbp: one")


def test_menu_local(network, site, machine, local_disk):
    """An item of type 0 is the local disk."""
    dnsmasq(network, *ADDRESSES, "--pxe-prompt=Press F8,1",
            "--pxe-service=x86PC,Local disk", root=site.root)
    machine(CARD, disk=local_disk).expect(DISK_SAYS)


def test_proxy_boot_file(network, site, machine):
    """One server gives the address, a ProxyDHCP the boot file."""
    site.put("boot.nbp", says("nbp: proxy"))
    dnsmasq(network, *ADDRESSES, name="dhcp")
    dnsmasq(network, *PROXY, f"--dhcp-boot=boot.nbp,,{SERVER_IP}",
            "--pxe-prompt=x,0", "--pxe-service=x86PC,Only,boot",
            root=site.root, name="proxy")
    site.put("boot.0", says("nbp: proxy item"))
    machine(CARD).expect("nbp: proxy")


def test_proxy_menu(network, site, machine):
    """The ProxyDHCP's menu."""
    site.put("one.0", says("nbp: one"))
    site.put("two.0", says("nbp: two"))
    dnsmasq(network, *ADDRESSES, name="dhcp")
    dnsmasq(network, *PROXY, "--pxe-prompt=Choose,60",
            "--pxe-service=x86PC,First,one", "--pxe-service=x86PC,Second,two",
            root=site.root, name="proxy")
    pc = machine(CARD)
    pc.expect_screen(r"Choose \d+")
    pc.key("f8")
    pc.key("down")
    pc.key("ret")
    pc.expect("nbp: two")


def test_nbp_returns(nic, network, site, machine, local_disk):
    """An NBP that gives up with AX = 0: the memory is free, the disk boots."""
    site.put("boot.nbp", returns("nbp: gives up"))
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp", root=site.root)
    pc = machine(nic, disk=local_disk)
    pc.expect("nbp: gives up")
    pc.expect(DISK_SAYS)
    assert int.from_bytes(pc.read_memory(0x413, 2), "little") == 639
    # INT 1Ah is the BIOS's again.
    assert pc.read_memory(0x1A * 4 + 2, 2) == b"\x00\xf0"


@pytest.mark.parametrize("size, code", [(0, "39"), (900_000, "79")],
                         ids=["empty", "too-large"])
def test_nbp_size(size, code, network, site, machine, local_disk):
    """An NBP that is empty or too large is not started."""
    site.put("boot.nbp", b"\xf4" * size)
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=boot.nbp", root=site.root)
    pc = machine(CARD, disk=local_disk)
    pc.expect(DISK_SAYS)
    assert any(f"PXE-E{code}" in line for line in pc.screen())


def test_not_found(network, site, machine, local_disk):
    """PXE-E3B, then the next device."""
    dnsmasq(network, *ADDRESSES, "--dhcp-boot=nothing.nbp", root=site.root)
    pc = machine(CARD, disk=local_disk)
    pc.expect(DISK_SAYS)
    assert any("PXE-E3B" in line for line in pc.screen())


def test_no_boot_file(network, site, machine, local_disk):
    """An address but nothing to boot: a proxy is waited for, then PXE-E53."""
    dnsmasq(network, *ADDRESSES, root=site.root)
    pc = machine(CARD, disk=local_disk)
    pc.expect(DISK_SAYS)
    assert any("PXE-E53" in line for line in pc.screen())


def test_escape(network, machine, local_disk):
    """Esc while waiting for DHCP."""
    pc = machine(CARD, disk=local_disk)
    pc.expect_screen("DHCP")
    pc.key("esc")
    pc.expect(DISK_SAYS)
    assert any("PXE-EA0" in line for line in pc.screen())


def test_no_link(nic, network, machine, local_disk):
    """No cable: PXE-E61."""
    pc = machine(nic, disk=local_disk)
    # Long before the BIOS has found the card.
    pc.qmp.execute("set_link", name="net0", up=False)
    pc.expect(DISK_SAYS)
    assert any("PXE-E61" in line for line in pc.screen())


@pytest.mark.slow
def test_no_server(network, machine, local_disk):
    """Requests after 0, 4, 12 and 28 s; after 32 s more PXE-E51."""
    pc = machine(CARD, disk=local_disk)
    pc.expect(DISK_SAYS, 100)
    assert any("PXE-E51" in line for line in pc.screen())
    times = [d.time_s for d in datagrams(pc.capture) if d.sport == 68]
    gaps = [b - a for a, b in zip(times, times[1:])]
    assert [round(gap / 4) for gap in gaps] == [1, 2, 4]
