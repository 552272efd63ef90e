"""A bad wire between a machine and the network: wire.c and its options."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from .netns import LabError, wait_until

PROGRAM = Path(__file__).resolve().parents[2] / "build/lab/wire"
READY = "wire: up"


@dataclass(frozen=True)
class Wire:
    """What a wire does to frames, in each direction on its own.

    delay_ms  each way;  rate: bits in a second (None: no limit), in front of
    which queue bytes may wait;  loss, corrupt, duplicate, reorder: chances from
    0 to 1;  a reordered frame is overtaken by 1 to gap others, or waits hold_ms.
    to_guest and from_guest override by name for one direction, as wire.c names
    things: to_guest={"loss": 0.1}.  The same seed gives the same faults.
    """
    delay_ms: float = 0
    loss: float = 0
    corrupt: float = 0
    duplicate: float = 0
    reorder: float = 0
    gap: int = 3
    hold_ms: float = 5
    rate: float = None
    queue: int = 1 << 18
    seed: int = 1
    to_guest: dict = field(default_factory=dict)
    from_guest: dict = field(default_factory=dict)

    def options(self):
        """The program's arguments."""
        words = {"delay": self.delay_ms, "hold": self.hold_ms,
                 "rate": self.rate or 0}
        for name in ("loss", "corrupt", "duplicate", "reorder", "gap",
                     "queue", "seed"):
            words[name] = getattr(self, name)
        for way in ("to_guest", "from_guest"):
            for name, value in getattr(self, way).items():
                words[f"{way}.{name}"] = value
        return [f"{name}={value}" for name, value in words.items()]

    def start(self, network, tap, end, port):
        """Start it between a tap that is not joined, for QEMU, and a pair of
        Network.add_veth(); stop() of what it returns ends it."""
        if not PROGRAM.exists():
            raise LabError("build/lab/wire has not been made: make it")
        process = network.spawn(
            [PROGRAM, tap, end, port, *self.options()], "wire")

        def ready():
            if not process.alive():
                raise LabError("the wire ended at once:\n" + process.log())
            return READY in process.log()
        wait_until(ready, 10, "the wire")
        return process

    @staticmethod
    def stats(process):
        """{"to_guest": {"frames": N, ...}, "from_guest": ...} of its end.

        frames and bytes came in, sent came out; overflow were dropped for want
        of room; lost, corrupted, duplicated and reordered as the seed had it.
        """
        lines = process.log().splitlines()
        if not lines or not lines[-1].startswith("{"):
            raise LabError(f"the wire told nothing: {os.linesep.join(lines)}")
        return json.loads(lines[-1])
