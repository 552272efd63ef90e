"""What is compared: firmware, card, server and wire."""

import fnmatch
from dataclasses import dataclass

from lab.wire import Wire

MS, LOSS, FAST_ETHERNET = 1, 0.01, 100e6

# None is a tap, that is, nothing between machine and server.  Loss is in each
# direction; every run has a seed of its own, the same for all peers.
WIRES = {
    "plain": (None, "no delay, no loss"),
    "1ms": ({"delay_ms": MS}, "1 ms each way"),
    "1ms-loss": ({"delay_ms": MS, "loss": LOSS},
                 "1 ms and 1 % loss each way"),
    "100m": ({"rate": FAST_ETHERNET}, "100 Mbit/s"),
}
SERVERS = {
    "http": "HTTP from nginx",
    "atftpd": "TFTP from atftpd (has windows)",
    "hpa": "TFTP from tftpd-hpa (no windows)",
}
FIRMWARE = {"ipxe": "iPXE's ROM, as QEMU ships it", "rom": "Towline's own ROM"}
NICS = ("virtio-net-pci", "e1000")


@dataclass(frozen=True)
class Scenario:
    """One combination; its name is the four parts with slashes."""
    firmware: str
    nic: str
    server: str
    wire: str

    @property
    def name(self):
        """For people, files and --scenarios."""
        return "/".join((self.firmware, self.nic, self.server, self.wire))

    @property
    def protocol(self):
        """http or tftp: what the big files come by."""
        return "http" if self.server == "http" else "tftp"

    def make_wire(self, seed):
        """The Wire of run number seed, or None."""
        options = WIRES[self.wire][0]
        return None if options is None else Wire(seed=seed, **options)

    def rate(self):
        """Bits in a second that the wire carries, or None."""
        return (WIRES[self.wire][0] or {}).get("rate")

    def reference(self):
        """The peer that others are compared with."""
        if self.firmware == "rom":
            return "ipxe"
        return "lpxelinux" if self.protocol == "http" else "pxelinux"

    def peers(self):
        """Who takes part unless told otherwise, the reference first."""
        checks = ["signed"] if self.checks() else []
        if self.firmware == "rom":
            return ["ipxe", "towline", *checks]
        if self.wire == "100m":
            return [self.reference(), "towline", *checks]
        return [self.reference(), "undionly", "grub", "ipxe", "towline",
                *checks]

    def checks(self):
        """Whether what signatures cost is measured here: where the wire is
        the limit, and where nothing but the machine is."""
        return self.wire in ("plain", "100m") and self.server != "hpa"


def every():
    """All combinations."""
    return [Scenario(firmware, nic, server, wire) for firmware in FIRMWARE
            for wire in WIRES for nic in NICS for server in SERVERS]


def _default(scenario):
    if scenario.firmware == "rom":
        return scenario.wire == "plain" and scenario.server != "hpa"
    return scenario.wire == "plain" or scenario.server != "hpa"


def choose(patterns):
    """Those whose name fits a pattern (a shell's); without any, the usual."""
    if not patterns:
        return [s for s in every() if _default(s)]
    return [s for s in every()
            if any(fnmatch.fnmatchcase(s.name, p) for p in patterns)]
