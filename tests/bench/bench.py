#!/usr/bin/python3
"""Boots the same kernel and initrd by Towline and by its peers, and compares.

    tests/bench/bench.py [--list] [--runs N] [--peers NAMES] [--scenarios GLOBS]
                         [--limit S] [--budget S] [--keep] [--undi]
    tests/bench/bench.py --report      docs/BENCH.md from the last results

Needs root (tftpd-hpa does), build/lab, build/rom and build/guest: "make bench"
sees to it.  Results: build/bench/results.json, BENCH.md and bench.svg.
"""

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests"))
sys.dont_write_bytecode = True

from bench import measure, peers, report, scenarios, undi  # noqa: E402
from lab.netns import LabError, Network                    # noqa: E402
from lab.qemu import Machine, MachineStopped               # noqa: E402
from lab.serial import SerialTimeout                       # noqa: E402
from lab.servers import Atftpd, Dnsmasq, Nginx, TftpdHpa   # noqa: E402
from lab.site import own_rom                               # noqa: E402
from lab.sniff import Sniffer                              # noqa: E402

OUT = REPO / "build/bench"
KERNEL = REPO / "build/guest/vmlinuz"
RESULTS = OUT / "results.json"
INITRD_MIB = 64
FIRST_LINE = "Linux version"
MEMORY_MB = 512


def make_initrd(size):
    """The test guest's initrd and random bytes behind it: size in all."""
    target = OUT / "initrd.img"
    if target.exists() and target.stat().st_size == size:
        return target
    OUT.mkdir(parents=True, exist_ok=True)
    base = (REPO / "build/guest/initrd.img").read_bytes()
    base += bytes(-len(base) % 4)
    payload = OUT / "payload.img"
    head = 4096         # more than the archive's own headers take
    subprocess.run([REPO / "tools/make-payload", payload, "bench.bin",
                    str(size - len(base) - head), "1"], check=True,
                   stdout=subprocess.DEVNULL)
    data = base + payload.read_bytes()
    payload.unlink()
    target.write_bytes(data.ljust(size, b"\0"))
    return target


class Run:
    """One boot of a peer in a scenario."""

    def __init__(self, scenario, peer, number, folder):
        self.scenario, self.peer, self.number = scenario, peer, number
        self.folder = folder
        self.setup = None

    def __call__(self, limit):
        """Boot; returns the result as a dict."""
        shutil.rmtree(self.folder, ignore_errors=True)
        root = self.folder / "root"
        files = {peers.KERNEL: KERNEL,
                 peers.INITRD: OUT / "initrd.img"}
        self.setup = peers.Peers(REPO, files).make(
            self.peer, self.scenario.protocol, root)
        size = self.setup.size(root)
        others = report.Others()
        with Network(self.folder) as network:
            self._start_servers(network, root)
            first_line = self._boot(network, root, limit)
            capture = measure.read(self.folder / "net.pcap",
                                   network.server_ip)
        result = self._times(capture, first_line)
        result["others"] = others.processors()
        shutil.rmtree(root)
        return {"scenario": self.scenario.name, "peer": self.peer,
                "run": self.number, "boot_bytes": size, **result}

    def _start_servers(self, network, root):
        Dnsmasq(network, root, self.setup.boot_file, tftp=False)
        (TftpdHpa if self.scenario.server == "hpa" else Atftpd)(network, root)
        if self.scenario.protocol == "http":
            Nginx(network, root)

    def _boot(self, network, root, limit):
        """Run the machine; when the kernel spoke, or None."""
        rom = None
        if self.scenario.firmware == "rom" and self.peer != "ipxe":
            rom = own_rom(REPO, self.scenario.nic)
        machine = Machine(
            network, self.folder, nic=self.scenario.nic, rom=rom,
            memory_mb=MEMORY_MB, capture_bytes=0,
            wire=self.scenario.make_wire(self.number))
        sniffer = Sniffer(network, machine.port, self.folder / "net.pcap")
        try:
            with machine:
                self._chain(machine, root, sniffer.path, network.server_ip)
                machine.expect(FIRST_LINE, limit)
                return time.time()
        except SerialTimeout:
            return None
        finally:
            sniffer.stop()

    def _chain(self, machine, root, capture, server_ip):
        """Once the boot file was asked for, put the second in its place."""
        if self.setup.second is None:
            return
        end = time.monotonic() + 30
        while self.setup.boot_file not in \
                measure.read(capture, server_ip).requests:
            machine.check_alive()
            if time.monotonic() > end:
                raise LabError(f"{self.setup.boot_file} was not asked for")
            time.sleep(0.05)
        (root / self.setup.second).rename(root / self.setup.boot_file)

    def _times(self, capture, first_line):
        """Seconds and rates; without first_line, as far as it came."""
        requests = capture.requests
        start = requests.get(self.setup.boot_file)
        kernel = requests.get(peers.KERNEL)
        result = {"done": first_line is not None, "resent": capture.resent}
        if start is None or kernel is None:
            return result
        result["menu_s"] = kernel - start - self.setup.menu_s
        end = capture.last_data
        if end is None or end <= kernel:
            return result
        cable = capture.cable_bytes(kernel, end)
        result["load_s"] = end - kernel
        if first_line is None:
            result["mb_s"] = cable / (end - kernel) / 1e6
            return result
        size = (OUT / "initrd.img").stat().st_size + KERNEL.stat().st_size
        result["mb_s"] = size / (end - kernel) / 1e6
        result["kernel_s"] = first_line - start
        rate = self.scenario.rate()
        if rate:
            result["filled"] = cable * 8 / (end - kernel) / rate
        return result


def run_scenario(scenario, names, options, results):
    """All runs of one scenario, one of each peer in turn."""
    spent = dict.fromkeys(names, 0)
    for number in range(1, options.runs + 1):
        for peer in names:
            if spent[peer] > options.budget:
                continue
            folder = OUT / "run" / scenario.name.replace("/", "-") / peer
            begun = time.monotonic()
            try:
                result = Run(scenario, peer, number, folder)(options.limit)
            except (LabError, MachineStopped) as error:
                result = {"scenario": scenario.name, "peer": peer,
                          "run": number, "done": False,
                          "error": str(error).splitlines()[0]}
            if not options.keep:
                (folder / "net.pcap").unlink(missing_ok=True)
            # Who does not arrive will not the next time.
            spent[peer] += (time.monotonic() - begun if result["done"]
                            else options.budget + 1)
            results.append(result)
            save(results, options)
            print(describe(result), flush=True)


def describe(result):
    """One line for the person who waits."""
    words = [f"{result['scenario']:30} {result['peer']:10} {result['run']}"]
    for key, form in (("menu_s", "menu {:.2f} s"), ("load_s", "load {:.2f} s"),
                      ("mb_s", "{:.2f} MB/s"), ("filled", "filled {:.1%}"),
                      ("resent", "resent {}"), ("error", "{}")):
        if key in result:
            words.append(form.format(result[key]))
    if not result["done"]:
        words.append("NOT DONE")
    return "  ".join(words)


def run_undi(options):
    """UNDI's receive path on each card and firmware."""
    for firmware, nic in undi.choices():
        folder = OUT / "run" / f"undi-{nic}-{firmware}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            result = undi.run(REPO, firmware, nic, folder,
                              own_rom(REPO, nic))
        except (LabError, MachineStopped, SerialTimeout) as error:
            print(f"undi {nic} {firmware}: {str(error).splitlines()[0]}")
            continue
        options.undi_results.append(result)
        print(undi.describe(result), flush=True)


def save(results, options):
    """Write the results so far."""
    RESULTS.write_text(json.dumps(
        {"machine": report.machine(REPO), "limit_s": options.limit,
         "runs": options.runs, "kernel_bytes": KERNEL.stat().st_size,
         "results": results, "undi": options.undi_results}, indent=1),
        encoding="utf-8")


def parse_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="",
                        help="these only: " + " ".join(peers.PEERS))
    parser.add_argument("--scenarios", default="",
                        help="patterns such as 'ipxe/*/http/plain'")
    parser.add_argument("--limit", type=float, default=180,
                        help="seconds for one boot")
    parser.add_argument("--budget", type=float, default=400,
                        help="no more runs of a peer that took so long")
    parser.add_argument("--initrd-mib", type=int, default=INITRD_MIB,
                        help="a smaller one, to try the bench itself")
    parser.add_argument("--keep", action="store_true",
                        help="keep the captures")
    parser.add_argument("--undi", action="store_true",
                        help="UNDI's receive path, and nothing else")
    parser.add_argument("--add", action="store_true",
                        help="to the last results, of other scenarios")
    parser.add_argument("--list", action="store_true",
                        help="say what would be run")
    parser.add_argument("--report", action="store_true",
                        help="write docs/BENCH.md from the last results")
    options = parser.parse_args()
    options.peers = options.peers.split()
    options.undi_results = []
    unknown = set(options.peers) - set(peers.PEERS)
    if unknown:
        parser.error("no such peer: " + " ".join(sorted(unknown)))
    return options


def main():
    """Run what was asked for."""
    options = parse_arguments()
    if options.report:
        report.write(json.loads(RESULTS.read_text(encoding="utf-8")),
                     REPO / "docs")
        return
    OUT.mkdir(parents=True, exist_ok=True)
    chosen = scenarios.choose(options.scenarios.split())
    if not chosen:
        sys.exit("bench: no scenario fits; --list --scenarios '*' shows all")
    results = []
    if options.add:
        last = json.loads(RESULTS.read_text(encoding="utf-8"))
        results = last["results"]
        options.undi_results = [] if options.undi else last["undi"]
    if options.undi:
        run_undi(options)
        if options.add:
            save(results, options)
        return
    if not options.list:
        subprocess.run([REPO / "tools/fetch-packages", *peers.PACKAGES],
                       check=True)
        make_initrd(options.initrd_mib << 20)
        if not options.scenarios and not options.peers:
            run_undi(options)
    for scenario in chosen:
        names = [peer for peer in scenario.peers()
                 if not options.peers or peer in options.peers]
        if options.list:
            print(f"{scenario.name:30}", *names)
        elif scenario.firmware == "rom" and not own_rom(
                REPO, scenario.nic).exists():
            print(f"{scenario.name:30} left out: the ROM has not been built")
        else:
            run_scenario(scenario, names, options, results)
    if not options.list:
        report.write(json.loads(RESULTS.read_text(encoding="utf-8")), OUT)
        print(f"bench: see {OUT.relative_to(REPO)}/BENCH.md")


if __name__ == "__main__":
    main()
