"""What Towline hands over to besides kernels: boot programs, sectors, disks."""

import subprocess

import pytest

from conftest import REPO
from lab.servers import Dnsmasq
from lab.site import DISK_SAYS, own_rom
from sectors import LARGE, SPOIL, SWAPPED, assemble, disk, gpt, sector, table

NIC = "virtio-net-pci"
FIRMWARES = {"ipxe": None, "rom": own_rom(REPO, NIC)}
IPXE = "build/pkg/ipxe/usr/lib/ipxe"
GRUB = "build/pkg/grub-pc-bin/usr/lib/grub/i386-pc"
GRUB_BIN = "build/pkg/grub-common/usr/bin"
BACK = r"the boot program came back; choose again \(AX = 0\) \[K11\]"

CONFIG = """
    DEFAULT it
    LABEL it
      {entry}
    LABEL other
      LOCALBOOT -1
"""
INNER = """
    SERIAL 0 115200
    DEFAULT back
    LABEL back
      LOCALBOOT 0
"""


@pytest.fixture(params=FIRMWARES)
def firmware(request):
    """Keyword arguments of a machine with each firmware."""
    return {"nic": NIC, "rom": FIRMWARES[request.param]}


def serve(network, site, entry, extra=()):
    """Towline with an entry that starts at once."""
    site.config(CONFIG.format(entry=entry))
    Dnsmasq(network, site.root, site.put_towline(), extra=extra)


def test_pxelinux(firmware, network, site, machine):
    """It finds its own folder, and its LOCALBOOT 0 leads back to the menu."""
    site.put_pxelinux("inner/pxelinux.0")
    site.config(INNER, "inner/pxelinux.cfg/default")
    serve(network, site, "PXE inner/pxelinux.0")
    pc = machine(**firmware)
    pc.expect(r"PXELINUX \d")
    pc.expect(BACK)
    assert "inner/pxelinux.cfg/default" in [r.filename for r in pc.read_requests()]
    pc.send("nothing\r")
    pc.expect(r"nothing: .*does not have this file")


def test_options(network, site, machine):
    """pxechn.c32's options reach it, and are gone for the next one."""
    for folder in "inner", "other":
        site.put_pxelinux(f"{folder}/pxelinux.0")
    site.config(INNER, "inner/pxelinux.cfg/default")
    site.config(INNER, "other/special.cfg")
    site.config("DEFAULT first\nLABEL first\nCOM32 pxechn.c32\n"
                "APPEND inner/pxelinux.0 -c special.cfg -p other/\n"
                "LABEL second\nPXE inner/pxelinux.0")
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine()
    pc.expect(BACK)
    asked = [r.filename for r in pc.read_requests()]
    assert asked[-2:] == ["other/ldlinux.c32", "other/special.cfg"]
    pc.send("second\r")
    pc.expect("PXELINUX")
    pc.expect(BACK)
    asked = [r.filename for r in pc.read_requests()]
    assert asked[-1] == "inner/pxelinux.cfg/default"


@pytest.mark.at_length("rom")
def test_undionly(firmware, network, site, machine, local_disk):
    """iPXE on the firmware's UNDI; it takes PXE down, so the disk is next."""
    site.copy(f"{IPXE}/undionly.kpxe", "undionly.kpxe")
    serve(network, site, "PXE undionly.kpxe")
    pc = machine(disk=local_disk, **firmware)
    pc.expect("Starting a boot program")
    # It asks DHCP again, and gets the same name.
    site.put("towline.0", "#!ipxe\necho this is iPXE\nsleep 4\nexit\n")
    pc.expect_screen("using undionly", 120)
    pc.expect_screen("^this is iPXE", 180)
    pc.expect(DISK_SAYS)


@pytest.mark.at_length("rom")
def test_grub(firmware, network, site, machine):
    """GRUB's core.0 finds the folder that it came from."""
    config = site.put("early.cfg", "serial --unit=0 --speed=115200\n"
                      "terminal_output serial\ncat $prefix/text\n")
    subprocess.run(
        [site.repo / GRUB_BIN / "grub-mkimage", "-d", site.repo / GRUB, "-O",
         "i386-pc-pxe", "-o", site.put("inner/core.0", ""), "-p", "", "-c",
         config, "pxe", "tftp", "serial", "terminal", "cat"], check=True, timeout=60)
    site.put("inner/text", "GRUB has read this\n")
    serve(network, site, "PXE inner/core.0")
    machine(**firmware).expect("GRUB has read this")


@pytest.mark.at_length("rom")
def test_towline(firmware, network, site, machine):
    """Towline starts itself, and comes back from itself."""
    site.put_towline("inner/towline.0")
    site.config("SAY this is the inner config\nDEFAULT x\nLABEL x\nLOCALBOOT 0",
                "inner/pxelinux.cfg/default")
    serve(network, site, "PXE inner/towline.0")
    pc = machine(**firmware)
    pc.expect("this is the inner config")
    pc.expect(BACK)


@pytest.mark.at_length("rom")
def test_large(firmware, network, site, machine, tmp_path):
    """Nearly all base memory is the boot program's."""
    size = 490_000
    site.put("large.0", assemble(tmp_path, "large", LARGE.format(size=size, text="all there")))
    serve(network, site, "PXE large.0")
    pc = machine(**firmware)
    pc.expect(r"all there\.*\r?\n")
    pc.expect(BACK)


@pytest.mark.at_length("rom")
def test_spoilt(firmware, network, site, machine, local_disk, tmp_path):
    """A boot program that has used Towline's memory: the firmware's turn."""
    site.put("spoil.0", assemble(tmp_path, "spoil", SPOIL))
    serve(network, site, "PXE spoil.0")
    pc = machine(memory_mb=64, disk=local_disk, **firmware)
    pc.expect_screen("Towline's memory was used. Next boot device.")
    pc.expect(DISK_SAYS)


# Where partitions begin: on the first disk primary, logical; of the GPT.
PRIMARY, EMPTY, EXTENDED, LOGICAL, ON_GPT = 64, 80, 128, 192, 100
DISK_GUID = "01020304-0506-0708-090a-0b0c0d0e0f10"
PART_GUID = "11020304-0506-0708-090a-0b0c0d0e0f11"
ENTERED = r"{}: (\w\w) (\w{{4}}) (\w{{4}}) (\w\w) (\w{{4}}) (\w{{4}}) (\w{{4}}) (\w{{4}}) \r?\n"


@pytest.fixture
def disks(tmp_path):
    """QEMU's arguments for two disks: an MBR with partitions, and a GPT."""
    sectors = {0: table(sector(tmp_path, "mbr", 442), [
                   (0x83, PRIMARY, 8), (0x0F, EXTENDED, 128), (0x07, EMPTY, 8)],
                   disk_id=0x1234ABCD),
               PRIMARY: sector(tmp_path, "primary"),
               EXTENDED: table(b"", [(0x83, LOGICAL - EXTENDED, 8)]),
               LOGICAL: sector(tmp_path, "logical")}
    on_gpt = gpt([("root", PART_GUID, ON_GPT, ON_GPT + 7)], DISK_GUID)
    on_gpt[ON_GPT] = sector(tmp_path, "gpt")
    extra = []
    for n, content in enumerate((disk(sectors), disk(on_gpt))):
        image = tmp_path / f"disk{n}.img"
        image.write_bytes(content)
        extra += ["-drive", f"if=none,id=chain{n},format=raw,file={image},snapshot=on",
                  "-device", f"ide-hd,drive=chain{n},bus=ide.{n},bootindex={n + 2}"]
    return extra


def entered(pc, name):
    """What a boot sector found: numbers."""
    found = [int(text, 16) for text in pc.expect(ENTERED.format(name)).groups()]
    keys = ("dl", "ds", "si", "type", "first_high", "first", "eax_high", "kb")
    return dict(zip(keys, found))


def test_mbr(firmware, network, site, machine, disks):
    """The first disk by its number in LOCALBOOT; PXE has given memory back."""
    serve(network, site, "LOCALBOOT 0x80")
    seen = entered(machine(extra=disks, **firmware), "mbr")
    assert seen["dl"] == 0x80
    assert seen["kb"] >= 638


PLACES = {
    "hd0 1": ("primary", 0x80, 0x83, PRIMARY),
    "hd0,5": ("logical", 0x80, 0x83, LOGICAL),
    "mbr:0x1234abcd 1": ("primary", 0x80, 0x83, PRIMARY),
    "label=root": ("gpt", 0x81, 0xED, ON_GPT),
    f"guid={PART_GUID} swap": ("gpt", 0x80, 0xED, ON_GPT),
    "hd1 1 keeppxe": ("gpt", 0x81, 0xED, ON_GPT),
}


@pytest.mark.parametrize("where", PLACES)
def test_partition(where, network, site, machine, disks):
    """chain.c32's ways to name one; what its boot sector is told."""
    name, drive, kind, first = PLACES[where]
    serve(network, site, f"COM32 chain.c32\n      APPEND {where}")
    seen = entered(machine(extra=disks), name)
    assert (seen["dl"], seen["ds"], seen["si"]) == (drive, 0, 0x7BE)
    assert (seen["type"], seen["first"]) == (kind, first)
    assert (seen["eax_high"] == 0x5450) == (name == "gpt")
    assert (seen["kb"] < 637) == ("keeppxe" in where)


def test_swap(network, site, machine, disks, tmp_path):
    """What a boot sector reads of 80h is its own disk's."""
    site.put("swap.bin", assemble(tmp_path, "swap", SWAPPED))
    serve(network, site, "COM32 chain.c32\n      APPEND hd1 1 file=swap.bin swap")
    machine(extra=disks).expect("swap: good")


REFUSED = {
    "hd5": r"the BIOS has no such drive.*\[K06\]",
    "hd0 4": r"this drive has no such partition.*\[K02\]",
    "hd0 3": rf"no boot sector is there.*sector {EMPTY}.*\[K05\]",
    "label=boot": r"no hard disk has this label.*\[K04\]",
}


def test_refused(network, site, machine, disks):
    """What is not there: a sentence, and the menu again."""
    site.config("PROMPT 1\nDEFAULT e0\n" + "\n".join(
        f"LABEL e{n}\nCOM32 chain.c32\nAPPEND {where}" for n, where in enumerate(REFUSED)))
    Dnsmasq(network, site.root, site.put_towline())
    pc = machine(extra=disks)
    for n, sentence in enumerate(REFUSED.values()):
        pc.expect("boot:")
        pc.send(f"e{n}\r")
        pc.expect(sentence)


def test_boot_sector(network, site, machine, tmp_path):
    """One from the server: nothing is checked but that it fits."""
    site.put("sector.bin", sector(tmp_path, "served"))
    serve(network, site, "BOOT sector.bin")
    seen = entered(machine(), "served")
    assert (seen["dl"], seen["si"]) == (0x80, 0)


def test_too_large(network, site, machine):
    """A file that is no boot program is refused before anything is touched."""
    site.put_sparse("large.0", b"", 700_000)
    serve(network, site, "PXE large.0")
    machine().expect(r"large.0: it does not fit.*700000 bytes.*\[K09\]")


@pytest.mark.parametrize("how", [-1, 0, 4, 5, 7])
@pytest.mark.at_length("rom")
def test_local_boot(how, firmware, network, site, machine, local_disk):
    """The next boot device, by each LOCALBOOT."""
    serve(network, site, f"LOCALBOOT {how}")
    machine(disk=local_disk, **firmware).expect(DISK_SAYS)


@pytest.mark.parametrize("program, reason", [
    ("reboot.c32", "guest-reset"), ("poweroff.c32", "guest-shutdown")])
def test_reboot_poweroff(program, reason, network, site, machine):
    """The machine starts anew, or is off."""
    serve(network, site, f"COM32 {program}")
    machine().wait_stop(reason, 60)
