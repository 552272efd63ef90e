"""Stamped boot files: what is signed boots, and nothing else does.

The keys are those of tests/unit/sign-samples. What each damage leads to is
checked byte by byte in tests/unit/test_policy.c; here on a machine, once each.
"""

import gzip
import subprocess

import pytest

from lab.guest import CONSOLE, wait_guest
from lab.menus import Menu, SerialTerminal
from lab.png import Picture, colour_at, make_png
from lab.scripted import Scripted
from lab.servers import Dnsmasq, Nginx
from lab.site import DISK_SAYS, own_rom

HTTP = "http://192.168.77.1"
TITLES = ["Signed system", "Other system", "Next device"]
CONFIG = f"""
UI menu.c32
INCLUDE extra.cfg
LABEL signed
  MENU LABEL Signed system
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND {CONSOLE}
LABEL other
  MENU LABEL Other system
  KERNEL unlisted.img
  APPEND {CONSOLE}
LABEL next
  MENU LABEL Next device
  LOCALBOOT 0
"""


class Signer:
    """A site's files signed by sample keys, and its stamped boot file."""

    def __init__(self, site):
        self.site = site
        self.samples = site.repo / "build/unit/samples"
        site.put_guest()
        site.put("extra.cfg", "MENU TITLE A signed menu\n")
        site.put("pxelinux.cfg/default", CONFIG)
        self.boot_file = site.put_towline()

    def towsign(self, *args):
        subprocess.run([self.site.repo / "tools/towsign", *args], check=True,
                       stdout=subprocess.DEVNULL, timeout=60)

    def sign(self, name="rsa2048", serial=5):
        self.towsign("manifest", self.site.root, "--serial", str(serial), "--exclude", "*.0")
        self.towsign("sign", self.site.root, "--key", self.samples / f"{name}.key",
                     "--cert", self.samples / f"{name}.pem")

    def stamp(self, *args, name="rsa2048"):
        path = self.site.root / self.boot_file
        self.towsign("stamp", path, "--cert", self.samples / f"{name}.pem", "-o", path,
                     *args)


@pytest.fixture
def signer(site):
    """The site, signed and required to be; not changed since."""
    made = Signer(site)
    made.sign()
    made.stamp("--require", "--min-serial", "5")
    site.put("unlisted.img", b"unlisted")
    return made


def start(network, signer, machine, **kwargs):
    Dnsmasq(network, signer.site.root, signer.boot_file)
    return machine(**kwargs)


def change(path, at=-1):
    """One bit of the file at an offset, or from the end."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["rsa4096", "secp384r1", "prime256v1-signer"])
def test_signed(name, network, site, machine):
    """Boots, and says who signed; by a key of each kind."""
    made = Signer(site)
    made.sign(name)
    made.stamp("--require", name=name.removesuffix("-signer"))
    pc = start(network, made, machine)
    pc.expect("Only what is signed boots")
    pc.expect(f"towline.manifest: signed by {name}, serial 5")
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Signed system")
    # Tab would edit the command line.
    menu.console.press("tab", "enter")
    pc.expect(rf"Starting Linux \(signed by {name}, serial 5\)", 120)
    assert wait_guest(pc).files["base.bin"][0] == 102400


@pytest.mark.parametrize("name, code", [("signed", None), ("changed", "V04"),
                                        ("unlisted", "M08")])
def test_picture(name, code, network, signer, machine):
    """A menu's picture is a file like others: shown if it is signed, not even
    looked at if not; the menu is there all the same, and boots."""
    pictures = {n: signer.site.root / f"{n}.png" for n in ("signed", "changed")}
    for path in pictures.values():
        path.write_bytes(make_png(640, 480))
    signer.site.put("pxelinux.cfg/default", CONFIG.replace(
        "menu.c32", f"vesamenu.c32\nMENU BACKGROUND {name}.png"))
    signer.sign()
    change(pictures["changed"], 100)
    signer.site.put("unlisted.png", make_png(640, 480))
    pc = start(network, signer, machine)
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Signed system")
    if code:
        pc.expect(rf"{name}\.png: [^\[]*\[{code}\]")
    picture = Picture(pc)
    assert picture.size == (640, 480)
    assert picture.border_unlike(colour_at if not code else lambda x, y: (0, 0, 0)) == 0
    menu.console.press("enter")
    pc.expect(r"Starting Linux \(signed by rsa2048, serial 5\)", 120)


def test_packed_kernel(network, signer, machine):
    """A kernel that is .gz in the tree: signed as that, unpacked, booted; what
    is wrong with one is told, and the menu comes back."""
    whole = gzip.compress(bytes(100_000), 1)
    files = {"good": gzip.compress((signer.site.root / "vmlinuz").read_bytes(), 1),
             "cut": whole[:-20], "more": whole + b"more",
             "crc": whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:],
             "bomb": gzip.compress(bytes(1 << 26), 1) * 8}
    for name, data in files.items():
        signer.site.put(name + ".gz", data)
    text = "UI menu.c32\n" + "".join(
        f"LABEL {name}\n  MENU LABEL The {name} one\n  KERNEL {name}.gz\n"
        f"  INITRD initrd.img\n  APPEND {CONSOLE}\n" for name in files)
    signer.site.put("pxelinux.cfg/default", text)
    signer.sign()
    pc = start(network, signer, machine, memory_mb=256)
    menu = Menu(SerialTerminal(pc), [f"The {name} one" for name in files])
    for name, code in [("cut", "G07"), ("more", "G06"), ("crc", "G04"), ("bomb", "P02")]:
        menu.wait_selected(f"The {'good' if name == 'cut' else last} one")
        pc.send("\x1b[B\r")
        pc.expect(rf"(?s){name}\.gz: [^\[]*\[{code}\]", 60)
        last = name
    menu.wait_selected("The bomb one")
    pc.send("\x1b[A" * 4 + "\r")
    pc.expect(r"good\.gz: unpacked to \d")
    assert wait_guest(pc).files["base.bin"][0] == 102400


@pytest.mark.parametrize("options", ["", "gzip_static always;"])
def test_http(options, network, signer, machine):
    """The file as it lies in the tree: a server that gives another one for it,
    though nobody asked it to, is refused."""
    root = signer.site.root
    with gzip.open(root / "vmlinuz.gz", "wb", 1) as file:
        file.write((root / "vmlinuz").read_bytes())
    signer.site.put("pxelinux.cfg/default", CONFIG.replace("vmlinuz", f"{HTTP}/vmlinuz"))
    signer.sign()
    Nginx(network, root, options=options)
    pc = start(network, signer, machine)
    Menu(SerialTerminal(pc), TITLES).wait_selected("Signed system")
    pc.send("\r")
    if options:
        pc.expect(r"(?s)vmlinuz: the server tells another length.*\[V01\]", 60)
    else:
        pc.expect(r"Starting Linux \(signed by rsa2048, serial 5\)", 120)


@pytest.mark.parametrize("name, code", [("vmlinuz", "V04"), ("initrd.img", "V04")])
def test_changed_object(name, code, network, signer, machine):
    """The reason is told, and the menu comes back with it."""
    change(signer.site.root / name)
    pc = start(network, signer, machine)
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Signed system")
    menu.console.press("enter")
    pc.expect(rf"(?s){name}: the file is not the one that was signed.*\[{code}\]", 120)
    menu.wait_selected("Signed system")
    menu.wait_text(f"[{code}]")
    # Other entries go on working; this one is not in the manifest.
    menu.console.press("down", "enter")
    pc.expect(r"(?s)unlisted\.img: .*\[M08\]", 120)
    menu.wait_selected("Other system")


@pytest.mark.parametrize("name, at, code, object_", [
    ("pxelinux.cfg/default", -1, "V04", "pxelinux.cfg/default"),
    ("towline.manifest", -1, "X21", "towline.manifest"),
    ("towline.manifest.p7s", -1, "X22", "towline.manifest")])
def test_changed_start(name, at, code, object_, network, signer, machine):
    """Before there is a menu: told, and Enter tries again."""
    change(signer.site.root / name, at)
    pc = start(network, signer, machine)
    pc.expect(rf"(?s){object_}: .*\[{code}\]", 60)
    change(signer.site.root / name, at)
    pc.send("\r")
    Menu(SerialTerminal(pc), TITLES).wait_selected("Signed system")


@pytest.mark.parametrize("how, code", [
    ("serial", "V05"), ("stranger", "X09"), ("missing", "T02"), ("config-hidden", "T02")])
def test_wrong_credentials(how, code, network, signer, machine):
    """Too old, by somebody else, none; a listed config that is not there."""
    if how == "serial":
        signer.sign(serial=4)
    elif how == "stranger":
        signer.sign("stranger")
    elif how == "missing":
        (signer.site.root / "towline.manifest").unlink()
    else:
        (signer.site.root / "pxelinux.cfg/default").unlink()
    pc = start(network, signer, machine)
    pc.expect(rf"(?s)(towline.manifest|pxelinux.cfg/default): .*\[{code}\]", 60)
    pc.expect("Enter tries again")


@pytest.mark.parametrize("onerror", ["ONERROR next", "ONERROR other", ""])
def test_refused_unattended(onerror, network, signer, machine, local_disk):
    """Nobody there: ONERROR; failing that, too, or without it, the menu, which
    counts down to the next boot device."""
    signer.site.put("pxelinux.cfg/default", CONFIG + f"DEFAULT signed\nTIMEOUT 10\n{onerror}\n")
    signer.sign()
    signer.site.put("unlisted.img", b"unlisted, then signed and changed")
    change(signer.site.root / "vmlinuz")
    pc = start(network, signer, machine, disk=local_disk)
    pc.expect(r"(?s)vmlinuz: the file is not the one that was signed.*\[V04\]", 120)
    if onerror.endswith("next"):
        pc.expect(DISK_SAYS, 30)
        return
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Signed system")
    menu.wait_text("unlisted.img: " if onerror else "vmlinuz: ")
    menu.wait_count_down(lambda s: s is not None and s < 60, "the way on")


def test_changed_include(network, signer, machine):
    """Without its include a config would mean something else: no menu."""
    change(signer.site.root / "extra.cfg", 12)
    pc = start(network, signer, machine)
    pc.expect(r"(?s)extra\.cfg: the file is not the one that was signed.*\[V04\]", 60)
    pc.expect("Enter tries again")


@pytest.mark.parametrize("at", [24, -1], ids=["mark", "checksum"])
def test_changed_stamp(at, network, signer, machine):
    """A damaged stamp boots nothing."""
    change(signer.site.root / signer.boot_file, at)
    pc = start(network, signer, machine)
    pc.expect(r"(?s)stamp: .*\[Y0[13]\]", 60)
    pc.expect("Next boot device")


def test_expired(network, signer, machine):
    """The machine's clock counts."""
    pc = start(network, signer, machine, extra=["-rtc", "base=2035-01-01"])
    pc.expect(r"(?s)towline.manifest: a certificate has expired.*\[X06\]", 60)


def test_not_required(network, site, machine):
    """A stamp that does not require: unsigned things boot, and are called so."""
    made = Signer(site)
    made.stamp()
    pc = start(network, made, machine)
    menu = Menu(SerialTerminal(pc), TITLES)
    menu.wait_selected("Signed system")
    menu.console.press("enter")
    pc.expect(r"Starting Linux \(unsigned: not required by the stamp\)", 120)


# Discovery control: the boot file is given; item 8001h of layer 2.
BOOT_SERVER = "060108470480010002ff"


@pytest.mark.parametrize("firmware", ["ipxe", "rom"])
def test_boot_server(firmware, network, signer, machine):
    """A boot server names the credentials; what lies beside the config is
    nobody's then. The first question is lost."""
    root = signer.site.root
    for name in ("towline.manifest", "towline.manifest.p7s"):
        (root / "site").mkdir(exist_ok=True)
        (root / name).rename(root / "site" / name.replace("towline", "boot"))
    server = Scripted(network, root, bis={"file": "site/boot.manifest", "after": 2},
                      dhcp={"boot_file": signer.boot_file,
                            "options": [[60, b"PXEClient".hex()], [43, BOOT_SERVER]]})
    own = own_rom(signer.site.repo, "virtio-net-pci") if firmware == "rom" else None
    pc = machine(nic="virtio-net-pci", rom=own)
    pc.expect("192.168.77.1::site/boot.manifest: signed by rsa2048, serial 5", 60)
    Menu(SerialTerminal(pc), TITLES).wait_selected("Signed system")
    asked = [line for line in server.events() if line.startswith("credentials")]
    shown = subprocess.run([signer.site.repo / "tools/towsign", "show",
                            root / signer.boot_file], check=True, text=True,
                           capture_output=True, timeout=60).stdout
    kind = shown.partition("BIS type:")[2].split()[0]
    assert asked == [f"credentials 03 80018002 {kind} {signer.boot_file}"] * 2


def test_silent_boot_server(network, signer, machine):
    """One that knows nothing of credentials: after a while, the fixed name."""
    server = Scripted(network, signer.site.root, bis={"file": "none", "after": 99},
                      dhcp={"boot_file": signer.boot_file,
                            "options": [[60, b"PXEClient".hex()], [43, BOOT_SERVER]]})
    pc = machine(nic="virtio-net-pci",
                 rom=own_rom(signer.site.repo, "virtio-net-pci"))
    pc.expect("towline.manifest: signed by rsa2048, serial 5", 60)
    assert sum(line.startswith("credentials") for line in server.events()) == 3


def test_chain(network, signer, machine, local_disk):
    """Another boot program has to be listed; a local disk is left to the config."""
    (signer.site.root / "unlisted.img").unlink()
    signer.site.config("DEFAULT a\nONERROR b\nLABEL a\nPXE unlisted.img\n"
                       "LABEL b\nLOCALBOOT 0x80")
    signer.sign()
    signer.site.put("unlisted.img", b"unlisted")
    pc = start(network, signer, machine, disk=local_disk)
    pc.expect(r"(?s)unlisted\.img: .*\[M08\]", 60)
    pc.expect(DISK_SAYS)
