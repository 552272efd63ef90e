"""Writes the bench's results as a page and a plot: BENCH.md and bench.svg."""

import os
import platform
import re
import resource
import statistics
import subprocess
import time
from pathlib import Path

from . import peers, plot, undi
from .scenarios import FIRMWARE, SERVERS, WIRES, Scenario

NAMES = {
    "towline": "Towline", "signed": "Towline, signed tree",
    "pxelinux": "pxelinux.0", "lpxelinux": "lpxelinux.0",
    "grub": "GRUB core.0", "undionly": "undionly.kpxe",
    "ipxe": "iPXE's own drivers",
}
TICKS = os.sysconf("SC_CLK_TCK")
# Processors taken by others, above which a run says little.
BUSY = 0.25


def machine(repo):
    """What the bench runs on and with; no names of hosts, no paths."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = {}
    for package in peers.PACKAGES:
        stamp = Path(repo) / "build/pkg" / f"{package}.stamp"
        if stamp.exists():
            versions[package] = stamp.read_text().split("_")[1].replace(
                "%3a", ":")
    return {"cpu": model.group(1) if model else platform.machine(),
            "cores": os.cpu_count(), "memory_gb": round(memory / 1e9),
            "kernel": platform.release().split("-")[0],
            "qemu": _first_line("qemu-system-x86_64", "--version"),
            "revision": _first_line("git", "-C", str(repo), "describe",
                                    "--always", "--dirty", "--tags"),
            "date": time.strftime("%Y-%m-%d"), "versions": versions}


def _first_line(*argv):
    done = subprocess.run(argv, text=True, capture_output=True)
    return (done.stdout.splitlines() or ["?"])[0]


class Others:
    """How many processors programs that are not ours take meanwhile."""

    def __init__(self):
        self._start = self._now()

    @staticmethod
    def _now():
        with open("/proc/stat", encoding="ascii") as file:
            fields = [int(word) for word in file.readline().split()[1:9]]
        own = sum(usage.ru_utime + usage.ru_stime for usage in map(
            resource.getrusage,
            (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
        # All but idle, waiting, and interrupts, which nobody is charged for.
        busy = sum(fields) - sum(fields[3:7])
        return time.monotonic(), busy / TICKS - own

    def processors(self):
        """Since the start; to be asked when all children have ended."""
        (t0, busy0), (t1, busy1) = self._start, self._now()
        return max(0, (busy1 - busy0) / (t1 - t0))


class Cell:
    """All runs of one peer in one scenario."""

    def __init__(self, peer, runs):
        self.peer, self.runs = peer, runs
        self.done = [run for run in runs if run["done"]]

    def median(self, key):
        """Over the runs that arrived (if none did, over all), or None."""
        values = [run[key] for run in self.done or self.runs if key in run]
        return statistics.median(values) if values else None

    def spread(self):
        """'5.1 (4.9-5.3)': the median rate, least and greatest."""
        rates = [run["mb_s"] for run in self.done]
        if not rates:
            return "-"
        text = _number(statistics.median(rates))
        if len(rates) > 1:
            text += f" ({_number(min(rates))}–{_number(max(rates))})"
        return text

    def outcome(self, limit_s):
        """What is to be said if no run arrived."""
        error = next((r["error"] for r in self.runs if "error" in r), None)
        rate = self.median("mb_s")
        if error:
            return error
        so_far = f", {_number(rate)} MB/s until then" if rate else ""
        return f"not done in {limit_s:.0f} s{so_far}"


def _number(value, digits=3):
    """Three digits, at most two of them decimals."""
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:.0f}"
    whole = len(str(int(value))) if value >= 1 else 1
    return f"{value:.{max(0, digits - whole)}f}"


def _title(scenario):
    return (f"{SERVERS[scenario.server]}, {scenario.nic}, "
            f"{WIRES[scenario.wire][1]}")


def collect(data):
    """[(Scenario, [Cell])] in the order of the runs."""
    table = {}
    for run in data["results"]:
        cells = table.setdefault(run["scenario"], {})
        cells.setdefault(run["peer"], []).append(run)
    return [(Scenario(*name.split("/")),
             [Cell(peer, runs) for peer, runs in cells.items()])
            for name, cells in table.items()]


def _rows(scenario, cells, limit_s):
    """Lines of the table of one scenario."""
    by_peer = {cell.peer: cell for cell in cells}
    reference = by_peer.get(scenario.reference())
    base = reference.median("mb_s") if reference and reference.done else None
    for cell in cells:
        if not cell.done:
            yield (f"| {NAMES[cell.peer]} | {cell.outcome(limit_s)} | | "
                   f"{_number(cell.median('menu_s'))} | | "
                   f"0/{len(cell.runs)} | |")
            continue
        rate = cell.median("mb_s")
        ratio = f"{_number(rate / base)} ×" if base else "-"
        rest = f"{cell.median('resent'):.0f}"
        filled = cell.median("filled")
        if filled:
            rest += f"; wire filled {filled:.1%}"
        yield (f"| {NAMES[cell.peer]} | {cell.spread()} | {ratio} | "
               f"{_number(cell.median('menu_s'))} | "
               f"{_number(cell.median('kernel_s'))} | "
               f"{len(cell.done)}/{len(cell.runs)} | {rest} |")


_HEAD = ("| boot program | MB/s: median (least–greatest) | beside {} | menu, s "
         "| kernel, s | done | frames resent |")

_INTRO = """\
# Towline beside its peers

One run of `make bench`. On one machine, each program boots the same kernel
({kernel_mb} MB) and initrd (64 MiB) in QEMU, from the same servers, by the same
firmware, in turns. Compare within a table only: other machines have other
numbers, and times between tables drift with the machine.

![Megabytes per second](bench.svg)
"""

_METHOD = """\
## How it is measured

Times come from a capture of the server's end of the cable, the same for all:
nothing is asked of the boot program but that it loads a kernel, then an
initrd.

- **MB/s**: bytes of kernel and initrd by the time from the first request for
  the kernel to the last data frame that had not been acknowledged yet. What a
  program does between the files counts.
- **menu**: from the first request for the boot program to the first request
  for the kernel, without the time-out of the menu. Each has a menu with one
  entry, started after the shortest time-out it can.
- **kernel**: from the first request for the boot program to the kernel's first
  line on the serial line. It proves that the boot succeeded.
- **frames resent**: by the server, among frames with data; the median.
- **wire filled**: the share of the time in which data frames, with preamble,
  check sum and gap, were on the cable.

A boot that has not reached the kernel after {limit_s:.0f} s is given up, and not
repeated. A program that has taken long is not run as often as the others.

Delay, loss and rate are made by `tests/lab/wire.c`: loss hits frames in both
directions, by a seed that differs between runs and is the same for all
programs, and counts from when the kernel had a frame. The machine hangs on a tap
with them and without. HTTP is served by nginx; configs and boot programs come by
TFTP then, too.
"""

_BOUNDS = """\
## What bounds it

- **iPXE's ROM, HTTP**: every frame is one GET_NEXT, 45 to 70 microseconds here.
  iPXE's code is 32-bit: each call switches modes twice, and the emulator forgets
  its address translations each time; and each call stores five times into the
  page of its own real-mode code, where QEMU goes through all it has translated
  of that page at each store. That alone is a third of the processor's time (by
  `perf`); Towline's own code, pump, check sum, copy and lwIP, is less than a
  tenth. 60,700 calls bring 55,700 frames: this is what UNDI gives on that
  firmware.
- **iPXE's ROM, TFTP**: blocks of 20 KiB in windows of ten by UDP_READ: the
  firmware puts 14 frames together without a switch. Smaller blocks need more
  calls; larger ones are copied more often, as each fragment that comes moves all
  that has come.
- **1 ms away, HTTP**: the same. The window is 160 frames and a batch that is
  acknowledged at once 64: when the answer leaves, some 80 frames are on the way
  still, more than come in a round trip.
- **1 % lost, 1 ms away, HTTP**: the sender's congestion window. A capture has no
  pause longer than 14 ms, so each hole is filled after a round trip; but a quarter
  of the time the wire is idle, as the window is smaller than a round trip then.
- **1 % lost, 1 ms away, TFTP**: there is no SACK. The server begins behind the
  last block in order, so what was on its way comes twice (a third of all frames);
  it is kept when it comes first, but the wire is taken, and each window waits for
  the answer of the far end. One window in two has a hole. Blocks of one, two,
  three, four and fourteen frames in windows of 32 to 128 frames were measured:
  three frames and 128 are the best; of larger ones iPXE keeps the rest in its
  memory until that is full, and stands still.
- **100 Mbit/s, TFTP**: between two windows (128 frames, what a common switch can
  queue) the wire is idle for a round trip, which TFTP can not fill.
- **The menu**: Towline is one file and asks for nothing but its config; most of the
  time is spent by the emulator in unpacking it, which takes a tenth of a second
  without one ([SIZE.md](SIZE.md#what-packing-costs)).
- **Our ROM**: the check sum, two copies, lwIP, and the emulator's first touch of
  each page; no call costs more than 3 microseconds.
"""


def _settings(data):
    """How and where: a list."""
    m = data["machine"]
    others = [run["others"] for run in data["results"] if "others" in run]
    lines = [
        f"- Machine: {m['cpu']}, {m['cores']} processors, "
        f"{m['memory_gb']} GB, Linux {m['kernel']}; {m['qemu']}, by TCG.",
        f"- Towline {m['revision']}, {m['date']}, {data['runs']} runs each "
        "unless the table says otherwise.",
        "- Debian's packages: " + ", ".join(
            f"{name} {version}" for name, version in m["versions"].items())
        + "."]
    if others:
        lines.append(
            "- Other programs took "
            f"{_number(statistics.median(others))} processors meanwhile in "
            f"the median, {_number(max(others))} at most."
            + (" That is much: take these figures for a rehearsal."
               if statistics.median(others) > BUSY else ""))
    return lines


def _sizes(table):
    """Lines about the size of what is booted."""
    sizes = {}
    for _, cells in table:
        for cell in cells:
            size = cell.median("boot_bytes")
            if size and cell.peer != "ipxe":
                sizes[cell.peer] = int(size)
    yield "| boot program, with menu | bytes |"
    yield "|---|--:|"
    for peer, size in sorted(sizes.items(), key=lambda item: item[1]):
        yield f"| {NAMES[peer]} | {size:,} |"


def _checks(table):
    """Lines about what it costs to check: the same files, signed or not."""
    rows = []
    for scenario, cells in table:
        rates = {cell.peer: cell.median("mb_s") for cell in cells if cell.done}
        plain, signed = rates.get("towline"), rates.get("signed")
        if not plain or not signed:
            continue
        # What lies between the two: seconds for a megabyte, turned round.
        extra = 1 / signed - 1 / plain
        alone = _number(1 / extra) if extra > 0 else "not to be seen"
        rows.append(f"| {FIRMWARE[scenario.firmware]}, {_title(scenario)} | "
                    f"{_number(plain)} | {_number(signed)} | "
                    f"{(plain / signed - 1) * 100:+.1f} % | {alone} |")
    if not rows:
        return []
    return ["## What the check costs", "",
            "The same boot by a boot file that is stamped to boot nothing "
            "unsigned: kernel and initrd are digested (SHA-256) while they "
            "come. The last column is how fast the digest alone would be.", "",
            "| | unverified, MB/s | verified, MB/s | time | check alone, MB/s |",
            "|---|--:|--:|--:|--:|", *rows, ""]


def write(data, folder):
    """Write BENCH.md and bench.svg into a folder."""
    table = collect(data)
    limit_s = data["limit_s"]
    lines = [_INTRO.format(kernel_mb=_number(data["kernel_bytes"] / 1e6)),
             *_settings(data), "", *_sizes(table), ""]
    firmware = None
    for scenario, cells in table:
        if scenario.firmware != firmware:
            firmware = scenario.firmware
            lines += [f"## Firmware: {FIRMWARE[firmware]}", ""]
        reference = NAMES[scenario.reference()]
        lines += [f"### {_title(scenario)}", "", _HEAD.format(reference),
                  "|---|---|--:|--:|--:|--:|---|",
                  *_rows(scenario, cells, limit_s), ""]
    lines += _checks(table)
    lines += undi.lines(data.get("undi", []))
    lines += [_BOUNDS, _METHOD.format(limit_s=limit_s)]
    folder = Path(folder)
    (folder / "BENCH.md").write_text("\n".join(lines), encoding="utf-8")
    panels = [(f"{FIRMWARE[scenario.firmware]}: {_title(scenario)}",
               [(NAMES[cell.peer], cell.median("mb_s"), bool(cell.done),
                 cell.peer == "towline") for cell in cells])
              for scenario, cells in table]
    (folder / "bench.svg").write_text(plot.bars(panels), encoding="utf-8")
