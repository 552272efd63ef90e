"""Fixtures of the ROM's tests: as tests/boot has them, but with our ROMs.

What a test leaves behind is in build/test/rom/<file>/<test name>/.
"""

import re
import shutil
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests"))

from lab.netns import Network                              # noqa: E402
from lab.qemu import Machine                               # noqa: E402
from lab.servers import CLIENT_MAC                         # noqa: E402
from lab.site import OWN_ROMS, Site, boot_sector, own_rom  # noqa: E402


def pytest_configure(config):
    """Markers of this suite."""
    config.addinivalue_line("markers", "slow: takes more than a minute")


@pytest.fixture(params=OWN_ROMS)
def nic(request):
    """Each card that we have a ROM for."""
    return request.param


@pytest.fixture
def artifacts(request):
    """The test's folder under build/test, emptied."""
    name = re.sub(r"[^\w.-]+", "_", request.node.name).strip("_")
    folder = REPO / "build/test/rom" / request.node.path.stem / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def network(artifacts):
    """An empty private network."""
    with Network(artifacts) as net:
        yield net


class RomMachine(Machine):
    """A Machine whose card may have another address."""

    def __init__(self, *args, mac=CLIENT_MAC, **kwargs):
        self._mac = mac
        super().__init__(*args, **kwargs)

    def _nic_args(self, *args):
        return [arg.replace(CLIENT_MAC, self._mac)
                for arg in super()._nic_args(*args)]


@pytest.fixture
def machine(network, artifacts):
    """Factory: machine(nic, **kwargs of RomMachine) gives a running one."""
    running = []

    def start(nic, name="", **kwargs):
        pc = RomMachine(network, artifacts / name, nic=nic,
                        rom=own_rom(REPO, nic), **kwargs)
        running.append(pc)
        return pc.start()

    yield start
    for pc in running:
        pc.close()


@pytest.fixture
def local_disk(tmp_path):
    """Image of a hard disk that says DISK_SAYS when it is booted."""
    image = tmp_path / "disk.img"
    image.write_bytes(boot_sector().ljust(1 << 20, b"\0"))
    return image


@pytest.fixture
def site(tmp_path):
    """A served folder under tmp_path."""
    return Site(tmp_path / "root", REPO, REPO / "build/towline.0")
