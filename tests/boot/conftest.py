"""Fixtures of the boot tests: a network, a served folder, machines.

What a test leaves behind (serial log, screens, capture, server logs) is in
build/test/<test name>/ whether it passed or not.
"""

import re
import shutil
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests"))

from lab.netns import Network                              # noqa: E402
from lab.qemu import NICS, Machine                         # noqa: E402
from lab.site import Site, boot_sector, own_rom            # noqa: E402


def pytest_addoption(parser):
    """Options of this suite."""
    parser.addoption("--nic", default="virtio-net-pci", choices=NICS,
                     help="network card of tests that do not name one")
    parser.addoption("--firmware", default="ipxe",
                     help="PXE firmware: ipxe (the ROM QEMU ships), rom (ours, "
                     "where we have one for the card) or the file of an "
                     "option ROM; {nic} in it is replaced")
    parser.addoption("--nbp", default=str(REPO / "build/towline.0"),
                     help="the boot file to test")
    parser.addoption("--seeds", type=int, default=2,
                     help="on how many bad wires to try each server (20)")
    parser.addoption("--at-length", action="store_true",
                     help="also what differs little from other tests")
    parser.addoption("--by-hand", action="store_true",
                     help="run what takes too long for every change, too")


def pytest_generate_tests(metafunc):
    """The seeds of the bad wires."""
    if "seed" in metafunc.fixturenames:
        seeds = metafunc.config.getoption("--seeds")
        metafunc.parametrize("seed", range(1, seeds + 1))


def pytest_configure(config):
    """Markers of this suite."""
    config.addinivalue_line("markers", "slow: takes more than a minute")
    config.addinivalue_line("markers", "by_hand: needs --by-hand")
    config.addinivalue_line(
        "markers", "at_length(words): needs --at-length, if its name has one "
        "of the words, or if there are none")


def pytest_collection_modifyitems(config, items):
    """Leave out what is run by hand, or at length."""
    left_out = []
    for item in items:
        mark = item.get_closest_marker("at_length")
        words = mark.args or ("",) if mark else ()
        if (any(word in item.name for word in words)
                and not config.getoption("--at-length")):
            left_out.append(item)
        elif (item.get_closest_marker("by_hand")
              and not config.getoption("--by-hand")):
            left_out.append(item)
    items[:] = [i for i in items if i not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def artifacts(request):
    """The test's folder under build/test, emptied."""
    name = re.sub(r"[^\w.-]+", "_", request.node.name).strip("_")
    folder = REPO / "build" / "test" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def network(artifacts):
    """An empty private network."""
    with Network(artifacts) as net:
        yield net


@pytest.fixture
def machine(request, network, artifacts):
    """Factory: machine(**kwargs of Machine) gives a running Machine.

    Only one runs at a time: a new one ends the one before it.  A reboot that
    the test did not wait for is a failure.
    """
    firmware = request.config.getoption("--firmware")
    running = []

    def stop():
        while running:
            pc = running.pop()
            report = pc.unexpected_reboot()
            pc.close()
            assert report is None, report

    def start(name="", **kwargs):
        stop()
        nic = kwargs.setdefault("nic", request.config.getoption("--nic"))
        if firmware == "rom":
            kwargs.setdefault("rom", own_rom(REPO, nic))
        elif firmware != "ipxe":
            kwargs.setdefault("rom", firmware.format(nic=nic))
        started = Machine(network, artifacts / name, **kwargs)
        running.append(started)
        return started.start()

    yield start
    stop()


@pytest.fixture
def local_disk(tmp_path):
    """Image of a hard disk that says DISK_SAYS when it is booted."""
    image = tmp_path / "disk.img"
    image.write_bytes(boot_sector().ljust(1 << 20, b"\0"))
    return image


@pytest.fixture
def site(request, tmp_path):
    """A served folder under tmp_path, and what the repository has built."""
    return Site(tmp_path / "root", REPO, Path(request.config.getoption("--nbp")))
