"""UNDI's receive path, ours and iPXE's: calls and frames through GET_NEXT."""

import re
import statistics
import sys

from lab.netns import BRIDGE, Network, wait_until
from lab.qemu import Machine
from lab.servers import CLIENT_MAC, Dnsmasq

from .scenarios import FIRMWARE, NICS

NBP = "build/rom/test/getnext.nbp"
LIMIT_S = 90
# The BIOS's clock: 1,193,182 / 65,536 ticks a second.
TICKS_S = 1193182 / 65536
KEYS = ("empty_ns", "frame_ns", "frames_s")

TITLE = "## UNDI: frames through GET_NEXT"
_TEXT = """\
A boot program in real mode (`tests/rom/nbp/getnext.c`) takes frames of 1514
bytes from the firmware by UNDI_ISR and throws them away. **Flow**: frames a second
while up to 64 are on the way, asked for by half windows. **GET_NEXT**: time of one
call, for a frame that is already there (16 at a time), and when there is none.
Medians of five rounds, least and greatest.
"""
_HEAD = ("| card | firmware | flow, frames/s | GET_NEXT with a frame, µs "
         "| without, µs |")


def parse(text):
    """{key: [values]} of what the boot program says."""
    found = {key: [] for key in KEYS}
    for name, value, rest in re.findall(
            r"^(empty|frame|flow) (\d+)(?: (\d+))?\s*$", text, re.M):
        if name == "flow":
            found["frames_s"].append(int(value) * TICKS_S / int(rest))
        else:
            found[f"{name}_ns"].append(int(value))
    return found


def run(repo, firmware, nic, folder, rom):
    """One machine; rom: the file of our ROM, if that is the firmware."""
    root = folder / "root"
    root.mkdir(parents=True, exist_ok=True)
    (root / "getnext.nbp").write_bytes((repo / NBP).read_bytes())
    with Network(folder) as network:
        Dnsmasq(network, root, "getnext.nbp")
        frames = network.spawn(
            [sys.executable, repo / "tests/bench/frames.py", BRIDGE,
             network.server_ip, CLIENT_MAC], "frames")
        wait_until(lambda: "ready" in frames.log(), 10, "frames.py")
        with Machine(network, folder, nic=nic, capture_bytes=0,
                     rom=rom if firmware == "rom" else None) as machine:
            machine.expect("getnext ends", LIMIT_S)
            found = parse(machine.serial.text())
    return {"firmware": firmware, "nic": nic, **found}


def choices():
    """All (firmware, nic), card by card."""
    return [(firmware, nic) for nic in NICS for firmware in FIRMWARE]


def _spread(values, form):
    if not values:
        return "-"
    return (f"{form.format(statistics.median(values))} "
            f"({form.format(min(values))}–{form.format(max(values))})")


def describe(result):
    """One line for the person who waits."""
    return (f"undi {result['nic']:15} {result['firmware']:5} "
            f"{_spread(result['frames_s'], '{:.0f}')} frames/s  "
            f"{_spread(result['frame_ns'], '{:.0f}')} ns a frame  "
            f"{_spread(result['empty_ns'], '{:.0f}')} ns without")


def lines(results):
    """The page's section."""
    if not results:
        return []
    rows = []
    for result in results:
        micro = [[ns / 1000 for ns in result[key]]
                 for key in ("frame_ns", "empty_ns")]
        rows.append(
            f"| {result['nic']} | {FIRMWARE[result['firmware']]} | "
            f"{_spread(result['frames_s'], '{:,.0f}')} | "
            f"{_spread(micro[0], '{:.2f}')} | {_spread(micro[1], '{:.2f}')} |")
    return [TITLE, "", _TEXT, _HEAD, "|---|---|--:|--:|--:|", *rows, ""]
