"""The images as files, and what the linker put where."""

import re
import struct
import subprocess
from pathlib import Path

import pytest

ROM = Path(__file__).resolve().parents[2] / "build/rom"
IDS = {"e1000": (0x8086, 0x100E), "virtio-net": (0x1AF4, 0x1000)}

# Whose code is for booting only (rom.lds), and who may call it.
BOOT_FILES = {"client", "dialogue", "dhcp", "discover", "menu", "message",
              "say", "vendor"}
BOOT_CALLERS = {"bev", "api_boot"}


@pytest.mark.parametrize("name", IDS)
def test_header(name):
    """Sizes, checksums and ids that a BIOS looks at."""
    image = (ROM / f"{name}.rom").read_bytes()
    assert len(image) <= 32768
    assert image[:2] == b"\x55\xaa" and image[2] * 512 == len(image)
    assert sum(image) % 256 == 0
    undi, pcir, pnp = struct.unpack_from("<HHH", image, 0x16)
    assert image[pcir:pcir + 4] == b"PCIR" and pcir % 4 == 0
    assert struct.unpack_from("<HH", image, pcir + 4) == IDS[name]
    assert image[pcir + 0x15] == 0x80
    assert image[pnp:pnp + 4] == b"$PnP" and pnp % 16 == 0
    assert sum(image[pnp:pnp + 32]) % 256 == 0
    bcv, _, bev = struct.unpack_from("<HHH", image, pnp + 0x16)
    assert bcv == 0 and bev != 0
    assert image[undi:undi + 4] == b"UNDI"
    assert sum(image[undi:undi + 0x16]) % 256 == 0


def objdump(flag, path):
    """Lines that objdump prints."""
    return subprocess.run(["objdump", flag, path], check=True, text=True,
                          capture_output=True).stdout.splitlines()


def boot_only_symbols(path):
    """What an object has that is gone once the NBP runs."""
    whole = path.name.split(".")[0] in BOOT_FILES
    line = re.compile(r"^[0-9a-f]+ .{7} (\S+)\s+[0-9a-f]+ (\S+)$")
    for match in filter(None, map(line.match, objdump("-t", path))):
        section, symbol = match.groups()
        if section == ".boot_only" or \
                (whole and section not in ("*UND*", "*ABS*")):
            yield symbol


def references(path):
    """(section, symbol) of all relocations of an object."""
    section = ""
    for line in objdump("-r", path):
        if line.startswith("RELOCATION RECORDS FOR"):
            section = line.partition("[")[2].partition("]")[0]
        words = line.split()
        if len(words) == 3 and words[1].startswith("R_"):
            yield section, words[2]


def test_boot_only():
    """Nothing that stays refers to what is gone when the NBP runs."""
    objects = [path for part in ("rom", "proto", "stage1/base")
               for path in (ROM / part).glob("*.o")]
    gone = {symbol for path in objects for symbol in boot_only_symbols(path)}
    assert {"client_boot", "nic_attach"} <= gone
    wrong = [(path.name, symbol) for path in objects
             if path.name.split(".")[0] not in BOOT_FILES | BOOT_CALLERS
             for section, symbol in references(path)
             if section != ".boot_only" and symbol in gone]
    assert wrong == []
